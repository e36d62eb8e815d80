"""The gamma distribution's quantiles, without scipy.

Solved once per shape on a grid of normal scores, then interpolated. The logarithm of the
quantile is smooth in the normal score for all shapes, so cubic Hermite pieces of width 1/20
keep nine digits.
"""

from __future__ import annotations

from functools import cache
from math import erfc, exp, expm1, lgamma, log, pi, sqrt

STEPS = 20  # pieces per unit of the normal score
EDGE = 9  # scores reach to 9: uniforms end at 2^-53, which is 8.3
TINY = 1e-17


@cache
def log_quantiles(shape: float) -> tuple[float, ...]:
    """Give log quantile and its slope, in turn, at each score from -EDGE to EDGE (scale 1)."""
    table: list[float] = []
    guess = None
    for number in range(-EDGE * STEPS, EDGE * STEPS + 1):
        score = number / STEPS
        point = _solve(shape, score, guess)
        slope = exp(_log_density_of_score(score) - _log_density(shape, point))
        table += (point, slope)
        guess = point + slope / STEPS
    return tuple(table)


def log_quantile_of(shape: float, score: float) -> tuple[float, float]:
    """Give the log quantile at a normal score, and its slope there (scale 1)."""
    table = log_quantiles(shape)
    place = (score + EDGE) * STEPS
    index = int(place)
    y0, s0, y1, s1 = table[2 * index : 2 * index + 4]
    s0, s1, t = s0 / STEPS, s1 / STEPS, place - index
    bend = y0 - y1
    steeper = -3 * bend - 2 * s0 - s1 + t * (2 * bend + s0 + s1)
    point = y0 + t * (s0 + t * steeper)
    return point, exp(_log_density_of_score(score) - _log_density(shape, point))


def _log_normal(score: float) -> float:
    return log(erfc(-score / sqrt(2)) / 2)


def _log_density_of_score(score: float) -> float:
    return -score * score / 2 - log(2 * pi) / 2


def _log_density(shape: float, point: float) -> float:
    """Give the log density of log X, X gamma with this shape, at a point."""
    return shape * point - exp(point) - lgamma(shape)


def _solve(shape: float, score: float, guess: float | None) -> float:
    """Find the log quantile by Newton's steps on the log of the smaller tail."""
    upper = score > 0
    wanted = _log_normal(-abs(score))
    point = _start(shape, score) if guess is None else guess
    for _ in range(100):
        tail = _log_tail(shape, point, upper=upper)
        slope = exp(_log_density(shape, point) - tail)
        step = (wanted - tail) / (-slope if upper else slope)
        point += max(-2.0, min(2.0, step))
        if abs(step) <= 1e-13 * max(1.0, abs(point)):
            break
    return point


def _start(shape: float, score: float) -> float:
    """Give the left tail's leading term: P(x) is about x^shape / Gamma(shape + 1)."""
    return (_log_normal(score) + lgamma(shape + 1)) / shape


def _log_tail(shape: float, point: float, *, upper: bool) -> float:
    """Give the log of the tail below (or above) exp(point)."""
    x = exp(point)
    if x < shape + 1:
        below = shape * point - x - lgamma(shape) + log(_series(shape, x))
        return _rest(below) if upper else below
    above = shape * point - x - lgamma(shape) + log(_fraction(shape, x))
    return above if upper else _rest(above)


def _rest(logarithm: float) -> float:
    """Give the log of the other tail."""
    return log(-expm1(min(logarithm, -TINY)))


def _series(shape: float, x: float) -> float:
    """Sum x^n / (shape (shape+1) ... (shape+n)) (Abramowitz and Stegun 6.5.29)."""
    term = total = 1 / shape
    n = shape
    while term > total * TINY:
        n += 1
        term *= x / n
        total += term
    return total


def _fraction(shape: float, x: float) -> float:
    """Give the continued fraction of the upper tail (A&S 6.5.31), by Lentz's method."""
    b = x + 1 - shape
    c = 1e300
    d = 1 / b
    value = d
    for n in range(1, 10_000):
        a = -n * (n - shape)
        b += 2
        d = 1 / (a * d + b)
        c = b + a / c
        value *= c * d
        if abs(c * d - 1) < 1e-16:
            break
    return value


def coefficient_to_shape(cv: float) -> float:
    """Give the shape whose standard deviation over mean is `cv`."""
    return 1 / (cv * cv)
