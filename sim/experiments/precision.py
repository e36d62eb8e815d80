"""How many replications a wanted precision takes.

A first lot says how far the values scatter, and so how many are needed; that many are
walked, and looked at again. The question is only ever how wide the interval is, never
where it lies: stopping once it leaves zero out would find effects that are not there.
Sequential stopping: Chow and Robbins, Annals of Mathematical Statistics 36 (1965); Law and
Kelton, Simulation Modeling and Analysis, section 9.4.1.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, isfinite
from statistics import fmean

from desireline.scenarios.errors import DesirelineError

from ..plan import Plan
from .estimate import half_width

FIRST = 20  # with fewer the intervals cover less than they say
GROWTH = 2  # at most, from one look to the next


def check_precision(plan: Plan) -> None:
    """Refuse a precision that is none (DL240)."""
    if plan.precision is None:
        return
    if not (isfinite(plan.precision) and plan.precision > 0):
        raise DesirelineError(
            "DL240",
            f"a precision of {plan.precision:g} can't be reached",
            hint="write how far the interval may reach, like 2% of the figure",
        )
    if plan.most < FIRST:
        raise DesirelineError(
            "DL240",
            f"{plan.most} replications at most are too few to judge a precision by",
            hint=f"allow {FIRST} or more",
        )


def first_lot(plan: Plan) -> int:
    """Give how many replications to begin with."""
    if plan.precision is None:
        return plan.replications
    return min(plan.most, max(FIRST, plan.replications))


def is_precise(sample: Sequence[float], precision: float) -> bool:
    """Tell whether the interval of the mean is as narrow as wanted."""
    return half_width(sample) <= precision * abs(fmean(sample))


def next_lot(samples: Sequence[Sequence[float]], precision: float, most: int) -> int:
    """Give how many replications there should be; as many as there are when that is enough.

    Each of the samples (one for each world) has to be precise.
    """
    return max(_wanted(sample, precision, most) for sample in samples)


def _wanted(sample: Sequence[float], precision: float, most: int) -> int:
    count = len(sample)
    if is_precise(sample, precision):
        return count
    allowed = precision * abs(fmean(sample))
    ends = min(most, GROWTH * count)
    if allowed == 0:
        return ends
    needed = ceil(count * (half_width(sample) / allowed) ** 2)
    return min(ends, max(count + 1, needed))
