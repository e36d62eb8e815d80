"""The curves of time distributions: how many times are below a bound, and what they add up to."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

MOST_TERMS = 10_000
SMALL = 1e-300
WIDEST = 1e6  # a coefficient of variation beyond which nothing changes any more
SMALLEST_SIGMA = 1e-9
NARROW = 0.01  # below, gamma and lognormal are the same curve


@dataclass(frozen=True, slots=True)
class Curve:
    """Two functions of a bound in seconds."""

    below: Callable[[float], float]  # the share of the times that are below it
    part: Callable[[float], float]  # what these add to the mean; all of it at infinity


def exponential(mean: float) -> Curve:
    """Give the curve of an exponential distribution."""
    return weibull(mean, 1.0)


def lognormal(mean: float, cv: float) -> Curve:
    """Give the curve of a lognormal distribution by its mean and coefficient of variation."""
    if mean == 0:
        return _nothing()
    sigma = max(math.sqrt(math.log1p(min(cv, WIDEST) ** 2)), SMALLEST_SIGMA)
    middle = math.log(mean) - sigma * sigma / 2

    def below(bound: float, shift: float = 0.0) -> float:
        return _normal((math.log(bound) - middle) / sigma - shift) if bound > 0 else 0.0

    return Curve(below, lambda bound: mean * below(bound, sigma))


def gamma(mean: float, cv: float) -> Curve:
    """Give the curve of a gamma distribution by its mean and coefficient of variation."""
    if mean == 0 or cv < NARROW:
        return lognormal(mean, cv)
    shape = min(cv, WIDEST) ** -2
    return Curve(
        lambda bound: gamma_below(shape, bound * shape / mean),
        lambda bound: mean * gamma_below(shape + 1, bound * shape / mean),
    )


def weibull(scale: float, shape: float) -> Curve:
    """Give the curve of a Weibull distribution."""
    if scale == 0:
        return _nothing()
    mean = scale * _factorial(1 / shape)
    return Curve(
        lambda bound: -math.expm1(-_power(bound / scale, shape)),
        lambda bound: mean * gamma_below(1 + 1 / shape, _power(bound / scale, shape)),
    )


def uniform(low: float, high: float) -> Curve:
    """Give the curve of a uniform distribution."""
    if low == high:
        return Curve(lambda bound: float(bound >= low), lambda bound: low * (bound >= low))

    def share(bound: float) -> float:
        return (min(high, max(low, bound)) - low) / (high - low)

    return Curve(share, lambda bound: share(bound) * (low + min(high, max(low, bound))) / 2)


def triangular(low: float, mode: float, high: float) -> Curve:
    """Give the curve of a triangular distribution."""
    rising, falling = (high - low) * (mode - low), (high - low) * (high - mode)

    def below(bound: float) -> float:
        at = min(high, max(low, bound))
        if at <= mode:
            return (at - low) ** 2 / rising if rising else 0.0
        return 1 - (high - at) ** 2 / falling

    def part(bound: float) -> float:
        at = min(high, max(low, bound))
        if at <= mode:
            return (at - low) ** 2 * (2 * at + low) / 3 / rising if rising else 0.0
        return (low + mode + high) / 3 - (high - at) ** 2 * (2 * at + high) / 3 / falling

    return Curve(below, part)


def gamma_below(shape: float, bound: float) -> float:
    """Give the share of a gamma distribution of scale 1 below a bound."""
    if bound <= 0:
        return 0.0
    if math.isinf(bound):
        return 1.0
    front = math.exp(shape * math.log(bound) - bound - math.lgamma(shape))
    if bound < shape + 1:
        return min(1.0, front * _series(shape, bound))
    return max(0.0, 1 - front * _fraction(shape, bound))


def _series(shape: float, bound: float) -> float:
    term = total = 1 / shape
    for step in range(1, MOST_TERMS):
        term *= bound / (shape + step)
        total += term
        if term < total * 1e-16:
            break
    return total


def _fraction(shape: float, bound: float) -> float:
    """Evaluate the continued fraction of the upper part by Lentz's method."""
    base = bound + 1 - shape
    over, under = 1 / SMALL, 1 / base
    value = under
    for step in range(1, MOST_TERMS):
        factor = -step * (step - shape)
        base += 2
        under = 1 / (factor * under + base or SMALL)
        over = base + factor / over or SMALL
        value *= over * under
        if abs(over * under - 1) < 1e-15:
            break
    return value


def _normal(deviation: float) -> float:
    return math.erfc(-deviation / math.sqrt(2)) / 2


def _factorial(number: float) -> float:
    try:
        return math.gamma(1 + number)
    except OverflowError:
        return math.inf


def _power(base: float, exponent: float) -> float:
    try:
        return float(base**exponent)
    except OverflowError:
        return math.inf


def _nothing() -> Curve:
    """Give the curve of times that are all zero."""
    return Curve(lambda bound: 1.0 if bound > 0 else 0.0, lambda bound: 0.0)
