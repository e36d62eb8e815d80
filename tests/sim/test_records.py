"""Records that lie in an array: each as it was kept."""

from __future__ import annotations

from desireline.sim.record import Record, What
from desireline.sim.traces.records import as_records

KEPT = [
    Record(3, 0, What.ARRIVES, 1, 2),
    Record(3, 0, What.COMES, 1, 1),
    Record(1 << 60, 1 << 40, What.DONE, 5, 1 << 50),
]


def test_records_are_those_that_were_kept() -> None:
    found = as_records(KEPT)

    assert list(found) == KEPT
    assert found[-1] == KEPT[-1]
    assert list(found[1:]) == KEPT[1:]
    assert len(found) == len(KEPT)


def test_records_are_the_same_where_they_say_the_same() -> None:
    assert as_records(KEPT) == as_records(list(KEPT))
    assert as_records(KEPT) != as_records(KEPT[:2])
    assert as_records(KEPT) != as_records([*KEPT[:2], KEPT[2]._replace(value=0)])
    assert as_records(KEPT) != KEPT


def test_nobody_has_no_records() -> None:
    assert list(as_records([])) == []
    assert not as_records([])
