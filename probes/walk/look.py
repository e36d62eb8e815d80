"""Look around at a touchpoint: where we are, what can be read, a picture, promised quality.

Done outside the timed part. It must not change a verdict, unless the page can't be looked
at at all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from desireline.scenarios.errors import CouldNotLook
from desireline.scenarios.promise import Promises

from ..browser.clocks import look_at_clock, slowest_load, vitals_of
from ..trip.arrive import steadily
from ..trip.fault import judge, patience
from ..trip.trip import Trip
from .evidence import is_page, take_picture, text_of
from .notebook import Notebook

LONGEST_TITLE = 200
PAINTS = 5  # times to ask for the largest paint, which is told a moment after it
PAINT_MS = 30.0


@dataclass(frozen=True, slots=True)
class Here:
    """One stop of a trip: its touchpoint and promises, and where its pictures go."""

    trip: Trip
    touchpoint: str
    promises: Promises
    out: Path
    picture: str  # its file's name, without ending
    first_document: int  # pages before this one belong to earlier stops
    notes: Notebook


def look_around(here: Here) -> None:
    """Note where we are, how fast it came, what can be read, and take its picture."""
    _carefully(here, lambda: _note_page(here), here.trip.limits.evidence_seconds)
    _examine(here, at_end=True)


def examine_new_page(here: Here) -> None:
    """Look closer at a page of this stop before it is left, once."""
    _examine(here, at_end=False)


def _note_page(here: Here) -> None:
    trip, notes = here.trip, here.notes
    if trip.watch.asked:
        trip.watch.stop_loading()
    reads_mail = trip.letter is not None and not trip.clock.documents[here.first_document :]
    if reads_mail or not is_page(trip.page):
        return
    for _ in range(PAINTS):
        page = look_at_clock(trip.page, trip.clock)
        if page is None or page.lcp is not None:
            break
        trip.page.wait_for_timeout(PAINT_MS)
    documents = trip.clock.documents[here.first_document :]
    notes.loads_seconds, notes.vitals = slowest_load(documents), vitals_of(documents)
    notes.url = trip.secrets.scrub(trip.page.url)
    notes.title = trip.secrets.scrub(trip.page.title())[:LONGEST_TITLE]
    notes.texts.append(text_of(trip))
    notes.picture = take_picture(trip, here.out, here.picture)


def _examine(here: Here, *, at_end: bool) -> None:
    """Look for what is promised: words, no barriers, no dead links.

    A page from before this stop is only looked at when the stop ends on it.
    """
    promises, notes, trip = here.promises, here.notes, here.trip
    if not (promises.says or promises.accessible or promises.links_work):
        return
    born = _page_in_front(here)
    new = [document.born for document in trip.clock.documents[here.first_document :]]
    if born is None or (not at_end and (born not in new or born in notes.examined)):
        return
    seconds = trip.limits.checks_seconds
    if promises.says and not at_end:
        _carefully(here, lambda: notes.texts.insert(0, text_of(trip)), seconds)
    if promises.accessible:
        _carefully(here, lambda: _look_for_barriers(here), seconds)
    if promises.links_work and born not in notes.examined:
        _carefully(here, lambda: _follow_links(here), seconds)
    notes.examined.add(born)


def _page_in_front(here: Here) -> float | None:
    """Give when the page in front began; None when there is none of the site's."""
    seen: list[float] = []

    def look() -> None:
        page = look_at_clock(here.trip.page, here.trip.clock) if is_page(here.trip.page) else None
        seen.extend([page.born] if page else [])

    _carefully(here, look, here.trip.limits.evidence_seconds)
    return seen[-1] if seen else None


def _look_for_barriers(here: Here) -> None:
    from ..page.barriers import find_barriers

    found = find_barriers(here.trip.page)
    here.notes.barriers = [*(here.notes.barriers or ()), *found]


def _follow_links(here: Here) -> None:
    from ..page.links import find_dead_links

    found = find_dead_links(here.trip.page, frozenset(here.trip.hosts.names))
    here.notes.dead_links = [*(here.notes.dead_links or ()), *found]


def _carefully(here: Here, look: Callable[[], None], seconds: float) -> None:
    from playwright.sync_api import Error

    notes = here.notes
    if notes.stopped and not here.trip.session.alive:
        return
    try:
        with patience(here.trip, seconds):
            steadily(here.trip, look)
    except (Error, CouldNotLook) as trouble:
        verdict, message = judge(here.trip, trouble)
        message = here.trip.secrets.scrub(message)
        if notes.verdict in ("failed", "could not look"):
            return
        if here.trip.session.alive and not here.trip.watch.crashed:
            notes.message = notes.message or f"could not look around: {message}"
        else:
            notes.stop(verdict, message)
