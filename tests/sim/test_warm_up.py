"""The warm-up: where a series has forgotten its beginning."""

from __future__ import annotations

import numpy as np
import pytest
import yaml

from desireline.scenarios.journey import Journey
from desireline.sim.clock import TICKS_A_DAY
from desireline.sim.experiments.experiment import simulate
from desireline.sim.experiments.warm_up import crowd_at_teams, mser5
from desireline.sim.experiments.workers import Task
from desireline.sim.flatten import compile_flow
from desireline.sim.plan import Plan
from desireline.sim.span import Span


def queue(busy: float, needs: str = "needs: clerks,") -> Journey:
    """Give a queue whose clerk serves one an hour, and is busy for so much of the time."""
    text = f"""
    journey: queue
    arrivals: {busy}/h
    resources: {{clerks: {{hours: 1}}}}
    stages: [{{stage: all, touchpoints: {{desk: {{{needs} takes: {{exponential: 1h}}}}}}}}]
    """
    return Journey.model_validate(yaml.safe_load(text))


def test_nothing_is_cut_off_a_constant_series() -> None:
    assert mser5([0.1] * 400) == 0


def test_nothing_is_cut_off_hardly_any_series() -> None:
    assert mser5([]) == 0
    assert mser5([1.0] * 9) == 0


def test_a_beginning_that_lies_apart_is_cut_off() -> None:
    noise = np.random.default_rng(7).normal(10, 1, 400)
    series = np.concatenate([np.linspace(0, 8, 60), noise])

    assert 50 <= mser5(series) <= 70


def test_only_the_first_half_is_searched() -> None:
    assert mser5([0.0] * 390 + [100.0] * 10) <= 200


def test_what_is_cut_off_is_what_has_the_least_standard_error() -> None:
    """Against the definition, sum by sum."""
    series = np.random.default_rng(7).gamma(2, size=200) + np.exp(-np.arange(200) / 15)
    means = series.reshape(40, 5).mean(axis=1)
    errors = [np.var(means[cut:]) / (40 - cut) for cut in range(21)]

    assert mser5(series) == 5 * int(np.argmin(errors))


def test_the_series_counts_who_waits_and_who_is_served() -> None:
    """M/M/1, 0.5: on average one customer, when it has filled; at first nobody."""
    flow = compile_flow(queue(0.5))
    span = Span(0, 200 * TICKS_A_DAY)
    series = np.mean(
        [crowd_at_teams(flow, Task(0, number, 7, span, "simpy")) for number in range(10)], axis=0
    )

    assert len(series) == 200 * 24
    assert series[100:].mean() == pytest.approx(1.0, abs=0.1)
    assert series[0] < 0.5


def test_a_busy_queue_needs_whole_days_to_fill() -> None:
    """M/M/1, 0.9, relaxes within 16 days; a quiet one within a few hours."""
    plan = Plan(replications=2, days=100, warm_up_days="auto", jobs=1)
    busy, quiet = (simulate(queue(rate), plan=plan).plan.warm_up_days for rate in (0.9, 0.2))

    assert isinstance(busy, float)
    assert busy == int(busy)
    assert 2 <= busy <= 48
    assert isinstance(quiet, float)
    assert quiet <= 3


def test_who_meets_nobody_needs_no_warm_up() -> None:
    plan = Plan(replications=2, days=1, warm_up_days="auto", jobs=1)

    assert simulate(queue(0.9, needs=""), plan=plan).plan.warm_up_days == 0.0


@pytest.mark.slow
def test_a_line_that_only_grows_has_no_warm_up_and_that_is_said() -> None:
    plan = Plan(replications=2, days=3, warm_up_days="auto", jobs=1)
    found = simulate(queue(1.5), plan=plan)

    assert found.plan.warm_up_days == 56
    assert "the end of the warm-up was not found within 112 days" in found.notes[-1]
