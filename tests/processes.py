"""Processes that a test started, and those that these started: who they are, who still runs."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path


def processes() -> dict[int, tuple[int, str]]:
    """Give the parent and the state of every process."""
    stats = Path("/proc").glob("[0-9]*/stat")
    lines = [words for stat in stats if (words := last_words(stat))]
    if not lines:
        ask = ["ps", "-eo", "pid=,stat=,ppid="]
        shown = subprocess.run(ask, capture_output=True, text=True, check=True).stdout
        lines = [line.split() for line in shown.splitlines()]
    return {int(pid): (int(parent), state[0]) for pid, state, parent in lines}


def last_words(stat: Path) -> list[str]:
    """Give a process's number, state and parent; nothing when it is gone."""
    try:
        before, after = stat.read_text().rsplit(")", 1)
    except OSError:
        return []
    return [before.split()[0], *after.split()[:2]]


def descendants(process: int) -> set[int]:
    """Give the processes that a process started, and those that these started."""
    found = {process}
    for _ in range(10):
        found |= {pid for pid, (parent, _) in processes().items() if parent in found}
    return found - {process}


def alive(pids: set[int]) -> set[int]:
    """Give those that still run; what is dead and not yet buried does not."""
    now = processes()
    return {pid for pid in pids if pid in now and now[pid][1] != "Z"}


def left_after_a_while(children: set[int]) -> set[int]:
    """Give the processes that do not end within ten seconds."""
    until = time.monotonic() + 10
    while alive(children) and time.monotonic() < until:
        continue
    return alive(children)


def busy_for(pid: int, seconds: float) -> bool:
    """Wait until a process and those that it started have worked so long; tell whether they did."""
    until = time.monotonic() + 60
    while worked_seconds({pid} | descendants(pid)) < seconds:
        if time.monotonic() > until or not alive({pid}):
            return False
        time.sleep(0.05)
    return True


def worked_seconds(pids: set[int]) -> float:
    """Give for how long the processor has worked for these processes."""
    ask = ["ps", "-o", "time=", "-p", ",".join(map(str, sorted(pids)))]
    shown = subprocess.run(ask, capture_output=True, text=True, check=False).stdout
    return sum(_seconds(word) for word in shown.split())


def _seconds(shown: str) -> float:
    """Read a time of ps: 1-02:03:04, 03:04 or 3:04.56."""
    days, _, clock = shown.rpartition("-")
    total = 0.0
    for part in clock.split(":"):
        total = 60 * total + float(part)
    return total + 86400 * int(days or 0)


def command_line(pid: int) -> str:
    """Give how a process was started."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        ask = ["ps", "-ww", "-o", "args=", "-p", str(pid)]
        return subprocess.run(ask, capture_output=True, text=True, check=False).stdout
