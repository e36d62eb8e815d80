"""`desireline simulate`: what people read, what programs read, and how it stops."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from processes import busy_for

from desireline.cli import run

JOURNEY = """
journey: boots
title: Buying boots
arrivals: 20/h
segments: {new: {share: 60%, value: 100 EUR}, old: {share: 40%, value: 50 EUR}}
resources: {agents: {hours: {daily 09:00-18:00: 2, otherwise: 1}, priority: [old]}}
completes: [order]
stages:
- stage: look
  touchpoints:
    ad: {leaves: 40%}
    product: {takes: 60s, leaves: 20%, next: {order: 60%, chat: 40%}}
- stage: buy
  touchpoints:
    chat: {needs: agents, takes: {exponential: 9 min}, patience: {exponential: 5 min},
           next: {order: 100%}}
    order: {takes: 90s, leaves: 5%}
"""
WHATIF = """
whatif: next
journey: journey.yaml
fixes:
  two-more: {changes: {agents.capacity: +2}}
  clearer: {changes: {product.leaves: -5pp, product.takes: x1.2}}
horizon: {run: 7 days, warm-up: 1 days}
seed: 11
"""
QUICK = ["--replications", "4", "--days", "2"]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Give a journey's file with a what-if beside it, and a terminal of 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")
    (tmp_path / "whatif.yaml").write_text(WHATIF, "utf-8")
    path = tmp_path / "journey.yaml"
    path.write_text(JOURNEY, "utf-8")
    return str(path)


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Run the command, and give what it printed; nothing may be on stderr."""
    assert run(["simulate", *arguments]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    return printed.out


def test_the_answer_stands_first(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    lines = said(capsys, file, *QUICK).splitlines()

    assert lines[0] == "Buying boots"
    assert re.match(r"\d\d\.\d% of 1\d,\d{3} customers a month complete \(\d\d\.\d–", lines[2])
    assert "Most leave at ad: " in "\n".join(lines[3:6])


def test_each_touchpoint_resource_and_segment_has_its_row(
    file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = said(capsys, file, *QUICK)

    for row in ("ad", "product", "chat", "order", "agents", "new", "old", "all"):
        assert re.search(rf"^  {row} +\S", printed, re.MULTILINE), row
    for heading in ("reached", "left anyway", "left for the wait", "takes", "give up", "CES"):
        assert heading in printed
    assert "4 times 2 days, from a Monday, seed 7, scaled to a month" in " ".join(printed.split())


def test_one_day_of_a_calendar_is_said_as_it_is(
    file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = Path(file).read_text("utf-8")
    Path(file).write_text(f"{text}calendar: {{starts: 2026-03-28}}\n", "utf-8")
    printed = said(capsys, file, "--replications", "4", "--days", "1", "--warm-up", "1")

    assert (
        "4 times 1 day after 1 day of warm-up, from 2026-03-28, seed 7, scaled to a month"
    ) in " ".join(printed.split())


@pytest.mark.parametrize("columns", ["80", "120"])
def test_lines_fit_the_terminal(
    file: str, columns: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    printed = said(capsys, file, *QUICK) + said(capsys, file, *QUICK, "--fix", "clearer")

    assert max(map(len, printed.splitlines())) <= int(columns)


def test_fixes_are_compared_on_the_same_customers(
    file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing changes before the fix; what it brings has its range."""
    printed = said(capsys, file, *QUICK, "--fix", "clearer", "--fix", "two-more")

    assert "With clearer and two-more: +" in printed
    assert re.search(r"^  ad .* none *$", printed, re.MULTILINE)
    assert re.search(r"^  order .* \+[\d,]+ \([\d,]+ to [\d,]+\) *$", printed, re.MULTILINE)
    assert "the same luck" in " ".join(printed.split())


def test_a_change_can_be_written_on_the_command_line(
    file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    content = json.loads(said(capsys, file, *QUICK, "--fix", "ad.leaves: -40pp", "--json"))

    assert content["fixes"] == ["ad.leaves: -40pp"]
    assert (
        content["differences"]["left:ad:own"]["mean"]
        == -content["now"]["touchpoints"][0]["left"]["own"]["mean"]
        == pytest.approx(-content["now"]["arrived"]["mean"] * 0.4, rel=0.1)
    )


def test_json_is_json_and_nothing_else(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    content = json.loads(said(capsys, file, *QUICK, "--json"))

    assert content["schema_version"] == 1
    assert content["simulated"] is True
    assert content["plan"]["replications"] == 4
    assert len(content["now"]["samples"]["completed"]) == 4
    assert "fixed" not in content


def test_the_what_if_says_how_long_and_from_which_seed(
    file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Unless the command line does."""
    plan = json.loads(
        said(capsys, file, "--replications", "2", "--seed", "12", "--fix", "clearer", "--json")
    )["now"]

    assert plan["arrived"]["mean"] == pytest.approx(20 * 24 * 30.4, rel=0.1)
    content = json.loads(said(capsys, file, *QUICK[:2], "--fix", "clearer", "--json"))
    horizon = {"replications": 4, "days": 7.0, "warm_up_days": 1.0, "seed": 11, "jobs": None}
    assert content["plan"] == content["plan"] | horizon


def test_what_taking_luck_off_was_worth_is_said(
    file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """To people in a sentence, to programs by figure; null where nothing of it is left."""
    enough = ["--replications", "20", "--days", "1", "--jobs", "1"]
    adjusted = json.loads(said(capsys, file, *enough, "--json"))["now"]["adjusted"]
    told = " ".join(said(capsys, file, *enough).split())

    assert adjusted["arrived"]["variance_cut"] is None
    assert adjusted["completed"]["variance_cut"] > 1.5
    assert re.search(r"how many complete is as precise as from [\d.,]+ times as many", told)
    assert "how lucky" not in said(capsys, file, *QUICK)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--fix", "cleare"], "did you mean `clearer`"),
        (["--fix", "chekout.leaves: -4pp"], "error[DL201]"),
        (["--replications", "1"], "error[DL220]"),
        (["--days", "0"], "error[DL221]"),
        (["--whatif", "nowhere.yaml"], "nowhere.yaml"),
    ],
)
def test_wrong_use_is_told(
    file: str, arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["simulate", file, *arguments]) == 2

    printed = capsys.readouterr()
    assert told in printed.err
    assert printed.out == ""


def test_a_name_without_a_what_if_is_told(
    file: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "whatif.yaml").unlink()

    assert run(["simulate", file, "--fix", "clearer"]) == 2
    assert "DL230" in capsys.readouterr().err


@pytest.mark.slow
def test_ctrl_c_stops_all_processes_and_keeps_what_is_done(file: str) -> None:
    """As a terminal does it: the signal goes to the whole group, workers included.

    Workers write to the same pipes: these end only when all processes have ended.
    """
    going = subprocess.Popen(
        [sys.executable, "-m", "desireline", "simulate", file, "--replications", "5000"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert busy_for(going.pid, 6)
    os.killpg(going.pid, signal.SIGINT)
    out, err = going.communicate(timeout=30)

    assert going.returncode == 130
    assert re.search(r"interrupted after \d+ of 5000 replications", out)
    assert "Traceback" not in err
