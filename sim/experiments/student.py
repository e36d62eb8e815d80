"""Student's t, for intervals from a few replications."""

from __future__ import annotations

from functools import cache
from math import atan2, cos, pi, sin, sqrt


def central_probability(t: float, freedom: int) -> float:
    """Give P(-t < T < t), exactly, for a whole number of degrees of freedom.

    Finite sums: Abramowitz and Stegun, 26.7.3 and 26.7.4.
    """
    angle = atan2(t, sqrt(freedom))
    square = cos(angle) ** 2
    odd = freedom % 2
    term = total = cos(angle) if odd else 1.0
    for n in range(3 if odd else 2, freedom - 1, 2):
        term *= square * (n - 1) / n
        total += term
    if not odd:
        return sin(angle) * total
    return 2 / pi * (angle + (sin(angle) * total if freedom > 1 else 0.0))


@cache
def t_quantile(central: float, freedom: int) -> float:
    """Give the t within whose plus and minus lies this share (0.95: the usual interval)."""
    low, high = 0.0, 1.0
    while central_probability(high, freedom) < central:
        high *= 2
    for _ in range(80):
        middle = (low + high) / 2
        if central_probability(middle, freedom) < central:
            low = middle
        else:
            high = middle
    return high
