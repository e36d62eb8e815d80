"""Put a browser on this machine: one that is there, Playwright's own, or Debian's package.

Each way is tried in turn, and what it does is told. A download that stands still is given
up. Nothing is installed without need, and nothing by a password.
"""

from __future__ import annotations

import os
import queue
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence

from desireline.scenarios.errors import CouldNotLook

from ..safety.hosts import Hosts
from .find import SHELL, how_to_get_one
from .session import open_session

Say = Callable[[str], None]
SILENT_SECONDS = 120.0  # a download that says nothing for so long stands still
DOWNLOAD_SECONDS = 900.0
NOISE = re.compile(r"at |[{}]|\w+: '?[\w.-]+'?,?$")  # of a stack trace
PACKAGES = (SHELL, "chromium")
# Playwright's driver is a node that needs it; Debian's smallest installations don't have it.
DRIVER_NEEDS = "libatomic1"
APT_NEWS = re.compile(r"Need to get|Fetched|Setting up (chromium|libatomic)|[EW]:")


def install_browser(say: Say) -> str:
    """Make sure that a browser is there and opens; give its version and where it comes from.

    `say` is told each line of progress. CouldNotLook DL309 when no way worked.
    """
    if "shared libraries" in _driver_trouble():
        say(f"Getting a library for Playwright's driver: {DRIVER_NEEDS} …")
        _apt((DRIVER_NEEDS,), say)
    found = what_opens()
    if found:
        return found
    for name, way in (("Playwright's own download", _download), ("Debian's package", _debian)):
        say(f"Getting a browser: {name} …")
        trouble = way(say)
        found = "" if trouble else what_opens()
        if found:
            return found
        say(f"That did not work: {trouble or 'it is there, and does not open'}")
    raise CouldNotLook("DL309", "no browser could be installed", hint=how_to_get_one())


def what_opens() -> str:
    """Give the browser that really opens here; empty when none does."""
    try:
        with open_session(Hosts(())) as session:
            session.browser()
            return f"{session.version}: {session.path}"
    except CouldNotLook:
        return ""


def _download(say: Say) -> str:
    return run_and_tell([sys.executable, "-m", "playwright", "install", SHELL], say)


def _driver_trouble() -> str:
    """Give what Playwright's driver complains of; empty when it runs."""
    asked = [sys.executable, "-m", "playwright", "--version"]
    driver = subprocess.run(asked, capture_output=True, text=True, check=False)  # noqa: S603
    return "" if driver.returncode == 0 else driver.stderr


def _debian(say: Say) -> str:
    """Install Debian's package, as root or where sudo asks for no password."""
    return _apt(PACKAGES, say)


def _apt(packages: Sequence[str], say: Say) -> str:
    """Install the first of these packages that is to be had; give why it failed."""
    if shutil.which("apt-get") is None:
        return "this is no Debian or Ubuntu"
    lead = _as_root()
    if lead is None:
        return "this needs root, or sudo without a password"

    def news(line: str) -> None:
        if APT_NEWS.match(line.strip()):
            say(line)

    said = run_and_tell([*lead, "apt-get", "update", "-qq"], news)
    for package in packages:
        install = [*lead, "apt-get", "install", "-y", "-q", "--no-install-recommends", package]
        said = run_and_tell(install, news)
        if not said:
            return ""
    return said


def _as_root() -> list[str] | None:
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)  # noqa: S607
    return ["sudo", "-n"] if asked.returncode == 0 else None


def run_and_tell(
    command: Sequence[str],
    say: Say,
    *,
    silent_seconds: float = SILENT_SECONDS,
    most_seconds: float = DOWNLOAD_SECONDS,
) -> str:
    """Run a program and tell its lines; give why it failed, or nothing when it did not."""
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        program = subprocess.Popen(  # noqa: S603 (our own words)
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env=environ,
        )
    except OSError as trouble:
        return f"{command[0]}: {trouble.strerror}"
    try:
        return _follow(program, say, silent_seconds, most_seconds)
    finally:
        if program.poll() is None:
            program.kill()
        program.wait()


def _follow(
    program: subprocess.Popen[str], say: Say, silent_seconds: float, most_seconds: float
) -> str:
    lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    reader = threading.Thread(target=_read, args=(program, lines), daemon=True)
    reader.start()
    until = time.monotonic() + most_seconds
    told: dict[str, None] = {}
    while time.monotonic() < until:
        try:
            line = lines.get(timeout=silent_seconds)
        except queue.Empty:
            return f"nothing happened for {silent_seconds:g} s"
        if line is None:
            return "" if program.wait() == 0 else _reason(list(told), program.returncode)
        line = line.strip()[:300]
        if line and line not in told and not NOISE.match(line):
            told[line] = None
            say(f"  {line}")
    return f"it was not done within {most_seconds:g} s"


def _reason(told: list[str], code: int) -> str:
    """Give the first line that sounds like a reason, else the last one."""
    errors = [line for line in told if line.startswith(("Error", "E:"))]
    return (errors or told[-1:] or [f"it ended with {code}"])[0]


def _read(program: subprocess.Popen[str], lines: queue.SimpleQueue[str | None]) -> None:
    assert program.stdout is not None  # noqa: S101 (a pipe was asked for)
    with program.stdout:
        for line in program.stdout:
            lines.put(line)
    lines.put(None)
