"""The longest times of the language are counted exactly in both engines; beyond is refused."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from desireline.scenarios.errors import DesirelineError
from desireline.scenarios.reading import journey_of
from desireline.sim.checks import check_flow
from desireline.sim.clock import FOR_EVER, TICKS_A_DAY
from desireline.sim.compiled.engine import walk_crowd as walk_compiled
from desireline.sim.crowd import walk_crowd
from desireline.sim.customer import EndlessWalk
from desireline.sim.experiments.filling import since_for
from desireline.sim.flatten import compile_flow
from desireline.sim.flow import Flow
from desireline.sim.plan import Plan
from desireline.sim.record import Record, in_order
from desireline.sim.span import Span

LONGEST = "36525 days"  # 51.5 bits of microseconds: 3,000 of them are more than 63
WIDE = "{lognormal: {mean: 30000 days, cv: 100}}"
CENTURY = 36_525 * TICKS_A_DAY


def flow_of(
    touchpoints: str, arrivals: str = "60/h", hours: str = "1", *, days: float = 14
) -> Flow:
    """Flatten a journey of one stage, with clerks."""
    text = f"journey: long\narrivals: {arrivals}\nresources: {{clerks: {{hours: {hours}}}}}\n"
    read = journey_of(f"{text}stages: [{{stage: a, touchpoints: {touchpoints}}}]")
    return compile_flow(read, days=days)


EXACT: Mapping[str, tuple[str, str]] = {
    "alone": (f"{{a: {{takes: {LONGEST}}}}}", "1"),
    "responds": (f"{{a: {{takes: {LONGEST}, responds: {{wait: x1.1 per min}}}}}}", "1"),
    "team": (f"{{a: {{needs: clerks, takes: {LONGEST}}}}}", "100000"),
    "hours": (f"{{a: {{needs: clerks, takes: {LONGEST}}}}}", "{daily 08:00-18:00: 100000}"),
    "patience": (f"{{a: {{needs: clerks, patience: {LONGEST}}}}}", "0"),
    "on the way": (f"{{a: {{next: {{b: {{share: 100%, after: {LONGEST}}}}}}}, b: {{}}}}", "1"),
    "long tail": ("{a: {takes: {weibull: {scale: 0.4s, shape: 0.1}}}}", "1"),
    "scatter": ("{a: {takes: {lognormal: {mean: 30 days, cv: 100}, correlated: 50%}}}", "1"),
}


@pytest.mark.parametrize("name", EXACT)
def test_sums_of_the_longest_times_are_exact(name: str) -> None:
    """5,000 customers: the sums would run over between two looks at them."""
    touchpoints, hours = EXACT[name]
    flow, span = flow_of(touchpoints, "2500/day", hours), Span(0, 2 * TICKS_A_DAY)
    check_flow(flow, Plan(days=2))
    specified: list[Record] = []
    compiled: list[Record] = []

    tally = walk_crowd(flow, seed=1, replication=0, span=span, trace=specified)

    assert walk_compiled(flow, seed=1, replication=0, span=span) == tally
    assert walk_compiled(flow, seed=1, replication=0, span=span, trace=compiled) == tally
    assert compiled == in_order(specified)


def test_the_sum_is_what_it_has_to_be() -> None:
    flow = flow_of(f"{{a: {{takes: {LONGEST}}}}}", "2500/day")
    tally = walk_compiled(flow, seed=1, replication=0, span=Span(0, 2 * TICKS_A_DAY))

    assert sum(tally.arrived) * CENTURY > 1 << 63
    assert tally.service_ticks == [sum(tally.arrived) * CENTURY]


@pytest.mark.parametrize(
    ("touchpoints", "arrivals", "code"),
    [
        (f"{{a: {{takes: {LONGEST}}}, b: {{takes: 2 days}}}}", "1/h", "DL394"),
        (f"{{a: {{takes: {LONGEST}, fails: 50%, retries: 9}}}}", "1/h", "DL394"),
        (f"{{a: {{takes: {LONGEST}, takes-by-hour: x2}}}}", "1/h", "DL394"),
        ("{a: {takes: 300 days, next: {a: 99.8%, end: 0.2%}}}", "1/h", "DL394"),
        (f"{{a: {{takes: 2s, returns: {{share: 90%, after: {LONGEST}}}, leaves: 50%}}, b: {{}}}}",
         "1/h", "DL394"),
        (f"{{a: {{needs: clerks, takes: {LONGEST}}}}}", "60/h", "DL394"),
        ("{a: {takes: {weibull: {scale: 1h, shape: 0.1}}}}", "1/h", "DL394"),
        (f"{{a: {{takes: {WIDE}}}}}", "1/h", "DL385"),
        (f"{{a: {{next: {{b: {{share: 1%, after: {WIDE}}}, end: 99%}}}}, b: {{}}}}", "60/h",
         "DL385"),
        ("{a: {takes: {lognormal: {mean: 300 days, cv: 100}}, takes-by-hour: x80}}", "1/h",
         "DL385"),
        (f"{{a: {{leaves: 9%, returns: {{share: 9%, after: {WIDE}}}}}}}", "60/h", "DL385"),
        ("{a: {}}", "1000000000/h", "DL393"),
        ("{a: {}}", "{rate: 1/h, growth: 100% per month}", "DL393"),
    ],
)  # fmt: skip
def test_what_only_follows_from_all_of_it(touchpoints: str, arrivals: str, code: str) -> None:
    days = 14 if "growth" not in arrivals else 36_525
    flow = flow_of(touchpoints, arrivals, days=days)

    with pytest.raises(DesirelineError) as refused:
        check_flow(flow, Plan(days=days))

    assert refused.value.code == code
    assert refused.value.hint


def test_people_by_days_that_are_more_than_can_be_counted() -> None:
    text = "journey: j\nresources: {crowd: {hours: 1000000, at-once: 100}}\nstages: [{stage: a, "
    flow = compile_flow(journey_of(text + "touchpoints: {a: {needs: crowd}}}]"))

    check_flow(flow, Plan(days=0.5))
    with pytest.raises(DesirelineError, match="DL393"):
        check_flow(flow, Plan(days=1))


@pytest.mark.parametrize(
    "touchpoints",
    ["{a: {takes: {weibull: {scale: 36525 days, shape: 0.1}}}, b: {takes: 1s}}",
     "{a: {takes: {weibull: {scale: 36525 days, shape: 0.1}}, responds: {wait: x1.1 per min}},"
     " b: {takes: 1s, fails: 1%}}"],
    ids=["in company", "alone"],
)  # fmt: skip
def test_who_is_under_way_for_ever_is_given_up_by_both(touchpoints: str) -> None:
    """What no mean gives away, were it not for the checks: rather no figure than a wrong one."""
    flow, span = flow_of(touchpoints, "2500/day", "100000"), Span(0, TICKS_A_DAY)
    for walk in (walk_crowd, walk_compiled):
        with pytest.raises(EndlessWalk):
            walk(flow, seed=1, replication=0, span=span)
    assert FOR_EVER * 8 == 1 << 63


HELD = "{hours: {daily 08:00-18:00: 9}, closing: hold}"


def team_of(resource: str, takes: str, arrivals: str = "1/h") -> Flow:
    """Flatten a journey of one touchpoint that needs a team."""
    return compile_flow(
        journey_of(
            f"journey: j\narrivals: {arrivals}\nresources: {{clerks: {resource}}}\n"
            f"stages: [{{stage: a, touchpoints: {{a: {{needs: clerks, takes: {takes}}}}}}}]"
        )
    )


def test_a_hundred_thousand_places_for_times_that_nobody_means() -> None:
    """Each is followed to the end, and the team opens and closes for 36,000 years meanwhile."""
    flow = team_of("{hours: {daily 08:00-18:00: 100000}}", WIDE, "2500/day")

    with pytest.raises(DesirelineError, match="DL385") as refused:
        check_flow(flow, Plan())

    assert "of 1,400,000 times at `a` the longest would be 1,856,477 years" in refused.value.what
    check_flow(team_of("{hours: 100000}", WIDE[:-1] + ", at-most: 90 days}", "2500/day"), Plan())


def test_closings_that_interrupt_again_and_again() -> None:
    """Ten hours a day: 900 days of work take 2,160 days, each with a closing."""
    with pytest.raises(DesirelineError, match="DL386") as refused:
        check_flow(team_of(HELD, "900 days"), Plan(days=1))

    assert "interrupt each customer 2,160 times" in refused.value.what
    check_flow(team_of(HELD, "800 days"), Plan(days=1))
    check_flow(team_of(HELD.replace("hold", "finish"), "900 days"), Plan(days=1))
    some_go = "{hours: {daily 08:00-18:00: 10, otherwise: 9}, closing: hold}"
    check_flow(team_of(some_go, "900 days"), Plan(days=1))


@pytest.mark.parametrize(
    ("takes", "told"),
    [("36525 days", "with 91,312,500 customers in it"), (WIDE, "customers come before a")],
)
def test_a_journey_that_can_not_be_filled(takes: str, told: str) -> None:
    """Looked at before anybody comes: 2,500 a day, each for a hundred years."""
    flow = team_of("{hours: 100000}", takes, "2500/day" if takes != WIDE else "600/day")

    with pytest.raises(DesirelineError, match="DL387") as refused:
        since_for([flow], Plan(days=1, start="filled"))

    assert told in refused.value.what
