"""Worlds walked beside their twin: what is known better by it, and what stays as it is."""

from __future__ import annotations

from math import sqrt
from signal import SIGINT, raise_signal
from statistics import fmean, variance

import pytest
import yaml

from desireline.scenarios.change import apply
from desireline.scenarios.journey import Journey
from desireline.scenarios.snapshot import Snapshot
from desireline.sim.clock import days
from desireline.sim.crowd import walk_crowd
from desireline.sim.experiments.control import twin_of
from desireline.sim.experiments.differences import differences
from desireline.sim.experiments.estimate import estimate, predict
from desireline.sim.experiments.experiment import (
    World,
    compare,
    difference,
    paired,
    plain_pairs,
    simulate,
    walk_enough,
)
from desireline.sim.experiments.laboratory import opened
from desireline.sim.experiments.outcome import Estimate, Outcome
from desireline.sim.experiments.progress import Progress
from desireline.sim.experiments.twins import twins_of
from desireline.sim.flatten import compile_flow
from desireline.sim.plan import Plan
from desireline.sim.span import Span

SHOP = """
journey: shop
arrivals: 30/h
segments: {new: {share: 60%, value: 100 EUR}, old: {share: 40%, value: 50 EUR}}
resources: {agents: {hours: 1}}
completes: [pay]
stages:
- stage: all
  touchpoints:
    look: {leaves: 50%, next: {chat: 40%, pay: 60%}}
    chat:
      needs: agents
      takes: {exponential: 9 min}
      patience: {exponential: 5 min}
      on-abandon: {pay: 50%}
      next: {pay: 100%}
    pay: {fails: 0.2%}
"""
QUEUED = """
      needs: agents
      takes: {exponential: 9 min}
      patience: {exponential: 5 min}
      on-abandon: {pay: 50%}
"""
ALONE = SHOP.replace(QUEUED, "\n      takes: {exponential: 9 min}\n")
LOSS = """
journey: loss
arrivals: 30/h
completes: [desk]
resources: {clerks: {hours: 1, line: at most 0}}
stages: [{stage: all, touchpoints: {desk: {needs: clerks, takes: {exponential: 1 min}}}}]
"""
PLAN = Plan(replications=20, days=1, jobs=1)


def journey(text: str = SHOP) -> Journey:
    """Read a journey."""
    return Journey.model_validate(yaml.safe_load(text))


def changed(**changes: str) -> World:
    """Give the shop with changes; dots are written as double underscores."""
    return World(apply(journey(), {k.replace("__", "."): v for k, v in changes.items()}))


@pytest.fixture(scope="module")
def told() -> list[int]:
    """Give how many replications there are in all, as progress tells it."""
    return []


@pytest.fixture(scope="module")
def found(told: list[int]) -> dict[str, Outcome]:
    """Compare the shop with others."""
    worlds = {
        "now": World(journey()),
        "more": changed(agents__capacity="+1"),
        "less leave": changed(look__leaves="-5pp"),
        "alone": World(journey(ALONE)),
    }
    return compare(worlds, plan=PLAN, progress=lambda done, total: told.append(total))


def test_what_hangs_on_the_customers_who_came_is_known_better(found: dict[str, Outcome]) -> None:
    """Estimates are those of the adjusted values; samples stay what was counted."""
    now = found["now"]
    completed, plain = now.adjusted["completed"], now.samples["completed"]

    assert completed.cut is not None
    assert completed.cut > 3
    assert now.completed == estimate(completed.values, 0.0)
    assert now.completed != estimate(plain, 0.0)
    assert abs(now.completed.mean - fmean(plain)) < 4 * sqrt(variance(plain) / 20)
    assert now.adjusted["arrived"].cut is None
    assert now.arrived.mean == pytest.approx(30 * 24 * 365.25 / 12)
    assert sum(one.arrived.mean for one in now.segments) == pytest.approx(now.arrived.mean)
    assert "wait:agents" not in now.adjusted


def test_the_exact_answer_still_comes_out() -> None:
    """Erlang's loss with one server, half busy: two thirds are served."""
    found = simulate(journey(LOSS), plan=Plan(replications=40, days=7, jobs=1)).completed
    exact = 2 / 3 * 30 * 24 * 365.25 / 12

    assert abs(found.mean - exact) < 1.3 * (found.high - found.low) / 2
    assert found.high - found.low < 0.01 * exact


def test_an_exact_world_and_few_replications_stay_as_they_came(found: dict[str, Outcome]) -> None:
    few = simulate(journey(), plan=Plan(replications=19, days=1, jobs=1))

    assert found["alone"].adjusted == {}
    assert few.adjusted == {}
    assert few.completed == estimate(few.samples["completed"], 0.0)


def test_worlds_that_differ_in_teams_and_lines_share_a_twin(
    found: dict[str, Outcome], told: list[int]
) -> None:
    """Twenty replications of four worlds and of two twins: one is shared, one needs none."""
    assert set(told) == {20 * (4 + 2)}
    assert all(found[name].adjusted for name in ("now", "more", "less leave"))


def test_a_difference_has_the_mean_of_adjusted_pairs_and_the_spread_of_plain_ones(
    found: dict[str, Outcome],
) -> None:
    """So that what stands beside each other in a table adds up."""
    now, less = found["now"], found["less leave"]
    change = difference(less, now, "completed")
    plain = plain_pairs(less, now, "completed")

    assert change.mean == pytest.approx(less.completed.mean - now.completed.mean)
    assert (change.low, change.high) == (predict(plain).low, predict(plain).high)
    assert difference(less, now, "reached:look") == Estimate(0.0, 0.0, 0.0)
    assert variance(paired(less, now, "completed")) < 0.7 * variance(plain)
    assert differences(now, {"less": less}, "completed")["less"].holds


def test_a_world_without_a_twin_is_paired_as_it_came(found: dict[str, Outcome]) -> None:
    now, alone = found["now"], found["alone"]

    assert paired(now, alone, "completed") == plain_pairs(now, alone, "completed")


def test_a_precision_takes_fewer_replications_with_a_twin() -> None:
    plan = Plan(days=1, jobs=1, precision=0.015)
    with opened({"": World(journey())}, plan, with_twins=False) as without:
        walk_enough(without)
    found = simulate(journey(), plan=plan)

    assert found.plan.replications <= 25 < 35 < without.replications.complete
    assert (found.completed.high - found.completed.low) / 2 <= 0.015 * found.completed.mean
    assert found.notes == ()


def test_shares_and_counts_stay_within_their_bounds(found: dict[str, Outcome]) -> None:
    """Payment fails once in 500 times: in most replications for nobody."""
    now = found["now"]
    failed = now.touchpoints[2].left["failure"]
    shares = [now.completion, *(segment.completion for segment in now.segments)]

    assert 0 <= failed.low <= failed.mean <= failed.high
    assert all(0 <= share.low <= share.mean <= share.high <= 1 for share in shares)
    assert estimate([-1.0, -3.0], 0.0).mean == 0


def test_who_is_there_at_first_is_no_part_of_the_twin() -> None:
    """Five more are counted in each replication, and nothing else about arrivals is luck."""
    there = Snapshot.model_validate({"snapshot": "shop", "now": {"chat": {"waiting": 5}}})
    found = compare({"": World(journey(), snapshot=there)}, plan=PLAN)[""]

    assert found.arrived.mean == pytest.approx((30 * 24 + 5) * 365.25 / 12)
    assert found.arrived.high - found.arrived.low < 1e-6


def test_a_twin_that_goes_round_much_longer_is_not_walked() -> None:
    """Only who has come three times gets out at once; without a memory it takes a hundred."""
    text = "{a: {leaves: 1%, next-if: [{came-here: 3, to: {end: 100%}}], next: {a: 100%}}}"
    endless = compile_flow(journey(f"journey: t\nstages: [{{stage: s, touchpoints: {text}}}]"))

    assert twin_of(endless) is not None
    assert twins_of([endless], 7).of == (None,)
    assert twins_of([compile_flow(journey())], 7).of == (0,)


def test_a_twin_need_not_be_filled() -> None:
    """Its customers meet nobody: who came before them changes nothing."""
    twin = twin_of(compile_flow(journey()))
    assert twin is not None
    empty, filled = (
        walk_crowd(twin, seed=7, replication=3, span=Span(days(1), days(3), since))
        for since in (0, -days(2))
    )

    assert filled == empty


def interrupting(at: int) -> Progress:
    """Give a listener that presses Ctrl-C when so many replications are done."""

    def listen(done: int, total: int) -> None:
        if done == at:
            raise_signal(SIGINT)

    return listen


@pytest.mark.parametrize(("at", "kept"), [(11, 5), (50, 25)])
def test_ctrl_c_keeps_the_replications_whose_twin_is_there(at: int, kept: int) -> None:
    """With too few for a twin, as they came."""
    plan = Plan(replications=30, days=1, jobs=1)
    found = compare({"": World(journey())}, plan=plan, progress=interrupting(at))[""]
    same = simulate(journey(), plan=Plan(replications=kept, days=1, jobs=1))

    assert found.plan.replications == kept
    assert found.samples == same.samples
    assert found.adjusted == same.adjusted
    assert bool(found.adjusted) == (kept >= 20)


@pytest.mark.slow
def test_neither_engine_nor_workers_change_a_digit() -> None:
    worlds = {"now": World(journey()), "less leave": changed(look__leaves="-5pp")}
    plans = [
        Plan(replications=20, days=2, engine=engine, jobs=jobs)
        for engine in ("simpy", "compiled")
        for jobs in (1, 2)
    ]
    found = [compare(worlds, plan=plan) for plan in plans]

    for name in worlds:
        assert len({str(one[name].adjusted) for one in found}) == 1
        assert len({str(one[name].completed) for one in found}) == 1
