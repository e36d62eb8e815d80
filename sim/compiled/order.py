"""Records in order: by time, then customer; what happens to one stays in its order.

Customers walk ahead of the crowd, so records come up far out of order, but evenly spread
over time. They are dealt out twice by their time: to cases that the processor's own memory
holds, one after the other as they come, and each case to as many drawers as it has records.
What lies in one drawer is put in order by insertion.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .cache import compiled, inlined

A_CASE = 1 << 11  # records, on average
FEW = 32  # in a drawer: more are not sorted by insertion


def in_order(trace: Any) -> Any:
    """Give a sorted copy of an array of records."""
    out = np.empty_like(trace)
    if trace.size:
        ends = np.zeros((trace.size >> (A_CASE.bit_length() - 1)) + 2, np.int64)
        _deal(trace, out, ends)
        largest = int(np.diff(ends).max(initial=0)) + 1
        _sort(out, ends, np.empty(largest, trace.dtype), *np.zeros((2, largest + 1), np.int64))
    return out


@compiled
def _deal(trace: Any, out: Any, ends: Any) -> None:
    """Copy records to their cases; where a case ends stands one place further in `ends`."""
    first = last = trace[0].at
    for number in range(trace.size):
        first, last = min(first, trace[number].at), max(last, trace[number].at)
    cases = ends.size - 1
    scale = (cases - 0.5) / max(1.0, np.float64(last - first))
    for number in range(trace.size):
        ends[int((trace[number].at - first) * scale) + 1] += 1
    places = np.zeros(cases, np.int64)
    for case in range(1, cases):
        places[case] = places[case - 1] + ends[case]
    for number in range(trace.size):
        case = int((trace[number].at - first) * scale)
        out[places[case]] = trace[number]
        places[case] += 1
    for case in range(cases):
        ends[case + 1] += ends[case]


@compiled
def _sort(out: Any, ends: Any, spare: Any, order: Any, drawers: Any) -> None:
    """Put every case in order; what is spare is as long as the largest of them."""
    for case in range(ends.size - 1):
        records = out[ends[case] : ends[case + 1]]
        count = records.size
        if count < 2:
            continue
        _sort_case(records, order[:count], drawers[: count + 1])
        for number in range(count):
            spare[number] = records[order[number]]
        for number in range(count):
            records[number] = spare[number]


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
