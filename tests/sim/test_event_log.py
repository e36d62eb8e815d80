"""A trace in a file: other tools read in it what was simulated, all of it and nothing else."""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
import yaml
from any_journey import journeys
from hypothesis import HealthCheck, given, settings

from desireline.cli import run
from desireline.scenarios.errors import DesirelineError
from desireline.scenarios.journey import Journey
from desireline.sim.clock import DAYS_A_MONTH, TICKS_A_DAY
from desireline.sim.compiled import engine
from desireline.sim.experiments.experiment import simulate
from desireline.sim.experiments.laboratory import World
from desireline.sim.plan import Plan
from desireline.sim.record import Record, What
from desireline.sim.tally import Tally
from desireline.sim.traces.columns import clock_times
from desireline.sim.traces.event_log import ABORTED, COMPLETE, START, TO_RETURN, cases
from desireline.sim.traces.file import Walk, write_trace
from desireline.sim.traces.heading import Heading, moment_of
from desireline.sim.traces.records import as_records
from desireline.sim.traces.rows import Row, as_json, rows
from desireline.sim.traces.walk import (
    Begin,
    Take,
    Trace,
    by_customer,
    tell_again,
    walk_telling,
    walk_traced,
)

JOURNEY = """
journey: boots
calendar: {zone: Europe/Berlin, starts: 2026-03-28}
arrivals: 40/h
segments: {newcomer: {share: 60%}, regular: {share: 40%}}
resources: {agents: {hours: 1, preempts: true, priority: [regular]}}
completes: [order]
returns: {share: 30%, after: {exponential: 5 h}}
stages:
- stage: buy
  touchpoints:
    product: {takes: {exponential: 60s}, fails: 10%, leaves: 20%, next: {chat: 40%, order: 60%}}
    chat: {needs: agents, takes: {exponential: 4 min}, patience: {exponential: 5 min},
           call-back: {share: 20%, after: 10 min}, on-abandon: {order: 40%}, next: {order: 100%}}
    order: {takes: 90s, leaves: 5%, next: {order-mail: 100%}}
    order-mail: {takes: {exponential: 2 h}, leaves: 10%, next: {end: 80%, chat: 20%}}
"""
HOSTILE = """
journey: "<b>&\\e[31m"
segments: {"n\\ud800\\"'>": {share: 100%}}
arrivals: 1/h
stages: [{stage: one, touchpoints: {"a\\e]0;<&\\"\\n,": {leaves: 50%}, "=b;": {takes: 1s}}}]
"""
TAGS = "{http://www.xes-standard.org/}"


def read(text: str) -> Journey:
    """Read a journey from its text."""
    return Journey.model_validate(yaml.safe_load(text))


@pytest.fixture(scope="module")
def trace() -> Trace:
    """Give one busy day."""
    return walk_traced(read(JOURNEY), plan=Plan(days=1))


def written(trace: Trace, file: Path) -> Path:
    """Write a trace into a file, and give the file."""
    write_trace(partial(tell_again, trace), file)
    return file


def walking(journey: Journey, **plan: Any) -> Walk:
    """Give who walks a journey, and hands its records over."""
    return partial(walk_telling, {"": World(journey)}, "", plan=Plan(**plan))


def json_rows(trace: Trace, folder: Path) -> list[dict[str, Any]]:
    """Give the rows of the trace's JSON lines."""
    lines = written(trace, folder / "t.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def csv_rows(trace: Trace, folder: Path) -> list[dict[str, str]]:
    """Give the rows of the trace's CSV."""
    with written(trace, folder / "t.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def pairs(trace: Trace) -> Counter[tuple[str, str]]:
    """Count from the records what followed on what, in the words of the log."""
    counts: Counter[tuple[str, str]] = Counter()
    for records in by_customer(trace.records):
        told = [word for record in records if (word := in_words(trace, record))]
        counts.update(pairwise(told))
    return counts


def in_words(trace: Trace, record: Record) -> str:
    """Say what a record is in the log: nothing, an activity that is over, or one apart."""
    name = trace.flow.touchpoints[record.place]
    words = {
        What.ENDS: name,
        What.FAILS: name,
        What.GIVES_UP: f"gives up: {name}",
        What.CALLED_BACK: f"is to be called back: {name}",
        What.RETURNS: TO_RETURN,
    }
    if record.what == What.LEAVES:
        return f"leaves: {trace.flow.causes[record.value]}"
    return words.get(What(record.what), "")


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:Install the optional requirement `r4pm`:UserWarning")
@pytest.mark.parametrize("ending", ["xes", "csv"])
def test_a_process_mining_tool_finds_what_was_simulated(
    trace: Trace, tmp_path: Path, ending: str
) -> None:
    """PM4Py's own counts are those of the tally. It advertises a faster reader: not needed."""
    import pandas
    import pm4py

    file = str(written(trace, tmp_path / f"t.{ending}"))
    log = pm4py.read_xes(file) if ending == "xes" else pm4py.format_dataframe(pandas.read_csv(file))
    complete = log[log["lifecycle:transition"] == COMPLETE]
    found, first, _ = pm4py.discover_dfg(complete)
    tally, names = trace.tally, trace.flow.touchpoints
    visits = [log[log["concept:name"] == name] for name in names]

    assert log["case:concept:name"].nunique() == sum(tally.arrived)
    assert len(log) == sum(len(case.events) for case in cases(trace, trace.records))
    assert log.groupby("case:concept:name")["case:completed"].first().sum() == sum(tally.completed)
    assert [len(v[v["lifecycle:transition"] == COMPLETE]) for v in visits] == tally.served
    assert first["product"] == sum(tally.arrived)
    for place, name in enumerate(names):
        for cause, left in zip(trace.flow.causes, tally.left[place], strict=True):
            after = f"gives up: {name}" if cause == "wait" else name
            assert found.get((after, f"leaves: {cause}"), 0) == left
    assert found["order", "order-mail"] > 100
    assert Counter(found) == pairs(trace)
    assert str(log["time:timestamp"].min()) >= "2026-03-27 23:00:00+00:00"


@pytest.mark.slow
def test_parquet_has_the_rows_of_the_json_lines(trace: Trace, tmp_path: Path) -> None:
    from pyarrow import parquet

    table = parquet.read_table(written(trace, tmp_path / "t.parquet"))
    rows = [
        {name: value for name, value in row.items() if value is not None}
        | {"time": row["time"].isoformat(timespec="microseconds")}
        for row in table.to_pylist()
    ]

    assert len(rows) == len(trace.records)
    assert rows == json_rows(trace, tmp_path)
    assert table.schema.metadata[b"seed"] == b"7"


def test_json_lines_and_tables_have_the_rows(trace: Trace, tmp_path: Path) -> None:
    """They are made column by column; rows are told one by one."""
    found = [*rows(trace, trace.records)]
    table = trace.to_pandas()

    assert json_rows(trace, tmp_path) == [as_json(row) for row in found]
    assert [*table.columns] == [*Row._fields]
    for name, column in zip(Row._fields, zip(*found, strict=True), strict=True):
        there = table[name].notna()
        assert there.tolist() == [value is not None for value in column]
        assert table[name][there].tolist() == [value for value in column if value is not None]


def test_json_lines_name_the_value_of_each_record(trace: Trace, tmp_path: Path) -> None:
    rows = json_rows(trace, tmp_path)
    values = {row["what"]: list(row)[5:] for row in rows}

    assert values == {
        "arrives": ["segment"],
        "comes": ["times"],
        "waits": [],
        "starts": ["team"],
        "is interrupted": ["team"],
        "ends": ["seconds"],
        "fails": ["times"],
        "gives up": [],
        "is to be called back": ["seconds"],
        "completes": [],
        "leaves": ["cause"],
        "leaves, to return": ["seconds"],
        "is done": [],
    }
    assert {row["team"] for row in rows if "team" in row} == {"agents"}


def test_times_are_those_of_the_calendars_zone(trace: Trace, tmp_path: Path) -> None:
    """On 29 March 2026 the clocks go from 02:00 to 03:00; nothing happens in between."""
    rows = json_rows(trace, tmp_path)

    assert rows[0]["time"].startswith("2026-03-28T00:0")
    assert {row["time"][-6:] for row in rows} == {"+01:00", "+02:00"}
    assert not [row for row in rows if row["time"].startswith("2026-03-29T02")]


def test_times_are_right_where_clocks_change_amid_an_hour(trace: Trace) -> None:
    """On Lord Howe Island they go half an hour back in April, and on again in October."""
    starts = datetime(2026, 4, 4, tzinfo=ZoneInfo("Australia/Lord_Howe"))
    heading = replace(trace, starts=starts)
    days = as_records(
        [Record(at, 0, 0, 0, 0) for at in range(0, 200 * TICKS_A_DAY, 29 * 60 * 10**6 + 1)]
    )
    moments = [moment_of(starts, record.at).isoformat(timespec="microseconds") for record in days]

    assert clock_times(heading, days.columns) == moments
    assert {moment[-6:] for moment in moments} == {"+11:00", "+10:30"}


def test_without_a_calendar_time_begins_on_a_monday(tmp_path: Path) -> None:
    journey = read(JOURNEY.replace("calendar", "#"))
    rows = json_rows(walk_traced(journey, plan=Plan(days=0.1)), tmp_path)

    assert rows[0]["time"].startswith("2024-01-01T00:0")
    assert rows[0]["time"].endswith("+00:00")


def test_a_wait_stands_on_the_start_and_its_team_on_both_ends(trace: Trace, tmp_path: Path) -> None:
    chats = [row for row in csv_rows(trace, tmp_path) if row["concept:name"] == "chat"]
    starts = [row for row in chats if row["lifecycle:transition"] == START]
    seconds = sum(float(row["waited_seconds"]) for row in starts)

    assert len(starts) > 50
    assert {row["org:resource"] for row in chats} == {"agents"}
    assert 0 < seconds <= sum(trace.tally.wait_ticks) / 1e6 + 600 * sum(trace.tally.called_back)


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(journeys())
def test_every_visit_that_starts_ends_before_the_next(journey: Journey) -> None:
    trace = walk_traced(journey, plan=Plan(days=0.1))
    found = list(cases(trace, trace.records))

    for case in found:
        visits = [e for e in case.events if e.transition != COMPLETE or not is_apart(e.activity)]
        assert [e.transition == START for e in visits] == [True, False] * (len(visits) // 2)
        assert all(a.activity == b.activity for a, b in zip(visits[::2], visits[1::2], strict=True))
        assert all(a.at <= b.at for a, b in pairwise(case.events))
    ends = [e for case in found for e in case.events if e.served_seconds is not None]
    failed = [e for case in found for e in case.events if e.failed_tries is not None]
    sent_away = [e for case in found for e in case.events if e.transition == ABORTED]
    assert len(ends) + len(failed) == sum(trace.tally.served)
    assert len(sent_away) <= sum(trace.tally.turned_away)
    assert sum(case.completed for case in found) == sum(trace.tally.completed)


def test_a_visit_that_is_never_taken_up_again_is_aborted() -> None:
    """Who is interrupted stands in line, and is sent away when the line closes."""
    hours = "{daily 00:00-00:30: 1, daily 01:00-01:30: 1, otherwise: 0}, closing: send-away"
    busy = JOURNEY.replace("{hours: 1", "{hours: " + hours).replace("patience:", "#")
    busy = busy.replace("           call-back: {share: 20%, after: 10 min}, ", "           ")
    trace = walk_traced(read(busy), plan=Plan(days=0.1))
    events = [e for case in cases(trace, trace.records) for e in case.events]
    follows = [b for a, b in pairwise(events) if a.transition == ABORTED]

    assert {event.activity for event in follows} == {"is turned away: chat"}
    assert {e.team for e in events if e.transition == ABORTED} == {"agents"}


@pytest.mark.parametrize("replication", [0, 1])
def test_it_is_the_replication_that_simulate_walks(replication: int) -> None:
    outcome = simulate(read(JOURNEY), plan=Plan(replications=2, days=0.5, seed=3, jobs=1))
    walked = walk_traced(read(JOURNEY), plan=Plan(days=0.5, seed=3), replication=replication)
    per_month = outcome.samples["completed"][replication]

    assert sum(walked.tally.completed) == pytest.approx(per_month * 0.5 / DAYS_A_MONTH)


def is_apart(activity: str) -> bool:
    """Tell whether an activity is no visit."""
    return activity.startswith(("leaves", "gives up: ", "is turned away: ", "is to be "))


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["jsonl", "csv", "xes", "parquet"])
def test_both_engines_write_the_same_file(tmp_path: Path, ending: str) -> None:
    files = []
    for name in ("simpy", "compiled"):
        files.append(tmp_path / f"{name}.{ending}")
        write_trace(walking(read(JOURNEY), days=0.2, engine=name), files[-1])

    assert files[0].read_bytes() == files[1].read_bytes()


def test_the_event_log_is_well_formed_whatever_names_hold(tmp_path: Path) -> None:
    trace = walk_traced(read(HOSTILE), plan=Plan(days=10))
    log = ElementTree.parse(written(trace, tmp_path / "t.xes")).getroot()  # noqa: S314 - our own
    names = {
        attribute.get("value")
        for event in log.iter(f"{TAGS}event")
        for attribute in event
        if attribute.get("key") == "concept:name"
    }

    assert log.get("xes.version") == "1.0"
    assert [e.get("prefix") for e in log.iter(f"{TAGS}extension")] == [
        "concept",
        "time",
        "lifecycle",
        "org",
    ]
    assert names == {'a\ufffd]0;<&"\ufffd,', "=b;", "leaves: own"}
    assert {row["case:segment"] for row in csv_rows(trace, tmp_path)} == {"n\ufffd\"'>"}
    assert {row["touchpoint"] for row in json_rows(trace, tmp_path)} == names - {"leaves: own"}


def test_what_was_written_is_said_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "journey.yaml").write_text(JOURNEY, "utf-8")
    to = tmp_path / "LOG.XES"

    assert run(["trace", str(tmp_path / "journey.yaml"), "--days", "0.1", "--to", str(to)]) == 0
    said = capsys.readouterr()
    log = ElementTree.parse(to).getroot()  # noqa: S314 - our own
    events, customers = (len(list(log.iter(TAGS + tag))) for tag in ("event", "trace"))
    assert said.out == f"Wrote {events:,} events of {customers:,} customers to {to}\n"
    assert said.err == ""
    assert sorted(f.name for f in tmp_path.iterdir()) == ["LOG.XES", "journey.yaml"]


def never(begin: Begin) -> Tally:
    """Stand for a walk that must not begin."""
    raise AssertionError("walked all the same")


@pytest.mark.parametrize(
    ("name", "code", "says"),
    [
        ("trace.txt", "DL245", ".jsonl or .parquet"),
        ("trace", "DL245", ".xes or .csv"),
        ("nowhere/trace.csv", "DL247", "no folder"),
        ("folder.csv", "DL247", "it is no file"),
    ],
)
def test_what_cannot_be_written_is_refused_before_anybody_walks(
    tmp_path: Path, name: str, code: str, says: str
) -> None:
    (tmp_path / "folder.csv").mkdir()

    with pytest.raises(DesirelineError) as refused:
        write_trace(never, tmp_path / name)

    assert refused.value.code == code
    assert says in str(refused.value)


def test_without_pyarrow_it_is_said_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """None in the list of modules is how Python itself marks one that can't be imported."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(DesirelineError, match="pyarrow") as refused:
        write_trace(never, tmp_path / "t.parquet")

    assert refused.value.code == "DL246"
    assert "pip install 'desireline[parquet]'" in refused.value.hint


def test_a_file_is_replaced_whole_or_stays_as_it_was(trace: Trace, tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_text("old", "utf-8")
    link = tmp_path / "t.csv"
    link.symlink_to(tmp_path / "real.csv")

    with pytest.raises(AssertionError):
        write_trace(never, link)
    kept = link.read_text("utf-8")
    write_trace(partial(tell_again, trace), link)

    assert kept == "old"
    assert link.is_symlink()
    assert (tmp_path / "real.csv").read_text("utf-8").startswith("case:concept:name,")
    assert sorted(f.name for f in tmp_path.iterdir()) == ["real.csv", "t.csv"]


@pytest.mark.parametrize("ending", ["jsonl", "csv", "xes", "parquet"])
def test_who_is_there_after_the_last_year_has_no_date(tmp_path: Path, ending: str) -> None:
    """Whoever is slow at all of a hundred touchpoints, for some centuries each."""
    slow = "{takes: {lognormal: {mean: 150 days, cv: 100}, correlated: 99%}}"
    row = ", ".join(f"t{number}: {slow}" for number in range(100))
    touchpoints = f"stages: [{{stage: s, touchpoints: {{{row}}}}}]"
    journey = read(
        f"{{journey: j, arrivals: 1/h, calendar: {{starts: 2999-01-01}}, {touchpoints}}}"
    )

    with pytest.raises(DesirelineError) as refused:
        write_trace(walking(journey, days=365), tmp_path / f"t.{ending}")

    assert refused.value.code == "DL249"
    assert list(tmp_path.iterdir()) == []


def test_how_far_the_writing_is_gets_told(trace: Trace, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    customers = sum(trace.tally.arrived)
    written = partial(tell_again, trace)
    write_trace(written, tmp_path / "t.csv", progress=lambda *done: told.append(done))

    assert told == [(0, customers)]


@pytest.mark.slow
def test_records_are_written_while_the_crowd_walks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of little paper there are many pieces; what is written of them is the same."""
    pieces: list[int] = []
    walk = walking(read(JOURNEY), days=20, engine="compiled")

    def counting(begin: Begin) -> Tally:
        def begun(heading: Heading) -> Take:
            take = begin(heading)

            def counted(some: Any) -> None:
                pieces.append(len(some))
                take(some)

            return counted

        return walk(begun)

    monkeypatch.setattr(engine, "FIRST_PAPER", 1 << 15)
    write_trace(counting, tmp_path / "little.jsonl")
    whole = walk_traced(read(JOURNEY), plan=Plan(days=20, engine="simpy"))
    write_trace(partial(tell_again, whole), tmp_path / "whole.jsonl")

    assert len(pieces) > 1
    assert (tmp_path / "little.jsonl").read_bytes() == (tmp_path / "whole.jsonl").read_bytes()
