"""How far the work is, and how long the rest will take."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import fmean

LAST = 20  # replications of a world that its rate is taken from
Progress = Callable[[int, int], None]  # done, of total
Remaining = Callable[[float], None]  # seconds


UnderWay = Sequence[tuple[float, float]]  # of each replication: the share done, its seconds
ENOUGH = 0.01  # of a replication, to tell from how long the whole will take


def remaining_seconds(
    took: Sequence[Sequence[float]],
    left: Sequence[int],
    *,
    jobs: int,
    under_way: UnderWay = (),
) -> float | None:
    """Give how long the replications that are left will take, or None when that is unknown.

    `took`: by world, the seconds that each finished replication took, in the order in
    which they were ready; only the last ones count, since a machine gets busier. A world
    of which none is ready is taken to cost as much as the others do, or as what is under
    way seems to. What is under way counts among what is left.
    """
    rates = [fmean(seconds[-LAST:]) for seconds in took if seconds]
    rates = rates or [seconds / share for share, seconds in under_way if share > ENOUGH]
    if not rates:
        return None
    usual = fmean(rates)
    costs = [fmean(seconds[-LAST:]) if seconds else usual for seconds in took]
    work = sum(cost * count for cost, count in zip(costs, left, strict=True))
    begun = usual * sum(share for share, _ in under_way)
    return max(0.0, work - begun) / min(jobs, max(1, sum(left)))
