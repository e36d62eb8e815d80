"""Experiments: how many replications, what is kept of them, and what is said of many."""

from __future__ import annotations

from dataclasses import replace
from math import inf, log
from random import Random
from signal import SIGINT, raise_signal
from time import perf_counter

import pytest
import yaml
from scipy import stats

from desireline.scenarios.arrivals import Recorded, replaying
from desireline.scenarios.errors import DesirelineError
from desireline.scenarios.journey import Journey
from desireline.sim.clock import TICKS_A_DAY
from desireline.sim.engine import engine_for
from desireline.sim.experiments.best import best_of, best_world
from desireline.sim.experiments.differences import differences, holm, p_value
from desireline.sim.experiments.estimate import half_width
from desireline.sim.experiments.experiment import World, compare, simulate
from desireline.sim.experiments.filling import since_for
from desireline.sim.experiments.outcome import Estimate
from desireline.sim.experiments.precision import next_lot
from desireline.sim.experiments.progress import Progress, remaining_seconds
from desireline.sim.flatten import compile_flow
from desireline.sim.plan import Plan

QUEUE = "{needs: clerks, takes: {exponential: 1 min}}"


def journey(desk: str = QUEUE, resource: str = "{hours: 1}", arrivals: str = "30/h") -> Journey:
    """Give a journey of one touchpoint and one team."""
    text = f"""
    journey: queue
    arrivals: {arrivals}
    completes: [desk]
    resources: {{clerks: {resource}}}
    stages: [{{stage: all, touchpoints: {{desk: {desk}}}}}]
    """
    return Journey.model_validate(yaml.safe_load(text))


def leaving(share: str) -> World:
    """Give a world without queues, in which so many leave before the end."""
    text = f"""
    journey: short
    arrivals: 30/h
    completes: [till]
    stages: [{{stage: all, touchpoints: {{door: {{leaves: {share}}}, till: {{}}}}}}]
    """
    return World(Journey.model_validate(yaml.safe_load(text)))


def assert_holds(found: Estimate, exact: float, sharp: float) -> None:
    """The exact answer lies within 1.3 times the 95% interval (about 99%), which is sharp."""
    half = (found.high - found.low) / 2

    assert half < sharp * exact
    assert abs(found.mean - exact) < 1.3 * half


def interrupting(at: int) -> Progress:
    """Give a listener that presses Ctrl-C when so many replications are done."""

    def listen(done: int, total: int) -> None:
        if done == at:
            raise_signal(SIGINT)

    return listen


@pytest.mark.parametrize("jobs", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_ctrl_c_keeps_what_is_done_in_every_world(jobs: int) -> None:
    """Seven are done: three pairs and a half, when one after the other is ready."""
    worlds = {"now": leaving("30%"), "then": leaving("20%")}
    plan = Plan(replications=10, days=2, jobs=jobs)
    whole = compare(worlds, plan=plan)
    kept = compare(worlds, plan=plan, progress=interrupting(7))
    count = kept["now"].plan.replications

    assert count == 3 if jobs == 1 else 2 <= count <= 4
    for name, outcome in kept.items():
        assert outcome.interrupted
        assert outcome.samples["completed"] == whole[name].samples["completed"][:count]
        assert f"{count} of 10 replications" in outcome.notes[-1]
        assert f"{half_width(outcome.samples['completed']):,.3g}" in outcome.notes[-1]


def test_ctrl_c_before_there_is_an_interval_ends_it_all() -> None:
    with pytest.raises(KeyboardInterrupt):
        simulate(journey(), plan=Plan(replications=5, days=1, jobs=1), progress=interrupting(1))


def test_what_is_left_takes_as_long_as_the_last_ones_of_its_world_took() -> None:
    """A slow world of 3 seconds and a quick one of 1; the slow first lot no longer counts."""
    slow, quick = [30.0] * 5 + [3.0] * 20, [1.0] * 4

    assert remaining_seconds([slow, quick], [10, 20], jobs=2) == (10 * 3 + 20 * 1) / 2
    assert remaining_seconds([slow, []], [1, 2], jobs=1) == 9.0
    assert remaining_seconds([slow, quick], [1, 0], jobs=8) == 3.0
    assert remaining_seconds([[4.0]], [2], jobs=1, under_way=[(0.5, 9.0)]) == 6.0
    assert remaining_seconds([[]], [2], jobs=1, under_way=[(0.25, 5.0)]) == 35.0
    assert remaining_seconds([[], []], [5, 5], jobs=2) is None


def test_replications_go_on_until_the_figure_is_precise_in_every_world() -> None:
    worlds = {"now": leaving("30%"), "hardly": leaving("95%")}
    found = compare(worlds, plan=Plan(days=2, jobs=1, precision=0.05))
    count = found["now"].plan.replications
    sample = found["hardly"].samples["completed"]

    assert 20 < count == found["hardly"].plan.replications < 1000
    assert half_width(sample) <= 0.05 * found["hardly"].completed.mean
    assert half_width(sample[:20]) > 0.05 * found["hardly"].completed.mean
    assert found["now"].notes == ()


def test_a_precision_that_the_replications_allowed_don_t_reach_is_said() -> None:
    plan = Plan(days=1, jobs=1, precision=0.0001, most=30, figure="minutes")
    found = simulate(journey(), plan=plan)

    assert found.plan.replications == 30
    assert "after 30 replications, the most allowed" in found.notes[-1]
    assert "not 0.01% as asked" in found.notes[-1]


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        ({"precision": 0.0}, "DL240"),
        ({"precision": inf}, "DL240"),
        ({"precision": 0.1, "most": 10}, "DL240"),
        ({"precision": 0.1, "figure": "happiness"}, "DL229"),
    ],
)
def test_precisions_that_are_none(plan: dict[str, object], code: str) -> None:
    with pytest.raises(DesirelineError) as refused:
        simulate(journey(), plan=Plan(days=1, jobs=1, **plan))  # type: ignore[arg-type]

    assert refused.value.code == code


def test_intervals_of_a_wanted_precision_hold_the_mean_as_often_as_they_say() -> None:
    """Lopsided values, stopped at 10%: 95% of 1,000 intervals, less 3 standard errors."""
    luck = Random(7)  # noqa: S311 - no secret
    held = 0
    for _ in range(1000):
        values = [luck.gammavariate(4, 0.25) for _ in range(20)]
        while (wanted := next_lot([values], 0.1, 1000)) > len(values):
            values += [luck.gammavariate(4, 0.25) for _ in range(wanted - len(values))]
        held += abs(sum(values) / len(values) - 1) <= half_width(values)

    assert held >= 950 - 3 * (1000 * 0.95 * 0.05) ** 0.5


def test_more_replications_than_twice_as_many_are_never_asked_for_at_once() -> None:
    assert next_lot([[0.0, 10.0] * 10], 0.001, 1000) == 40
    assert next_lot([[0.0, 10.0] * 10], 0.001, 30) == 30
    assert next_lot([[10.0] * 20, [9.9, 10.1] * 10], 0.01, 1000) == 20


def test_waits_have_the_quantiles_of_their_queue() -> None:
    """M/M/1, half busy: P(W > t) = exp(-t/2)/2, in minutes; half of them don't wait."""
    plan = Plan(replications=20, days=5, warm_up_days=1, jobs=1)
    found = simulate(journey(), plan=plan).resources[0].wait_quantiles

    assert found[0.5].mean < 0.05
    assert_holds(found[0.9], 2 * log(5), 0.08)
    assert_holds(found[0.95], 2 * log(10), 0.08)


def test_stays_have_the_quantiles_of_their_times() -> None:
    plan = Plan(replications=20, days=7, jobs=1)
    found = simulate(journey("{takes: {exponential: 1 h}}"), plan=plan).stay_quantiles

    assert_holds(found[0.5], 60 * log(2), 0.02)
    assert_holds(found[0.95], 60 * log(20), 0.02)


def test_who_is_turned_away_is_counted() -> None:
    """Erlang B with one server and half the work it has time for: a third."""
    plan = Plan(replications=20, days=7, jobs=1)
    found = simulate(journey(resource="{hours: 1, line: at most 0}"), plan=plan)

    assert_holds(found.resources[0].turned_away, 1 / 3, 0.02)
    assert found.resources[0].abandoned.mean == 0


def test_who_is_called_back_and_who_returns_is_counted() -> None:
    """Nobody is there: all lose patience, 30% wait for a call in vain, 40% come back later."""
    desk = (
        "{needs: clerks, takes: 1 min, patience: 10 min, call-back: {share: 30%, after: 1 h}, "
        "returns: {share: 40%, after: 2 days}}"
    )
    plan = Plan(replications=20, days=7, jobs=1)
    hours = "{hours: {mon 00:00-00:30: 1}}"
    found = simulate(journey(desk, hours, "2/h"), plan=plan)
    back = found.touchpoints[0].returned.mean / found.touchpoints[0].visits.mean

    assert 0.2 < found.resources[0].called_back.mean < 0.31
    assert back == pytest.approx(0.4 * (1 - found.resources[0].called_back.mean), rel=0.1)


def test_a_filled_journey_has_in_it_who_would_be_there() -> None:
    """480 beds for 96 guests, who stay two days: a fifth is busy from the first hour on."""
    desk = "{needs: clerks, takes: {gamma: {mean: 2 days, cv: 1.5}}}"
    guests = journey(desk, "{hours: 480}", "48/day")
    plan = Plan(replications=40, days=0.25, jobs=1)
    filled = simulate(guests, plan=Plan(replications=40, days=0.25, jobs=1, start="filled"))
    empty = simulate(guests, plan=plan)

    assert_holds(filled.resources[0].utilisation, 0.2, 0.1)
    assert empty.resources[0].utilisation.mean < 0.03


def test_a_journey_is_filled_from_so_far_back_that_hardly_anybody_is_missing() -> None:
    """Of those who are in it, exp(-s) arrived more than s mean stays ago: below 1 in 10,000."""
    flow = compile_flow(journey("{takes: {exponential: 10 days}}"))
    stays = -since_for([flow], Plan()) / (10 * TICKS_A_DAY)

    assert log(1e4) < stays < 2.5 * log(1e4)


def test_a_replayed_journey_can_t_start_filled() -> None:
    recorded = journey()
    replayed = replaying(recorded.arrivals, Recorded(times=(0.0, 60.0)), "came.csv")

    with pytest.raises(DesirelineError) as refused:
        simulate(
            recorded.model_copy(update={"arrivals": replayed}),
            plan=Plan(replications=2, days=1, jobs=1, start="filled"),
        )

    assert refused.value.code == "DL244"


def test_small_work_is_simpys() -> None:
    assert engine_for(compile_flow(journey()), Plan(days=1)).name == "simpy"
    assert simulate(journey(), plan=Plan(replications=2, days=1, jobs=1)).engine == "simpy"


def test_holm_adjusts_one_after_the_other() -> None:
    """The textbook's four: only the two smallest stay below 5%."""
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx((0.03, 0.06, 0.06, 0.02))
    assert holm([0.9, 0.8]) == (1.0, 1.0)
    assert holm([]) == ()


def test_a_difference_is_students_paired_one() -> None:
    luck = Random(7)  # noqa: S311 - no secret
    sample = [luck.gauss(0.3, 1) for _ in range(15)]

    assert p_value(sample) == pytest.approx(stats.ttest_1samp(sample, 0).pvalue, rel=1e-9)
    assert p_value([0.0, 0.0]) == 1.0
    assert p_value([1.0, 1.0]) == 0.0


def test_of_many_worlds_only_those_that_differ_hold() -> None:
    shares = {"same": "30%", "better": "25%", "worse": "40%"}
    worlds = {"now": leaving("30%")} | {name: leaving(share) for name, share in shares.items()}
    outcomes = compare(worlds, plan=Plan(replications=20, days=2, jobs=1))
    base = outcomes.pop("now")
    found = differences(base, outcomes, "completed")

    assert [found[name].holds for name in shares] == [False, True, True]
    assert found["same"].mean == Estimate(0.0, 0.0, 0.0)
    assert found["worse"].mean.high < 0 < found["better"].mean.low
    assert found["better"].adjusted >= found["better"].p_value


def test_the_best_is_selected_as_often_as_is_said() -> None:
    """Four alike and one better by delta, on shared luck: 95% of 300, less 3 errors."""
    luck = Random(7)  # noqa: S311 - no secret
    names = ["a", "b", "c", "d", "best"]
    right = 0
    for _ in range(300):
        common = [luck.gauss(0, 1) for _ in range(1000)]
        values = {
            name: [shared + luck.gauss(0.5 * (name == "best"), 1.5) for shared in common]
            for name in names
        }
        found = best_of(
            lambda left, count, values=values: {name: values[name][:count] for name in left},  # type: ignore[misc]
            names,
            delta=0.5,
        )
        right += found.names == ("best",)

    assert right >= 285 - 3 * (300 * 0.95 * 0.05) ** 0.5


def test_worlds_that_are_alike_end_in_one_of_them() -> None:
    """Once they differ by less than delta for certain, either will do."""
    values = {"one": [1.0, 2.0] * 500, "other": [1.0, 2.0] * 500}
    found = best_of(lambda left, count: {n: values[n][:count] for n in left}, ["one", "other"],
                    delta=0.1)  # fmt: skip

    assert found.is_decided
    assert found.replications == 20


def test_the_best_is_left_open_when_replications_run_out() -> None:
    luck = Random(7)  # noqa: S311 - no secret
    values = {name: [luck.gauss(0, 10) for _ in range(40)] for name in ("one", "other")}
    found = best_of(lambda left, count: {n: values[n][:count] for n in left}, ["one", "other"],
                    delta=0.01, most=40)  # fmt: skip

    assert not found.is_decided
    assert found.replications == 40


def test_the_best_world_is_found_on_the_same_luck() -> None:
    worlds = {share: leaving(share) for share in ("30%", "20%", "10%", "25%")}
    plan = Plan(days=1, jobs=1)

    assert best_world(worlds, plan=plan, delta=100.0).names == ("10%",)
    assert best_world(worlds, plan=plan, delta=100.0, smaller=True).names == ("30%",)
    with pytest.raises(DesirelineError, match="DL240"):
        best_world(worlds, plan=plan, delta=0.0)


@pytest.mark.slow
def test_the_compiled_engine_gives_the_same_outcome() -> None:
    """In threads, with the warm-up that it finds itself; only the engine's name differs."""
    plan = Plan(replications=3, days=3, warm_up_days="auto", start="filled")
    desk = "{needs: clerks, takes: {exponential: 1 min}, patience: 10 min}"
    simpy, compiled = (
        simulate(journey(desk, arrivals="50/h"), plan=replace(plan, engine=engine, jobs=2))
        for engine in ("simpy", "compiled")
    )

    assert compiled.engine == "compiled"
    assert compiled == replace(
        simpy, engine="compiled", plan=replace(simpy.plan, engine="compiled")
    )


@pytest.mark.slow
def test_ctrl_c_ends_a_long_compiled_replication() -> None:
    """A century of it would take minutes; it tells how long, and is interrupted at once."""
    left: list[float] = []
    pressed: list[float] = []

    def interrupt(seconds: float) -> None:
        left.append(seconds)
        pressed.append(perf_counter())
        raise_signal(SIGINT)

    plan = Plan(replications=2, days=36_000, jobs=1, engine="compiled")
    with pytest.raises(KeyboardInterrupt):
        simulate(journey(arrivals="55/h"), plan=plan, remaining=interrupt)

    assert len(left) == 1
    assert perf_counter() - pressed[0] < left[0] / 4


def test_what_only_simpy_can_do_is_not_compiled() -> None:
    things = ", ".join(f"thing-{number}" for number in range(80))
    asking = journey(f"{{asks: [{things}]}}")

    with pytest.raises(DesirelineError) as refused:
        simulate(asking, plan=Plan(replications=2, days=1, engine="compiled"))

    assert refused.value.code == "DL241"
    assert simulate(asking, plan=Plan(replications=2, days=1, jobs=1)).engine == "simpy"
