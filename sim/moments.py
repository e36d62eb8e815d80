"""The mean and the variance of a distribution of times, and the quantiles of its bounds.

Closed forms where there are any; what is truncated is integrated over its quantiles.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import pairwise
from math import gamma

from desireline.scenarios.spread import Spread

from .samplers import base_sampler
from .timing import NO_TIME, Timing

PIECES = 4000  # of an integral over quantiles


def timing_of(spread: Spread) -> Timing:
    """Flatten what the planner wrote."""
    plain = _plain(spread)
    low = 0.0 if spread.at_least is None else _share_below(plain, spread.at_least)
    high = 1.0 if spread.at_most is None else _share_below(plain, spread.at_most)
    return plain._replace(low=low, high=high, plus=spread.plus, correlated=spread.correlated)


def mean_seconds(timing: Timing) -> float:
    """Give the distribution's mean."""
    return _mean_and_square(timing)[0] + timing.plus


def variance_seconds(timing: Timing) -> float:
    """Give the distribution's variance, in square seconds."""
    mean, square = _mean_and_square(timing)
    return max(0.0, square - mean * mean)


def _plain(spread: Spread) -> Timing:
    written = getattr(spread, spread.kind)
    if spread.kind == "empirical":
        return Timing("empirical", tuple(sorted(written)))
    if isinstance(written, float):
        return Timing(spread.kind, (written,))
    numbers = tuple(written.model_dump().values())
    nothing = numbers[0] == 0 and spread.kind in ("lognormal", "gamma")
    return NO_TIME if nothing else Timing(spread.kind, numbers)


def _share_below(timing: Timing, seconds: float) -> float:
    """Give how much of the distribution lies below, by halving the quantiles' range."""
    quantile = base_sampler(timing)
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if quantile(middle) <= seconds:
            low = middle
        else:
            high = middle
    return 1.0 if low > 1 - 1e-12 else low


@cache
def _mean_and_square(timing: Timing) -> tuple[float, float]:
    """Give the means of the time and of its square, without what is added."""
    whole = _whole(timing)
    if (timing.low, timing.high) == (0.0, 1.0):
        return whole
    quantile = base_sampler(timing)
    if timing.high < 1:
        first, second = _integrals(quantile, timing.low, timing.high)
    else:
        below = _integrals(quantile, 0.0, timing.low)
        first, second = whole[0] - below[0], whole[1] - below[1]
    kept = timing.high - timing.low
    return first / kept, second / kept


def _integrals(quantile: Callable[[float], float], low: float, high: float) -> tuple[float, float]:
    """Integrate the quantile and its square; steps shrink towards both ends."""
    first = second = 0.0
    for number in range(PIECES):
        t = (number + 0.5) / PIECES
        weight = 6 * t * (1 - t) * (high - low) / PIECES
        value = quantile(low + (high - low) * t * t * (3 - 2 * t))
        first += weight * value
        second += weight * value * value
    return first, second


def _whole(timing: Timing) -> tuple[float, float]:
    kind, p = timing.kind, timing.parameters
    match kind:
        case "constant":
            return p[0], p[0] * p[0]
        case "exponential":
            return p[0], 2 * p[0] * p[0]
        case "lognormal" | "gamma":
            return p[0], p[0] * p[0] * (1 + p[1] * p[1])
        case "weibull":
            return p[0] * gamma(1 + 1 / p[1]), p[0] * p[0] * gamma(1 + 2 / p[1])
        case "triangular":
            square = sum(x * x for x in p) + p[0] * p[1] + p[0] * p[2] + p[1] * p[2]
            return sum(p) / 3, square / 6
        case "uniform":
            return sum(p) / 2, (p[0] * p[0] + p[0] * p[1] + p[1] * p[1]) / 3
    return _of_lines(p)


def _of_lines(values: tuple[float, ...]) -> tuple[float, float]:
    """Give both for straight lines between sorted values."""
    pairs = list(pairwise(values)) or [(values[0], values[0])]
    mean = sum(a + b for a, b in pairs) / 2 / len(pairs)
    square = sum(a * a + a * b + b * b for a, b in pairs) / 3 / len(pairs)
    return mean, square
