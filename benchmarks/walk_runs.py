"""Processes that walk the demo shop, each in one way: their time, CPU time and memory.

Knows nothing of tables and goals. CPU time is that of a process and all below it, those
that ended since counted where their parents waited for them.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from time import perf_counter

import psutil  # type: ignore[import-untyped]
from walk_ways import write_web_walk

WALK = Path(__file__).parent / "walk_ways.py"
WAYS = ("raw", "none", "lite")
PEEK_SECONDS = 0.1


@dataclass
class Way:
    """A process that walks whenever it is told to, and what that took."""

    process: subprocess.Popen[str]
    walls: list[float] = field(default_factory=list)
    cpus: list[float] = field(default_factory=list)
    warm: bool = False

    def walk(self) -> None:
        """Let it walk once; the first walk is not counted."""
        assert self.process.stdin is not None  # noqa: S101
        assert self.process.stdout is not None  # noqa: S101
        before = cpu_seconds(self.process.pid)
        self.process.stdin.write("walk\n")
        self.process.stdin.flush()
        told = self.process.stdout.readline()
        if not told:
            raise SystemExit("a walk did not come to its end")
        if self.warm:
            self.walls.append(float(json.loads(told)["seconds"]))
            self.cpus.append(cpu_seconds(self.process.pid) - before)
        self.warm = True


@contextmanager
def open_ways(url: str) -> Iterator[dict[str, Way]]:
    """Open a process for each way for the length of a block."""
    with ExitStack() as stack:
        yield {name: stack.enter_context(_open(name, url)) for name in WAYS}


@contextmanager
def _open(name: str, url: str) -> Iterator[Way]:
    command = _command(name, url)
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:  # noqa: S603
        yield Way(process)


def _command(name: str, url: str) -> list[str]:
    """Give the command of a way; a plain script knows its browser, ours finds it."""
    known = ["--browser", _browser()] if name == "raw" else []
    return [sys.executable, str(WALK), name, url, *known]


@cache
def _browser() -> str:
    from playwright.sync_api import sync_playwright

    from desireline.probes.browser.find import find_browsers

    with sync_playwright() as playwright:
        return find_browsers(playwright)[0].value


def cold_seconds(url: str, name: str) -> float:
    """Take the time of a new process that walks once: a script, or `desireline probe`.

    Both find their modules compiled, as after an installation, whatever this shell forbids.
    """
    with tempfile.TemporaryDirectory() as folder:
        command = [*_command(name, url), "--once"] if name == "raw" else _probe(url, name, folder)
        began = perf_counter()
        done = subprocess.run(  # noqa: S603
            command, env=_compiled(), capture_output=True, text=True, check=False
        )
        taken = perf_counter() - began
    if done.returncode:
        raise SystemExit(f"a walk did not come to its end: {done.stderr}")
    return taken


@cache
def _compiled() -> dict[str, str]:
    """Give an environment in which Python keeps what it compiles in a folder of ours."""
    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    environ = {**os.environ, "PYTHONPYCACHEPREFIX": folder.name}
    environ.pop("PYTHONDONTWRITEBYTECODE", None)
    return environ


def _probe(url: str, evidence: str, folder: str) -> list[str]:
    file = write_web_walk(url, Path(folder))
    command = [sys.executable, "-m", "desireline", "probe", str(file), "--out", folder]
    return [*command, "--evidence", evidence, "--allow-danger"]


def family(pid: int) -> list[psutil.Process]:
    """Give a process and all below it."""
    with suppress(psutil.NoSuchProcess):
        root = psutil.Process(pid)
        return [root, *root.children(recursive=True)]
    return []


def cpu_seconds(pid: int) -> float:
    """Give the CPU time of a process and all below it so far."""
    total = 0.0
    for one in family(pid):
        with suppress(psutil.NoSuchProcess):
            total += sum(one.cpu_times()[:4])  # its own, and of children that have ended
    return total


def memory_mb(pid: int, without: Collection[int] = ()) -> float:
    """Give the memory of a process and all below it, what they share counted once."""
    total = 0
    for one in family(pid):
        if one.pid in without:
            continue
        with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            full = one.memory_full_info()
            total += getattr(full, "pss", full.uss)
    return total / 1e6


def peak_mb(way: Way) -> float:
    """Let it walk once more, uncounted, and give the most memory that was seen meanwhile."""
    way.warm, over, seen = False, threading.Event(), [0.0]

    def peek() -> None:
        while not over.wait(PEEK_SECONDS):
            seen.append(memory_mb(way.process.pid))

    watcher = threading.Thread(target=peek)
    watcher.start()
    try:
        way.walk()
    finally:
        over.set()
        watcher.join()
    return max(seen)


def machine() -> str:
    """Say what all this runs on, and whether others run there as well."""
    busy = f"; {os.getloadavg()[0]:.1f} busy at the start" if hasattr(os, "getloadavg") else ""
    return f"{os.cpu_count()} cores{busy}"
