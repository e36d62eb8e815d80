"""Engines agree where room runs out, and where a team is there that nobody is known to ask."""

from __future__ import annotations

import numpy as np
import pytest

from desireline.scenarios.reading import journey_of
from desireline.scenarios.snapshot import Snapshot
from desireline.sim.clock import TICKS_A_DAY, TICKS_AN_HOUR
from desireline.sim.compiled import engine
from desireline.sim.compiled.engine import walk_crowd as walk_compiled
from desireline.sim.compiled.watch import Watch
from desireline.sim.crowd import walk_crowd
from desireline.sim.flatten import compile_flow
from desireline.sim.flow import Flow
from desireline.sim.histogram import edges_of
from desireline.sim.record import Record, in_order
from desireline.sim.span import Span

ASKED_BY_A_RULE = """
journey: by-rule
arrivals: 60/h
resources: {agents: {hours: {"daily 08:00-18:00": 3}}}
stages:
- stage: all
  touchpoints:
    look: {takes: {exponential: 10 min}, leaves: 5%,
           next-if: [{came-here: at least 2, to: {chat: 100%}}], next: {look: 80%, end: 20%}}
    chat: {needs: agents, takes: {exponential: 5 min}, patience: {exponential: 3h},
           on-abandon: {buy: 50%}, next: {buy: 100%}}
    buy: {takes: {exponential: 1h}, leaves: 10%, next: {chat2: 60%, end: 40%}}
    chat2: {needs: agents, takes: {exponential: 5 min}, next: {end: 100%}}
"""
ONLY_LOOKED_AT = """
journey: looked-at
arrivals: 400/h
resources: {agents: {hours: 3}}
stages:
- stage: all
  touchpoints:
    look: {takes: {exponential: 2h}, leaves: 5%, next: {choose: 100%}}
    choose: {takes: {exponential: 5h}, next-if: [{line: {agents: over 0}, to: {end: 100%}}],
             next: {look: 80%, end: 20%}}
"""
NEVER_ORDINARY = """
journey: fails
arrivals: 2000/h
stages:
- stage: all
  touchpoints:
    look: {takes: {exponential: 10 min}, leaves: 5%, fails: 10%, next: {look: 70%, end: 30%}}
"""
MANY_AT_A_GATE = """
journey: gate
arrivals: 20000/h
stages:
- stage: all
  touchpoints:
    plain: {takes: 1 min, next: {odd: 100%}}
    odd: {takes: {exponential: 1 min}, fails: 0.01%, next: {odd: 95%, end: 5%}}
"""
PATIENT = """
journey: patient
arrivals: 600/h
resources: {agents: {hours: 4, line: 1000}}
stages:
- stage: all
  touchpoints:
    chat: {needs: agents, takes: {exponential: 1s}, patience: {exponential: 60 days},
           leaves: 5%, next: {chat: 100%}}
"""
FOR_CENTURIES = """
journey: centuries
arrivals: 60000/day
resources: {agents: {hours: {"daily 08:00-18:00": 100000}}, guides: {hours: 3}}
stages:
- stage: all
  touchpoints:
    desk: {needs: agents, takes: {lognormal: {mean: 2000 days, cv: 100}},
           next: {quiet: {share: 50%, after: {lognormal: {mean: 2000 days, cv: 100}}}, end: 50%}}
    quiet: {takes: {exponential: 8h}, next: {walk: 100%}}
    walk: {takes: {exponential: 8h}, next-if: [{line: {guides: over 5}, to: {end: 100%}}],
           next: {quiet: 30%, tour: 40%, end: 30%}}
    tour: {needs: guides, takes: {exponential: 1h}, patience: {exponential: 1h}}
"""
HELD_TOGETHER = """
journey: held
arrivals: 4000/day
resources: {agents: {hours: {"daily 08:00-12:00": 300, "daily 12:00-18:00": 100},
                     closing: hold, priority: [old]}}
segments: {new: {share: 70%}, old: {share: 30%}}
stages:
- stage: all
  touchpoints:
    desk: {needs: agents, takes: {exponential: 2h}, next: {desk: 20%, end: 80%}}
"""


def flow_of(text: str) -> Flow:
    """Flatten a journey."""
    return compile_flow(journey_of(text))


def assert_agree(flow: Flow, span: Span) -> None:
    """The same counts, with a trace and without, and the same records."""
    specified: list[Record] = []
    compiled: list[Record] = []
    tally = walk_crowd(flow, seed=1, replication=0, span=span, trace=specified)

    assert walk_compiled(flow, seed=1, replication=0, span=span, trace=compiled) == tally
    assert walk_compiled(flow, seed=1, replication=0, span=span) == tally
    assert compiled == in_order(specified)


def test_a_team_that_only_a_rule_leads_to() -> None:
    """The chain does not know that anybody asks it, so nothing says how long a day should be."""
    assert_agree(flow_of(ASKED_BY_A_RULE), Span(0, 3 * TICKS_A_DAY))


def test_a_team_that_is_only_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody needs it, and yet who looks at its line waits on the agenda for that."""
    monkeypatch.setattr(engine, "FIRST_PAPER", 1 << 12)

    assert_agree(flow_of(ONLY_LOOKED_AT), Span(0, 16 * TICKS_AN_HOUR))


def test_patience_that_outlives_the_journey(monkeypatch: pytest.MonkeyPatch) -> None:
    """Entries of the agenda that nobody needs any more take up room all the same."""
    monkeypatch.setattr(engine, "FIRST_PEOPLE", 1 << 9)
    flow, span = flow_of(PATIENT), Span(TICKS_AN_HOUR, TICKS_AN_HOUR * 3 // 2)
    state = engine._walk(flow, 1, 0, span, Watch(), None)

    assert state.get("later_count") <= state.get("agenda_size")
    assert engine._tally(flow, state) == walk_crowd(flow, seed=1, replication=0, span=span)


@pytest.mark.parametrize(
    ("text", "hours"), [(NEVER_ORDINARY, 120), (MANY_AT_A_GATE, 1)], ids=["door", "gate"]
)
def test_paper_never_runs_out(text: str, hours: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many walk alone one after the other, with little paper to begin with."""
    flow, span = flow_of(text), Span(0, hours * TICKS_AN_HOUR)
    plenty = engine.walk_traced(flow, seed=1, replication=0, span=span)
    monkeypatch.setattr(engine, "FIRST_PAPER", 1 << 12)
    little = engine.walk_traced(flow, seed=1, replication=0, span=span)

    assert little[0] == plenty[0]
    assert np.array_equal(little[1], plenty[1])
    assert little[1].size == sum(little[0].arrived) + 2 * sum(little[0].visits) + sum(
        little[0].arrived
    ) + sum(little[0].completed)


def test_a_snapshot_of_nobody_begins_at_the_beginning() -> None:
    nobody = Snapshot.model_validate({"snapshot": "x", "now": {"chat": {"waiting": 0}}})
    text = ASKED_BY_A_RULE
    flow = compile_flow(journey_of(text), snapshot=nobody)

    assert_agree(flow, Span(0, TICKS_A_DAY, -TICKS_A_DAY))


def test_agenda_of_a_crowd_that_is_gone_for_centuries() -> None:
    """A day of the agenda is a second here; nobody opens each of the last thousand years' days."""
    flow, span = flow_of(FOR_CENTURIES), Span(0, TICKS_AN_HOUR)
    state = engine._walk(flow, 1, 0, span, Watch(), None)

    begun = engine._sizes(flow, trace=False).shift
    last = int(np.flatnonzero(state.arrays["stays"].reshape(2, -1)[1])[-1])
    assert edges_of(last)[0] > 200 * 365 * TICKS_A_DAY
    assert (edges_of(last)[0] >> begun) > 5e9 > 1000 * state.get("today")
    assert_agree(flow, span)


def test_many_who_are_held_at_one_closing() -> None:
    assert_agree(flow_of(HELD_TOGETHER), Span(0, 2 * TICKS_A_DAY))


@pytest.mark.parametrize("places", [29, 30, 31, 63, 64, 65])
def test_as_many_touchpoints_as_a_customer_can_carry_marks_of(places: int) -> None:
    """And one fewer, and one more: then their visits are counted in another way."""
    rows = "\n".join(
        f"    t{number}: {{takes: {{exponential: 10 min}}, leaves: 1%,"
        f" next: {{t{number + 1}: 60%, t{number // 2}: 40%}}}}"
        for number in range(places - 1)
    )
    last = f"    t{places - 1}: {{takes: 1 min, leaves: 1%, next: {{t0: 50%, end: 50%}}}}"
    text = f"journey: long\narrivals: 20/h\nstages:\n- stage: all\n  touchpoints:\n{rows}\n{last}\n"

    assert_agree(flow_of(text), Span(0, TICKS_A_DAY))


def test_what_replications_have_in_common_is_not_what_they_draw() -> None:
    """The model of one replication, and of one flow, is not taken for that of another."""
    other = ASKED_BY_A_RULE.replace("leaves: 5%", "leaves: 9%")
    flows = [flow_of(text) for text in (ASKED_BY_A_RULE, other)]
    for replication in (0, 1):
        for flow in (*flows, *flows):
            span = Span(0, 6 * TICKS_AN_HOUR)
            specified = walk_crowd(flow, seed=1, replication=replication, span=span)
            assert walk_compiled(flow, seed=1, replication=replication, span=span) == specified
