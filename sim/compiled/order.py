"""Records in order: by time, then customer; what happens to one stays in its order.

Each case of notes.py fits into the processor's own memory. Its records are dealt out by their
time once more, to as many drawers as there are records, and what lies in one drawer is put in
order by insertion.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from . import state as S
from .cache import compiled, inlined
from .memory import Memory
from .notes import ON_SHEET, SHEET
from .state import A_SHEET, RECORD

FEW = 32  # in a drawer: more are not sorted by insertion


def in_order(state: Memory) -> Any:
    """Give the records of a replication that is over, sorted."""
    out = np.empty(state.get("traced"), RECORD)
    _sort_all(state.record, out)
    return out


@compiled
def _sort_all(states: Any, out: Any) -> None:
    """Put one case after the other in order."""
    state = states[0]
    size = 0
    for case in range(state.cases):
        size = max(size, _count(state, case))
    spare, order, drawers = (
        np.empty(size, RECORD),
        np.empty(size, np.int64),
        np.empty(size + 1, np.int64),
    )
    start = 0
    for case in range(state.cases):
        count = _take_out(state, case, spare)
        if count:
            _sort_case(spare[:count], order[:count], drawers[: count + 1])
        for number in range(count):
            out[start + number] = spare[order[number]]
        start += count


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
def _take_out(state: Any, case: int, spare: Any) -> int:
    """Copy a case's records as they were written, from its last sheet back; count them."""
    count = place = _count(state, case)
    if not count:
        return 0
    sheet = (S.case_ends(state)[case] - 1) >> SHEET
    on_sheet = ((count - 1) & ON_SHEET) + 1
    while sheet:
        place -= on_sheet
        for number in range(on_sheet):
            spare[place + number] = S.trace(state)[(sheet << SHEET) + number]
        sheet, on_sheet = S.sheet_before(state)[sheet], A_SHEET
    return count


@inlined
def _sort_case(records: Any, order: Any, ends: Any) -> None:
    """Write the order of a case's records into `order`."""
    count = records.size
    first = last = records[0].at
    for number in range(count):
        first, last = min(first, records[number].at), max(last, records[number].at)
    scale = (count - 1) / max(1.0, np.float64(last - first))
    ends[:] = 0
    for number in range(count):
        ends[int((records[number].at - first) * scale) + 1] += 1
    for drawer in range(count):
        ends[drawer + 1] += ends[drawer]
    for number in range(count):
        drawer = int((records[number].at - first) * scale)
        order[ends[drawer]] = number
        ends[drawer] += 1
    start = 0
    for drawer in range(count):
        end = ends[drawer]
        if end - start > FEW:
            _sort_many(records, order[start:end])
        elif end - start > 1:
            _sort_few(records, order[start:end])
        start = end


@inlined
def _sort_few(records: Any, order: Any) -> None:
    for number in range(1, order.size):
        record = order[number]
        place = number
        while place > 0 and _comes_later(records[order[place - 1]], records[record]):
            order[place] = order[place - 1]
            place -= 1
        order[place] = record


@inlined
def _comes_later(one: Any, other: Any) -> bool:
    if one.at != other.at:
        return bool(one.at > other.at)
    return bool(one.customer > other.customer)


@inlined
def _sort_many(records: Any, order: Any) -> None:
    at, customer = np.empty(order.size, np.int64), np.empty(order.size, np.int64)
    for number in range(order.size):
        customer[number] = records[order[number]].customer
    by_customer = order[np.argsort(customer, kind="mergesort")]
    for number in range(order.size):
        at[number] = records[by_customer[number]].at
    order[:] = by_customer[np.argsort(at, kind="mergesort")]
