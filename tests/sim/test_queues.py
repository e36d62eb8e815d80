"""A queue as the planner is told of it, and Little's law.

What has an exact answer is held against it in test_truths.py. One unit of time is an hour.
"""

from __future__ import annotations

from collections.abc import Generator

import pytest
import yaml
from simpy import Event

from desireline.scenarios.journey import Journey
from desireline.sim.clock import TICKS_A_DAY, TICKS_AN_HOUR
from desireline.sim.crowd import Crowd
from desireline.sim.experiments.experiment import simulate
from desireline.sim.experiments.outcome import Estimate, ResourceOutcome
from desireline.sim.flatten import compile_flow
from desireline.sim.plan import Plan
from desireline.sim.span import Span


def queue(arrivals: str, places: str, takes: str, desk: str = "", more: str = "") -> Journey:
    """Give a journey of one queue."""
    text = f"""
    journey: queue
    arrivals: {arrivals}
    resources: {{clerks: {{hours: {places}}}}}
    {more}
    stages:
    - stage: all
      touchpoints:
        desk: {{needs: clerks, takes: {takes} {desk}}}
    """
    return Journey.model_validate(yaml.safe_load(text))


def clerks(journey: Journey, plan: Plan) -> ResourceOutcome:
    """Simulate, and give what is said of the queue."""
    return simulate(journey, plan=plan).resources[0]


def assert_holds(found: Estimate, exact: float, sharp: float) -> None:
    """The exact answer lies in the interval, whose half-width is below `sharp` of it."""
    half = (found.high - found.low) / 2

    assert half < sharp * exact
    assert abs(found.mean - exact) < 1.3 * half


def test_twenty_clerks_and_patience() -> None:
    """Erlang-A (21, 1, 20, 0.5): 9.660163% give up; mean wait of all 0.1932033 hours."""
    journey = queue("21/h", "20", "{exponential: 1h}", ", patience: {exponential: 2h}")
    found = clerks(journey, Plan(replications=24, days=20, warm_up_days=2))

    assert_holds(found.abandoned, 0.0966016250, 0.05)
    assert_holds(found.wait_minutes, 0.1932032501 * 60, 0.06)
    assert_holds(found.utilisation, 0.9485682937, 0.01)


def test_customers_in_line_are_arrivals_times_wait() -> None:
    """Little's law, on one path: the line looked at each hour, and the waits as counted."""
    flow = compile_flow(queue("21/h", "20", "{exponential: 1h}", ", patience: {exponential: 2h}"))
    days = 300
    crowd = Crowd(flow, 5, 0, Span(0, days * TICKS_A_DAY), None, {})
    seen: list[int] = []

    def look() -> Generator[Event, object, None]:
        while len(seen) < days * 24:
            yield crowd.env.timeout(TICKS_AN_HOUR)
            seen.append(crowd.teams[0].in_line)

    crowd.env.process(look())
    tally = crowd.walk()

    in_line = tally.asked_ticks[0] / (days * TICKS_A_DAY)
    assert in_line == pytest.approx(4.057, rel=0.1)
    assert sum(seen) / len(seen) == pytest.approx(in_line, rel=0.02)
