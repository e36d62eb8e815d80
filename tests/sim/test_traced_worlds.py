"""What is traced and told is what `simulate` walked: in the same world, after the same start."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from any_journey import journeys
from hypothesis import HealthCheck, given, settings
from processes import busy_for

from desireline.cli import run
from desireline.scenarios.change import apply
from desireline.scenarios.journey import Journey, names_of
from desireline.scenarios.reading import load_journey
from desireline.scenarios.snapshot import Snapshot
from desireline.sim.clock import DAYS_A_MONTH
from desireline.sim.experiments.laboratory import World
from desireline.sim.plan import Plan
from desireline.sim.traces.story import story_of
from desireline.sim.traces.walk import by_customer, walk_traced, walk_worlds
from desireline.sim.traces.whom import whom_it_changes

JOURNEY = """
journey: boots
title: Buying boots
arrivals: 6/h
segments: {new: {share: 60%, value: 100 EUR}, old: {share: 40%, value: 50 EUR}}
resources: {agents: {hours: 1, priority: [old]}}
completes: [order]
stages:
- stage: look
  touchpoints:
    ad: {leaves: 40%}
    product: {takes: 60s, leaves: 20%, next: {order: 60%, chat: 40%}}
- stage: buy
  touchpoints:
    chat: {needs: agents, takes: {exponential: 30 min}, patience: {exponential: 5 min},
           next: {order: 100%}}
    order: {takes: {exponential: 5 h}, leaves: 5%}
"""
WHATIF = """
whatif: next
journey: journey.yaml
fixes: {two-more: {changes: {agents.capacity: +2}}, ad: {changes: {ad.leaves: = 0%}}}
horizon: {run: 2 days, warm-up: 1 days}
seed: 11
"""
TODAY = "snapshot: boots\nnow: {chat: {waiting: 4, served: 1}, order: {served: 30}}\n"
ALONE = """
journey: alone
arrivals: {recorded: arrivals.csv}
resources: {agents: {hours: 1}}
completes: [desk]
stages:
- stage: buy
  touchpoints:
    ad: {takes: 8s}
    desk: {needs: agents, takes: 20 min, patience: 10 min, next: {end: 100%}}
"""
DAY = ["--days", "1"]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Give a journey's file, with a what-if and a snapshot beside it, and go there."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "whatif.yaml").write_text(WHATIF, "utf-8")
    (tmp_path / "today.yaml").write_text(TODAY, "utf-8")
    (tmp_path / "journey.yaml").write_text(JOURNEY, "utf-8")
    return "journey.yaml"


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Give a journey that takes two customers, of whom the second gives up."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "arrivals.csv").write_text("time\n33240\n33300\n", "utf-8")
    (tmp_path / "journey.yaml").write_text(ALONE, "utf-8")
    return "journey.yaml"


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Run a command, and give what it printed."""
    assert run([*arguments]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--seed", "3", "--days", "0.5"],
        ["--warm-up", "1"],
        ["--warm-up", "auto"],
        ["--start", "filled"],
        ["--starts-with", "today.yaml"],
        ["--fix", "two-more"],
        ["--fix", "ad.leaves: +10pp", "--fix", "two-more", "--warm-up", "auto"],
        ["--fix", "ad", "--whatif", "whatif.yaml", "--start", "filled", "--seed", "5"],
    ],
    ids=" ".join,
)
def test_the_trace_is_the_replication_that_simulate_walks(
    file: str, capsys: pytest.CaptureFixture[str], options: list[str]
) -> None:
    """With the same options, down to the last customer of each touchpoint."""
    given = [file, *([] if "--fix" in options else DAY), *options]
    said = json.loads(printed(capsys, "simulate", *given, "--replications", "3", "--json"))
    printed(capsys, "trace", *given, "--replication", "2", "--to", "t.jsonl")

    records = [json.loads(line) for line in Path("t.jsonl").read_text("utf-8").splitlines()]
    counts = Counter(record["what"] for record in records)
    came = {(r["customer"], r["touchpoint"]) for r in records if r["what"] == "comes"}
    reached = Counter(touchpoint for _, touchpoint in came)
    samples = said["fixed" if "--fix" in options else "now"]["samples"]
    months = said["plan"]["days"] / DAYS_A_MONTH

    assert counts["arrives"] == pytest.approx(samples["arrived"][2] * months)
    assert counts["completes"] == pytest.approx(samples["completed"][2] * months)
    assert counts["leaves"] == pytest.approx(samples["left"][2] * months)
    for name in ("ad", "product", "chat", "order"):
        assert reached[name] == pytest.approx(samples[f"reached:{name}"][2] * months)


def test_the_warm_up_is_not_told(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Who arrives in it has no records; which numbers there are is said."""
    given = ["replay", file, *DAY, "--warm-up", "1", "--customer"]

    assert run([*given, "0"]) == 2
    err = capsys.readouterr().err
    first = int(err.split("numbered from ")[1].split()[0])
    assert err.endswith(", as they arrive after the warm-up\n")

    lines = printed(capsys, *given, str(first)).splitlines()
    assert lines[1] == "seed 7, replication 0, 1 day after a warm-up of 1 day"
    assert lines[3].startswith("Tue 00:")


def test_who_waits_at_first_can_be_told_of(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    given = ["replay", file, *DAY, "--starts-with", "today.yaml", "--customer"]

    assert run([*given, "-1"]) == 2
    err = capsys.readouterr().err
    assert err.endswith(", who wait when time begins\n")
    there = err.split("; from ")[1].split()[0]

    lines = printed(capsys, *given, there).splitlines()
    assert lines[4] == "Mon 00:00  comes to Chat"
    assert lines[5].startswith("Mon 00:00  waits ")


def test_a_fix_is_told_from_where_it_makes_a_difference(
    alone: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who gave up after 10 minutes is served at once by the second agent."""
    words = ["replay", alone, *DAY, "--customer", "1", "--fix", "agents.capacity: +1"]

    assert printed(capsys, *words).splitlines() == [
        "alone: customer 1, simulated",
        "seed 7, replication 0, 1 day",
        "",
        "Mon 09:15  arrives",
        "Mon 09:15  comes to Ad, and is through after 8 s",
        "Mon 09:15  comes to Desk",
        "",
        "As it is",
        "Mon 09:15  waits 10 min for agents",
        "Mon 09:25  gives up",
        "Mon 09:25  leaves because of the wait",
        "It took 10 min 8 s, 10 min of it in line. Effort felt: 1.50 points, a simulated effort "
        "score of 5.50 (7 is very easy, 1 very hard).",
        "",
        "With agents.capacity: +1",
        "Mon 09:15  is served by agents at once",
        "Mon 09:35  is through with Desk after 20 min",
        "Mon 09:35  completes the journey",
        "Mon 09:35  is done, and content",
        "It took 20 min 8 s. Effort felt: 0.00 points, a simulated effort score of 7.00 (7 is "
        "very easy, 1 very hard).",
        "",
        "What differs: they complete the journey, which they would not; it takes 10 min more; "
        "they stand in line for 10 min less; they feel 0.00 instead of 1.50 points of effort.",
        "Of 2 customers, 1 complete the journey only with it (like 1).",
    ]


def test_a_fix_that_changes_nothing_for_a_customer_says_so(
    alone: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["replay", alone, *DAY, "--customer", "0"]
    lines = printed(capsys, *words).splitlines()

    assert printed(capsys, *words, "--fix", "agents.capacity: +1").splitlines() == [
        *lines,
        "",
        "With agents.capacity: +1, all of it is the same. Of 2 customers, 1 complete the journey "
        "only with it (like 1).",
    ]


def test_without_a_customer_the_first_is_told_whom_the_fix_changes(
    alone: str, capsys: pytest.CaptureFixture[str]
) -> None:
    one = printed(capsys, "replay", alone, *DAY, "--fix", "agents.capacity: +1")
    none = printed(capsys, "replay", alone, *DAY, "--fix", "agents.cost: = 3 EUR/h")

    assert one.startswith("alone: customer 1, simulated\n")
    assert none.startswith("alone: customer 0, simulated\n")
    assert none.endswith("Nothing changes for any of 2 customers.\n")


def test_without_a_customer_and_a_fix_it_is_asked_for_one(
    alone: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["replay", alone]) == 2
    assert "Name a customer with --customer, or a fix with --fix." in capsys.readouterr().err


def test_whom_a_fix_changes_adds_up_to_what_it_brings(file: str) -> None:
    """Who completes only with it, less who does only without: the difference in all."""
    journey = load_journey(file)
    fixed = apply(journey, {"agents.capacity": "+2", "product.leaves": "+3pp"})
    worlds = {"now": World(journey), "fixed": World(fixed)}
    traces = walk_worlds(worlds, plan=Plan(days=4))
    now, then = traces["now"].tally, traces["fixed"].tally

    whom = whom_it_changes(traces["now"], traces["fixed"])

    assert whom.gained
    assert whom.lost
    assert whom.otherwise
    assert len(whom.gained) - len(whom.lost) == sum(then.completed) - sum(now.completed)
    assert whom.customers == sum(now.arrived)


def test_visits_are_numbered_alike_in_both_stories(
    file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who comes again only with the fix does not differ before it does anything."""
    text = ALONE.replace("{end: 100%}", "{end: 100%, ad: 0%}")
    Path("journey.yaml").write_text(text, "utf-8")
    Path("arrivals.csv").write_text("time\n33240\n", "utf-8")
    fix = "desk.next.ad: = 50%"
    others = "desk.next.end: = 50%"
    for seed in range(9):
        words = [file, *DAY, "--customer", "0", "--seed", str(seed), "--fix", fix, "--fix", others]
        lines = printed(capsys, "replay", *words).splitlines()
        if "As it is" in lines:
            break

    assert lines[4] == "Mon 09:14  comes to Ad for the first time, and is through after 8 s"
    assert lines.index("As it is") > 7


def test_both_worlds_stand_in_the_json(alone: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["replay", alone, *DAY, "--customer", "1", "--fix", "agents.capacity: +1", "--json"]
    content = json.loads(printed(capsys, *words))

    assert content["fixes"] == ["agents.capacity: +1"]
    assert (content["completed"], content["fixed"]["completed"]) == (False, True)
    assert (content["waited_seconds"], content["fixed"]["waited_seconds"]) == (600, 0)
    assert content["records"][-1]["what"] == "leaves"
    assert content["fixed"]["records"][-1]["what"] == "is done"
    assert content["changes"] == {"customers": 2, "gained": [1], "lost": [], "otherwise": []}


def test_who_arrives_in_one_world_only_is_refused(
    file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["replay", file, *DAY, "--customer", "100", "--fix", "arrivals: x0.1"]

    assert run(words) == 2
    assert "there is no customer 100 with the fixes in replication 0" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["trace", "replay"])
def test_a_wrong_fix_is_told_as_simulate_does(
    file: str, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    own = ["--to", "t.csv"] if command == "trace" else ["--customer", "1"]

    assert run([command, file, *own, "--fix", "two-mor"]) == 2
    assert "did you mean `two-more`" in capsys.readouterr().err
    assert not Path("t.csv").exists()


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(journeys())
def test_stories_after_a_warm_up_and_from_a_queue_are_what_was_counted(journey: Journey) -> None:
    """Also of those who wait when time begins: their effort is felt from there on."""
    name = names_of(journey)[0]
    snapshot = Snapshot.model_validate({"snapshot": "x", "now": {name: {"waiting": 2}}})
    for plan, there in ((Plan(days=0.05, warm_up_days=0.05), None), (Plan(days=0.05), snapshot)):
        trace = walk_traced(journey, plan=plan, snapshot=there)
        stories = [story_of(trace, own) for own in by_customer(trace.records)]

        assert len(stories) == sum(trace.tally.arrived)
        assert sum(story.took for story in stories) == trace.tally.ticks
        assert sum(story.waited for story in stories) == sum(trace.tally.wait_ticks)
        assert sum(story.effort for story in stories) == trace.tally.effort_at_end


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["simpy", "compiled"])
def test_ctrl_c_leaves_no_file_behind(file: str, engine: str) -> None:
    """The one that was there stays as it was; nothing half-written lies beside it."""
    Path("t.jsonl").write_text("old", "utf-8")
    before = set(os.listdir("."))
    words = ["trace", file, "--days", "3000", "--to", "t.jsonl", "--engine", engine]
    going = subprocess.Popen(
        [sys.executable, "-m", "desireline", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert busy_for(going.pid, 3)  # customers are under way
    assert set(os.listdir(".")) > before
    os.killpg(going.pid, signal.SIGINT)
    out, err = going.communicate(timeout=60)

    assert (going.returncode, out) == (130, "")
    assert err.endswith("Interrupted.\n")
    assert Path("t.jsonl").read_text("utf-8") == "old"
    assert set(os.listdir(".")) == before
