"""How fast the crowd is walked, beside its peers, on one journey in one run.

    python benchmarks/engines.py [--quick] [--json]
    python benchmarks/engines.py --scale

The journey is contended.yaml: seven stages, three segments, a support loop and 20 agents
for whom customers have patience. Each engine runs in a process of its own, turn by turn;
taken is CPU time on one core, without loading and compiling. An event is one of the model,
counted alike everywhere: an arrival, the end of a visit, or a queue given up. Peers that
are not installed are left out (`pip install -r benchmarks/peers/requirements.txt`).

Peers end with the last of so many customers. Ours goes on letting in others behind them, as
long as they can stand in line with the counted ones; these are events too, since they are
walked, but a second column leaves them out.

`--scale` walks 10^4 to 10^8 customers with the compiled engine: seconds and memory, as a
table and as docs/background/engines-scale.svg.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any

from engine_runs import cached_start_seconds, cold_start_seconds, compile_first, machine, run
from engine_scale import measure_scale

ROUNDS, QUICK_ROUNDS = 7, 3
SMALL, LARGE = 20_000, 1_000_000  # customers: of slow engines, and of ours
ALL_CORES = "ours_all_cores"
SIZES = {
    "simpy_idiomatic": SMALL,
    "simpy_uncontended": SMALL,
    "ciw_model": 2_000,
    "ours_compiled": LARGE,
    "ours_ordered": 400_000,
    "ours_uncontended": LARGE,
    "ours_simpy": SMALL // 2,
    ALL_CORES: LARGE,
}
MORE_SIZES = {"simpy_pool": SMALL, "salabim_model": 5_000, "cimba_model": 100_000}
NOTES = """\
ns an event: CPU time on one core. Counted: all the time, shared out among the events of the
  counted customers only. Every record in order (ours_ordered): only counted ones leave any.
x SimPy: beside simpy_idiomatic, for every row; uncontended_vs_simpy is beside simpy_uncontended.
SimPy's journey is still filling up with so few customers, which changes its cost little.
Ciw's cost an event grows with the customers inside: so few as here flatter it.
ours_all_cores: a replication on each core at once, in threads of one process, by the clock on
  the wall; its ratio is to one SimPy on one core by CPU time, not to one SimPy per core.
cold start: `desireline simulate` of the gallery's journey with one fix, 5 replications of 3
  days, by SimPy, in a new process; cached start: a new process that loads the compiled engine
  from numba's cache and walks 1,000 customers. Both by the clock on the wall."""


@dataclass(frozen=True, slots=True)
class Result:
    """What the rounds say of one engine."""

    customers: int
    ns_per_event: float  # the median
    ns_per_counted_event: float  # likewise
    wall_ns_per_event: float | None  # on all cores
    completed_share: float
    abandoned_share: float
    peak_mb: float  # the most


def main() -> int:
    """Measure, and print what was measured."""
    wanted = arguments()
    compile_first()
    if wanted.scale:
        measure_scale()
        return 0
    print(machine(), flush=True)
    rounds = QUICK_ROUNDS if wanted.quick else ROUNDS
    results = measure(SIZES if wanted.quick else SIZES | MORE_SIZES, rounds)
    figures = ratios(results) | starts(rounds)
    print_table(results, rounds)
    print(json.dumps(figures) if wanted.json else sentences(figures))
    return 0


def arguments() -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="under a minute, fewer peers")
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    parser.add_argument("--scale", action="store_true", help="10^4 to 10^8 customers")
    return parser.parse_args()


def measure(sizes: dict[str, int], rounds: int) -> dict[str, Result]:
    """Run every engine once a round."""
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in sizes}
    for seed in range(1, rounds + 1):
        for name, customers in sizes.items():
            missing = seed > 1 and not found[name]
            if not missing and (told := run(name, customers, seed)):
                found[name].append(told)
    return {name: result(told) for name, told in found.items() if told}


def result(told: list[dict[str, Any]]) -> Result:
    """Give the medians of an engine's rounds."""

    def middle(name: str) -> float:
        return float(median(one[name] for one in told))

    walls = [one["wall_seconds"] / one["events"] * 1e9 for one in told if "wall_seconds" in one]
    counted = [_seconds(one) / one.get("counted_events", one["events"]) for one in told]
    return Result(
        customers=told[0]["customers"],
        ns_per_event=middle("ns_per_event"),
        ns_per_counted_event=median(counted) * 1e9,
        wall_ns_per_event=median(walls) if walls else None,
        completed_share=middle("completed_share"),
        abandoned_share=middle("abandoned_share"),
        peak_mb=max(one["peak_mb"] for one in told),
    )


def _cost(found: Result) -> float:
    return found.wall_ns_per_event or found.ns_per_event


def _seconds(one: dict[str, Any]) -> float:
    return float(one.get("wall_seconds", one["cpu_seconds"]))


def ratios(results: dict[str, Result]) -> dict[str, float | None]:
    """Give how many times as fast ours are; None where one of the two is not there."""

    def ratio(peer: str, ours: str, cost: Callable[[Result], float] = _cost) -> float | None:
        if peer not in results or ours not in results:
            return None
        return round(_cost(results[peer]) / cost(results[ours]), 2)

    compiled = results.get("ours_compiled")
    return {
        "contended_vs_simpy": ratio("simpy_idiomatic", "ours_compiled"),
        "contended_vs_simpy_counted": ratio(
            "simpy_idiomatic", "ours_compiled", lambda found: found.ns_per_counted_event
        ),
        "ordered_vs_simpy": ratio("simpy_idiomatic", "ours_ordered"),
        "uncontended_vs_simpy": ratio("simpy_uncontended", "ours_uncontended"),
        "contended_vs_ciw": ratio("ciw_model", "ours_compiled"),
        "simpy_engine_vs_simpy": ratio("simpy_idiomatic", "ours_simpy"),
        "contended_vs_simpy_all_cores": ratio("simpy_idiomatic", ALL_CORES),
        "peak_mb": round(compiled.peak_mb, 1) if compiled else None,
    }


def starts(rounds: int) -> dict[str, float | None]:
    """Give how long new processes take, from nothing to a small answer."""
    cold = [cold_start_seconds() for _ in range(rounds)]
    cached = [cached_start_seconds() for _ in range(rounds)]
    return {
        "cold_start_seconds": round(median(cold), 2),
        "cached_start_seconds": round(median(cached), 2),
    }


def print_table(results: dict[str, Result], rounds: int) -> None:
    """Print a row for each engine, the quickest first."""
    base = results["simpy_idiomatic"].ns_per_event
    print(f"median of {rounds} rounds, turn by turn\n")
    print(
        f"{'engine':<20}{'customers':>11}{'ns an event':>13}{'counted':>9}{'x SimPy':>9}"
        f"{'done':>8}{'gave up':>9}{'peak MB':>9}"
    )
    for name, found in sorted(results.items(), key=lambda pair: _cost(pair[1])):
        cost = _cost(found)
        print(
            f"{name:<20}{found.customers:>11,}{cost:>13,.0f}{found.ns_per_counted_event:>9,.0f}"
            f"{base / cost:>9.2f}{found.completed_share:>8.1%}{found.abandoned_share:>9.1%}"
            f"{found.peak_mb:>9,.0f}"
        )
    print(f"\n{NOTES}\n")


def sentences(figures: dict[str, float | None]) -> str:
    """Give the figures, one a line."""
    return "\n".join(f"{name:<30}{value}" for name, value in figures.items())


if __name__ == "__main__":
    sys.exit(main())
