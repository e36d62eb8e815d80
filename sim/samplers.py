"""Times from one uniform each: the quantile of the distribution, at that uniform.

One uniform per time, and a longer time for a larger one: the same customer stays a slow
one when a fix makes everybody faster. The formulas are plain functions of numbers, which
the compiled engine takes as they stand.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import exp, log, log1p, sqrt
from statistics import NormalDist

from .gamma import EDGE, STEPS, coefficient_to_shape, log_quantiles
from .timing import Timing

Sampler = Callable[[float], float]
normal_quantile = NormalDist().inv_cdf  # Wichura's AS241, compiled


def sampler(timing: Timing) -> Sampler:
    """Give the quantile function of a distribution, in seconds."""
    whole = base_sampler(timing)
    low, high, plus = timing.low, timing.high, timing.plus
    if (low, high, plus) == (0.0, 1.0, 0.0):
        return whole
    return lambda u: whole(low + u * (high - low)) + plus


def base_sampler(timing: Timing) -> Sampler:
    """Give the quantile function before it is truncated and moved."""
    return _SAMPLERS[timing.kind](*numbers_of(timing))


def numbers_of(timing: Timing) -> tuple[float, ...]:
    """Give the numbers that a formula takes, ahead of the uniform or the normal score."""
    kind, p = timing.kind, timing.parameters
    if kind == "lognormal":
        variance = log1p(p[1] * p[1])
        return log(p[0]) - variance / 2, sqrt(variance)
    if kind == "gamma":
        shape = coefficient_to_shape(p[1])
        return (p[0] / shape, *log_quantiles(shape))
    if kind == "weibull":
        return p[0], 1 / p[1]
    return p


def exponential(mean: float, u: float) -> float:
    """Give the quantile at u."""
    return -mean * log(1 - u)  # 1 - u is exact


def lognormal(mu: float, sigma: float, score: float) -> float:
    """Give the quantile at a normal score."""
    return exp(mu + sigma * score)


def weibull(scale: float, power: float, u: float) -> float:
    """Give the quantile at u; the power is one over the shape."""
    return float(scale * (-log(1 - u)) ** power)


def triangular(low: float, mode: float, high: float, u: float) -> float:
    """Give the quantile at u."""
    width = high - low
    if u * width < mode - low:
        return low + sqrt(u * width * (mode - low))
    return high - sqrt((1 - u) * width * (high - mode))


def uniform(low: float, high: float, u: float) -> float:
    """Give the quantile at u."""
    return low + u * (high - low)


def hermite(scale: float, place: float, y0: float, s0: float, y1: float, s1: float) -> float:
    """Give the gamma quantile, inside one piece of its table (see gamma.py)."""
    s0, s1 = s0 / STEPS, s1 / STEPS
    bend = y0 - y1
    steeper = -3 * bend - 2 * s0 - s1 + place * (2 * bend + s0 + s1)
    return scale * exp(y0 + place * (s0 + place * steeper))


def between(low: float, high: float, part: float) -> float:
    """Give the value on the straight line from low to high."""
    return low + part * (high - low)


def _constant(value: float) -> Sampler:
    return lambda u: value


def _lognormal(mu: float, sigma: float) -> Sampler:
    return lambda u: lognormal(mu, sigma, normal_quantile(u))


def _gamma(scale: float, *table: float) -> Sampler:
    def quantile(u: float) -> float:
        place = (normal_quantile(u) + EDGE) * STEPS
        index = int(place)
        return hermite(scale, place - index, *table[2 * index : 2 * index + 4])

    return quantile


def _empirical(*values: float) -> Sampler:
    last = len(values) - 1

    def quantile(u: float) -> float:
        place = u * last
        index = int(place)
        return between(values[index], values[min(index + 1, last)], place - index)

    return quantile


_SAMPLERS: dict[str, Callable[..., Sampler]] = {
    "constant": _constant,
    "exponential": lambda *p: partial(exponential, *p),
    "lognormal": _lognormal,
    "gamma": _gamma,
    "weibull": lambda *p: partial(weibull, *p),
    "triangular": lambda *p: partial(triangular, *p),
    "uniform": lambda *p: partial(uniform, *p),
    "empirical": _empirical,
}
