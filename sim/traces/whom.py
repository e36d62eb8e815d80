"""Whom another world changes: which customers complete only there, or no longer, or otherwise.

Compares records; what a customer felt beside them is not looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..record import Record, What
from .walk import Trace, by_customer


@dataclass(frozen=True, slots=True)
class Whom:
    """Customers who arrive in both worlds, by number, in their order."""

    customers: int  # in all
    gained: tuple[int, ...]  # complete only in the other world
    lost: tuple[int, ...]  # complete only as things are
    otherwise: tuple[int, ...]  # the same end, another way or another time

    @property
    def first(self) -> int | None:
        """Give whom to look at first; None where nothing changes for anybody."""
        return next(iter((*self.gained, *self.lost, *self.otherwise)), None)

    @property
    def told(self) -> str:
        """Say it in a sentence."""
        if self.first is None:
            return f"Nothing changes for any of {self.customers:,} customers."
        parts = [
            f"{len(found):,} {what} (like {found[0]})"
            for found, what in (
                (self.gained, "complete the journey only with it"),
                (self.lost, "complete it only without it"),
                (self.otherwise, "get to the same end otherwise"),
            )
            if found
        ]
        return f"Of {self.customers:,} customers, {', '.join(parts)}."


def whom_it_changes(now: Trace, other: Trace) -> Whom:
    """Compare two worlds' traces of the same replication, customer by customer."""
    before, after = _by_number(now), _by_number(other)
    both = sorted(before.keys() & after.keys())
    ends = {number: (_completes(before[number]), _completes(after[number])) for number in both}
    return Whom(
        customers=len(both),
        gained=tuple(number for number in both if ends[number] == (False, True)),
        lost=tuple(number for number in both if ends[number] == (True, False)),
        otherwise=tuple(
            number
            for number in both
            if len(set(ends[number])) == 1 and before[number] != after[number]
        ),
    )


def _by_number(trace: Trace) -> dict[int, list[Record]]:
    return {records[0].customer: records for records in by_customer(trace.records)}


def _completes(records: Sequence[Record]) -> bool:
    return any(record.what == What.COMPLETES for record in records)
