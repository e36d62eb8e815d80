"""Times from one uniform each: the quantile of the distribution, at that uniform.

One uniform per time, and a longer time for a larger one: the same customer stays a slow
one when a fix makes everybody faster.
"""

from __future__ import annotations

from collections.abc import Callable
from math import exp, gamma, log, log1p, sqrt
from statistics import NormalDist
from typing import NamedTuple

from desireline.scenarios.spread import Spread

from .gamma import coefficient_to_shape, interpolate, log_quantiles

Sampler = Callable[[float], float]
normal_quantile = NormalDist().inv_cdf  # Wichura's AS241, compiled


class Timing(NamedTuple):
    """A distribution of times in seconds: its kind and its parameters, flat."""

    kind: str
    parameters: tuple[float, ...]


def timing_of(spread: Spread) -> Timing:
    """Flatten what the planner wrote."""
    written = getattr(spread, spread.kind)
    if spread.kind == "empirical":
        return Timing("empirical", tuple(sorted(written)))
    if isinstance(written, float):
        return Timing(spread.kind, (written,))
    return Timing(spread.kind, tuple(written.model_dump().values()))


def mean_seconds(timing: Timing) -> float:
    """Give the distribution's mean."""
    kind, p = timing
    if kind == "weibull":
        return p[0] * gamma(1 + 1 / p[1])
    if kind in ("triangular", "uniform"):
        return sum(p) / len(p)
    if kind == "empirical" and len(p) > 1:
        return (sum(p) - (p[0] + p[-1]) / 2) / (len(p) - 1)
    return p[0]


def sampler(timing: Timing) -> Sampler:
    """Give the quantile function of a distribution, in seconds."""
    return _SAMPLERS[timing.kind](*_parameters(timing))


def _parameters(timing: Timing) -> tuple[float, ...] | tuple[tuple[float, ...]]:
    return (timing.parameters,) if timing.kind == "empirical" else timing.parameters


def _constant(seconds: float) -> Sampler:
    return lambda u: seconds


def _exponential(mean: float) -> Sampler:
    return lambda u: -mean * log1p(-u)


def _lognormal(mean: float, cv: float) -> Sampler:
    if mean == 0:
        return _constant(0.0)
    variance = log1p(cv * cv)
    mu, sigma = log(mean) - variance / 2, sqrt(variance)
    return lambda u: exp(mu + sigma * normal_quantile(u))


def _gamma(mean: float, cv: float) -> Sampler:
    shape = coefficient_to_shape(cv)
    table, scale = log_quantiles(shape), mean / shape
    return lambda u: scale * exp(interpolate(table, normal_quantile(u)))


def _weibull(scale: float, shape: float) -> Sampler:
    power = 1 / shape
    return lambda u: float(scale * (-log1p(-u)) ** power)


def _triangular(low: float, mode: float, high: float) -> Sampler:
    width = high - low
    turn = (mode - low) / width

    def quantile(u: float) -> float:
        if u < turn:
            return low + sqrt(u * width * (mode - low))
        return high - sqrt((1 - u) * width * (high - mode))

    return quantile


def _uniform(low: float, high: float) -> Sampler:
    return lambda u: low + u * (high - low)


def _empirical(values: tuple[float, ...]) -> Sampler:
    last = len(values) - 1

    def quantile(u: float) -> float:
        place = u * last
        index = int(place)
        low = values[index]
        return low + (place - index) * (values[min(index + 1, last)] - low)

    return quantile


_SAMPLERS: dict[str, Callable[..., Sampler]] = {
    "constant": _constant,
    "exponential": _exponential,
    "lognormal": _lognormal,
    "gamma": _gamma,
    "weibull": _weibull,
    "triangular": _triangular,
    "uniform": _uniform,
    "empirical": _empirical,
}
