"""The crowd against queueing theory: what has an exact answer must come out.

One unit of time is an hour. Each estimate must hold the exact answer within 1.3 times its
95% interval (about 99%), and be sharp enough for that to mean something.
"""

from __future__ import annotations

from collections.abc import Generator

import pytest
import yaml
from simpy import Event

from desireline.scenarios.journey import Journey
from desireline.sim.crowd import Crowd
from desireline.sim.experiment import simulate
from desireline.sim.flow import compile_flow
from desireline.sim.outcome import Estimate, Plan, ResourceOutcome
from desireline.sim.randomness import replication_key


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


def test_one_clerk() -> None:
    """M/M/1, arrivals 0.75 an hour, service 1 an hour: mean wait 3 hours."""
    journey = queue("0.75/h", "1", "{exponential: 1h}")
    found = clerks(journey, Plan(replications=30, days=300, warm_up_days=10))

    assert_holds(found.wait_minutes, 3.0 * 60, 0.08)
    assert_holds(found.utilisation, 0.75, 0.02)


def test_twenty_clerks() -> None:
    """M/M/20, arrivals 18 an hour, service 1 an hour: mean wait 0.2753845 hours."""
    journey = queue("18/h", "20", "{exponential: 1h}")
    found = clerks(journey, Plan(replications=30, days=16, warm_up_days=4))

    assert_holds(found.wait_minutes, 0.2753845024 * 60, 0.16)
    assert_holds(found.utilisation, 0.9, 0.01)


def test_twenty_clerks_and_patience() -> None:
    """Erlang-A (21, 1, 20, 0.5): 9.660163% give up; mean wait of all 0.1932033 hours."""
    journey = queue("21/h", "20", "{exponential: 1h}", ", patience: {exponential: 2h}")
    found = clerks(journey, Plan(replications=20, days=20, warm_up_days=2))

    assert_holds(found.abandoned, 0.0966016250, 0.05)
    assert_holds(found.wait_minutes, 0.1932032501 * 60, 0.06)
    assert_holds(found.utilisation, 0.9485682937, 0.01)


def test_overloaded_clerk_and_patience() -> None:
    """Erlang-A (1.2, 1, 1, 0.25): more work than time, and 31.40891% give up."""
    journey = queue("1.2/h", "1", "{exponential: 1h}", ", patience: {exponential: 4h}")
    found = clerks(journey, Plan(replications=20, days=100, warm_up_days=5))

    assert_holds(found.abandoned, 0.3140890532, 0.03)
    assert_holds(found.wait_minutes, 1.2563562126 * 60, 0.03)


@pytest.mark.parametrize(
    ("takes", "wait_hours"),
    [
        ("{constant: 1h}", 2.0),
        ("{lognormal: {mean: 1h, cv: 1.2}}", 4.88),
        ("{gamma: {mean: 1h, cv: 0.70710678}}", 3.0),
    ],
)
def test_any_service_time(takes: str, wait_hours: float) -> None:
    """M/G/1, arrivals 0.8 an hour, mean service 1 hour (Pollaczek, Khinchine)."""
    journey = queue("0.8/h", "1", takes)
    found = clerks(journey, Plan(replications=30, days=150, warm_up_days=15))

    assert_holds(found.wait_minutes, wait_hours * 60, 0.1)


@pytest.mark.parametrize(
    ("arrivals", "places", "hasty_share", "first", "second", "days"),
    [
        ("0.8/h", "1", 0.375, 1.1428571429, 5.7142857143, 100),
        ("4/h", "5", 0.5, 0.1847041847, 0.9235209235, 40),
    ],
)
def test_some_are_served_first(
    arrivals: str, places: str, hasty_share: float, first: float, second: float, days: int
) -> None:
    """M/M/c, service 1 an hour, two classes, nobody is interrupted (Cobham)."""
    segments = (
        f"segments: {{patient: {{share: {1 - hasty_share}}}, hasty: {{share: {hasty_share}}}}}"
    )
    journey = queue(arrivals, f"{places}, priority: [hasty]", "{exponential: 1h}", more=segments)
    found = simulate(journey, plan=Plan(replications=30, days=days, warm_up_days=5))
    patient, hasty = found.segments

    assert_holds(hasty.wait_minutes, first * 60, 0.06)
    assert_holds(patient.wait_minutes, second * 60, 0.16)


def test_customers_in_line_are_arrivals_times_wait() -> None:
    """Little's law, on one path: the line looked at each hour, and the waits as counted."""
    flow = compile_flow(queue("21/h", "20", "{exponential: 1h}", ", patience: {exponential: 2h}"))
    days = 100
    crowd = Crowd(flow, replication_key(5, 0), lambda cause: 0.5, 0.0, days * 86400.0)
    seen: list[int] = []

    def look() -> Generator[Event, object, None]:
        while len(seen) < days * 24:
            yield crowd.env.timeout(3600.0)
            seen.append(crowd.pools[0].waiting)

    crowd.env.process(look())
    tally = crowd.walk()

    in_line = tally.asked_seconds[0] / (days * 86400.0)
    assert in_line == pytest.approx(4.057, rel=0.1)
    assert sum(seen) / len(seen) == pytest.approx(in_line, rel=0.02)
