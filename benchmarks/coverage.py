"""Whether 95% intervals hold the truth 95 times out of 100, where the truth is known.

    python benchmarks/coverage.py [--quick] [NAME ...]

Each journey of tests/sim/truths.py is simulated from 200 seeds (quick: 40), 20
replications each, by the compiled engine, as the planner's intervals are made: Student's t
over the replications. It starts filled with those who would be there if nobody waited, and
after a warm-up, where that matters. Told is how many of the intervals hold the exact
answer; that has to lie within binomial limits, chosen so that all figures together break
them by chance once in twenty. `z` is how many standard errors the mean of all replications
lies from the truth.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from math import comb, sqrt
from pathlib import Path
from statistics import fmean, stdev
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "sim"))  # the truths are the tests'
from truths import TRUTHS, Truth, figures_of

from desireline.sim.experiments.estimate import estimate
from desireline.sim.experiments.workers import cores
from desireline.sim.flow import Flow

STATED = 0.95
FALSE_ALARM = 0.05  # of all figures together
MOST_ERRORS = 4.0  # standard errors
SEEDS, QUICK = 200, 40
REPLICATIONS = 20
Rows = list[list[dict[str, float]]]  # by seed, then replication


def walked(name: str, truth: Truth, seeds: int) -> Rows:
    """Walk all replications of all seeds; no two truths share their luck."""
    flow = truth.flow()
    first = 1000 * list(TRUTHS).index(name)
    with ThreadPoolExecutor(cores()) as hands:
        return list(hands.map(partial(one_seed, truth, flow), range(first, first + seeds)))


def one_seed(truth: Truth, flow: Flow, seed: int) -> list[dict[str, float]]:
    """Walk the replications of one seed."""
    return [figures_of(truth, flow, seed, number) for number in range(REPLICATIONS)]


def limits(seeds: int, figures: int) -> tuple[int, int]:
    """Give how many intervals at least and at most hold the truth, but for bad luck."""
    tail = FALSE_ALARM / figures / 2
    chances = [comb(seeds, n) * STATED**n * (1 - STATED) ** (seeds - n) for n in range(seeds + 1)]
    least = next(n for n in range(seeds + 1) if sum(chances[: n + 1]) > tail)
    most = next(n for n in reversed(range(seeds + 1)) if sum(chances[n:]) > tail)
    return least, most


def held(exact: float, samples: Sequence[Sequence[float]]) -> int:
    """Count the seeds whose interval holds the truth."""
    found = (estimate(sample) for sample in samples)
    return sum(one.low <= exact <= one.high for one in found)


def errors_off(exact: float, samples: Sequence[Sequence[float]]) -> float:
    """Give how many standard errors the mean of everything lies from the truth."""
    every = [value for sample in samples for value in sample]
    return (fmean(every) - exact) / (stdev(every) / sqrt(len(every)))


def judge(name: str, truth: Truth, seeds: int, least: int, most: int) -> bool:
    """Print a line for each figure of a truth; tell whether all are as they should be."""
    begun = perf_counter()
    rows = walked(name, truth, seeds)
    print(f"\n{name}  ({perf_counter() - begun:.0f} s)")
    fine = True
    for figure, known in truth.figures.items():
        samples = [[row[figure] for row in replications] for replications in rows]
        hits, off = held(known.exact, samples), errors_off(known.exact, samples)
        mean = fmean(map(fmean, samples))
        good = least <= hits <= most and abs(off) <= MOST_ERRORS
        fine &= good
        print(
            f"  {figure:<28}{known.exact:>14.6f}{mean:>14.6f}  {hits / seeds:>6.1%}{off:>7.2f}"
            f"  {'' if good else 'NOT SO'}",
            flush=True,
        )
    return fine


def main() -> int:
    """Judge all truths, or those whose names contain one of the words."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} seeds, a few minutes")
    parser.add_argument("names", nargs="*", help="parts of the names of truths")
    asked = parser.parse_args()
    seeds = QUICK if asked.quick else SEEDS
    words = asked.names or [""]
    chosen = {name: t for name, t in TRUTHS.items() if any(word in name for word in words)}
    least, most = limits(seeds, sum(len(truth.figures) for truth in TRUTHS.values()))
    print(f"{seeds} intervals each: {least} to {most} of them ({least / seeds:.1%} to ", end="")
    print(f"{most / seeds:.1%}) may hold the truth")
    print(f"  {'':<28}{'exact':>14}{'simulated':>14}  {'holds':>6}{'z':>7}")
    fine = [judge(name, truth, seeds, least, most) for name, truth in chosen.items()]
    return 0 if all(fine) else 1


if __name__ == "__main__":
    raise SystemExit(main())
