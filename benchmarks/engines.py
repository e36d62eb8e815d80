"""How fast the crowd is walked, beside its peers, on one journey in one run.

    python benchmarks/engines.py [--quick] [--json]
    python benchmarks/engines.py --scale

The journey is contended.yaml: seven stages, three segments, a support loop and 20 agents
for whom customers have patience. Each engine runs in a process of its own, turn by turn;
taken is CPU time on one core, without loading and compiling. An event is one of the model,
counted alike everywhere: an arrival, the end of a visit, or a queue given up. Peers that
are not installed are left out (`pip install -r benchmarks/peers/requirements.txt`).

`--scale` walks 10^4 to 10^8 customers with the compiled engine: seconds and memory.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

PEERS = Path(__file__).parent / "peers" / "run.py"
ROUNDS, QUICK_ROUNDS = 5, 2
SMALL, LARGE = 20_000, 400_000  # customers: of slow engines, and of ours
SIZES = {
    "simpy_idiomatic": SMALL,
    "simpy_uncontended": SMALL,
    "ciw_model": 2_000,
    "ours_compiled": LARGE,
    "ours_ordered": LARGE,
    "ours_uncontended": LARGE,
    "ours_simpy": SMALL,
}
MORE_SIZES = {"simpy_pool": SMALL, "salabim_model": 5_000, "cimba_model": 100_000}
FIRST_SIZE, LAST_SIZE = 4, 8  # powers of ten


def main() -> int:
    """Measure, and print what was measured."""
    wanted = arguments()
    if wanted.scale:
        print_scale()
        return 0
    sizes = SIZES if wanted.quick else SIZES | MORE_SIZES
    rounds = QUICK_ROUNDS if wanted.quick else ROUNDS
    measured = medians(sizes, rounds)
    figures = ratios(measured)
    print_table(measured)
    print(json.dumps(figures) if wanted.json else sentences(figures))
    return 0


def arguments() -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="under a minute, fewer peers")
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    parser.add_argument("--scale", action="store_true", help="10^4 to 10^8 customers")
    return parser.parse_args()


def medians(sizes: dict[str, int], rounds: int) -> dict[str, dict[str, float]]:
    """Give each engine's figures: the median round by time an event."""
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in sizes}
    for seed in range(1, rounds + 1):
        for name, customers in sizes.items():
            result = run(name, customers, seed)
            if result:
                found[name].append(result)
    return {name: _median(results) for name, results in found.items() if results}


def _median(results: list[dict[str, Any]]) -> dict[str, float]:
    middle = median(result["ns_per_event"] for result in results)
    return {
        "ns_per_event": middle,
        "peak_mb": max(result["peak_mb"] for result in results),
        "abandoned_share": median(result["abandoned_share"] for result in results),
    }


def run(name: str, customers: int, seed: int) -> dict[str, Any] | None:
    """Run one engine once; None when it is not installed."""
    command = [sys.executable, str(PEERS), name, "--customers", str(customers)]
    done = subprocess.run(  # noqa: S603 - our own programs
        [*command, "--seed", str(seed), "--json"], capture_output=True, text=True, check=False
    )
    if done.returncode == 0:
        return dict(json.loads(done.stdout.splitlines()[-1]))
    if done.returncode != 3:
        raise SystemExit(f"{name} failed:\n{done.stderr}")
    if seed == 1:
        print(done.stderr.strip(), file=sys.stderr)
    return None


def ratios(measured: dict[str, dict[str, float]]) -> dict[str, float | None]:
    """Give how many times as fast the compiled engine is; None without the peer."""

    def ratio(peer: str, ours: str) -> float | None:
        if peer not in measured:
            return None
        return round(measured[peer]["ns_per_event"] / measured[ours]["ns_per_event"], 1)

    return {
        "contended_vs_simpy": ratio("simpy_idiomatic", "ours_compiled"),
        "ordered_vs_simpy": ratio("simpy_idiomatic", "ours_ordered"),
        "uncontended_vs_simpy": ratio("simpy_uncontended", "ours_uncontended"),
        "contended_vs_ciw": ratio("ciw_model", "ours_compiled"),
        "simpy_engine_vs_simpy": ratio("simpy_idiomatic", "ours_simpy"),
        "peak_mb": round(measured["ours_compiled"]["peak_mb"], 1),
    }


def print_table(measured: dict[str, dict[str, float]]) -> None:
    """Print a row for each engine, the quickest first."""
    base = measured["simpy_idiomatic"]["ns_per_event"]
    print(f"CPU time on one of {os.cpu_count()} cores; median of the rounds\n")
    print(f"{'engine':<20}{'ns an event':>14}{'x idiomatic SimPy':>20}{'peak MB':>10}")
    for name, figures in sorted(measured.items(), key=lambda pair: pair[1]["ns_per_event"]):
        cost = figures["ns_per_event"]
        print(f"{name:<20}{cost:>14,.0f}{base / cost:>20.2f}{figures['peak_mb']:>10,.0f}")
    print()


def sentences(figures: dict[str, float | None]) -> str:
    """Say what the ratios mean."""
    return "\n".join(f"{name:<24}{value}" for name, value in figures.items())


def print_scale() -> None:
    """Walk ten times as many customers each time."""
    print(f"{'customers':>14}{'seconds':>12}{'ns an event':>14}{'peak MB':>10}")
    for customers, seconds, result in scale():
        print(
            f"{customers:>14,}{seconds:>12.1f}{result['ns_per_event']:>14.1f}"
            f"{result['peak_mb']:>10.0f}",
            flush=True,
        )


def scale() -> Iterator[tuple[int, float, dict[str, Any]]]:
    """Give customers, seconds and figures of each size."""
    for power in range(FIRST_SIZE, LAST_SIZE + 1):
        began = perf_counter()
        result = run("ours_compiled", 10**power, 1)
        if result:
            yield 10**power, perf_counter() - began, result


if __name__ == "__main__":
    sys.exit(main())
