"""What the same luck for the same customer is worth, when two worlds are compared.

    python benchmarks/common_luck.py [--quick]

Four fixes on contended.yaml, each beside the journey as it is: once on the same keyed
randomness (common random numbers), once on independent seeds. Printed is by how much the
first cuts the variance of the difference: that many times fewer replications give the same
interval.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from statistics import variance

from desireline.scenarios.change import apply
from desireline.scenarios.journey import Journey
from desireline.scenarios.reading import journey_of
from desireline.sim.experiment import World, compare
from desireline.sim.outcome import Outcome, Plan

FIXES = {
    "one more agent": {"agents.capacity": "+1"},
    "10% faster service": {"support.takes": "x0.9"},
    "fewer leave while evaluating": {"evaluate.leaves": "-1pp"},
    "more patience": {"support.patience": "x1.25"},
}
FIGURES = ("completion", "gave-up:agents", "minutes")
MANY, QUICK = 200, 60
OTHER_SEED = 1_000_003


def main() -> None:
    """Measure, and print a row for each fix."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} replications, not {MANY}")
    count = QUICK if parser.parse_args().quick else MANY
    journey = journey_of(Path(__file__).with_name("contended.yaml").read_text("utf-8"))
    print(f"variance of the difference, independent over common luck; {count} replications\n")
    print(f"{'fix':<32}" + "".join(f"{figure:>18}" for figure in FIGURES))
    for name, changes in FIXES.items():
        cuts = ratios(journey, apply(journey, changes), count)
        print(f"{name:<32}" + "".join(f"{cut:>18.1f}" for cut in cuts))


def ratios(base: Journey, fixed: Journey, count: int) -> list[float]:
    """Give by how much common luck cuts the variance, for each figure."""
    plan = Plan(replications=count, days=28, engine="compiled", start="filled")
    same = compare({"base": World(base), "fixed": World(fixed)}, plan=plan)
    other_plan = Plan(
        replications=count, days=28, engine="compiled", start="filled", seed=OTHER_SEED
    )
    other = compare({"fixed": World(fixed)}, plan=other_plan)["fixed"]
    return [
        spread(same["base"], other, figure) / spread(same["base"], same["fixed"], figure)
        for figure in FIGURES
    ]


def spread(base: Outcome, fixed: Outcome, figure: str) -> float:
    """Give the variance of the difference, replication by replication."""
    pairs = zip(base.samples[figure], fixed.samples[figure], strict=True)
    return variance([b - a for a, b in pairs])


if __name__ == "__main__":
    main()
