"""Times from one uniform each: the quantile of the distribution, at that uniform.

One uniform per time, and a longer time for a larger one: the same customer stays a slow
one when a fix makes everybody faster. Smooth quantile functions stand in pieces
(`pieces.py`); the others are straight lines and roots.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import exp, log, log1p, sqrt
from statistics import NormalDist
from typing import NamedTuple

from .gamma import coefficient_to_shape
from .pieces import pieces_of, value_at
from .timing import Timing

Sampler = Callable[[float], float]
normal_quantile = NormalDist().inv_cdf  # Wichura's AS241, compiled


class Smooth(NamedTuple):
    """A time in pieces: `start` plus `scale` times the quantile of its shape."""

    kind: str
    shape: float
    scale: float
    start: float


def smooth(timing: Timing) -> Smooth | None:
    """Give the table's name and how to use it; None of what has edges."""
    kind, p = timing.kind, timing.parameters
    if kind in ("constant", "exponential"):
        return Smooth(kind, 0.0, p[0], 0.0)
    if kind == "uniform":
        return Smooth(kind, 0.0, p[1] - p[0], p[0])
    if kind == "lognormal":
        variance = log1p(p[1] * p[1])
        return Smooth(kind, sqrt(variance), exp(log(p[0]) - variance / 2), 0.0)
    if kind == "gamma":
        shape = coefficient_to_shape(p[1])
        return Smooth(kind, shape, p[0] / shape, 0.0)
    if kind == "weibull":
        return Smooth(kind, 1 / p[1], p[0], 0.0)
    return None


def sampler(timing: Timing) -> Sampler:
    """Give the quantile function of a distribution, in seconds."""
    return _moved(timing, timing.plus)


def base_sampler(timing: Timing) -> Sampler:
    """Give the quantile function before it is truncated and moved."""
    return _moved(timing._replace(low=0.0, high=1.0), 0.0)


def _moved(timing: Timing, plus: float) -> Sampler:
    low, width = timing.low, timing.high - timing.low
    known = smooth(timing)
    if known is None:
        quantile = _WITH_EDGES[timing.kind](*timing.parameters)
        return lambda u: quantile(low + u * width) + plus
    pieces, scale, start = pieces_of(known.kind, known.shape), known.scale, known.start + plus
    return lambda u: value_at(pieces, low + u * width) * scale + start


def triangular(low: float, mode: float, high: float, u: float) -> float:
    """Give the quantile at u."""
    width = high - low
    if u * width < mode - low:
        return low + sqrt(u * width * (mode - low))
    return high - sqrt((1 - u) * width * (high - mode))


def between(low: float, high: float, part: float) -> float:
    """Give the value on the straight line from low to high."""
    return low + part * (high - low)


def _triangular(*parameters: float) -> Sampler:
    return partial(triangular, *parameters)


def _empirical(*values: float) -> Sampler:
    last = len(values) - 1

    def quantile(u: float) -> float:
        place = u * last
        index = int(place)
        return between(values[index], values[min(index + 1, last)], place - index)

    return quantile


_WITH_EDGES = {"triangular": _triangular, "empirical": _empirical}
