"""Getting a browser, and what `desireline doctor` says."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from desireline.cli import run
from desireline.probes.browser.setup import run_and_tell, what_opens


def python(code: str) -> list[str]:
    """Give the command that runs some Python."""
    return [sys.executable, "-c", code]


def test_progress_is_told_line_by_line_and_once() -> None:
    told: list[str] = []

    trouble = run_and_tell(python("print('Downloading'); print('10%\\n10%\\n20%')"), told.append)

    assert trouble == ""
    assert told == ["  Downloading", "  10%", "  20%"]


def test_why_it_failed_is_told_without_the_stack_trace() -> None:
    told: list[str] = []
    said = "print('Error: no such host'); print('at lookup (x.js:1)'); print('{'); exit(1)"

    assert run_and_tell(python(said), told.append) == "Error: no such host"
    assert told == ["  Error: no such host"]


def test_a_download_that_stands_still_is_given_up() -> None:
    wait = "import threading; print('10%', flush=True); threading.Event().wait(60)"

    trouble = run_and_tell(python(wait), lambda line: None, silent_seconds=1.0)

    assert trouble == "nothing happened for 1 s"


def test_a_program_that_is_not_there_is_told() -> None:
    assert "no-such-program" in run_and_tell(["no-such-program"], lambda line: None)


def test_the_browser_that_is_here_opens() -> None:
    assert what_opens().startswith("Chromium ")


def test_install_does_nothing_when_a_browser_opens(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor", "--install-browser"]) == 0

    said = capsys.readouterr()
    assert "Browser: Chromium" in said.err
    assert "Getting a browser" not in said.err


def test_doctor_says_that_a_walk_is_possible(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor", "--json"]) == 0

    found = json.loads(capsys.readouterr().out)
    names = [finding["name"] for finding in found["findings"]]
    assert found["walk_possible"] is True
    assert names == [
        "Python",
        "desireline",
        "Playwright",
        "browser",
        "extra mail",
        "extra pdf",
        "extra demo",
        "folder",
        "CPU index",
    ]


def test_doctor_says_what_to_do_about_a_missing_browser(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))

    assert run(["doctor"]) == 3

    said = capsys.readouterr().out
    assert "✗ browser" in said
    assert "playwright install chromium-headless-shell" in said
    assert "No walk is possible here yet." in said
