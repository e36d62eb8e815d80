"""Whether 95% intervals hold the truth 95 times out of 100, where the truth is known.

    python benchmarks/coverage.py [--quick] [--write] [NAME ...]

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
from typing import NamedTuple

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
PAGE = Path(__file__).parents[1] / "docs" / "background" / "verification.md"
BEGINS, ENDS = "<!-- measured by benchmarks/coverage.py -->", "<!-- until here -->"
Rows = list[list[dict[str, float]]]  # by seed, then replication


class Judged(NamedTuple):
    """One figure of one journey, beside its exact answer."""

    journey: str
    figure: str
    exact: float
    mean: float  # of all replications of all seeds
    errors_off: float  # standard errors
    held: int  # seeds whose interval holds the truth
    fine: bool


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


def judge(name: str, truth: Truth, seeds: int, least: int, most: int) -> list[Judged]:
    """Judge each figure of a truth, and print a line for it."""
    begun = perf_counter()
    rows = walked(name, truth, seeds)
    print(f"\n{name}  ({perf_counter() - begun:.0f} s)")
    found = []
    for figure, known in truth.figures.items():
        samples = [[row[figure] for row in replications] for replications in rows]
        hits, off = held(known.exact, samples), errors_off(known.exact, samples)
        fine = least <= hits <= most and abs(off) <= MOST_ERRORS
        mean = fmean(map(fmean, samples))
        found.append(Judged(name, figure, known.exact, mean, off, hits, fine))
        print(
            f"  {figure:<28}{known.exact:>14.6f}{mean:>14.6f}  {hits / seeds:>6.1%}{off:>7.2f}"
            f"  {'' if fine else 'NOT SO'}",
            flush=True,
        )
    return found


def table(found: Sequence[Judged], seeds: int, least: int, most: int) -> str:
    """Give the page's table, after what it was measured with."""
    furthest = max(abs(one.errors_off) for one in found)
    off = sum(not one.fine for one in found)
    lines = [
        f"{len(found)} figures, each simulated from {seeds} seeds with {REPLICATIONS} "
        f"replications. Asked is that {least} to {most} of the {seeds} intervals hold the exact "
        f"answer, and that the mean of everything lies within {MOST_ERRORS:g} standard errors of "
        f"it: {f'{off} of them fail' if off else 'all of them pass'}. Of all intervals, "
        f"{_usual_share(found, seeds):.1%} hold it; the furthest mean is {furthest:.1f} standard "
        "errors off.",
        "",
        f"| journey | figure | exact | simulated | standard errors off | hold it, of {seeds} |",
        "|---|---|---|---|---|---|",
    ]
    for one in found:
        flag = "" if one.fine else " (not as it should be)"
        lines.append(
            f"| {one.journey} | {one.figure} | {one.exact:.6g} | {one.mean:.6g} | "
            f"{one.errors_off:+.1f} | {one.held}{flag} |"
        )
    return "\n".join(lines)


def _usual_share(found: Sequence[Judged], seeds: int) -> float:
    return fmean(one.held for one in found) / seeds


def write_page(text: str) -> None:
    """Put the table where the page has it."""
    before, _, rest = PAGE.read_text("utf-8").partition(BEGINS)
    _, _, after = rest.partition(ENDS)
    PAGE.write_text(f"{before}{BEGINS}\n\n{text}\n\n{ENDS}{after}", "utf-8")


def main() -> int:
    """Judge all truths, or those whose names contain one of the words."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} seeds, a few minutes")
    parser.add_argument("--write", action="store_true", help="renew the manual's table")
    parser.add_argument("names", nargs="*", help="parts of the names of truths")
    asked = parser.parse_args()
    if asked.write and asked.names:
        parser.error("the page's table has all truths: write it without names")
    seeds = QUICK if asked.quick else SEEDS
    words = asked.names or [""]
    chosen = {name: t for name, t in TRUTHS.items() if any(word in name for word in words)}
    least, most = limits(seeds, sum(len(truth.figures) for truth in TRUTHS.values()))
    print(f"{seeds} intervals each: {least} to {most} of them ({least / seeds:.1%} to ", end="")
    print(f"{most / seeds:.1%}) may hold the truth")
    print(f"  {'':<28}{'exact':>14}{'simulated':>14}  {'holds':>6}{'z':>7}")
    found = [one for name, t in chosen.items() for one in judge(name, t, seeds, least, most)]
    if asked.write:
        write_page(table(found, seeds, least, most))
    return 0 if all(one.fine for one in found) else 1


if __name__ == "__main__":
    raise SystemExit(main())
