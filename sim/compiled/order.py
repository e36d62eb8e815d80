"""Records in order: by time, then customer; what happens to one stays in its order.

Each case of notes.py fits into the processor's own memory. Keys of its records, time and customer
in one number, are dealt out once more, to as many drawers as there are records; what lies in one
drawer is put in order by insertion; then each record is copied, once, to where it belongs. Cases
that are over are emptied while the crowd walks on, whenever paper runs short; so there is little
more of it than the crowd is ahead of itself.
"""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ..clock import FOR_EVER
from . import state as S
from .cache import compiled, inlined
from .company import CLOCK, LENGTH
from .memory import Memory
from .notes import ON_SHEET, SHEET, deal_anew, give_back
from .state import A_SHEET

KEY_BITS = 62  # for a time and a customer
FEW = 32  # in a drawer: more are not sorted by insertion


class Taker(Protocol):
    """Who takes the records of one replication, in order, some at a time."""

    def room(self, most: int) -> NDArray[np.void]:
        """Give where up to so many may be put next."""
        ...

    def filled(self, count: int) -> None:
        """Take so many, which were put there."""
        ...


def hand_over(state: Memory, taker: Taker, *, whole: bool = False) -> None:
    """Hand over the records of the time that is over for everybody, or all that are left."""
    room = taker.room(state.get("traced") - state.get("handed"))
    count = _put_in_order(state.record, whole, room)
    state.set(handed=state.get("handed") + count)
    taker.filled(count)


@compiled
def _put_in_order(states: Any, whole: bool, out: Any) -> int:
    """Put all cases, or those that are over, in order; give how many records they hold."""
    state = states[0]
    if whole:
        return _empty(state, state.cases, out)
    count, first = 0, _first_to_come(state)
    over = _case_of(state, first)
    while over == state.cases - 1:
        count += _empty(state, over, out[count:])
        deal_anew(state, first)
        over = _case_of(state, first)
    return count + _empty(state, over, out[count:])


@inlined
def _empty(state: Any, until: int, out: Any) -> int:
    """Put what lies in the cases up to this one in order; give how many records it is."""
    start, size = 0, 0
    for case in range(state.cases_over, until):
        size = max(size, _count(state, case))
    keys, places = np.empty(size, np.int64), np.empty(size, np.int64)
    sorted_keys, where = np.empty(size, np.int64), np.empty(size, np.int64)
    drawers = np.empty(size + 1, np.int64)
    length = np.int64(1 / state.cases_a_tick) + 2  # of a case, whatever is rounded
    bits = np.int64(np.ceil(np.log2(state.number + 2.0)))
    for case in range(state.cases_over, until):
        count = _count(state, case)
        if count == 0:
            continue
        ends = drawers[: count + 1]
        first = state.cases_from + np.int64(case / state.cases_a_tick) - 1
        if _take_out(state, case, first, length, bits, keys, places, ends):
            _deal(keys[:count], places, length, bits, sorted_keys, where, ends)
            _sort(sorted_keys, where, ends)
        else:
            _sort_any(state, places[:count], where)
        for number in range(count):
            out[start + number] = S.trace(state)[where[number]]
        start += count
    state.cases_over = max(state.cases_over, until)
    return start


@inlined
def _first_to_come(state: Any) -> int:
    """Give when the first record may be that is not written yet.

    All that comes is later than what happened last, than who arrives next, and than everybody
    in the company.
    """
    first = state.now if state.resting or state.heap or state.later_count else FOR_EVER
    if state.arrives < state.last:
        first = min(first, state.arrives)
    for track in range(state.tracks + 2):
        for one in range(np.uint64(S.on_track(state)[track])):
            at = np.uint64(track) * LENGTH + CLOCK + one
            first = min(first, S.walkers(state)[at])
    return int(first)


@inlined
def _case_of(state: Any, at: int) -> int:
    """Give the case that a time falls into."""
    return int(min(state.cases - 1, np.int64(max(0, at - state.cases_from) * state.cases_a_tick)))


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
def _take_out(
    state: Any, case: int, first: int, length: Any, bits: Any, keys: Any, places: Any, ends: Any
) -> bool:
    """Tell of a case's records, as they were written, their keys and where they are.

    A key is when and, below that, whose; False: they do not all fit into one. `ends` tells how
    many go to the drawer before each. The case's sheets are given back, but keep what stands on
    them until more is written.
    """
    place = ends.size - 1
    sheet = (S.case_ends(state)[case] - 1) >> SHEET
    on_sheet = ((place - 1) & ON_SHEET) + 1
    scale = (place - 1) / np.float64(length)
    unfit = np.int64(length > (1 << (KEY_BITS - min(KEY_BITS, bits))))
    ends[:] = 0
    while sheet:
        place -= on_sheet
        for number in range(on_sheet):
            here = (sheet << SHEET) + number
            at, customer = S.trace(state)[here].at - first, S.trace(state)[here].customer
            unfit |= np.int64((at < 0) | (at > length)) | (customer >> bits)
            ends[int(max(0, min(at, length)) * scale) + 1] += 1
            keys[place + number] = (at << bits) | customer
            places[place + number] = here
        before = S.sheet_before(state)[sheet]
        give_back(state, sheet)
        sheet, on_sheet = before, A_SHEET
    S.case_ends(state)[case] = 0
    return unfit == 0


@inlined
def _sort_any(state: Any, places: Any, where: Any) -> None:
    """Have `where` hold the places in order, whatever stands there."""
    times, customers = np.empty(places.size, np.int64), np.empty(places.size, np.int64)
    for number in range(places.size):
        record = S.trace(state)[places[number]]
        times[number], customers[number] = record.at, record.customer
    by_customer = np.argsort(customers, kind="mergesort")
    order = by_customer[np.argsort(times[by_customer], kind="mergesort")]
    for number in range(places.size):
        where[number] = places[order[number]]


@inlined
def _deal(
    keys: Any, places: Any, length: Any, bits: Any, sorted_keys: Any, where: Any, ends: Any
) -> None:
    """Deal records out to drawers by their time; `ends` tells where each drawer ends."""
    scale = (keys.size - 1) / np.float64(length)
    for drawer in range(keys.size):
        ends[drawer + 1] += ends[drawer]
    for number in range(keys.size):
        drawer = int((keys[number] >> bits) * scale)
        at = ends[drawer]
        sorted_keys[at], where[at] = keys[number], places[number]
        ends[drawer] = at + 1


@inlined
def _sort(keys: Any, where: Any, ends: Any) -> None:
    """Put what was dealt out in order; nothing leaves its drawer for it."""
    start = 0
    for drawer in range(ends.size - 1):
        if ends[drawer] - start > FEW:
            order = np.argsort(keys[start : ends[drawer]], kind="mergesort")
            keys[start : ends[drawer]] = keys[start : ends[drawer]][order]
            where[start : ends[drawer]] = where[start : ends[drawer]][order]
        start = ends[drawer]
    for number in range(1, start):
        if keys[number - 1] <= keys[number]:
            continue
        key, record, place = keys[number], where[number], number
        while place and keys[place - 1] > key:
            keys[place], where[place] = keys[place - 1], where[place - 1]
            place -= 1
        keys[place], where[place] = key, record
