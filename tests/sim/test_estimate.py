"""Intervals: of a mean, and of the values themselves."""

import numpy as np
import pytest

from desireline.sim.experiments.estimate import estimate, predict


def test_a_prediction_is_where_most_values_lie() -> None:
    """Quantiles by Hazen's positions, as numpy has them."""
    values = [float(x) for x in np.random.default_rng(7).lognormal(size=101)]
    low, high = np.quantile(values, [0.025, 0.975], method="hazen")

    found = predict(values)

    assert (found.low, found.high) == pytest.approx((low, high))
    assert found.mean == pytest.approx(np.mean(values))


def test_a_prediction_does_not_reach_below_what_was_ever_seen() -> None:
    """A gap that cost something in every replication is not called chance."""
    found = predict([1.0, 2.0, 40.0])

    assert (found.low, found.high) == (1.0, 40.0)
    assert not found.could_be_chance


def test_a_mean_has_students_interval() -> None:
    """Three values: mean 2, sd 1, t = 4.3027 with two degrees of freedom."""
    found = estimate([1.0, 2.0, 3.0])

    assert found.high - found.mean == pytest.approx(4.30265 / 3**0.5, rel=1e-5)
