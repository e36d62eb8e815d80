"""A trace as rows: each record with its time, its words, and a name for its value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from ..clock import seconds
from ..record import Record, What
from .heading import Heading, moment_of

WORDS = {
    What.ARRIVES: "arrives",
    What.COMES: "comes",
    What.WAITS: "waits",
    What.STARTS: "starts",
    What.INTERRUPTED: "is interrupted",
    What.ENDS: "ends",
    What.FAILS: "fails",
    What.GIVES_UP: "gives up",
    What.TURNED_AWAY: "is turned away",
    What.CALLED_BACK: "is to be called back",
    What.COMPLETES: "completes",
    What.LEAVES: "leaves",
    What.RETURNS: "leaves, to return",
    What.DONE: "is done",
}
SEGMENT, TEAM, CAUSE, SECONDS, TIMES = "segment", "team", "cause", "seconds", "times"
VALUES = {
    What.ARRIVES: SEGMENT,
    What.COMES: TIMES,
    What.STARTS: TEAM,
    What.INTERRUPTED: TEAM,
    What.ENDS: SECONDS,
    What.FAILS: TIMES,
    What.CALLED_BACK: SECONDS,
    What.LEAVES: CAUSE,
    What.RETURNS: SECONDS,
}


class Row(NamedTuple):
    """A record, told by names; of the last five there is one at most."""

    at: float  # seconds from the start
    time: datetime
    customer: int
    what: str
    touchpoint: str
    segment: str | None = None
    team: str | None = None
    cause: str | None = None
    seconds: float | None = None  # of service, or away
    times: int | None = None  # of coming here, or tries


def rows(heading: Heading, records: Iterable[Record]) -> Iterator[Row]:
    """Give records of a trace by names, in their order."""
    names = names_of(heading)
    places = [plain(name) for name in heading.flow.touchpoints]
    for at, customer, what, place, value in records:
        time = moment_of(heading.starts, at)
        named = VALUES.get(What(what))
        values = {} if named is None else {named: _value(names, named, value)}
        yield Row(seconds(at), time, customer, WORDS[What(what)], places[place], **values)


def as_json(row: Row) -> dict[str, Any]:
    """Give a row as JSON has it, without what it has not."""
    there = {name: value for name, value in row._asdict().items() if value is not None}
    return there | {"time": row.time.isoformat(timespec="microseconds")}


def plain(name: str) -> str:
    """Give a name without the characters that steer a terminal, or that a file can't hold."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in name)


def names_of(heading: Heading) -> dict[str, list[str]]:
    """Give the names that values stand for, by the column of the value."""
    flow = heading.flow
    named = {SEGMENT: flow.segments, TEAM: flow.resources, CAUSE: flow.causes}
    return {what: [plain(name) for name in names] for what, names in named.items()}


def _value(names: dict[str, list[str]], named: str, value: int) -> Any:
    if named in names:
        return names[named][value]
    return seconds(value) if named == SECONDS else value
