"""A snapshot: who is where, and whether that fits the journey."""

from pathlib import Path

import pytest

from desireline.scenarios.errors import FileMistakes, Mistake
from desireline.scenarios.reading import (
    is_snapshot,
    journey_of,
    load,
    load_snapshot,
    load_whatif,
    mistakes_in,
)
from desireline.scenarios.snapshot import Now

TEXT = """\
journey: shop
resources: {agents: {hours: {mon-fri: 4, sat: 1}, at-once: 2}, seniors: {hours: 1}}
stages:
  - stage: buy
    touchpoints:
      checkout: {}
      chat: {needs: [agents, seniors]}
      order: {}
"""
JOURNEY = journey_of(TEXT)


def snapshot_file(folder: Path, text: str) -> Path:
    """Write a snapshot."""
    file = folder / "now.yaml"
    file.write_text(text, "utf-8")
    return file


def test_a_snapshot(tmp_path: Path) -> None:
    """What is not said is nobody."""
    text = "snapshot: shop\nnow: {chat: {waiting: 12, served: 9}, checkout: {served: 30}}\n"
    read = load_snapshot(snapshot_file(tmp_path, text), JOURNEY)

    assert (read.of, read.customers) == ("shop", 51)
    assert read.now["chat"] == Now(waiting=12, served=9)
    assert read.now["checkout"] == Now(waiting=0, served=30)


def mistakes(folder: Path, text: str) -> tuple[Mistake, ...]:
    """Give what is wrong with a snapshot."""
    with pytest.raises(FileMistakes) as caught:
        load_snapshot(snapshot_file(folder, text), JOURNEY)
    return caught.value.mistakes


@pytest.mark.parametrize(
    ("text", "code", "spot", "nearest"),
    [
        ("snapshot: shop\nnow: {chatt: {waiting: 1}}", "DL103", "chatt", "chat"),
        ("snapshot: bank\nnow: {chat: {waiting: 1}}", "DL189", "bank", ""),
        ("snapshot: shop\nnow: {checkout: {waiting: 1}}", "DL190", "1", ""),
        ("snapshot: shop\nnow: {chat: {served: 10}}", "DL191", "10", ""),
        ("snapshot: shop\nnow: {chat: {waitin: 1}}", "DL120", "waitin", "waiting"),
        ("snapshot: shop\nnow: {chat: {waiting: -1}}", "DL132", "-1", ""),
        ("snapshot: shop\nnow: {chat: {waiting: some}}", "DL128", "some", ""),
        ("snapshot: shop\nnow: {}", "DL133", "now", ""),
        ("snapshot: shop", "DL121", "snapshot", ""),
        ("now: {chat: {waiting: 1}}", "DL121", "now", ""),
    ],
)
def test_one_mistake(tmp_path: Path, text: str, code: str, spot: str, nearest: str) -> None:
    """At its place, with the nearest name."""
    (mistake,) = mistakes(tmp_path, text)

    assert (mistake.code, mistake.nearest) == (code, nearest)
    assert mistake.place is not None
    assert mistake.place.text[mistake.place.column - 1 :].startswith(spot)


def test_all_mistakes_at_once(tmp_path: Path) -> None:
    """In the order of the file."""
    text = "snapshot: bank\nnow:\n  chatt: {served: 1}\n  chat: {waiting: x}\n"

    assert [mistake.code for mistake in mistakes(tmp_path, text)] == ["DL189", "DL103", "DL128"]


def test_other_files_are_told_apart(tmp_path: Path) -> None:
    """A journey is no snapshot, and a snapshot is neither a journey nor a what-if."""
    text = "journey: x\nstages: [{stage: s, touchpoints: {a: }}]\n"
    assert [mistake.code for mistake in mistakes(tmp_path, text)] == ["DL118"]
    assert not is_snapshot(tmp_path / "now.yaml")
    assert not is_snapshot(tmp_path / "nowhere.yaml")

    file = snapshot_file(tmp_path, "snapshot: shop\nnow: {chat: {waiting: 1}}\n")
    assert is_snapshot(file)
    with pytest.raises(FileMistakes) as caught:
        load_whatif(file)
    assert caught.value.code == "DL118"


def codes(folder: Path, text: str, journey: str = TEXT) -> list[str]:
    """Give the codes of what is wrong with a snapshot that stands beside a journey."""
    (folder / "journey.yaml").write_text(journey, "utf-8")
    return [mistake.code for mistake in mistakes_in(snapshot_file(folder, text))]


def test_the_journey_that_a_snapshot_names_is_read_with_it(tmp_path: Path) -> None:
    """From the snapshot's own folder; its mistakes are told too."""
    named = "snapshot: shop\njourney: journey.yaml\nnow: "

    assert codes(tmp_path, f"{named}{{chat: {{served: 9}}}}") == []
    assert codes(tmp_path, f"{named}{{chatt: {{served: 9}}}}") == ["DL103"]
    assert codes(tmp_path, f"{named}{{chat: {{served: 10}}}}") == ["DL191"]
    assert codes(tmp_path, f"{named}{{chat: {{served: 9}}}}", "journey: shop") == ["DL121"]


def test_a_journey_that_is_not_there_is_told_where_it_is_named(tmp_path: Path) -> None:
    """With the nearest name, as of a what-if."""
    text = "snapshot: shop\njourney: jurney.yaml\nnow: {chat: {served: 9}}"
    (tmp_path / "journey.yaml").write_text(TEXT, "utf-8")

    (mistake,) = mistakes_in(snapshot_file(tmp_path, text))

    assert (mistake.code, mistake.nearest) == ("DL101", "journey.yaml")
    assert mistake.place is not None
    assert (mistake.place.line, mistake.place.column) == (2, 10)


def test_a_journey_given_along_is_the_one_of_that_name(tmp_path: Path) -> None:
    """One of another name says nothing about it."""
    file = snapshot_file(tmp_path, "snapshot: shop\nnow: {chat: {served: 10}}")
    other = JOURNEY.model_copy(update={"name": "bank"})

    assert load(file, journeys=[other]) == load(file)
    with pytest.raises(FileMistakes) as caught:
        load(file, journeys=[other, JOURNEY])
    assert caught.value.code == "DL191"
