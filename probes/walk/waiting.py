"""How long the customer waited for each step of a stop, by the page's clock.

Asking the page costs time: the waits of steps in a row are told by one look, the next one that
is taken for whatever reason, and at the latest before something is done to the page again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..browser.clocks import Clock, Document, look_at_clock
from ..trip.arrive import steadily
from ..trip.trip import Trip
from .evidence import is_page
from .notebook import Notebook, Wait

READING = ("expect", "remember", "same")
UNTIMED = ("fill", "inbox", "sms", "attachment", "chat", "call", "api")


@dataclass(frozen=True, slots=True)
class Before:
    """How much the clock had been told before a step."""

    acts: int
    documents: int
    looks: int


def before(clock: Clock) -> Before:
    """Take down how much the clock has been told so far."""
    return Before(clock.acts, len(clock.documents), clock.looks)


def note_wait(trip: Trip, notes: Notebook, verb: str, told: Before) -> None:
    """Note what the customer waited for in the step that was just written down."""
    if not is_page(trip.page) or verb in UNTIMED:
        return
    clock, step = trip.clock, len(notes.steps) - 1
    acted = clock.acted if clock.acts > told.acts else None
    if len(clock.documents) > told.documents:
        notes.waits.append(Wait(step, acted, clock.documents[-1]))
    elif verb in READING:
        notes.waits.append(Wait(step))
        if clock.looks > told.looks:
            settle_by_last_look(trip, notes)
    elif acted is not None and clock.painted_ms is not None:
        notes.waits.append(Wait(step, acted, painted_ms=clock.painted_ms))


def settle(trip: Trip, notes: Notebook) -> None:
    """Write down the waits that are not told yet; the page is asked where it must be."""
    if any(_asks(wait) for wait in notes.waits) and is_page(trip.page):
        steadily(trip, lambda: look_at_clock(trip.page, trip.clock))
    settle_by_last_look(trip, notes)


def settle_by_last_look(trip: Trip, notes: Notebook) -> None:
    """Write down the waits that are not told yet, as the clock stood when it was last read."""
    for wait in notes.waits:
        told = _told(wait, trip)
        if told is None:
            continue
        began, over = told
        trip.settled = max(trip.settled, over)
        step = notes.steps[wait.step]
        notes.steps[wait.step] = replace(step, customer_ms=round(max(0.0, over - began), 1))
    notes.waits.clear()


def _asks(wait: Wait) -> bool:
    if wait.painted_ms is not None:
        return False
    return wait.document is None or wait.document.loaded_ms is None


def _told(wait: Wait, trip: Trip) -> tuple[float, float] | None:
    """Give when a wait began and was over, ms since 1970.

    From what the customer did until the page it led to was loaded, or, where it led nowhere,
    until the page had painted. For something to be seen or read: from when the step before
    was over until the page's last change.
    """
    if wait.painted_ms is not None and wait.acted is not None:
        return wait.acted, wait.acted + wait.painted_ms
    if wait.document is not None and trip.clock.came_unslowed(wait.document):
        return None
    if wait.document is not None:
        began = wait.document.born if wait.acted is None else wait.acted
        return _loaded(wait.document, began)
    documents = trip.clock.documents
    return (trip.settled, documents[-1].born + documents[-1].changed) if documents else None


def _loaded(document: Document, began: float) -> tuple[float, float] | None:
    if document.loaded_ms is None:
        return None
    return began, document.born + document.loaded_ms
