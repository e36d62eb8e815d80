"""`desireline probe`: exit codes, what is printed and kept, and how it is interrupted."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from processes import command_line, descendants, left_after_a_while

from desireline.cli import run

JOURNEY = """journey: shop
site: {site}
stages:
  - stage: buy
    touchpoints:
      home: {{}}
      done: {{}}
walks:
  buy:
    route:
      - at: home
        do:
          - open: /
          - click: {{link: Buy}}
            within: 300ms
      - at: done
        do:
          - expect: {{heading: Thank you}}
"""
HOME = "<!doctype html><title>Home</title><a href=/done>Buy</a>"
DONE = "<!doctype html><title>Done</title><h1>Thank you</h1>"


@pytest.fixture
def journey(site: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a journey's file in a folder of its own, in which the commands run."""
    site.pages |= {"/": HOME, "/done": DONE}
    file = tmp_path / "journey.yaml"
    file.write_text(JOURNEY.format(site=site.url), "utf-8")
    monkeypatch.chdir(tmp_path)
    return file


def test_all_well_ends_with_0_and_is_kept(
    journey: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["probe", str(journey)]) == 0

    said = capsys.readouterr()
    (kept,) = Path(".desireline/probes").glob("*/walks.json")
    assert said.out.startswith("buy: ok (desktop, en-GB;")
    assert "ok" in said.err
    assert "home" in said.err
    assert json.loads(kept.read_text("utf-8"))["walks"][0]["verdict"] == "ok"
    assert (kept.parent / "buy-home.jpg").read_bytes()[:3] == b"\xff\xd8\xff"


def test_a_failure_ends_with_1_and_json_is_all_that_is_printed(
    journey: Path, site: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    site.pages["/"] = HOME.replace("Buy", "Sell")

    assert run(["probe", str(journey), "--json", "--out", "kept"]) == 1

    told = json.loads(capsys.readouterr().out)
    assert told["walks"][0]["touchpoints"][0]["verdict"] == "failed"
    assert "link “Sell”" in told["walks"][0]["message"]
    assert Path("kept/walks.json").is_file()


def test_what_failed_is_filmed_and_the_terminal_names_the_files(
    journey: Path, site: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    site.pages["/"] = HOME.replace("Buy", "Sell")

    assert run(["probe", str(journey), "--evidence", "full", "--out", "kept"]) == 1

    said = capsys.readouterr().out
    (walk,) = json.loads(Path("kept/walks.json").read_text("utf-8"))["walks"]
    assert walk["files"] == ["buy.trace.zip", "buy.har", "buy.webm"]
    for name in [*walk["files"], "buy-home.jpg"]:
        assert f": kept/{name}" in said
        assert Path("kept", name).stat().st_size > 0
    assert "playwright show-trace kept/buy.trace.zip" in said
    assert 'link "Sell"' in walk["touchpoints"][0]["steps"][-1]["snapshot"]


@pytest.mark.parametrize("wrong", [["--slow", "soon"], ["--jobs", "0"], ["--evidence", "some"]])
def test_wrong_use_ends_with_2(wrong: list[str], journey: Path, site: Any) -> None:
    assert run(["probe", str(journey), *wrong]) == 2
    assert site.asked == []


def test_no_browser_ends_with_3(
    journey: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DESIRELINE_BROWSER", "no-such-browser")

    assert run(["probe", str(journey)]) == 3
    assert "no-such-browser" in capsys.readouterr().out


def test_a_browser_that_does_not_start_ends_with_3(
    journey: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESIRELINE_BROWSER", "/bin/false")

    assert run(["probe", str(journey)]) == 3


def test_an_unknown_walk_is_wrong_use(journey: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["probe", str(journey), "--walk", "by"]) == 2
    assert "did you mean `buy`?" in capsys.readouterr().err


@pytest.fixture
def hanging() -> Iterator[tuple[Callable[[Any], None], threading.Event]]:
    """Give a page that never answers, and what is set when it was asked for."""
    asked, over = threading.Event(), threading.Event()

    def hang(handler: Any) -> None:
        asked.set()
        over.wait(30)

    yield hang, asked
    over.set()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_however_it_ends_no_process_is_left(
    number: int, journey: Path, site: Any, hanging: Any
) -> None:
    """A polite end and a rude one, while a page hangs."""
    site.pages["/"], asked = hanging
    command = [sys.executable, "-m", "desireline", "probe", str(journey)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE) as walking:
        assert asked.wait(30)
        children = descendants(walking.pid)
        walking.send_signal(number)
        walking.communicate(timeout=20)

    assert len(children) >= 3
    assert walking.returncode == -number
    assert left_after_a_while(children) == set()


@pytest.mark.parametrize("whole_group", [False, True])
def test_ctrl_c_keeps_what_was_seen_and_leaves_no_process(
    whole_group: bool, journey: Path, site: Any, hanging: Any
) -> None:
    """A terminal sends it to the driver as well, `kill -INT` to us alone."""
    site.pages["/done"], asked = hanging
    Path("tmp").mkdir()
    command = [sys.executable, "-m", "desireline", "probe", str(journey), "--out", "kept"]
    environ = {**os.environ, "TMPDIR": str(Path("tmp").resolve())}
    with subprocess.Popen(
        command,
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
        env=environ,
    ) as walking:
        assert asked.wait(30)
        children = descendants(walking.pid)
        (os.killpg if whole_group else os.kill)(walking.pid, signal.SIGINT)
        assert walking.wait(20) == 130

    (walk,) = json.loads(Path("kept/walks.json").read_text("utf-8"))["walks"]
    assert walk["verdict"] == "could not look"
    assert walk["touchpoints"][0]["title"] == "Home"
    assert left_after_a_while(children) == set()
    assert list(Path("tmp").iterdir()) == []


@pytest.mark.parametrize("victim", ["node", "--type=renderer", "--headless"])
def test_a_driver_or_browser_that_dies_is_not_the_sites_fault(
    victim: str, journey: Path, site: Any, hanging: Any
) -> None:
    """Neither the driver, nor the page's process, nor the whole browser."""
    site.pages["/done"] = "<title>Done</title><script>fetch('/ping')</script>"
    site.pages["/ping"], asked = hanging
    command = [sys.executable, "-m", "desireline", "probe", str(journey)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as walking:
        assert asked.wait(30)
        for pid in descendants(walking.pid):
            words = command_line(pid)
            if victim in words and ("--type" not in words or victim.startswith("--type")):
                os.kill(pid, signal.SIGKILL)
        said, _ = walking.communicate(timeout=40)

    assert walking.returncode == 3, said
    assert "could not look" in said
