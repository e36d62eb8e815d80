"""Run one peer once, in this process, and tell what it did.

    python benchmarks/peers/run.py simpy_idiomatic --customers 20000 --seed 1 --json

A process for each peer, so that neither memory nor imports mix. Exit code 3: the peer's
package is not installed (`pip install -r benchmarks/peers/requirements.txt`, best into an
environment of its own; desireline needs none but SimPy).
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

from count import Count

PEERS = (
    "simpy_idiomatic",
    "simpy_pool",
    "simpy_uncontended",
    "simpy_mm1",
    "ciw_model",
    "salabim_model",
    "cimba_model",
    "ours_compiled",
    "ours_ordered",
    "ours_uncontended",
    "ours_simpy",
    "ours_all_cores",
)


def main() -> int:
    """Run the peer and print its result; give the exit code."""
    wanted = arguments()
    try:
        peer = import_module(wanted.peer)
    except ModuleNotFoundError as missing:
        print(f"{wanted.peer} needs the package {missing.name}, not installed", file=sys.stderr)
        return 3
    found = figures(peer.run(wanted.customers, wanted.seed), wanted.customers)
    if wanted.json:
        print(json.dumps({"peer": wanted.peer, "seed": wanted.seed, **found}))
    else:
        print("\n".join(f"{name:<20} {value:,.6g}" for name, value in found.items()))
    return 0


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("peer", choices=PEERS)
    parser.add_argument("--customers", type=_some, default=20_000, help="how many walk")
    parser.add_argument("--seed", type=int, default=1, help="the seed of all draws")
    parser.add_argument("--json", action="store_true", help="print one line of JSON")
    return parser.parse_args(given)


def _some(text: str) -> int:
    customers = int(text)
    if customers < 1:
        raise argparse.ArgumentTypeError(f"{customers} customers walk nowhere: at least 1")
    return customers


def figures(count: Count, customers: int) -> dict[str, float]:
    """Give all that is told about a run."""
    told = {name: value for name, value in asdict(count).items() if value is not None}
    return {
        "customers": customers,
        **told,
        "ns_per_event": count.cpu_seconds / count.events * 1e9,
        "visits_per_customer": count.events / customers - 1,
        "peak_mb": peak_megabytes(),
    }


def peak_megabytes() -> float:
    """Give the most memory that this process held, in MiB; NaN where nobody knows.

    Linux hands the parent's peak on to a child in `ru_maxrss`, so /proc goes first.
    """
    status = Path("/proc/self/status")
    if status.exists():
        lines = status.read_text("ascii", "replace").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024
    try:
        resource = import_module("resource")
    except ModuleNotFoundError:
        return float("nan")
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / unit


if __name__ == "__main__":
    sys.exit(main())
