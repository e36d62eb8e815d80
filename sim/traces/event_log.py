"""A trace as an event log, the way that process mining looks at it: cases and activities.

A case is a customer, an activity a visit to a touchpoint: it starts when they are served,
and is complete when they are. What happens beside visits (to give up, to leave) is an
activity of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ..clock import seconds
from ..record import Record, What
from .heading import Heading
from .records import Records
from .rows import plain
from .walk import by_customer

START, COMPLETE, ABORTED = "start", "complete", "ate_abort"  # of the standard lifecycle
APART = {
    What.GIVES_UP: "gives up: ",
    What.TURNED_AWAY: "is turned away: ",
    What.CALLED_BACK: "is to be called back: ",
}
TO_RETURN = "leaves, to return"


class Event(NamedTuple):
    """Something that began or ended."""

    activity: str
    transition: str
    at: int  # ticks
    team: str | None = None
    waited_seconds: float | None = None  # of a start: since coming here
    served_seconds: float | None = None  # of a completion; without interruptions
    failed_tries: int | None = None  # of a visit that came to nothing


class Case(NamedTuple):
    """A customer, and all that they did."""

    customer: int
    segment: str
    completed: bool
    events: tuple[Event, ...]


def cases(heading: Heading, all_records: Records) -> Iterator[Case]:
    """Give the customers of a trace, in order of their numbers."""
    flow = heading.flow
    names = flow.touchpoints, flow.segments, flow.resources, flow.causes
    words = _Words(*([plain(name) for name in kind] for kind in names))
    for records in by_customer(all_records):
        completed = any(record.what == What.COMPLETES for record in records)
        segment = words.segments[records[0].value]
        yield Case(records[0].customer, segment, completed, tuple(_events(records, words)))


class _Words(NamedTuple):
    """The names of a flow."""

    touchpoints: list[str]
    segments: list[str]
    teams: list[str]
    causes: list[str]


def _events(records: Sequence[Record], words: _Words) -> Iterator[Event]:
    """Go through a customer's records; the last one says how they went."""
    came, team, is_open = 0, None, False
    for record, following in pairwise((*records, records[-1])):
        place, what = words.touchpoints[record.place], record.what
        if what == What.COMES:
            came, team = record.at, None
        if _begins(record, following) and not is_open:
            team = words.teams[record.value] if what == What.STARTS else None
            waited = seconds(record.at - came) if what == What.STARTS else None
            yield Event(place, START, record.at, team, waited_seconds=waited)
            is_open = True
        elif what in (What.ENDS, What.FAILS):
            yield _ended(record, place, team)
            is_open = False
        elif what in APART and is_open:
            yield Event(place, ABORTED, record.at, team)
            is_open = False
        if (apart := _apart(record, words)) is not None:
            yield Event(apart, COMPLETE, record.at)


def _begins(record: Record, following: Record) -> bool:
    """Tell whether a visit begins: with its service, or at once where nobody serves."""
    alone = record.what == What.COMES and following.what in (What.ENDS, What.FAILS)
    return alone or record.what == What.STARTS


def _ended(record: Record, place: str, team: str | None) -> Event:
    if record.what == What.FAILS:
        return Event(place, COMPLETE, record.at, team, failed_tries=record.value)
    return Event(place, COMPLETE, record.at, team, served_seconds=seconds(record.value))


def _apart(record: Record, words: _Words) -> str | None:
    """Give the name of an activity that is no visit, or None."""
    what = What(record.what)
    if what in APART:
        return APART[what] + words.touchpoints[record.place]
    if what == What.LEAVES:
        return f"leaves: {words.causes[record.value]}"
    return TO_RETURN if what == What.RETURNS else None
