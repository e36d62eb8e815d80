"""Records in order: by time, then customer; what happens to one stays in its order.

Customers walk ahead of the crowd, so records come up far out of order, but evenly spread
over time: they are dealt out to as many drawers as there are records, and each drawer is
put in order by itself.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .cache import compiled, inlined

FEW = 32  # in a drawer: more are not sorted by insertion


def in_order(trace: Any) -> Any:
    """Give a sorted copy of an array of records."""
    order = np.empty(trace.size, np.int64)
    _sort(trace["at"], trace["customer"], order, np.zeros(trace.size + 1, np.int64))
    return trace[order]


@compiled
def _sort(at: Any, customer: Any, order: Any, ends: Any) -> None:
    """Write the order of the records into `order`."""
    count = order.size
    if not count:
        return
    first, last = at.min(), at.max()
    scale = (count - 1) / max(1.0, np.float64(last - first))
    for number in range(count):
        ends[int((at[number] - first) * scale) + 1] += 1
    for drawer in range(count):
        ends[drawer + 1] += ends[drawer]
    for number in range(count):
        drawer = int((at[number] - first) * scale)
        order[ends[drawer]] = number
        ends[drawer] += 1
    start = 0
    for drawer in range(count):
        end = ends[drawer]
        if end - start > FEW:
            _sort_many(at, customer, order[start:end])
        elif end - start > 1:
            _sort_few(at, customer, order[start:end])
        start = end


@inlined
def _sort_few(at: Any, customer: Any, order: Any) -> None:
    for number in range(1, order.size):
        record = order[number]
        place = number
        while place > 0 and _comes_later(at, customer, order[place - 1], record):
            order[place] = order[place - 1]
            place -= 1
        order[place] = record


@inlined
def _comes_later(at: Any, customer: Any, one: int, other: int) -> bool:
    if at[one] != at[other]:
        return bool(at[one] > at[other])
    return bool(customer[one] > customer[other])


@inlined
def _sort_many(at: Any, customer: Any, order: Any) -> None:
    by_customer = order[np.argsort(customer[order], kind="mergesort")]
    order[:] = by_customer[np.argsort(at[by_customer], kind="mergesort")]
