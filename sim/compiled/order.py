"""Records in order: by time, then customer; what happens to one stays in its order.

Each case of notes.py fits into the processor's own memory. The times of its records, and where
these stand, are dealt out once more, to as many drawers as there are records; what lies in one
drawer is put in order by insertion; then each record is copied, once, to where it belongs. Cases
that are over are emptied while the crowd walks on, whenever paper runs short; so there is little
more of it than the crowd is ahead of itself.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..clock import FOR_EVER
from . import state as S
from .cache import compiled, inlined
from .company import CLOCK, LENGTH
from .memory import Memory, blank
from .notes import ON_SHEET, SHEET, give_back
from .state import A_SHEET, RECORD

FEW = 32  # in a drawer: more are not sorted by insertion


class Ordered:
    """The records of one replication that are in order already."""

    def __init__(self, about: int) -> None:
        """Be ready for about so many."""
        self._records = blank(about, RECORD)
        self._count = 0

    def take(self, state: Memory) -> None:
        """Take the records of the time that is over for everybody."""
        self._take(state, _over_until(state.record))

    def take_all(self, state: Memory) -> NDArray[np.void]:
        """Take the rest, and give all of them."""
        self._take(state, state.get("cases"))
        return self._records[: self._count]

    def _take(self, state: Memory, until: int) -> None:
        written = state.get("traced")
        if written > self._records.size:
            longer = blank(max(written, 3 * self._records.size // 2), RECORD)
            longer[: self._count] = self._records[: self._count]
            self._records = longer
        self._count = _sort_until(state.record, until, self._records, self._count)


@compiled
def _over_until(states: Any) -> int:
    """Give the first case that a record may still come into.

    All that comes is later than what happened last, than who arrives next, and than everybody
    in the company.
    """
    state = states[0]
    first = state.now if state.resting or state.heap or state.later_count else FOR_EVER
    if state.arrives < state.last:
        first = min(first, state.arrives)
    for track in range(state.tracks + 2):
        for one in range(np.uint64(S.on_track(state)[track])):
            at = np.uint64(track) * LENGTH + CLOCK + one
            first = min(first, S.walkers(state)[at])
    case = np.int64(max(0, first - state.opens) * state.cases_a_tick)
    return int(min(case, state.cases - 1))


@compiled
def _sort_until(states: Any, until: int, out: Any, start: int) -> int:
    """Put the cases before one in order, behind `start`; give where the next record goes."""
    state = states[0]
    size = 0
    for case in range(state.cases_over, until):
        size = max(size, _count(state, case))
    spare_at, spare = np.empty(size, np.int64), np.empty(size, np.int64)
    at, where = np.empty(size, np.int64), np.empty(size, np.int64)
    drawers = np.empty(size + 1, np.int64)
    for case in range(state.cases_over, until):
        count = _take_out(state, case, spare_at, spare)
        if count:
            _deal(spare_at[:count], spare, at, where, drawers[: count + 1])
            _sort(state, at, where, drawers[: count + 1])
        for number in range(count):
            out[start + number] = S.trace(state)[where[number]]
        start += count
    state.cases_over = max(state.cases_over, until)
    return start


@inlined
def _count(state: Any, case: int) -> int:
    """Count the records in a case."""
    end = S.case_ends(state)[case]
    if not end:
        return 0
    sheet, count = (end - 1) >> SHEET, ((end - 1) & ON_SHEET) + 1
    while S.sheet_before(state)[sheet]:
        sheet = S.sheet_before(state)[sheet]
        count += A_SHEET
    return count


@inlined
def _take_out(state: Any, case: int, at: Any, where: Any) -> int:
    """Tell of a case's records, as they were written, when and where they are; count them.

    Its sheets are given back, but keep what stands on them until more is written.
    """
    count = place = _count(state, case)
    if not count:
        return 0
    sheet = (S.case_ends(state)[case] - 1) >> SHEET
    on_sheet = ((count - 1) & ON_SHEET) + 1
    while sheet:
        place -= on_sheet
        for number in range(on_sheet):
            here = (sheet << SHEET) + number
            at[place + number] = S.trace(state)[here].at
            where[place + number] = here
        before = S.sheet_before(state)[sheet]
        give_back(state, sheet)
        sheet, on_sheet = before, A_SHEET
    S.case_ends(state)[case] = 0
    return count


@inlined
def _deal(times: Any, places: Any, at: Any, where: Any, ends: Any) -> None:
    """Deal records out to drawers by their time; `ends` tells where each drawer ends."""
    count = times.size
    first, last = times.min(), times.max()
    scale = (count - 1) / max(1.0, np.float64(last - first))
    ends[:] = 0
    for number in range(count):
        ends[int((times[number] - first) * scale) + 1] += 1
    for drawer in range(count):
        ends[drawer + 1] += ends[drawer]
    for number in range(count):
        drawer = int((times[number] - first) * scale)
        at[ends[drawer]] = times[number]
        where[ends[drawer]] = places[number]
        ends[drawer] += 1


@inlined
def _sort(state: Any, at: Any, where: Any, ends: Any) -> None:
    """Put what was dealt out in order; nothing leaves its drawer for it."""
    start = 0
    for drawer in range(ends.size - 1):
        if ends[drawer] - start > FEW:
            _sort_many(state, at[start : ends[drawer]], where[start : ends[drawer]])
        start = ends[drawer]
    for number in range(1, start):
        if at[number - 1] < at[number]:
            continue
        time, record, place = at[number], where[number], number
        while place and _comes_later(state, at[place - 1], where[place - 1], time, record):
            at[place], where[place] = at[place - 1], where[place - 1]
            place -= 1
        at[place], where[place] = time, record


@inlined
def _comes_later(state: Any, at: int, where: int, time: int, record: int) -> bool:
    if at != time:
        return bool(at > time)
    return bool(S.trace(state)[where].customer > S.trace(state)[record].customer)


@inlined
def _sort_many(state: Any, at: Any, where: Any) -> None:
    customer = np.empty(at.size, np.int64)
    for number in range(at.size):
        customer[number] = S.trace(state)[where[number]].customer
    by_customer = np.argsort(customer, kind="mergesort")
    order = by_customer[np.argsort(at[by_customer], kind="mergesort")]
    at[:], where[:] = at[order], where[order]
