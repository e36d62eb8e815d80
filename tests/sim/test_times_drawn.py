"""Times as the crowd draws them: bounded, correlated, in groups; over many customers."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from math import sqrt
from statistics import fmean

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from desireline.scenarios.reading import journey_of
from desireline.sim.clock import TICKS_A_DAY, TICKS_A_SECOND
from desireline.sim.compiled.engine import walk_traced
from desireline.sim.flatten import compile_flow
from desireline.sim.moments import mean_seconds, variance_seconds
from desireline.sim.record import What
from desireline.sim.span import Span

SIGMA = sqrt(np.log(1 + 0.8**2))
CHECKOUT = stats.lognorm(SIGMA, scale=95 * np.exp(-(SIGMA**2) / 2))
BOUNDS = {
    "at-least: 60s, at-most: 4 min": (60.0, 240.0),
    "at-most: 90s": (0.0, 90.0),
    "at-least: 5 min": (300.0, np.inf),
}


def seconds_at(takes: tuple[str, ...], days: int = 40, rate: str = "60/h") -> NDArray[np.float64]:
    """Walk touchpoints that take these times; give what they took, a row for each of them."""
    rows = "\n".join(f"    t{number}: {{takes: {one}}}" for number, one in enumerate(takes))
    text = f"journey: times\narrivals: {rate}\nstages:\n- stage: all\n  touchpoints:\n{rows}\n"
    flow = compile_flow(journey_of(text))
    _, records = walk_traced(flow, seed=3, replication=0, span=Span(0, days * TICKS_A_DAY))
    ends = np.sort(records[records["what"] == What.ENDS], order=["place", "customer"])
    return np.asarray(ends["value"].reshape(len(takes), -1) / TICKS_A_SECOND)


@pytest.mark.parametrize("bounds", BOUNDS)
def test_a_time_is_never_outside_its_bounds_and_has_the_right_mean(bounds: str) -> None:
    """That of the lognormal between its bounds, plus 20 seconds."""
    low, high = BOUNDS[bounds]
    (found,) = seconds_at((f"{{lognormal: {{mean: 95s, cv: 0.8}}, {bounds}, plus: 20s}}",))
    mean = CHECKOUT.expect(lb=low, ub=high, conditional=True) + 20

    assert len(found) > 50_000
    assert found.min() >= low + 20 - 1e-6
    assert found.max() <= high + 20 + 1e-6
    assert found.mean() == pytest.approx(mean, abs=4 * found.std() / sqrt(len(found)))


@pytest.mark.parametrize("bounds", BOUNDS)
def test_the_moments_of_a_bounded_time_are_known(bounds: str) -> None:
    low, high = BOUNDS[bounds]
    text = f"journey: one\nstages: [{{stage: all, touchpoints: {{t: {{takes: {{lognormal: {{mean: 95s, cv: 0.8}}, {bounds}, plus: 20s}}}}}}}}]"  # noqa: E501
    timing = compile_flow(journey_of(text)).manners[0][0].takes
    mean, square = (
        CHECKOUT.expect(lambda x, power=power: x**power, lb=low, ub=high, conditional=True)
        for power in (1, 2)
    )

    assert mean_seconds(timing) == pytest.approx(mean + 20, rel=1e-5)
    assert variance_seconds(timing) == pytest.approx(square - mean**2, rel=1e-3)


@pytest.mark.parametrize("share", [30, 60, 100])
def test_one_customer_s_times_are_as_alike_as_they_are_said_to_be(share: int) -> None:
    """The correlation of their normal scores; each distribution stays what it is."""
    first, second = seconds_at(
        (
            f"{{exponential: 5 min, correlated: {share}%}}",
            f"{{lognormal: {{mean: 95s, cv: 0.8}}, correlated: {share}%}}",
        )
    )
    scores = stats.norm.ppf(stats.expon(scale=300).cdf(first)), stats.norm.ppf(CHECKOUT.cdf(second))
    error = (1 - (share / 100) ** 2) / sqrt(len(first))

    assert np.corrcoef(*scores)[0, 1] == pytest.approx(share / 100, abs=4 * error + 1e-4)
    assert stats.kstest(first, stats.expon(scale=300).cdf).pvalue > 1e-4
    assert stats.kstest(second, CHECKOUT.cdf).pvalue > 1e-4


def test_times_that_do_not_say_so_are_not_alike() -> None:
    first, second = seconds_at(("{exponential: 5 min, correlated: 90%}", "{exponential: 5 min}"))

    assert abs(stats.spearmanr(first, second).statistic) < 4 / sqrt(len(first))


def test_groups_come_together_as_often_as_they_are_said_to() -> None:
    """Customers an hour as written, and a quarter of the groups of four."""
    text = (
        "journey: groups\narrivals: {rate: 60/h, groups: {1: 75%, 4: 25%}}\n"
        "stages: [{stage: all, touchpoints: {desk: {}}}]"
    )
    flow = compile_flow(journey_of(text))
    tally, records = walk_traced(flow, seed=3, replication=0, span=Span(0, 60 * TICKS_A_DAY))
    at = records["at"][records["what"] == What.ARRIVES].tolist()
    sizes = Counter(Counter(at).values())
    groups = sum(sizes.values())
    squares = (0.75 + 0.25 * 16) / 1.75**2 * groups

    assert set(sizes) == {1, 4}
    assert sizes[4] / groups == pytest.approx(0.25, abs=4 * sqrt(0.1875 / groups))
    assert sum(tally.arrived) == pytest.approx(60 * 24 * 60, abs=4 * 1.75 * sqrt(squares))
    assert fmean(b - a for a, b in pairwise(sorted(set(at)))) / TICKS_A_SECOND == pytest.approx(
        60 * 1.75, rel=4 / sqrt(groups)
    )
