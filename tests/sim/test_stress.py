"""Large, long and degenerate: the crowd stays right, quick and small."""

from __future__ import annotations

import subprocess
import sys
from math import sqrt

import pytest

from desireline.scenarios.arrivals import Recorded, replaying
from desireline.scenarios.journey import Journey
from desireline.scenarios.reading import journey_of
from desireline.sim.checks import notes
from desireline.sim.clock import TICKS_A_DAY, TICKS_A_MINUTE, TICKS_AN_HOUR
from desireline.sim.compiled.engine import walk_crowd as walk_compiled
from desireline.sim.crowd import walk_crowd
from desireline.sim.flatten import compile_flow
from desireline.sim.flow import Flow
from desireline.sim.plan import Plan
from desireline.sim.span import Span

MANY = 1_000_000
YEAR = 365 * TICKS_A_DAY


def desk(arrivals: str, team: str, takes: str, more: str = "") -> Journey:
    """Give a journey of a desk."""
    return journey_of(text_of(arrivals, team, takes, more))


def text_of(arrivals: str, team: str, takes: str, more: str = "") -> str:
    """Write a journey of a desk."""
    return f"""
journey: stress
arrivals: {arrivals}
resources: {{clerks: {{{team}}}}}
stages: [{{stage: all, touchpoints: {{desk: {{needs: clerks, takes: {takes}{more}}}}}}}]
"""


def at_once(journey: Journey, customers: int) -> Flow:
    """Let so many arrive at one instant."""
    recorded = Recorded((0.0,) * customers)
    arrivals = replaying(journey.arrivals, recorded, "arrivals.csv")
    return compile_flow(journey.model_copy(update={"arrivals": arrivals}))


@pytest.mark.slow
def test_a_million_come_at_one_instant() -> None:
    """Ten clerks, a minute each, ten minutes of patience: eleven times ten are served."""
    flow = at_once(desk("1/h", "hours: 10", "1 min", ", patience: 10 min"), MANY)

    tally = walk_compiled(flow, seed=1, replication=0, span=Span(0, TICKS_A_DAY))

    served = 11 * 10
    waits = sum(range(11)) * 10 + (MANY - served) * 10
    assert tally.served == [served]
    assert tally.gave_up == [MANY - served]
    assert tally.wait_ticks == [waits * TICKS_A_MINUTE]
    assert tally.busy_ticks == [served * TICKS_A_MINUTE]


@pytest.mark.slow
def test_a_million_who_never_give_up_are_served_one_after_the_other() -> None:
    """The sum of waits is too large for 64 bits, and exact all the same."""
    flow = at_once(desk("1/h", "hours: 1", "1 min"), MANY)

    tally = walk_compiled(flow, seed=1, replication=0, span=Span(0, TICKS_A_DAY))

    assert tally.served == [MANY]
    assert tally.wait_ticks == [MANY * (MANY - 1) // 2 * TICKS_A_MINUTE]
    assert tally.wait_ticks[0] > 1 << 64


def test_service_that_takes_no_time_makes_no_line() -> None:
    """However many come at the same instant; in both engines."""
    flow = at_once(desk("1/h", "hours: 1", "0s"), 20_000)
    span = Span(0, TICKS_A_DAY)

    tally = walk_compiled(flow, seed=1, replication=0, span=span)

    assert tally.served == [20_000]
    assert tally.wait_ticks == [0]
    assert tally == walk_crowd(flow, seed=1, replication=0, span=span)


def test_where_nobody_serves_everybody_gives_up_at_any_scale() -> None:
    flow = compile_flow(desk("20000/h", "hours: 0", "1 min", ", patience: {exponential: 5 min}"))

    tally = walk_compiled(flow, seed=1, replication=0, span=Span(0, TICKS_A_DAY))

    asked = sum(tally.arrived)
    assert tally.gave_up == [asked]
    assert tally.served == [0]
    assert tally.wait_ticks[0] / asked == pytest.approx(5 * TICKS_A_MINUTE, rel=4 / sqrt(asked))


def test_who_has_no_patience_is_an_erlang_loss_system() -> None:
    """Erlang B: 4 an hour, five clerks, one hour: 19.90669% find all of them busy."""
    flow = compile_flow(desk("4/h", "hours: 5", "{exponential: 1h}", ", patience: 0s"))
    span = Span(2 * TICKS_A_DAY, 4000 * TICKS_A_DAY)

    tally = walk_compiled(flow, seed=1, replication=0, span=span)

    assert tally.wait_ticks == [0]
    assert tally.gave_up[0] / tally.asked[0] == pytest.approx(0.19906687402799378, rel=0.01)


def test_a_journey_of_a_thousand_touchpoints() -> None:
    """In a row, one in a thousand leaves at each: 36.8% come to the end."""
    rows = "\n".join(
        f"    t{number}: {{takes: {{exponential: 1s}}, leaves: 0.1%}}" for number in range(1000)
    )
    text = f"journey: long\narrivals: 20/h\nstages:\n- stage: all\n  touchpoints:\n{rows}\n"
    flow = compile_flow(journey_of(text))

    tally = walk_compiled(flow, seed=1, replication=0, span=Span(0, 60 * TICKS_A_DAY))
    short = Span(0, TICKS_AN_HOUR)
    beginning = walk_crowd(flow, seed=1, replication=0, span=short)

    arrived, expected = sum(tally.arrived), 0.999**999
    error = sqrt(expected * (1 - expected) / arrived)
    assert sum(tally.completed) / arrived == pytest.approx(expected, abs=4 * error)
    assert beginning == walk_compiled(flow, seed=1, replication=0, span=short)


def test_ten_years() -> None:
    """Of office hours: as many as expected come, and who comes at night waits as expected.

    The night's last come at 18:00 to 09:00 evenly; with one in twenty hours hardly anybody
    meets anybody.
    """
    flow = compile_flow(desk("0.05/h", "hours: {daily 09:00-18:00: 1}", "0s"))

    tally = walk_compiled(flow, seed=1, replication=0, span=Span(0, 10 * YEAR))

    arrived, expected = sum(tally.arrived), 0.05 * 24 * 3650
    mean_wait, square = 15 / 24 * 7.5, 15 / 24 * 75
    error = sqrt((square - mean_wait**2) / expected)
    assert arrived == pytest.approx(expected, abs=4 * sqrt(expected))
    assert tally.wait_ticks[0] / arrived / TICKS_AN_HOUR == pytest.approx(mean_wait, abs=4 * error)


OVERLOAD = """
import resource, sys
from desireline.scenarios.reading import journey_of
from desireline.sim.clock import TICKS_A_DAY
from desireline.sim.compiled.engine import walk_crowd
from desireline.sim.flatten import compile_flow
from desireline.sim.span import Span

flow = compile_flow(journey_of(sys.stdin.read()))
walk_crowd(flow, seed=1, replication=0, span=Span(0, TICKS_A_DAY))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
tally = walk_crowd(flow, seed=1, replication=0, span=Span(0, 365 * TICKS_A_DAY))
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(sum(tally.arrived), tally.served[0], after - before)
"""
A_CUSTOMER = 512  # bytes at most, of who is in line


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the peak is counted in kilobytes on Linux")
def test_a_year_of_overload_needs_no_more_memory_than_its_line() -> None:
    """60 an hour for clerks who serve 50: at the end 87,600 wait, and all of them are served."""
    text = text_of("60/h", "hours: 1", "72s")
    ran = subprocess.run(
        [sys.executable, "-c", OVERLOAD], input=text, capture_output=True, text=True, check=True
    )
    arrived, served, kilobytes = map(int, ran.stdout.split())
    waiting = (1.2 * 1.2 - 1) * 365 * 24 * 50  # when the last counted one is served

    assert arrived == served
    assert arrived == pytest.approx(60 * 24 * 365, rel=0.01)
    assert kilobytes * 1024 < A_CUSTOMER * waiting
    assert "line only grows" in " ".join(notes(compile_flow(journey_of(text)), Plan(days=365)))
