"""What the shopper costs beside a plain script of the same walk, on the demo shop.

    python benchmarks/walk.py [--quick] [--json]

The walk buys boots: eight pages, six fields, nine facts. `raw` is a script with Playwright
alone; `none` and `lite` are the shopper with no evidence and with the evidence it keeps by
default. Their processes stay open and walk turn by turn, so that what else this machine does
hits all alike. A figure is the median of the rounds' ratios, by the clock on the wall; CPU
time of Python, the driver and the browser together stands beside it. Cold is a new process
that walks once, from nothing to its end. The peak is the memory of the shopper, the driver
and the browser (each page of memory counted once) while it walks with `lite`.

Without `--quick` Elastic's synthetics walks too, where npm can put it into a folder of ours;
it starts its browser for each run, so it stands beside the cold starts.
"""

from __future__ import annotations

import argparse
import json
import sys
from statistics import median

from walk_elastic import elastic_seconds
from walk_runs import Way, cold_seconds, machine, open_ways, peak_mb

from desireline.scenarios.gallery.shop.flaws import NONE
from desireline.scenarios.gallery.shop.serve import open_shop

ROUNDS, QUICK_ROUNDS = 20, 4
COLD_ROUNDS, QUICK_COLD_ROUNDS = 7, 2
GOALS = {"interpreter_vs_raw": 1.10, "lite_vs_raw": 1.35, "cold_vs_raw": 1.15, "peak_mb": 400.0}


def main() -> int:
    """Measure, and print what was measured."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="under a minute, without Elastic")
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    wish = parser.parse_args()
    print(machine(), flush=True)
    with open_shop(NONE) as shop:
        figures = measure_warm(shop.url, QUICK_ROUNDS if wish.quick else ROUNDS)
        figures |= measure_cold(shop.url, QUICK_COLD_ROUNDS if wish.quick else COLD_ROUNDS)
        if not wish.quick:
            said = elastic_seconds(shop.url, COLD_ROUNDS)
            print(said if isinstance(said, str) else f"elastic cold  {median(said):6.2f} s")
    for name, goal in GOALS.items():
        print(f"{name:<20}{figures[name]:>8.2f}  (goal: at most {goal:g})")
    if wish.json:
        print(json.dumps(figures))
    return 0


def measure_warm(url: str, rounds: int) -> dict[str, float]:
    """Walk turn by turn in browsers that are open, the first round unheeded."""
    with open_ways(url) as ways:
        for way in ways.values():
            way.walk()
        for _ in range(rounds):
            for way in ways.values():
                way.walk()
        memory = peak_mb(ways["lite"])
        print(f"\nmedian of {rounds} rounds, turn by turn\n")
        print(f"{'':<8}{'wall s':>8}{'CPU s':>8}{'x raw':>8}{'x raw by CPU':>14}")
        for name, way in ways.items():
            print(_row(name, way, ways["raw"]))
        return {
            "interpreter_vs_raw": ratio(ways["none"].walls, ways["raw"].walls),
            "lite_vs_raw": ratio(ways["lite"].walls, ways["raw"].walls),
            "interpreter_vs_raw_cpu": ratio(ways["none"].cpus, ways["raw"].cpus),
            "lite_vs_raw_cpu": ratio(ways["lite"].cpus, ways["raw"].cpus),
            "peak_mb": round(memory, 1),
        }


def _row(name: str, way: Way, raw: Way) -> str:
    walls, cpus = ratio(way.walls, raw.walls), ratio(way.cpus, raw.cpus)
    return f"{name:<8}{median(way.walls):>8.2f}{median(way.cpus):>8.2f}{walls:>8.2f}{cpus:>14.2f}"


def measure_cold(url: str, rounds: int) -> dict[str, float]:
    """Start a new process for each walk, turn by turn, the first of each unheeded."""
    for name in ("raw", "none"):
        cold_seconds(url, name)
    raw: list[float] = []
    ours: list[float] = []
    for _ in range(rounds):
        raw.append(cold_seconds(url, "raw"))
        ours.append(cold_seconds(url, "none"))
    print(f"\ncold: raw {median(raw):.2f} s, ours {median(ours):.2f} s, {rounds} rounds\n")
    return {"cold_vs_raw": ratio(ours, raw)}


def ratio(ours: list[float], raw: list[float]) -> float:
    """Give the median of the rounds' ratios: a busy moment hits both of a round."""
    return round(median(one / other for one, other in zip(ours, raw, strict=True)), 3)


if __name__ == "__main__":
    sys.exit(main())
