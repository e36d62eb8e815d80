"""Runs on disk: whole or marked, exact, and clear about what is wrong with a file."""

from __future__ import annotations

import json
import math
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from walked_shop import QUICK, delivery, shop, walked
from walked_shop import price as stated

from desireline.reports.record import Record
from desireline.reports.run_record import Told, make_record
from desireline.reports.store import (
    close_run,
    mark_incomplete,
    open_run,
    read_record,
    record_as_json,
    write_record,
    write_walks,
)
from desireline.scenarios.errors import DesirelineError
from desireline.sim.experiments.outcome import Adjusted, Estimate

NOON = datetime(2026, 1, 5, 12, 0, 0, tzinfo=UTC)
TOLD = Told("journey.yaml", "0" * 64, "desireline run journey.yaml", NOON, "0.1.0")


@pytest.fixture(scope="module")
def record() -> Record:
    """Give a record with a gap, a picture and a note."""
    dearer = {"facts": (stated("139.00 EUR"), delivery()), "picture": "cart.webp"}
    blind = {"verdict": "could not look", "message": "no browser"}
    return make_record(shop(), [walked(cart=dearer, chat=blind)], told=TOLD, plan=QUICK)


def code(path: Path) -> str:
    """Give the code of the error that reading a path raises."""
    with pytest.raises(DesirelineError) as error:
        read_record(path)
    return error.value.code


def test_a_record_comes_back_as_it_was(record: Record, tmp_path: Path) -> None:
    """To the last bit of every number."""
    write_record(tmp_path, record)

    assert read_record(tmp_path) == record
    assert read_record(tmp_path / "run.json") == record


def test_figures_whose_luck_is_all_taken_off_come_back_as_they_were(
    record: Record, tmp_path: Path
) -> None:
    """Of how many arrive, a twin leaves no variance at all: JSON has no word for so many times."""
    known = {"arrived": Adjusted((120.0, 120.0), 1.0, None)}
    record = replace(record, as_seen=replace(record.as_seen, adjusted=known))
    write_record(tmp_path, record)

    assert read_record(tmp_path) == record


def test_a_flaky_walk_keeps_both_tries(record: Record, tmp_path: Path) -> None:
    """A walk in a walk."""
    flaky = replace(record.walks[0], verdict="flaky", first_try=walked())
    write_record(tmp_path, replace(record, walks=(flaky,)))

    assert read_record(tmp_path).walks == (flaky,)


def test_the_json_is_always_alike(record: Record) -> None:
    """Keys in order, a version, no surprise for a diff."""
    text = record_as_json(record)

    assert text == record_as_json(record)
    assert list(json.loads(text)) == sorted(json.loads(text))
    assert json.loads(text)["schema_version"] == 1


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_number_that_is_none_is_refused(record: Record, value: float) -> None:
    """JSON has no word for it."""
    with pytest.raises(ValueError, match="JSON"):
        record_as_json(replace(record, lost=Estimate(value, 0, 0)))


def test_hostile_text_survives_as_text(tmp_path: Path) -> None:
    """Half characters would make the file unreadable."""
    nasty = {"title": "</script>\ud800\x00", "facts": (stated("139.00 EUR\u202e"), delivery())}
    record = make_record(shop(), [walked(cart=nasty)], told=TOLD, plan=QUICK)

    write_record(tmp_path, record)

    assert read_record(tmp_path) == record
    assert record.walks[0].touchpoints[2].title == "</script>"
    assert "\u202e" not in (tmp_path / "run.json").read_text("utf-8")


def test_what_is_wrong_with_a_file_has_a_code(record: Record, tmp_path: Path) -> None:
    """None, broken, foreign, newer: each says what to do."""
    file = tmp_path / "run.json"
    assert code(tmp_path) == "DL402"
    file.write_text(record_as_json(record)[:500], "utf-8")
    assert code(file) == "DL403"
    file.write_bytes(b"\xff\xfe{}")
    assert code(file) == "DL403"
    file.write_text('{"schema_version": NaN}', "utf-8")
    assert code(file) == "DL403"
    file.write_text("[" * 100_000, "utf-8")
    assert code(file) == "DL403"
    file.write_text('{"name": "some-package"}', "utf-8")
    assert code(file) == "DL404"
    file.write_text("[1, 2]", "utf-8")
    assert code(file) == "DL404"
    file.write_text(record_as_json(record).replace('"mean":', '"average":'), "utf-8")
    assert code(file) == "DL404"
    file.write_text(
        record_as_json(record).replace('"schema_version": 1', '"schema_version": 2'), "utf-8"
    )
    assert code(file) == "DL405"


def test_a_run_is_named_by_its_time_and_incomplete_until_it_is_whole(tmp_path: Path) -> None:
    """The name changes at the end, in one step."""
    runs = tmp_path / ".desireline" / "runs"

    folder = open_run(runs, NOON)
    assert folder.name == "2026-01-05T12-00-00Z.incomplete"
    write_walks(folder, [walked()])
    place = close_run(folder)

    assert place.name == "2026-01-05T12-00-00Z"
    assert not folder.exists()
    assert (runs / "latest.html").readlink() == Path(place.name) / "report.html"
    assert (place / "walks.json").exists()


def test_two_runs_of_one_second_do_not_meet(tmp_path: Path) -> None:
    """Whether the first is whole already or not."""
    first, second = open_run(tmp_path, NOON), open_run(tmp_path, NOON)
    close_run(first)
    third = open_run(tmp_path, NOON)

    names = [path.name.removesuffix(".incomplete") for path in (first, second, third)]
    assert names == ["2026-01-05T12-00-00Z", "2026-01-05T12-00-00Z-2", "2026-01-05T12-00-00Z-3"]


def test_the_latest_report_is_of_a_whole_run(record: Record, tmp_path: Path) -> None:
    """An incomplete run is never taken for one."""
    whole = open_run(tmp_path, NOON)
    write_record(whole, record)
    place = close_run(whole)
    broken = open_run(tmp_path, NOON.replace(year=2027))
    write_record(broken, record)

    assert (tmp_path / "latest.html").readlink() == Path(place.name) / "report.html"


def test_where_no_link_can_be_made_the_latest_report_is_a_page_that_goes_on(
    record: Record, tmp_path: Path
) -> None:
    """Something stands where the link would be made; the old one must not be left."""
    close_run(open_run(tmp_path, NOON))
    later = open_run(tmp_path, NOON.replace(year=2027))
    (tmp_path / ".2027-01-05T12-00-00Z.html").write_text("in the way", "utf-8")

    place = close_run(later)

    latest = tmp_path / "latest.html"
    assert not latest.is_symlink()
    assert f'content="0;url={place.name}/report.html"' in latest.read_text("utf-8")
    assert sorted(path.name for path in tmp_path.glob(".*")) == []


def test_a_latest_report_that_can_not_be_turned_is_told(tmp_path: Path) -> None:
    """And nothing is left beside it; the run is whole."""
    folder = open_run(tmp_path, NOON)
    (tmp_path / "latest.html").mkdir()

    with pytest.raises(DesirelineError, match="DL401") as told:
        close_run(folder)

    place = tmp_path / "2026-01-05T12-00-00Z"
    assert told.value.code == "DL401"
    assert f"the run itself is whole: {place}" in told.value.what
    assert place.is_dir()
    assert sorted(path.name for path in tmp_path.glob(".*")) == []


def test_an_incomplete_run_says_why(tmp_path: Path) -> None:
    """In words, beside what was seen."""
    folder = open_run(tmp_path, NOON)
    mark_incomplete(folder, "interrupted")

    assert (folder / "why.txt").read_text("utf-8") == "interrupted\n"


def test_a_place_that_cannot_be_written_to_is_said(tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "runs").write_text("", "utf-8")

    with pytest.raises(DesirelineError) as error:
        open_run(tmp_path / "runs", NOON)

    assert error.value.code == "DL401"


def test_no_half_file_is_left_behind(tmp_path: Path, record: Record) -> None:
    """Only the whole file has the name."""
    write_record(tmp_path, record)

    assert os.listdir(tmp_path) == ["run.json"]
