"""What can't be simulated is refused, and what makes figures doubtful is said."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from desireline.scenarios.errors import DesirelineError
from desireline.scenarios.journey import Journey
from desireline.sim.experiment import difference, simulate
from desireline.sim.outcome import Plan
from desireline.sim.shift import Shift

SHORT = Plan(replications=2, days=7, jobs=1)


def journey(touchpoints: str, more: str = "") -> Journey:
    """Give a journey of one stage."""
    text = f"journey: test\n{more}\nstages: [{{stage: a, touchpoints: {touchpoints}}}]"
    return Journey.model_validate(yaml.safe_load(text))


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        ({"replications": 1}, "DL220"),
        ({"days": 0.0}, "DL221"),
        ({"days": float("nan")}, "DL221"),
        ({"warm_up_days": -1.0}, "DL221"),
    ],
)
def test_plans_that_are_none(plan: dict[str, Any], code: str) -> None:
    with pytest.raises(DesirelineError) as refused:
        simulate(journey("{a: {}}"), plan=Plan(**plan))

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("touchpoints", "more", "code"),
    [
        ("{a: {needs: clerks}}", "resources: {clerks: {hours: 0}}", "DL223"),
        ("{a: {next: {b: 100%}}, b: {next: {a: 100%}}}", "", "DL224"),
        ("{a: {next: {a: 99.999%, end: 0.001%}}}", "", "DL224"),
        ("{a: {}}", "arrivals: 0/h", "DL225"),
        ("{a: {}}", "arrivals: 0.001/h", "DL225"),
        ("{a: {}}", "arrivals: {mon: 1/h, otherwise: 0/h}", "DL225"),
    ],
)
def test_journeys_that_go_nowhere(touchpoints: str, more: str, code: str) -> None:
    plan = Plan(replications=2, days=1, warm_up_days=1, jobs=1)

    with pytest.raises(DesirelineError) as refused:
        simulate(journey(touchpoints, more), plan=plan)

    assert refused.value.code == code


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
    """Giving up in a queue and standing in it again, for ever: only the crowd finds that."""
    text = "{a: {needs: clerks, patience: 60s, on-abandon: {a: 100%}}}"
    closed = "arrivals: {mon 00:00-01:00: 3/h}\nresources: {clerks: {hours: 0}}"

    with pytest.raises(DesirelineError) as refused:
        simulate(journey(text, closed), plan=Plan(replications=2, days=1, jobs=jobs))

    assert refused.value.code == "DL228"


def test_worlds_that_can_t_be_paired() -> None:
    one = simulate(journey("{a: {}}"), plan=SHORT)
    other = simulate(journey("{a: {}}"), plan=Plan(replications=2, days=7, seed=8, jobs=1))

    with pytest.raises(DesirelineError, match="DL226"):
        difference(one, other, "completed")
    with pytest.raises(DesirelineError, match="DL229"):
        difference(one, one, "happiness")


def test_a_line_that_only_grows_is_said() -> None:
    overloaded = journey(
        "{a: {needs: clerks, takes: {exponential: 10 min}}, b: {needs: clerks, patience: 60s}}",
        "arrivals: 12/h\nresources: {clerks: {hours: 1}}",
    )

    assert "200% of the work" in simulate(overloaded, plan=SHORT).notes[0]


def test_patience_keeps_a_line_from_growing() -> None:
    busy = journey(
        "{a: {needs: clerks, takes: {exponential: 10 min}, patience: 5 min}}",
        "arrivals: 12/h\nresources: {clerks: {hours: 1}}",
    )

    assert simulate(busy, plan=SHORT).notes == ()


def test_nobody_there_is_said() -> None:
    closed = journey("{a: {needs: clerks, patience: 5 min}}", "resources: {clerks: {hours: 0}}")
    found = simulate(closed, plan=SHORT)

    assert "never staffed" in found.notes[0]
    assert found.resources[0].abandoned.mean == 1.0


def test_half_weeks_are_said() -> None:
    """Only when it matters that some days of the week are missing."""
    plan = Plan(replications=2, days=10, jobs=1)
    daily = journey("{a: {}}", "arrivals: {daily 09:00-17:00: 5/h, otherwise: 0/h}")
    weekly = journey("{a: {}}", "arrivals: {mon-fri: 5/h, otherwise: 1/h}")

    assert simulate(daily, plan=plan).notes == ()
    assert "10 days are not whole weeks" in simulate(weekly, plan=plan).notes[0]
