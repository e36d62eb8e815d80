"""What this machine has for walking, and what to do about what it has not."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from desireline.scenarios.errors import DesirelineError

from ..safety.hosts import Hosts
from .session import open_session

ROUNDS = 3_000
TRIES = 5
EXTRAS = {
    "mail": ("aiosmtpd", "to read the mails that a site sends"),
    "pdf": ("pypdfium2", "to read the PDFs that a site gives"),
    "demo": ("uvicorn", "to open the demo shop"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked for."""

    name: str
    there: bool
    says: str
    needed: bool = False  # without it no walk is possible
    advice: str = ""


def look_at_machine(folder: Path, environ: Mapping[str, str] | None = None) -> tuple[Finding, ...]:
    """Look for what walks need: Python, the driver, a browser that opens, extras, a folder."""
    return (
        _python(),
        _desireline(),
        *_browser(os.environ if environ is None else environ),
        *(_extra(name, *what) for name, what in EXTRAS.items()),
        _folder(folder),
        Finding("CPU index", True, f"{cpu_index():.0f} (higher is faster; compare runs with it)"),
    )


def walk_possible(findings: tuple[Finding, ...]) -> bool:
    """Say whether a walk can be done here."""
    return all(finding.there for finding in findings if finding.needed)


def cpu_index() -> float:
    """Give how fast this machine computes now: the best of five, rounds per millisecond.

    Two runs can be compared in time only where it is about the same.
    """
    best = float("inf")
    for _ in range(TRIES):
        began = time.perf_counter()
        total = 0
        for number in range(ROUNDS):
            total += number % 7
        best = min(best, time.perf_counter() - began)
    return ROUNDS / best / 1000


def _python() -> Finding:
    there = sys.version_info >= (3, 11)
    says = f"{platform.python_version()} ({sys.executable})"
    return Finding("Python", there, says, True, "" if there else "install Python 3.11 or newer")


def _desireline() -> Finding:
    return Finding("desireline", True, version("desireline"))


def _browser(environ: Mapping[str, str]) -> list[Finding]:
    """Start the driver and really open the browser: being there is not yet working."""
    findings: list[Finding] = []
    try:
        with open_session(Hosts(()), environ=environ) as session:
            session.start()
            findings.append(Finding("Playwright", True, version("playwright"), True))
            session.browser()
            findings.append(Finding("browser", True, f"{session.version}: {session.path}", True))
    except DesirelineError as trouble:
        name = "browser" if findings else "Playwright"
        findings.append(Finding(name, False, trouble.what, True, trouble.hint))
    return findings


def _extra(name: str, module: str, purpose: str) -> Finding:
    there = find_spec(module) is not None
    says = "missing"
    with suppress(PackageNotFoundError):
        says = f"{module} {version(module)}"
    advice = "" if there else f"{purpose}: pip install 'desireline[{name}]'"
    return Finding(f"extra {name}", there, says, False, advice)


def _folder(folder: Path) -> Finding:
    try:
        with tempfile.NamedTemporaryFile(dir=folder):
            pass
    except OSError as trouble:
        advice = "run desireline in a folder of yours, or give one with --out"
        return Finding("folder", False, f"{folder}: {trouble.strerror}", True, advice)
    return Finding("folder", True, f"{folder} can be written in", True)
