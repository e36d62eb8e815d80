"""What can't be simulated is refused, and what makes figures doubtful is said."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from desireline.scenarios.errors import DesirelineError
from desireline.scenarios.journey import Journey
from desireline.scenarios.response import Effect
from desireline.sim.chain import visits_a_customer
from desireline.sim.checks import check_flow, check_plan, customers_expected, notes
from desireline.sim.experiments.experiment import difference, simulate
from desireline.sim.flatten import compile_flow
from desireline.sim.plan import Plan
from desireline.sim.shift import Shift

SHORT = Plan(replications=2, days=7, jobs=1)


def journey(touchpoints: str, more: str = "") -> Journey:
    """Give a journey of one stage."""
    text = f"journey: test\n{more}\nstages: [{{stage: a, touchpoints: {touchpoints}}}]"
    return Journey.model_validate(yaml.safe_load(text))


def refused(touchpoints: str, more: str = "", plan: Plan = SHORT) -> DesirelineError:
    """Give the error with which a journey is refused before anything runs."""
    with pytest.raises(DesirelineError) as error:
        check_flow(compile_flow(journey(touchpoints, more)), plan)

    return error.value


def said(touchpoints: str, more: str = "", plan: Plan = SHORT) -> tuple[str, ...]:
    """Give what is said of a journey that is not refused."""
    flow = compile_flow(journey(touchpoints, more))
    check_flow(flow, plan)
    return notes(flow, plan)


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        ({"replications": 1}, "DL220"),
        ({"replications": 1 << 25}, "DL220"),
        ({"days": 0.0}, "DL221"),
        ({"days": float("nan")}, "DL221"),
        ({"days": 1e9}, "DL221"),
        ({"warm_up_days": -1.0}, "DL221"),
        ({"jobs": 0}, "DL388"),
        ({"jobs": -1}, "DL388"),
        ({"jobs": 1025}, "DL388"),
    ],
)
def test_plans_that_are_none(plan: dict[str, Any], code: str) -> None:
    with pytest.raises(DesirelineError) as error:
        check_plan(Plan(**plan))

    assert error.value.code == code


def test_a_simulation_is_refused_as_its_plan_is() -> None:
    with pytest.raises(DesirelineError, match="DL221"):
        simulate(journey("{a: {}}"), plan=Plan(days=0.0))


@pytest.mark.parametrize("arrivals", ["0/h", "{mon: 1/h, otherwise: 0/h}"])
def test_nobody_arrives(arrivals: str) -> None:
    plan = Plan(replications=2, days=1, warm_up_days=1)

    assert refused("{a: {}}", f"arrivals: {arrivals}", plan).code == "DL225"


def test_nobody_arrived_in_a_replication() -> None:
    with pytest.raises(DesirelineError, match="DL225"):
        simulate(journey("{a: {}}", "arrivals: 0.001/h"), plan=SHORT)


@pytest.mark.parametrize(
    "touchpoints",
    [
        "{a: {next: {b: 100%}}, b: {next: {a: 100%}}}",
        "{a: {next: {a: 99.999%, end: 0.001%}}}",
        "{a: {leaves: 50%, next: {b: 50%, end: 50%}}, b: {next: {b: 100%}}}",
        "{a: {leaves: 50%, returns: {share: 100%, after: 1h}, next: {a: 100%}}}",
        "{a: {next-if: [{came-here: 1, to: {a: 100%}}], next: {end: 100%}}}",
        "{a: {next-if: [{came-here: 2, to: {a: 100%}}], next: {a: 100%}}}",
    ],
)
def test_loops_that_nobody_leaves(touchpoints: str) -> None:
    assert refused(touchpoints).code == "DL224"


def test_a_loop_that_only_some_customers_leave() -> None:
    """The mean over all customers would hide it; the segment is named."""
    segments = "segments: {new: {share: 99%}, old: {share: 1%}}"
    loop = "{a: {next: {b: 100%}, for: {old: {next: {a: 100%}}}}, b: {}}"

    error = refused(loop, segments)

    assert error.code == "DL224"
    assert "from `a` on, customers of `old`" in str(error)


def test_a_loop_that_is_nearly_one_for_few() -> None:
    """100,000 visits of one customer in a hundred are a thousand of all."""
    segments = "segments: {new: {share: 99%}, old: {share: 1%}}"
    loop = "{a: {next: {end: 100%}, for: {old: {next: {a: 99.999%, end: 0.001%}}}}}"

    assert refused(loop, segments).code == "DL224"


def test_a_queue_that_nobody_gives_up_in_is_no_way_out() -> None:
    text = "{a: {needs: clerks, takes: 60s, next: {a: 100%}}}"

    assert refused(text, "resources: {clerks: {hours: 1}}").code == "DL224"


def test_giving_up_in_a_closed_queue_and_standing_in_it_again() -> None:
    text = "{a: {needs: clerks, patience: 60s, on-abandon: {a: 100%}}}"

    assert refused(text, "resources: {clerks: {hours: 0}}").code == "DL224"


def test_a_way_out_that_hangs_on_the_past_is_one() -> None:
    flow = compile_flow(
        journey("{a: {next-if: [{came-here: 3, to: {end: 100%}}], next: {a: 100%}}}")
    )

    check_flow(flow, SHORT)
    assert visits_a_customer(flow) is not None


CLOSED = "resources: {clerks: {hours: 0}, others: {hours: %s}}"


@pytest.mark.parametrize(
    ("touchpoint", "others"),
    [
        ("{needs: clerks}", "1"),
        ("{needs: [clerks, others]}", "0"),
        ("{needs: [others, clerks]}", "1, line: 3"),
        ("{needs: [others, clerks]}", "{mon: 1}, closing: send-away"),
        ("{needs: clerks, patience: 60s, call-back: {share: 50%, after: 1h}}", "1"),
    ],
)
def test_queues_in_which_somebody_waits_for_ever(touchpoint: str, others: str) -> None:
    """Also: sent by a full or closed line to one that nobody serves; called back to wait on."""
    error = refused(f"{{a: {touchpoint}}}", CLOSED % others)

    assert error.code == "DL223"
    assert "`a` needs `clerks`" in str(error)


@pytest.mark.parametrize(
    ("touchpoint", "clerks", "gives_up"),
    [
        ("{needs: clerks, patience: 60s}", "0", True),
        ("{needs: clerks}", "0, closing: send-away", True),
        ("{needs: clerks}", "0, line: 0", True),
        ("{needs: [clerks, others]}", "0", False),
    ],
)
def test_queues_that_somebody_gets_out_of(touchpoint: str, clerks: str, gives_up: bool) -> None:
    """None is refused; where nobody ever serves, that is said."""
    resources = f"resources: {{clerks: {{hours: {clerks}}}, others: {{hours: 1}}}}"
    never = "`clerks` is never staffed: everybody who needs it gives up"

    assert said(f"{{a: {touchpoint}}}", resources) == ((never,) if gives_up else ())


BAD = Effect(float("nan"), 0.0, 1.0, "guess", "guess")


@pytest.mark.parametrize(
    "shift",
    [
        Shift("a", "slow", seconds=float("inf")),
        Shift("a", "slow", seconds=-1.0),
        Shift("a", "slow", effort=float("nan")),
        Shift("a", "slow", fail_share=1.5),
        Shift("a", "slow", BAD, 1.0),
    ],
)
def test_shifts_whose_numbers_are_none(shift: Shift) -> None:
    with pytest.raises(DesirelineError, match="DL222"):
        check_flow(compile_flow(journey("{a: {}}"), [shift]), SHORT)


def test_a_loop_is_fine_when_a_gap_leads_out_of_it() -> None:
    everybody_fails = Shift("b", "broken", fail_share=1.0)
    found = simulate(
        journey("{a: {next: {b: 100%}}, b: {next: {a: 100%}}}"),
        plan=SHORT,
        shifts=[everybody_fails],
    )

    assert found.touchpoints[1].left["broken"].mean == pytest.approx(found.arrived.mean)


def test_a_shift_that_is_nowhere() -> None:
    with pytest.raises(DesirelineError) as refused:
        simulate(journey("{a: {}}"), plan=SHORT, shifts=[Shift("b", "price", effort=1.0)])

    assert refused.value.code == "DL227"
    assert "`b`" in str(refused.value)


@pytest.mark.parametrize("jobs", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_a_customer_who_never_gets_out(jobs: int) -> None:
    """Who came twice is sent round for ever: only the crowd finds that."""
    text = "{a: {next-if: [{came-here: 2, to: {a: 100%}}], next: {a: 50%, end: 50%}}}"
    plan = Plan(replications=2, days=1, jobs=jobs, engine="simpy")

    with pytest.raises(DesirelineError) as error:
        simulate(journey(text, "arrivals: 1/h"), plan=plan)

    assert error.value.code == "DL228"


def test_worlds_that_can_t_be_paired() -> None:
    one = simulate(journey("{a: {}}"), plan=SHORT)
    other = simulate(journey("{a: {}}"), plan=Plan(replications=2, days=7, seed=8, jobs=1))

    with pytest.raises(DesirelineError, match="DL226"):
        difference(one, other, "completed")
    with pytest.raises(DesirelineError, match="DL229"):
        difference(one, one, "happiness")


GROWING = "{a: {needs: clerks, takes: {exponential: 10 min}}, b: {needs: clerks, patience: 60s}}"


def test_a_line_that_only_grows_is_said() -> None:
    more = "arrivals: 12/h\nresources: {clerks: {hours: 1}}"

    assert "`clerks` gets 200% of the work" in simulate(journey(GROWING, more), plan=SHORT).notes[0]


@pytest.mark.parametrize(
    ("touchpoint", "clerks"),
    [
        ("patience: 5 min", "1"),
        ("takes: {exponential: 10 min}", "3"),
        ("takes: {exponential: 10 min}", "1, line: 8"),
        ("takes: {exponential: 10 min}", "{daily 00:00-20:00: 1}, closing: send-away"),
        ("takes: {exponential: 10 min}", "1, at-once: 3"),
        ("takes: {exponential: 10 min}, balks: {over: 9, share: 60%}", "1"),
    ],
)
def test_what_keeps_a_line_from_growing(touchpoint: str, clerks: str) -> None:
    resources = f"arrivals: 12/h\nresources: {{clerks: {{hours: {clerks}}}}}"

    assert said(f"{{a: {{needs: clerks, {touchpoint}}}}}", resources) == ()


def test_only_those_who_don_t_give_up_make_a_line_grow() -> None:
    """40% of the customers have no patience that could run out: 80% of what there is time for."""
    text = "{a: {needs: clerks, takes: 10 min, for: {new: {patience: 5 min}}}}"
    more = "arrivals: 12/h\nresources: {clerks: {hours: 1}}\nsegments: "

    assert said(text, more + "{new: {share: 60%}, old: {share: 40%}}") == ()
    assert "120% of the work" in said(text, more + "{new: {share: 40%}, old: {share: 60%}}")[0]


def test_teams_that_stand_in_for_each_other_are_judged_together() -> None:
    """One of them alone has 80% of the work it has time for, and both have too much."""
    text = "{a: {needs: [few, many], takes: 10 min}, b: {needs: many, takes: 4 min}}"
    more = "arrivals: 12/h\nresources: {few: {hours: 1}, many: {hours: %s}}"

    assert said(text, more % 3) == ()
    assert "`few` and `many`, who stand in for each other, get 140%" in said(text, more % 1)[0]


def test_a_line_that_grows_is_told_once() -> None:
    """`many` alone has too much to do, and so both have; the reason is `many`."""
    text = "{a: {needs: [few, many], takes: 1 min}, b: {needs: many, takes: 30 min}}"
    found = said(text, "arrivals: 12/h\nresources: {few: {hours: 1}, many: {hours: 1}}")

    assert len(found) == 1
    assert "`many` gets 600%" in found[0]


def test_nobody_there_is_said() -> None:
    closed = journey("{a: {needs: clerks, patience: 5 min}}", "resources: {clerks: {hours: 0}}")
    found = simulate(closed, plan=SHORT)

    assert "never staffed" in found.notes[0]
    assert found.resources[0].abandoned.mean == 1.0


def test_half_weeks_are_said() -> None:
    """Only when it matters that some days of the week are missing."""
    plan = Plan(replications=2, days=10)
    weekly = "arrivals: {mon-fri: 5/h, otherwise: 1/h}"

    assert said("{a: {}}", "arrivals: {daily 09:00-17:00: 5/h, otherwise: 0/h}", plan) == ()
    assert said("{a: {}}", "arrivals: {rate: 5/h, growth: 5% per month}", plan) == ()
    assert said("{a: {}}", weekly, SHORT) == ()
    assert "10 days are not whole weeks" in said("{a: {}}", weekly, plan)[0]
    assert (
        "10 days are not whole weeks"
        in said("{a: {}}", f"calendar: {{starts: 2026-11-25}}\n{weekly}", plan)[0]
    )


def test_groups_count_customers() -> None:
    """Arrivals are customers an hour, however many of them come together."""
    alone = compile_flow(journey("{a: {}}", "arrivals: 6/h"))
    pairs = compile_flow(journey("{a: {}}", "arrivals: {rate: 6/h, groups: {1: 50%, 3: 50%}}"))

    assert customers_expected(alone, SHORT) == pytest.approx(6 * 24 * 7)
    assert customers_expected(pairs, SHORT) == pytest.approx(6 * 24 * 7)
