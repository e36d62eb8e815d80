"""Time distributions with bounds: what they mean in the mean, and how they scale."""

import math
from typing import Any

import pytest
from scipy import stats

from desireline.scenarios.curves import gamma_below
from desireline.scenarios.spread import Spread, mean_of, scaled, share_inside

BOUNDS = {"at-least": "40s", "at-most": "100s"}
CASES = [
    ({"exponential": "95s"}, stats.expon(scale=95)),
    ({"lognormal": {"mean": "95s", "cv": 0.8}},
     stats.lognorm(s=math.sqrt(math.log(1.64)), scale=95 / math.sqrt(1.64))),
    ({"gamma": {"mean": "95s", "cv": 0.8}}, stats.gamma(1 / 0.64, scale=95 * 0.64)),
    ({"gamma": {"mean": "95s", "cv": 3.0}}, stats.gamma(1 / 9, scale=95 * 9)),
    ({"weibull": {"scale": "90s", "shape": 1.5}}, stats.weibull_min(1.5, scale=90)),
    ({"triangular": {"low": "30s", "mode": "60s", "high": "3 min"}}, stats.triang(0.2, 30, 150)),
    ({"uniform": {"low": "30s", "high": "3 min"}}, stats.uniform(30, 150)),
]  # fmt: skip


@pytest.mark.parametrize(("written", "oracle"), CASES)
def test_bounds_leave_times_out(written: dict[str, object], oracle: Any) -> None:
    """The mean is that of the times between the bounds, and `plus` comes on top."""
    spread = Spread.model_validate({**written, **BOUNDS, "plus": "5s"})
    inside = oracle.expect(lambda time: time, lb=40, ub=100, conditional=True)

    assert mean_of(spread) == pytest.approx(inside + 5, rel=1e-9)
    assert share_inside(spread) == pytest.approx(oracle.cdf(100) - oracle.cdf(40), rel=1e-9)
    assert mean_of(Spread.model_validate(written)) == pytest.approx(oracle.mean())


@pytest.mark.parametrize(("written", "oracle"), CASES)
def test_one_bound(written: dict[str, object], oracle: Any) -> None:
    """Only below or only above."""
    below = Spread.model_validate({**written, "at-most": "100s"})
    above = Spread.model_validate({**written, "at-least": "40s"})

    assert mean_of(below) == pytest.approx(
        oracle.expect(lambda time: time, ub=100, conditional=True), rel=1e-6
    )
    share_below, mean_below = oracle.cdf(40), oracle.expect(lambda time: time, ub=40)
    rest = (oracle.mean() - mean_below) / (1 - share_below)
    assert mean_of(above) == pytest.approx(rest, rel=1e-6)


def test_observed_times_between_the_bounds() -> None:
    """The bounds themselves count."""
    spread = Spread.model_validate({"empirical": ["20s", "40s", "90s", "2 min"], **BOUNDS})

    assert mean_of(spread) == 65.0


@pytest.mark.parametrize("written", [{"constant": "30s"}, {"empirical": ["20s", "40s"]}])
def test_plus_comes_on_top_of_any_time(written: dict[str, object]) -> None:
    """Also of one that is always the same."""
    assert mean_of(Spread.model_validate({**written, "plus": "5s"})) == 35.0


def test_a_spread_has_the_name_of_its_distribution() -> None:
    """Whatever else is written, and in whatever order."""
    spread = Spread.model_validate({"plus": "5s", "at-most": "9 min", "exponential": "95s"})

    assert spread.kind == "exponential"
    assert (spread.at_least, spread.at_most, spread.plus, spread.correlated) == (None, 540, 5, 0)


@pytest.mark.parametrize(("written", "oracle"), CASES)
def test_scaling_scales_all_times(written: dict[str, object], oracle: Any) -> None:
    """Also the bounds and what comes on top; not what has no unit."""
    spread = Spread.model_validate({**written, **BOUNDS, "plus": "5s", "correlated": "50%"})
    double = scaled(spread, 2.0)

    assert mean_of(double) == pytest.approx(2 * mean_of(spread))
    assert (double.at_least, double.at_most, double.plus) == (80.0, 200.0, 10.0)
    assert (double.correlated, double.kind) == (0.5, spread.kind)


@pytest.mark.parametrize("shape", [0.01, 0.5, 1.0, 7.3, 1000.0])
@pytest.mark.parametrize("times", [0.01, 0.5, 0.99, 1.0, 1.5, 10.0])
def test_gamma_as_scipy_has_it(shape: float, times: float) -> None:
    """On both sides of the mean, and for long and short tails."""
    bound = shape * times

    assert gamma_below(shape, bound) == pytest.approx(stats.gamma.cdf(bound, shape), abs=1e-12)


@pytest.mark.parametrize("kind", ["lognormal", "gamma"])
@pytest.mark.parametrize("cv", [0.001, 100.0])
def test_absurd_spreads_have_a_mean(kind: str, cv: float) -> None:
    """Nothing breaks at the bounds of what a file can say."""
    spread = Spread.model_validate({kind: {"mean": 95.0, "cv": cv}})

    assert mean_of(spread) == pytest.approx(95.0)
