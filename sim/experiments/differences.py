"""Many differences at once: which of them hold, all taken together.

Twenty fixes that do nothing still show one "effect" in twenty. Holm's step-down (Holm, A
simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics 6,
1979) keeps the chance that any at all is found wrongly below 5%.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, stdev

from .estimate import estimate
from .experiment import paired
from .outcome import Estimate, Outcome
from .student import central_probability

LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class Difference:
    """How much another world differs from the base, pair by pair of replications."""

    mean: Estimate  # with the 95% confidence interval of this difference alone
    p_value: float  # of this difference alone
    adjusted: float  # likewise, after Holm, of it among all
    holds: bool  # among all: it is no chance


def differences(base: Outcome, others: Mapping[str, Outcome], figure: str) -> dict[str, Difference]:
    """Give each other world's difference from the base, in a figure of their `samples`.

    Raises DesirelineError DL226 when they can't be paired, DL229 for an unknown figure.
    """
    pairs = {name: paired(other, base, figure) for name, other in others.items()}
    single = [p_value(sample) for sample in pairs.values()]
    return {
        name: Difference(estimate(sample), alone, among_all, among_all <= LEVEL)
        for (name, sample), alone, among_all in zip(
            pairs.items(), single, holm(single), strict=True
        )
    }


def p_value(sample: Sequence[float]) -> float:
    """Give how likely a mean so far from zero would be by chance (Student's t, two-sided)."""
    mean, freedom = fmean(sample), len(sample) - 1
    spread = stdev(sample)
    if not spread:
        return 0.0 if mean else 1.0
    t = abs(mean) / spread * sqrt(len(sample))
    return max(0.0, 1 - central_probability(t, freedom))


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """Adjust p-values that are looked at together: what holds is at most at the level."""
    count = len(p_values)
    adjusted = [0.0] * count
    highest = 0.0
    for rank, index in enumerate(sorted(range(count), key=lambda index: p_values[index])):
        highest = max(highest, min(1.0, (count - rank) * p_values[index]))
        adjusted[index] = highest
    return tuple(adjusted)
