"""The range of a price: what we don't know of the effects, and the chance of a finite crowd.

Each replication draws every effect from its range. How hard a gap pulled in a replication
follows from its draw, and per unit of that pull the loss is much the same in all. So the
loss is measured per unit of pull (a ratio estimate), and the effect's whole range is laid
over it: a thousand further draws, whose middle 95% is what we don't know of the effect. The
ratio's own standard error is the chance. The two are independent, and added in squares.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import hypot, sqrt
from statistics import fmean, quantiles, stdev

from desireline.scenarios.journey import Journey
from desireline.sim.experiments.experiment import paired
from desireline.sim.experiments.outcome import Estimate, Outcome
from desireline.sim.experiments.student import t_quantile
from desireline.sim.leaving import drawn_log_odds, pulled
from desireline.sim.randomness import spread_uniform
from desireline.sim.shift import Shift

from .gaps import Found

FURTHER_DRAWS = 1000


@dataclass(frozen=True, slots=True)
class Pulls:
    """How hard something pulls: roughly, the customers a month whom it could take."""

    each: tuple[float, ...]  # in each replication
    further: tuple[float, ...]  # in further draws of the effect, without a crowd
    low: float  # the ends of the middle 95% of what the effect's range allows
    high: float


def pulls_in(journey: Journey, gap: Found, seen: Outcome) -> Pulls:
    """Give how hard a gap pulls; what no effect is drawn for pulls alike in all."""
    count = seen.plan.replications
    if not any(shift.effect and shift.units for shift in gap.shifts):
        return Pulls((1.0,) * count, (1.0,) * FURTHER_DRAWS, 1.0, 1.0)
    visits = {touchpoint.name: touchpoint.visits.mean for touchpoint in seen.touchpoints}

    def pulls(replications: Iterable[int]) -> tuple[float, ...]:
        draws = (spread_uniform(seen.plan.seed, number, gap.name) for number in replications)
        return tuple(_pull(journey, gap, visits, u) for u in draws)

    ends = (_pull(journey, gap, visits, u) for u in (0.025, 0.975))
    return Pulls(pulls(range(count)), pulls(range(count, count + FURTHER_DRAWS)), *ends)


def _pull(journey: Journey, gap: Found, visits: Mapping[str, float], u: float) -> float:
    return sum(visits[s.touchpoint] * _share_taken(journey, s, u) for s in gap.shifts)


def _share_taken(journey: Journey, shift: Shift, u: float) -> float:
    """Give the share of visitors whom a shift takes when its effect is drawn by `u`."""
    if shift.effect is None:
        return 0.0
    own = journey.touchpoint(shift.touchpoint).leave_share
    return pulled(own, drawn_log_odds(shift.effect, u) * shift.units) - own


def ranged(losses: Sequence[float], pulls: Pulls) -> Estimate:
    """Give the plain mean of the losses, one for each replication, with its 95% range."""
    mean, ratio = fmean(losses), _ratio(losses, pulls)
    chance = _chance([loss - ratio * pull for loss, pull in zip(losses, pulls.each, strict=True)])
    low, high = sorted((ratio * pulls.low, ratio * pulls.high))
    below, above = max(0.0, mean - low), max(0.0, high - mean)
    return Estimate(mean, mean - hypot(below, chance), mean + hypot(above, chance))


def together(
    figure: str, closed: Mapping[str, Outcome], seen: Outcome, pulls: Mapping[str, Pulls]
) -> Pulls:
    """Give how hard all gaps pull together, each weighed by what closing it alone brings."""
    weights = {name: _ratio(paired(closed[name], seen, figure), pulls[name]) for name in pulls}
    further = _weighed(weights, [pull.further for pull in pulls.values()])
    each = _weighed(weights, [pull.each for pull in pulls.values()])
    return Pulls(each, further, *_middle(further))


def _weighed(weights: Mapping[str, float], rows: Sequence[Sequence[float]]) -> tuple[float, ...]:
    columns = zip(*rows, strict=True)
    return tuple(
        sum(weight * pull for weight, pull in zip(weights.values(), column, strict=True))
        for column in columns
    )


def _ratio(losses: Sequence[float], pulls: Pulls) -> float:
    strength = fmean(pulls.each)
    return fmean(losses) / strength if strength else 0.0


def _chance(residuals: Sequence[float]) -> float:
    """Give the half-width of the mean's 95% interval, from what the pull does not explain."""
    count = len(residuals)
    return t_quantile(0.95, count - 1) * stdev(residuals) / sqrt(count)


def _middle(values: Sequence[float]) -> tuple[float, float]:
    """Give the ends of the middle 95% of some values."""
    cuts = quantiles(values, n=40, method="inclusive")
    return cuts[0], cuts[-1]
