"""The command, whole: a real site on loopback, a real browser, real exit codes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from desireline.cli import run
from desireline.reports.store import read_record

pytestmark = pytest.mark.slow

PAGE = (
    "<html lang=en><title>{title}</title><h1>{title}</h1><p>Price: <b>{price}</b></p>{more}</html>"
)
JOURNEY = """
journey: boots
title: Buying boots
site: {site}
arrivals: 20/h
facts:
  price: {{kind: money, promised: 129.00 EUR}}
stages:
  - stage: buy
    owner: e-commerce
    touchpoints:
      ad: {{leaves: 20%, promises: {{states: [price], loads in: 20s}}}}
      cart: {{leaves: 10%, promises: {{states: [price]}}}}
      parcel: {{channel: post}}
walks:
  buy:
    route:
      - at: ad
        do:
          - open: /
          - remember: {{price: {{near: Price}}}}
          - click: {{link: Buy}}
      - at: cart
        do:
          - expect: {{heading: Cart}}
          - same: {{price: {{near: Price}}}}
"""
QUICK = ["--replications", "3", "--days", "1", "--jobs", "1"]


class Site:
    """Two pages: the ad and the cart; the price of the cart, and whether it comes at all."""

    price = "129.00 EUR"
    status = 200
    asked = threading.Event()
    answer = threading.Event()


class Handler(BaseHTTPRequestHandler):
    """Serves the two pages."""

    def do_GET(self) -> None:
        """Answer; the cart as the site's state says."""
        if self.path == "/cart":
            Site.asked.set()
            Site.answer.wait(30)
            page = PAGE.format(title="Cart", price=Site.price, more="")
        else:
            page = PAGE.format(title="Boots", price="129.00 EUR", more='<a href="/cart">Buy</a>')
        self.send_response(Site.status if self.path == "/cart" else 200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page.encode())))
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Serve the site; gives its address."""
    served = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served.daemon_threads = True
    threading.Thread(target=served.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{served.server_address[1]}"
    served.shutdown()
    served.server_close()


@pytest.fixture
def journey(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a journey file in a folder of its own, where all is well."""
    Site.price, Site.status = "129.00 EUR", 200
    Site.asked.clear()
    Site.answer.set()
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "journey.yaml"
    file.write_text(JOURNEY.format(site=server), "utf-8")
    return file


def folders(tmp_path: Path) -> list[str]:
    """Give the names of the run folders."""
    return sorted(p.name for p in (tmp_path / ".desireline" / "runs").iterdir() if p.is_dir())


def test_a_consistent_site_ends_with_0(
    journey: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The verdict first, the report's path last; walk lines on stderr only."""
    assert run(["run", str(journey), *QUICK]) == 0
    said = capsys.readouterr()

    lines = said.out.strip().splitlines()
    (folder,) = folders(tmp_path)
    assert lines[0] == "✓ Consistent · 5 of 5 promises hold"
    assert lines[2] == "Buying boots: all 5 promises hold, and no place contradicts another."
    assert lines[-1] == f"Report: .desireline/runs/{folder}/report.html"
    assert "cart" in said.err
    record = read_record(tmp_path / ".desireline" / "runs" / folder)
    assert record.lost.mean == record.lost.low == record.lost.high == 0
    assert {"report.html", "run.json", "walks.json"} <= set(
        os.listdir(tmp_path / ".desireline" / "runs" / folder)
    )


def test_a_gap_ends_with_1_and_fail_on_decides(
    journey: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The gap stands on the terminal in any case."""
    Site.price = "139.00 EUR"

    assert run(["run", str(journey), *QUICK]) == 1
    said = " ".join(capsys.readouterr().out.split())
    assert "Buying boots: the cart asks 139.00 EUR where 129.00 EUR was promised, and" in said
    assert run(["run", str(journey), *QUICK, "--fail-on", "never"]) == 0
    assert run(["run", str(journey), *QUICK, "--fail-on", "too-slow"]) == 0
    assert run(["run", str(journey), *QUICK, "--fail-on", "100000"]) == 0


def test_json_prints_the_record_and_nothing_else(
    journey: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same bytes as are stored."""
    assert run(["run", str(journey), *QUICK, "--json", "--out", str(tmp_path / "kept")]) == 0

    printed = capsys.readouterr().out
    (stored,) = (tmp_path / "kept").glob("*/run.json")
    assert printed == stored.read_text("utf-8")
    command = json.loads(printed)["command"]
    assert command == f"desireline run {journey} --replications 3 --days 1 --seed 7"


def test_a_page_that_fails_is_a_broken_promise(
    journey: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It answers 500: nobody gets through, exit 1."""
    Site.status = 500

    assert run(["run", str(journey), *QUICK]) == 1
    assert "Nobody gets through the" in capsys.readouterr().out


def test_hostile_words_are_only_words(
    journey: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A price that is a script, with a terminal's escape in it."""
    Site.price = "&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt; &#x202e; [bold]139.00 EUR"

    run(["run", str(journey), *QUICK])

    said = capsys.readouterr().out
    (page,) = (tmp_path / ".desireline" / "runs").glob("20*/report.html")
    assert "\x1b" not in said
    assert "\u202e" not in said + page.read_text("utf-8")
    assert "<script>alert(1)" not in page.read_text("utf-8")


def test_no_browser_ends_with_3(
    journey: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Could not look: it says nothing of the site."""
    monkeypatch.setenv("DESIRELINE_BROWSER", "/nowhere/browser")

    assert run(["run", str(journey), *QUICK]) == 3
    said = capsys.readouterr()
    assert "Traceback" not in said.out + said.err
    assert "Not consistent" not in said.out


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--fail-on", "too-slwo"], "DL406"),
        (["--replications", "1"], "DL220"),
        (["--days", "0"], "DL221"),
        (["--walk", "by"], "DL310"),
    ],
)
def test_wrong_use_ends_with_2_and_leaves_nothing(
    journey: Path, tmp_path: Path, options: list[str], code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before anybody walks."""
    assert run(["run", str(journey), *options]) == 2
    assert code in capsys.readouterr().err
    assert not list((tmp_path / ".desireline").rglob("*.json"))


def test_a_site_that_is_not_there_is_told_once(
    journey: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the headline; below it stands only what it does not say."""
    text = journey.read_text("utf-8")
    site = next(line for line in text.splitlines() if line.startswith("site:"))
    journey.write_text(text.replace(site, "site: http://nowhere.invalid"), "utf-8")

    assert run(["run", str(journey), *QUICK]) == 3
    printed = " ".join(capsys.readouterr().out.split())
    assert printed.startswith("? Could not check · none of 5 promises could be looked at")
    assert "Buying boots could not be looked at: at " in printed
    assert printed.count("nowhere.invalid does not resolve") == 1


@pytest.mark.parametrize("named", ["folder", "run.json", "report.html", "latest.html"])
def test_the_page_of_a_stored_run_is_written_again(
    named: str, journey: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By its folder, its record, its page, or the link to the latest one: to the last letter."""
    assert run(["run", str(journey), *QUICK]) == 0
    (name,) = folders(tmp_path)
    runs = tmp_path / ".desireline" / "runs"
    page = runs / name / "report.html"
    written = page.read_text("utf-8")
    page.write_text("gone", "utf-8")
    capsys.readouterr()
    asked = {"folder": runs / name, "latest.html": runs / "latest.html"}

    assert run(["report", str(asked.get(named, runs / name / named))]) == 0

    assert Path(capsys.readouterr().out.strip()).samefile(page)
    assert page.read_text("utf-8") == written


def test_a_journey_without_walks_could_not_be_checked(
    journey: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing was looked at: simulated and said, never called consistent."""
    journey.write_text(journey.read_text("utf-8").split("walks:")[0], "utf-8")

    assert run(["run", str(journey), *QUICK]) == 3
    printed = capsys.readouterr().out
    assert "Buying boots could not be looked at: no walk is written." in printed
    assert printed.startswith("? Could not check · none of 3 promises could be looked at\n")


def test_our_own_fault_ends_with_4_and_keeps_what_was_seen(
    journey: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No traceback on the screen, but in a file of its own; the folder is marked."""

    def broken(*arguments: object) -> None:
        raise RuntimeError("a bug of ours")

    monkeypatch.setattr("desireline.reports.run.write_page", broken)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))

    assert run(["run", str(journey), *QUICK]) == 4
    said = capsys.readouterr().err
    (folder,) = folders(tmp_path)
    kept = tmp_path / ".desireline" / "runs" / folder
    assert folder.endswith(".incomplete")
    assert {"walks.json", "run.json", "why.txt"} <= set(os.listdir(kept))
    assert "Traceback" not in said
    assert str(Path(".desireline") / "runs" / folder) in said
    (log,) = temporary.glob("desireline-*.log")
    assert str(log) in said
    assert "RuntimeError: a bug of ours" in log.read_text("utf-8")


def test_ctrl_c_ends_with_130_and_keeps_what_was_seen(journey: Path, tmp_path: Path) -> None:
    """The ad was seen; the cart hangs when we are interrupted."""
    Site.answer.clear()
    command = [sys.executable, "-m", "desireline", "run", str(journey), *QUICK]
    running = subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert Site.asked.wait(60)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    Site.answer.set()

    (folder,) = folders(tmp_path)
    kept = tmp_path / ".desireline" / "runs" / folder
    assert running.returncode == 130
    assert folder.endswith(".incomplete")
    assert (kept / "walks.json").is_file()
    assert (kept / "why.txt").read_text("utf-8") == "interrupted\n"
    assert "kept in" in said
    assert "Traceback" not in said
