"""The twin as control variate: less chance, and nothing else."""

from __future__ import annotations

from math import sqrt
from pathlib import Path
from random import Random
from statistics import fmean, variance

import pytest
import yaml

from desireline.scenarios.journey import Journey
from desireline.scenarios.response import Effect
from desireline.sim.clock import days
from desireline.sim.crowd import walk_crowd
from desireline.sim.exact import Exact, exact
from desireline.sim.experiments.control import adjusted, controlled, means_of, twin_of
from desireline.sim.experiments.estimate import estimate
from desireline.sim.experiments.summary import samples_of
from desireline.sim.flatten import compile_flow
from desireline.sim.flow import Flow
from desireline.sim.plan import Plan
from desireline.sim.shift import Shift
from desireline.sim.span import Span

CONTENDED = Path(__file__).parents[2] / "benchmarks" / "contended.yaml"
BUSY = """
journey: busy
arrivals: {daily 08:00-20:00: 30/h, otherwise: 10/h}
resources: {agents: {hours: {daily 08:00-20:00: 3, otherwise: 1}}}
stages:
- stage: all
  touchpoints:
    shop:
      takes: {exponential: 5 min}
      takes-by-hour: {daily 08:00-12:00: x2, otherwise: x1}
      leaves: 30%
      next-if: [{came-here: 2, to: {pay: 100%}}]
      next: {chat: 60%, pay: 40%}
    chat:
      needs: agents
      takes: {exponential: 10 min}
      patience: {exponential: 10 min}
      on-abandon: {shop: 30%}
      responds: {wait: x1.1 per min, effort: x1.2 per point, again: x1.5 per visit}
      leaves: 10%
      next: {pay: 80%, shop: 20%}
    pay: {fails: 20%, retries: 1, leaves: 5%}
"""
SLOW = Shift("shop", "slow", Effect(0.5, -0.5, 1.5, "guess", "guess"), 1.0)
PLAN = Plan(days=2.0)
SPAN = Span(0, days(2))


def flow_of(text: str, *gaps: Shift) -> Flow:
    """Compile a journey."""
    return compile_flow(Journey.model_validate(yaml.safe_load(text)), gaps)


def twin(flow: Flow) -> Flow:
    """Give the twin that there is."""
    found = twin_of(flow)
    assert found is not None
    return found


def samples(flow: Flow, replications: int) -> dict[str, tuple[float, ...]]:
    """Simulate, figure by figure."""
    walks = [walk_crowd(flow, seed=1, replication=r, span=SPAN) for r in range(replications)]
    return samples_of(flow, PLAN, SPAN, walks)


def test_a_straight_line_leaves_no_chance() -> None:
    """What is nothing but three times the twin's luck has one value without it."""
    means = [5.0, 6.0, 7.0, 8.0, 9.0]
    luck = [0.5, -1.0, 0.25, 2.0, -1.5]
    found = adjusted(
        [10 + 3 * off for off in luck],
        [mean + off for mean, off in zip(means, luck, strict=True)],
        means,
    )

    assert found.values == pytest.approx([10.0] * 5)
    assert found.slope == pytest.approx(3.0)
    assert found.cut is None


def test_a_replication_says_nothing_about_its_own_slope() -> None:
    """What is taken off has a mean of zero only if its slope is the others'."""
    twins = [1.0, -2.0, 0.5, 1.5, -1.0]
    before = adjusted([4.0, 1.0, 3.0, 2.0, 2.5], twins, [0.0] * 5)
    after = adjusted([104.0, 1.0, 3.0, 2.0, 2.5], twins, [0.0] * 5)

    assert after.values[0] == pytest.approx(before.values[0] + 100)


def test_a_twin_without_luck_changes_nothing() -> None:
    found = adjusted([4.0, 1.0, 3.0, 2.0], [7.0] * 4, [7.0] * 4)

    assert found.values == (4.0, 1.0, 3.0, 2.0)
    assert (found.slope, found.cut) == (0.0, 1.0)


def test_luck_of_one_replication_alone_is_left_in() -> None:
    """The others had none, so they say nothing about what it is worth."""
    figures, twins = [4.0, 1.1, 2.3, 1.4, 0.1], [8.2, *[5.4] * 4]

    assert adjusted(figures, twins, [5.4] * 5).values[0] == 4.0


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    """2,000 studies of 20 replications, lopsided luck: 95% within 1.5 points (3 of its errors)."""
    luck = Random(11)  # noqa: S311 - no secret
    held = cuts = 0.0
    bias = []
    for _ in range(2000):
        twins = [luck.expovariate(1) - 1 for _ in range(20)]
        figures = [4 * x + luck.gauss() for x in twins]
        found = adjusted(figures, twins, [0.0] * 20)
        interval = estimate(found.values)
        held += interval.low <= 0 <= interval.high
        cuts += found.cut is not None and found.cut > 1
        bias.append(interval.mean)

    assert held / 2000 == pytest.approx(0.95, abs=0.015)
    assert abs(fmean(bias)) < 3 * sqrt(variance(bias) / 2000)
    assert cuts > 1900


def test_the_twin_is_known_exactly_and_simulated_as_known() -> None:
    """Whatever the journey hangs on is left out of it; each replication has its own effects."""
    flow = flow_of(BUSY, SLOW)
    known = means_of(twin(flow), SPAN, seed=1, replications=40)
    found = samples(twin(flow), 40)

    assert len({mean["completed"] for mean in known}) == 40
    for figure in ("arrived", "completed", "reached:chat", "left:slow", "left:failure", "minutes"):
        off = [x - mean[figure] for x, mean in zip(found[figure], known, strict=True)]
        assert abs(fmean(off)) < 4 * sqrt(variance(off) / 40)


def test_a_busy_journey_is_known_better_by_its_twin() -> None:
    """And comes out alike: both means lie within each other's chance."""
    flow = flow_of(BUSY)
    known = means_of(twin(flow), SPAN, seed=1, replications=20)
    plain = samples(flow, 20)
    found = controlled(plain, samples(twin(flow), 20), known)
    arrived, completed = found["arrived"], found["completed"]

    assert arrived.values == pytest.approx([known[0]["arrived"]] * 20)
    assert arrived.cut is None or arrived.cut > 1e18
    assert completed.cut is not None
    assert completed.cut > 4
    assert abs(fmean(completed.values) - fmean(plain["completed"])) < 4 * sqrt(
        variance(plain["completed"]) / 20
    )
    assert "wait:agents" not in found


def test_no_twin_of_a_journey_that_only_the_past_leads_out_of() -> None:
    text = "{a: {next-if: [{came-here: 3, to: {end: 100%}}], next: {a: 100%}}}"

    assert twin_of(flow_of(f"journey: t\nstages: [{{stage: s, touchpoints: {text}}}]")) is None


def test_a_twin_has_an_exact_answer() -> None:
    assert isinstance(exact(twin(flow_of(CONTENDED.read_text("utf-8")))), Exact)


@pytest.mark.slow
def test_the_contended_journey_is_known_many_times_better() -> None:
    """20 replications of 14 days, by the compiled engine: as good as hundreds without the twin."""
    engine = pytest.importorskip("desireline.sim.compiled.engine")
    flow, span, plan = flow_of(CONTENDED.read_text("utf-8")), Span(0, days(14)), Plan()

    def walked(one: Flow) -> dict[str, tuple[float, ...]]:
        tallies = [engine.walk_crowd(one, seed=5, replication=r, span=span) for r in range(20)]
        return samples_of(one, plan, span, tallies)

    known = means_of(twin(flow), span, seed=5, replications=20)
    found = controlled(walked(flow), walked(twin(flow)), known)

    cuts = [found[name].cut or 0.0 for name in ("completed", "completion", "minutes")]
    assert min(cuts) > 15
    assert min(cuts[:2]) > 20
