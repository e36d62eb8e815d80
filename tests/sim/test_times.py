"""Times are quantiles, and intervals are Student's: both against scipy."""

from __future__ import annotations

import math

import pytest
from scipy import stats

from desireline.scenarios.spread import Spread
from desireline.sim.experiments.student import t_quantile
from desireline.sim.moments import mean_seconds, timing_of
from desireline.sim.samplers import sampler

BETWEEN = 73_244_475_621  # shares that are no round ones: a table has its values between these
DRAWN = (0, 1, 1 << 20, 1 << 38, *((n << 46) + n * BETWEEN for n in range(1, 64)))  # of 2^52
BELOW = [(number + 0.5) * 2**-52 for number in DRAWN]
SHARES = [*BELOW, *(1 - share for share in BELOW)]
SIGMA = math.sqrt(math.log(1 + 0.8**2))
KINDS = {
    "exponential": (Spread(exponential=95.0), stats.expon(scale=95)),
    "lognormal": (
        Spread.model_validate({"lognormal": {"mean": "95s", "cv": 0.8}}),
        stats.lognorm(SIGMA, scale=95 * math.exp(-(SIGMA**2) / 2)),
    ),
    "weibull": (
        Spread.model_validate({"weibull": {"scale": "95s", "shape": 0.7}}),
        stats.weibull_min(0.7, scale=95),
    ),
    "triangular": (
        Spread.model_validate({"triangular": {"low": "20s", "mode": "30s", "high": "100s"}}),
        stats.triang(1 / 8, loc=20, scale=80),
    ),
    "uniform": (
        Spread.model_validate({"uniform": {"low": "20s", "high": "100s"}}),
        stats.uniform(20, 80),
    ),
    **{
        f"gamma {cv}": (
            Spread.model_validate({"gamma": {"mean": "95s", "cv": cv}}),
            stats.gamma(1 / cv**2, scale=95 * cv**2),
        )
        for cv in (0.05, 0.3, 0.7, 1.0, 1.6, 3.0, 8.0)
    },
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_time_is_the_quantile_of_its_distribution(kind: str) -> None:
    """To 1e-7 of it or of the mean, out to the last uniforms; very scattered ones to 1e-6."""
    spread, oracle = KINDS[kind]
    quantile = sampler(timing_of(spread))
    little = 1e-6 if kind in ("gamma 3.0", "gamma 8.0") else 1e-7

    for share in SHARES:
        wanted = pytest.approx(oracle.ppf(share), rel=little, abs=little * oracle.mean())
        assert quantile(share) == wanted


@pytest.mark.parametrize("kind", KINDS)
def test_the_mean_is_the_distribution_s(kind: str) -> None:
    spread, oracle = KINDS[kind]

    assert mean_seconds(timing_of(spread)) == pytest.approx(oracle.mean(), rel=1e-12)


def test_a_constant_time() -> None:
    timing = timing_of(Spread.of(95.0))

    assert {sampler(timing)(share) for share in SHARES} == {95.0}


def test_times_as_observed_are_interpolated() -> None:
    """The smallest, the largest, and straight lines between the sorted values."""
    timing = timing_of(Spread(empirical=(30.0, 10.0, 50.0)))
    quantile = sampler(timing)

    assert [quantile(share) for share in (1e-15, 0.25, 0.5, 0.75)] == pytest.approx(
        [10, 20, 30, 40]
    )
    assert quantile(1 - 2**-53) == pytest.approx(50)
    assert mean_seconds(timing) == pytest.approx(30)
    assert sampler(timing_of(Spread(empirical=(7.0,))))(0.9) == 7.0


@pytest.mark.parametrize("freedom", [1, 2, 3, 4, 5, 6, 9, 19, 20, 99, 499, 5001])
@pytest.mark.parametrize("central", [0.5, 0.95, 0.99])
def test_student(freedom: int, central: float) -> None:
    expected = stats.t.ppf((1 + central) / 2, freedom)

    assert t_quantile(central, freedom) == pytest.approx(expected, rel=1e-10)
