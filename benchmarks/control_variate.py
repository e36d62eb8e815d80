"""What a twin that never waits is worth: how much narrower intervals get, and if they hold.

    python benchmarks/control_variate.py [--quick]

First contended.yaml, 28 days from a filled journey: by how much taking off the twin's luck
cuts the variance of each figure, with a 95% interval (bootstrap over the replications), and
what walking the twin costs. Then how many replications a precision takes, with the twin and
without. Then the same for differences between the journey and fixes of it. Last, on queues
whose answer is known (tests/sim/truths.json): how many of the intervals from 20 replications
hold it, and how many of those that stopped at a precision.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import fmean, variance
from time import process_time

import numpy as np
from common_luck import FIXES, NOW, QUICK, RESAMPLED, SEED

from desireline.scenarios.change import apply
from desireline.scenarios.journey import Journey
from desireline.scenarios.reading import journey_of
from desireline.sim.clock import DAYS_A_MONTH
from desireline.sim.experiments.estimate import estimate, half_width
from desireline.sim.experiments.experiment import (
    World,
    compare,
    paired,
    plain_pairs,
    simulate,
    walk_enough,
)
from desireline.sim.experiments.laboratory import opened
from desireline.sim.experiments.outcome import Outcome
from desireline.sim.plan import Plan

CONTENDED = journey_of(Path(__file__).with_name("contended.yaml").read_text("utf-8"))
TRUTHS = Path(__file__).parents[1] / "tests" / "sim" / "truths.json"
FILLED = Plan(replications=200, days=28, engine="compiled", start="filled", seed=SEED)
FIGURES = ("completed", "completion", "minutes", "reached:support", "left", "left:wait")
PRECISIONS = (("completed", 0.003), ("completed", 0.001), ("minutes", 0.003), ("minutes", 0.002))
SEEDS, FEW_SEEDS = 200, 40
QUEUE = """
journey: queue
arrivals: {rate}/h
completes: [desk]
resources: {{clerks: {{hours: 20}}}}
stages:
- stage: all
  touchpoints: {{desk: {{needs: clerks, takes: {{exponential: 24 min}}{patience}}}}}
"""
Answer = Callable[[Mapping[str, float]], float]
QUEUES: Mapping[
    str, tuple[str, int, str, Answer]
] = {  # by its name: what is asked, arrivals, patience, and the exact answer
    "M/M/c lam=45.0 mu=2.5 c=20": ("minutes", 45, "", lambda exact: 60 * exact["W"]),
    "Erlang-A lam=49 mu=2.5 c=20 theta=4 (support-like)": (
        "completed",
        49,
        ", patience: {exponential: 15 min}",
        lambda exact: exact["throughput"] * 24 * DAYS_A_MONTH,
    ),
}


def main() -> None:
    """Measure and print it all."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} replications, fewer seeds")
    quick = parser.parse_args().quick
    plan = replace(FILLED, replications=QUICK) if quick else FILLED
    simulate(CONTENDED, plan=Plan(2, 1, engine="compiled"))  # compiling is part of no figure
    print(f"contended.yaml, {plan.replications} replications of 28 days\n")
    show_cuts(plan)
    show_cost()
    show_precisions()
    show_differences(plan)
    for name in QUEUES:
        show_coverage(name, FEW_SEEDS if quick else SEEDS)


def show_cuts(plan: Plan) -> None:
    """Print by how much each figure's variance is cut."""
    found = simulate(CONTENDED, plan=plan)
    picks = np.random.default_rng(1).integers(
        plan.replications, size=(RESAMPLED, plan.replications)
    )
    for figure in FIGURES:
        plain, better = np.array(found.samples[figure]), np.array(found.adjusted[figure].values)
        if better.std() < 1e-9 * plain.std():
            print(f"{figure:<20} all of it")
            continue
        ratios = plain[picks].var(axis=1, ddof=1) / better[picks].var(axis=1, ddof=1)
        low, high = np.quantile(ratios, (0.025, 0.975))
        print(f"{figure:<20} {found.adjusted[figure].cut:.1f} ({low:.1f}–{high:.1f})")


def show_cost() -> None:
    """Print what the twin adds to the time, with each engine."""
    for engine, plan in {
        "compiled": Plan(40, 28, engine="compiled", jobs=1),
        "simpy": Plan(20, 2, engine="simpy", jobs=1),
    }.items():
        seconds = []
        for with_twins in (False, True):
            with opened({"": World(CONTENDED)}, plan, with_twins=with_twins) as laboratory:
                began = process_time()
                walk_enough(laboratory)
                seconds.append(process_time() - began)
        print(f"{engine}: the twin takes {seconds[1] / seconds[0] - 1:.0%} more time")


def show_precisions() -> None:
    """Print how many replications a precision takes."""
    print(f"\n{'precision':<24}{'with the twin':>16}{'without':>10}")
    for figure, precision in PRECISIONS:
        plan = replace(FILLED, replications=20, figure=figure, precision=precision, most=10_000)
        counts = [replications(CONTENDED, plan, with_twins=twins) for twins in (True, False)]
        print(f"{figure + f', {precision:.1%}':<24}{counts[0]:>16}{counts[1]:>10}")


def replications(journey: Journey, plan: Plan, *, with_twins: bool) -> int:
    """Give how many replications were walked until it was precise."""
    return len(values(journey, plan, with_twins=with_twins))


def values(journey: Journey, plan: Plan, *, with_twins: bool) -> Sequence[float]:
    """Simulate, and give the plan's figure by replication, adjusted if there is a twin."""
    with opened({"": World(journey)}, plan, with_twins=with_twins) as laboratory:
        walk_enough(laboratory)
        return laboratory.sample(0, laboratory.replications.complete)


def show_differences(plan: Plan) -> None:
    """Print by how much the variance of differences is cut, beyond what common luck cuts."""
    worlds = {name: World(apply(CONTENDED, FIXES.get(name, {}))) for name in (NOW, *FIXES)}
    found = compare(worlds, plan=plan)
    figures = ("completed", "completion", "minutes")
    print(f"\n{'difference':<30}" + "".join(f"{figure:>14}" for figure in figures))
    for fix in FIXES:
        cuts = (_difference_cut(found[fix], found[NOW], figure) for figure in figures)
        print(f"{fix:<30}" + "".join(f"{cut:>14.2f}" for cut in cuts))


def _difference_cut(fixed: Outcome, now: Outcome, figure: str) -> float:
    return variance(plain_pairs(fixed, now, figure)) / variance(paired(fixed, now, figure))


def show_coverage(name: str, seeds: int) -> None:
    """Print how many intervals hold the truth, with the twin and without, at first and stopped."""
    figure, rate, patience, answer = QUEUES[name]
    journey = journey_of(QUEUE.format(rate=rate, patience=patience))
    truth = answer(json.loads(TRUTHS.read_text("utf-8"))[name])
    plan = Plan(20, days=14, warm_up_days=2, engine="compiled", figure=figure)
    print(f"\n{name}: {figure} is {truth:.6g}; {seeds} seeds")
    for title, twins in {"without": False, "with the twin": True}.items():
        rows = [
            values(journey, replace(plan, seed=1000 + seed), with_twins=twins)
            for seed in range(seeds)
        ]
        show_held(title, truth, rows)
        wanted = replace(plan, precision=fmean(map(half_width, rows)) / 2 / truth)
        stopped = [
            values(journey, replace(wanted, seed=3000 + seed), with_twins=twins)
            for seed in range(seeds)
        ]
        show_held(f"{title}, twice as precise", truth, stopped)


def show_held(title: str, truth: float, rows: Sequence[Sequence[float]]) -> None:
    """Print how many intervals hold the truth."""
    print(
        f"  {title:<34}{held(truth, rows):>7.1%} hold it, mean {fmean(map(fmean, rows)):.6g}, "
        f"half-width {fmean(map(half_width, rows)):.3g}, {fmean(map(len, rows)):.0f} replications",
        flush=True,
    )


def held(truth: float, rows: Sequence[Sequence[float]]) -> float:
    """Give the share of intervals that hold the truth."""
    found = [estimate(row) for row in rows]
    return fmean(one.low <= truth <= one.high for one in found)


if __name__ == "__main__":
    main()
