"""Estimates from replications: means, intervals, paired differences."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf, sqrt
from statistics import fmean, stdev

from .outcome import Estimate
from .student import t_quantile


def estimate(sample: Sequence[float], low: float = -inf, high: float = inf) -> Estimate:
    """Estimate a mean with its 95% confidence interval (Student's t), within bounds.

    One value has no interval but itself; none at all is a zero.
    """
    mean = fmean(sample) if sample else 0.0
    half = half_width(sample)
    return Estimate(*(min(high, max(low, end)) for end in (mean, mean - half, mean + half)))


def predict(sample: Sequence[float]) -> Estimate:
    """Give the mean with the interval in which 95% of the values lie.

    Its ends are the quantiles at 2.5% and 97.5% (Hazen's positions, linear between); with
    fewer than 20 values they are the least and the greatest. The interval does not shrink
    to nothing as replications grow, since it spans the world's spread and not only our not
    knowing the mean; and it is lopsided where the world is.
    """
    ordered = sorted(sample)
    return Estimate(fmean(ordered), _quantile(ordered, 0.025), _quantile(ordered, 0.975))


def half_width(sample: Sequence[float]) -> float:
    """Give how far the 95% confidence interval reaches to either side of the mean."""
    count = len(sample)
    if count < 2:
        return 0.0
    return t_quantile(0.95, count - 1) * stdev(sample) / sqrt(count)


def _quantile(ordered: Sequence[float], share: float) -> float:
    last = len(ordered) - 1
    position = min(float(last), max(0.0, share * len(ordered) - 0.5))
    below = int(position)
    above = min(last, below + 1)
    return ordered[below] + (position - below) * (ordered[above] - ordered[below])
