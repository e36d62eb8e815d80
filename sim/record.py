"""What a trace keeps: what happened to each counted customer, one record each time."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple


class What(IntEnum):
    """What happened, and what the record's value then is."""

    ARRIVES = 0  # the segment
    COMES = 1  # to a touchpoint: how often by now
    WAITS = 2  # in line
    STARTS = 3  # to be served: the team
    INTERRUPTED = 4  # the team
    ENDS = 5  # a visit: the ticks that service took
    FAILS = 6  # no try went through: how many there were
    GIVES_UP = 7  # patience ran out
    TURNED_AWAY = 8
    CALLED_BACK = 9  # will be called back: after so many ticks
    COMPLETES = 10
    LEAVES = 11  # the cause
    RETURNS = 12  # will come back: after so many ticks
    DONE = 13  # content


class Record(NamedTuple):
    """Something that happened to a customer."""

    at: int  # ticks
    customer: int
    what: int
    place: int
    value: int


def in_order(records: list[Record]) -> list[Record]:
    """Sort by time, then customer; what happens to one customer stays in its order."""
    return sorted(records, key=lambda record: record[:2])
