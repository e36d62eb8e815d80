"""What follows the hours of the week: arrivals, and who is there to serve them."""

from __future__ import annotations

from itertools import takewhile

import pytest
import yaml

from desireline.scenarios.journey import Journey
from desireline.scenarios.week import week
from desireline.sim.arrival import arrivals
from desireline.sim.clock import TICKS_A_DAY, TICKS_A_MINUTE, TICKS_A_SECOND, days
from desireline.sim.crowd import Crowd, walk_crowd
from desireline.sim.experiments.experiment import simulate
from desireline.sim.experiments.outcome import Estimate
from desireline.sim.flatten import compile_flow
from desireline.sim.flow import Flow
from desireline.sim.plan import Plan
from desireline.sim.randomness import replication_key
from desireline.sim.span import Span
from desireline.sim.timeline import integral
from desireline.sim.weeks import timeline_of

DAY = 86400.0


def journey(arrivals: str, hours: str, desk: str) -> Journey:
    """Give a journey of one desk."""
    text = f"""
    journey: hours
    arrivals: {arrivals}
    resources: {{clerks: {{hours: {hours}}}}}
    stages: [{{stage: a, touchpoints: {{desk: {{needs: clerks, {desk}}}}}}}]
    """
    return Journey.model_validate(yaml.safe_load(text))


def assert_holds(found: Estimate, exact: float, sharp: float) -> None:
    """The exact answer lies in 1.3 times the interval, whose half-width is below `sharp`."""
    half = (found.high - found.low) / 2

    assert half < sharp * exact
    assert abs(found.mean - exact) < 1.3 * half


def test_arrivals_follow_the_week() -> None:
    """A Poisson process: mean and variance of each stretch's counts are its hours times rate."""
    flow = compile_flow(
        journey("{mon-fri 09:00-18:00: 30/h, sun: 2/h, otherwise: 6/h}", "1", "takes: 1s")
    )
    stretches = {(9 * 3600, 18 * 3600): 270, (5 * DAY, 6 * DAY): 144, (6 * DAY, 7 * DAY): 48}
    weeks = 200
    counts: dict[tuple[float, float], list[int]] = {key: [] for key in stretches}
    for number in range(weeks):
        times = [
            arrival.at / TICKS_A_SECOND
            for arrival in takewhile(
                lambda arrival: arrival.at < 7 * TICKS_A_DAY,
                arrivals(flow, replication_key(1, number)),
            )
        ]
        for (start, end), count in counts.items():
            count.append(sum(start <= time < end for time in times))

    for key, expected in stretches.items():
        mean = sum(counts[key]) / weeks
        variance = sum((n - mean) ** 2 for n in counts[key]) / (weeks - 1)
        assert mean == pytest.approx(expected, abs=4 * (expected / weeks) ** 0.5)
        assert variance == pytest.approx(expected, rel=4 * (2 / weeks) ** 0.5)


def test_a_week_made_flat_integrates_like_the_week() -> None:
    written = week({"mon-fri 09:00-18:00": 6.0, "sat 10:00-16:30": 2.0, "otherwise": 1.0})
    flat = timeline_of(written)
    minutes = range(8 * 1440, 17 * 1440 + 90)
    whole = integral(flat, minutes[0] * TICKS_A_MINUTE, (minutes[-1] + 1) * TICKS_A_MINUTE)

    assert whole / TICKS_A_MINUTE == pytest.approx(sum(map(written.at, minutes)))


def test_shifts() -> None:
    """M(t)/M/c(t)+M in its daily steady state, who is in service is finished at a shift's end.

    Exact: the chain of (in service, in line) integrated over the day: 20 an hour, 60 from
    9 to 17; 4 clerks, 12 from 8 to 16; service 12 minutes, patience 15, both exponential.
    """
    found = simulate(
        journey(
            "{daily 09:00-17:00: 60/h, otherwise: 20/h}",
            "{daily 08:00-16:00: 12, otherwise: 4}",
            "takes: {exponential: 12 min}, patience: {exponential: 15 min}",
        ),
        plan=Plan(replications=20, days=6, warm_up_days=1, jobs=1),
    ).resources[0]

    assert_holds(found.abandoned, 0.1765426863, 0.05)
    assert_holds(found.wait_minutes, 2.6481402952, 0.05)
    assert_holds(found.utilisation, 0.8234578364, 0.01)


def test_who_comes_at_night_waits_for_the_morning() -> None:
    """Open 9 to 17, arrivals only from 20 to 21, service in no time: 12 to 13 hours."""
    found = simulate(
        journey("{daily 20:00-21:00: 10/h, otherwise: 0/h}", "{daily 09:00-17:00: 1}", "takes: 0s"),
        plan=Plan(days=14, jobs=1),
    )

    assert found.touchpoints[0].wait_minutes.mean / 60 == pytest.approx(12.5, abs=0.05)
    assert found.touchpoints[0].visits == found.arrived
    assert found.minutes.mean == pytest.approx(found.touchpoints[0].wait_minutes.mean)


def test_everybody_who_is_counted_is_followed_to_the_end() -> None:
    """One day is counted; who waits over the weekend is served on Monday, and counts."""
    flow = compile_flow(journey("{sat: 3/h, otherwise: 0/h}", "{mon 09:00-17:00: 1}", "takes: 60s"))
    tally = walk_crowd(flow, seed=1, replication=0, span=Span(days(4), days(6)))

    assert sum(tally.arrived) > 40
    assert tally.served == tally.arrived
    assert tally.busy_ticks == [0]  # nobody worked in the counted time


def test_the_warm_up_is_not_counted() -> None:
    """The counted days are others, the rate is the same."""
    flow = compile_flow(journey("20/h", "9", "takes: {exponential: 5 min}"))
    early = walk_crowd(flow, seed=1, replication=0, span=Span(0, days(10)))
    late = walk_crowd(flow, seed=1, replication=0, span=Span(days(10), days(20)))
    both = walk_crowd(flow, seed=1, replication=0, span=Span(0, days(20)))

    assert sum(early.arrived) + sum(late.arrived) == sum(both.arrived)
    assert sum(late.arrived) == pytest.approx(4800, rel=0.06)


def test_others_keep_coming_behind_the_counted_ones() -> None:
    """While a counted customer may still queue; the line would be too short without them."""
    jam = compile_flow(journey("60/h", "1", "takes: {exponential: 2 min}"))
    no_queue = compile_flow(journey("60/h", "1000", "takes: {exponential: 2 min}"))

    assert sum(uncounted(jam)) == pytest.approx(24 * 60, rel=0.25)
    assert sum(uncounted(no_queue)) < 20


def uncounted(flow: Flow) -> list[int]:
    """Walk one day's customers, and give how many came behind them."""
    crowd = Crowd(flow, 1, 0, Span(0, TICKS_A_DAY), None, {})
    crowd.walk()
    return crowd.uncounted.arrived
