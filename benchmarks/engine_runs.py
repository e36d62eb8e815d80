"""Run one engine once, in a process of its own; or the whole program, by the clock on the wall.

Knows nothing of tables and ratios.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

HERE = Path(__file__).parent
PEERS = HERE / "peers" / "run.py"
GALLERY = HERE.parent / "scenarios" / "gallery" / "summit-outfitters" / "journey.yaml"
SMALL_WHATIF = ("--fix", "one-more-agent", "--replications", "5", "--days", "3")
SMALL = 1_000  # customers of a small replication
NOT_INSTALLED = 3


def run(name: str, customers: int, seed: int) -> dict[str, Any] | None:
    """Run one engine once; None when it is not installed, which is said with the first seed."""
    done = _ended(_peer(name, customers, seed), fine=(0, NOT_INSTALLED))
    if done.returncode == 0:
        return dict(json.loads(done.stdout.splitlines()[-1]))
    if seed == 1:
        print(done.stderr.strip(), file=sys.stderr)
    return None


def compile_first() -> None:
    """Let the compiled engine be compiled, if it is not yet: that is part of no figure."""
    _ended(_peer("ours_compiled", 100, 1), fine=(0, NOT_INSTALLED))


def cold_start_seconds() -> float:
    """Take the time of a new process that simulates the gallery's what-if, small, by SimPy."""
    command = [sys.executable, "-m", "desireline", "simulate", str(GALLERY)]
    return _wall_seconds([*command, *SMALL_WHATIF, "--engine", "simpy", "--jobs", "1"])


def cached_start_seconds() -> float:
    """Take the time of a new process that loads the compiled engine and walks a small crowd."""
    return _wall_seconds(_peer("ours_compiled", SMALL, 1))


def machine() -> str:
    """Say what all this runs on, and whether others run there as well."""
    busy = f"; {os.getloadavg()[0]:.1f} busy at the start" if hasattr(os, "getloadavg") else ""
    return f"{os.cpu_count()} cores, {_processor()}{busy}"


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    lines = told.read_text("utf-8").splitlines() if told.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else sys.platform


def _peer(name: str, customers: int, seed: int) -> list[str]:
    command = [sys.executable, str(PEERS), name, "--customers", str(customers)]
    return [*command, "--seed", str(seed), "--json"]


def _wall_seconds(command: list[str]) -> float:
    began = perf_counter()
    _ended(command)
    return perf_counter() - began


def _ended(command: list[str], fine: tuple[int, ...] = (0,)) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own programs
    if done.returncode not in fine:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr}")
    return done
