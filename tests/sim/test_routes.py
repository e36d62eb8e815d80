"""Routes without queues: an absorbing chain says exactly who gets where."""

from __future__ import annotations

import numpy as np
import pytest
import yaml
from numpy.typing import NDArray

from desireline.scenarios.journey import Journey
from desireline.scenarios.response import Effect
from desireline.sim.chain import visits_a_customer
from desireline.sim.clock import DAYS_A_MONTH
from desireline.sim.experiments.experiment import simulate
from desireline.sim.experiments.outcome import Estimate
from desireline.sim.flatten import compile_flow
from desireline.sim.flow import Flow
from desireline.sim.plan import Plan
from desireline.sim.shift import Shift

LOOPS = """
journey: loops
arrivals: 30/h
completes: [hike]
stages:
- stage: buy
  touchpoints:
    ad: {leaves: 40%, next: {shop: 70%, review: 30%}}
    review: {leaves: 20%, next: {shop: 60%, review: 10%, end: 30%}}
    shop: {leaves: 25%, fails: 10%, retries: 1, next: {pay: 80%, ad: 20%}}
    pay: {leaves: 15%, fails: 5%}
- stage: use
  touchpoints:
    hike: {next: {support: 40%, hike: 25%, end: 35%}}
    support: {leaves: 10%, next: {hike: 90%, review: 10%}}
"""


def journey(text: str) -> Journey:
    """Read a journey."""
    return Journey.model_validate(yaml.safe_load(text))


def moves(flow: Flow) -> NDArray[np.float64]:
    """Give the chance to move from one touchpoint straight to another."""
    matrix = np.zeros((len(flow.places), len(flow.places)))
    for place, (manner,) in enumerate(flow.manners):
        lost = manner.fail_share ** flow.places[place].tries
        stays = (1 - manner.leave_share) * (1 - lost)
        limits = [0.0, *(min(limit, 1.0) for limit, _, _ in manner.next)]
        for share, (_, where, _) in zip(np.diff(limits), manner.next, strict=True):
            if where >= 0:
                matrix[place, where] += stays * share
    return matrix


def reached(flow: Flow, goal: int) -> float:
    """Give the chance to come from the first touchpoint to `goal` at least once."""
    matrix = moves(flow)
    into = matrix[:, goal].copy()
    matrix[:, goal] = 0.0
    into[goal], matrix[goal] = 1.0, 0.0
    return float(np.linalg.solve(np.eye(len(matrix)) - matrix, into)[0])


def assert_holds(found: Estimate, exact: float) -> None:
    """The exact answer lies in 1.3 times the 95% interval (about 99%)."""
    half = (found.high - found.low) / 2

    assert abs(found.mean - exact) <= 1.3 * half


def test_everybody_gets_as_far_as_the_chain_says() -> None:
    """Loops, failures and retries included; reach, visits, leavers and completion."""
    found = simulate(journey(LOOPS), plan=Plan(replications=20, days=8, jobs=1))
    flow = compile_flow(journey(LOOPS))
    visits = np.linalg.solve(np.eye(6) - moves(flow).T, np.eye(6)[0])
    arrived = 30 * 24 * DAYS_A_MONTH

    assert_holds(found.arrived, arrived)
    for place, touchpoint in enumerate(found.touchpoints):
        assert_holds(touchpoint.reached, arrived * reached(flow, place))
        assert_holds(touchpoint.visits, arrived * visits[place])
    assert_holds(found.completion, reached(flow, 4))
    assert_holds(found.touchpoints[2].left["failure"], arrived * visits[2] * 0.1**2)
    assert_holds(found.touchpoints[2].left["own"], arrived * visits[2] * (1 - 0.1**2) * 0.25)
    assert found.touchpoints[0].reached.mean * DAYS_A_MONTH == pytest.approx(
        found.arrived.mean * DAYS_A_MONTH
    )


def test_the_solver_of_the_chain_agrees() -> None:
    flow = compile_flow(journey(LOOPS))
    exact = np.linalg.solve(np.eye(6) - moves(flow).T, np.eye(6)[0])

    assert visits_a_customer(flow) == pytest.approx(exact.tolist())


def test_each_try_takes_its_time() -> None:
    """A constant 60 s, 30% of the tries fail, at most three: 1 + 0.3 + 0.09 of them."""
    text = """
    journey: tries
    stages: [{stage: a, touchpoints: {pay: {takes: 60s, fails: 30%, retries: 2}}}]
    """
    found = simulate(journey(text), plan=Plan(days=14, jobs=1)).touchpoints[0]

    assert_holds(found.minutes, 1.39)
    assert set(found.left) == {"failure"}


def test_a_gap_takes_what_its_log_odds_say() -> None:
    """20% leave anyway; three units of 0.2 make it 31.30%, and the rest is the gap's."""
    text = "journey: one\narrivals: 20/h\nstages: [{stage: a, touchpoints: {pay: {leaves: 20%}}}]"
    sure = Effect(0.2, 0.2, 0.2, "guess", "guess")
    found = simulate(
        journey(text), plan=Plan(jobs=1), shifts=[Shift("pay", "slow", sure, units=3.0)]
    )
    arrived = 20 * 24 * DAYS_A_MONTH

    assert_holds(found.touchpoints[0].left["own"], arrived * 0.2)
    assert_holds(found.touchpoints[0].left["slow"], arrived * (0.3129663 - 0.2))


def test_who_never_gets_through_leaves_because_of_the_gap() -> None:
    text = "journey: one\nstages: [{stage: a, touchpoints: {pay: {retries: 1}, done: {}}}]"
    found = simulate(
        journey(text), plan=Plan(days=2, jobs=1), shifts=[Shift("pay", "broken", fail_share=1.0)]
    )

    assert found.completed.mean == 0
    assert found.touchpoints[0].left["broken"].mean == pytest.approx(found.arrived.mean)


def test_completing_counts_once_and_brings_its_segment_s_value() -> None:
    text = """
    journey: twice
    completes: [hike]
    segments: {new: {share: 25%, value: 100 EUR}, old: {share: 75%, value: 20 EUR}}
    stages: [{stage: a, touchpoints: {hike: {next: {hike: 50%, end: 50%}}}}]
    """
    found = simulate(journey(text), plan=Plan(jobs=1))

    assert found.completed == found.arrived
    assert_holds(found.value, 10 * 24 * DAYS_A_MONTH * 40)
    assert found.segments[0].completed.mean * 100 + found.segments[
        1
    ].completed.mean * 20 == pytest.approx(found.value.mean)
