"""What the same luck for the same customer is worth, when two worlds are compared.

    python benchmarks/common_luck.py [--quick]

Four fixes on contended.yaml, each beside the journey as it is: once on the same keyed
randomness (common random numbers), once on independent seeds. Printed is by how much the
first cuts the variance of the difference, with a 95% interval (bootstrap over the
replications): that many times fewer replications give the same interval.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from desireline.scenarios.change import apply
from desireline.scenarios.reading import journey_of
from desireline.sim.experiments.experiment import World, compare
from desireline.sim.experiments.outcome import Outcome
from desireline.sim.plan import Plan

FIXES = {
    "one more agent": {"agents.capacity": "+1"},
    "10% faster service": {"support.takes": "x0.9"},
    "fewer leave while evaluating": {"evaluate.leaves": "-1pp"},
    "more patience": {"support.patience": "x1.25"},
}
NOW = "as it is"
FIGURES = {"completion": "completion", "gave-up:agents": "giving up", "minutes": "minutes"}
MANY, QUICK = 200, 60
SEED, OTHER_SEED = 7, 1_000_003
RESAMPLED = 2_000
ELSEWHERE = """
What other habits of drawing gave in a prototype of this journey, with four such fixes and 200
replications, measured before and not here:
  one stream for everything (SimPy's, Ciw's and simmer's habit)    1.0 to 1.5
  one stream per purpose (nagasim's and Cimba's)                   1.0 to 3.7
  keyed by customer, visit and purpose (ours)                      3.6 to 285"""

Sample = NDArray[np.float64]


def main() -> None:
    """Measure, and print a row for each fix."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} replications, not {MANY}")
    count = QUICK if parser.parse_args().quick else MANY
    same, other = walked(count, SEED, NOW, *FIXES), walked(count, OTHER_SEED, *FIXES)
    print(f"variance of the difference, independent over common luck; {count} replications\n")
    print(f"{'fix':<30}" + "".join(f"{title:>20}" for title in FIGURES.values()))
    for fix in FIXES:
        cuts = [cut(same[NOW], same[fix], other[fix], figure) for figure in FIGURES]
        print(f"{fix:<30}" + "".join(f"{text:>20}" for text in cuts))
    print(ELSEWHERE)


def walked(count: int, seed: int, *names: str) -> dict[str, Outcome]:
    """Simulate the journey with each of these fixes, all on the luck of one seed."""
    journey = journey_of(Path(__file__).with_name("contended.yaml").read_text("utf-8"))
    worlds = {name: World(apply(journey, FIXES.get(name, {}))) for name in names}
    plan = Plan(replications=count, days=28, engine="compiled", start="filled", seed=seed)
    return compare(worlds, plan=plan)


def cut(base: Outcome, same: Outcome, other: Outcome, figure: str) -> str:
    """Say by how much common luck cuts a figure's variance, and between what."""
    now, common, own = (np.array(outcome.samples[figure]) for outcome in (base, same, other))
    picks = np.random.default_rng(1).integers(len(now), size=(RESAMPLED, len(now)))
    low, high = np.quantile(
        ratio(own[picks] - now[picks], common[picks] - now[picks]), (0.025, 0.975)
    )
    return f"{ratio(own - now, common - now):.1f} ({low:.0f}–{high:.0f})"


def ratio(independent: Sample, common: Sample) -> Sample:
    """Give the quotient of two differences' variances, along the last axis."""
    return np.asarray(independent.var(axis=-1, ddof=1) / common.var(axis=-1, ddof=1))


if __name__ == "__main__":
    main()
