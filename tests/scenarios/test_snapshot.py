"""A snapshot: who is where, and whether that fits the journey."""

from pathlib import Path

import pytest

from desireline.scenarios.errors import FileMistakes, Mistake
from desireline.scenarios.reading import journey_of, load_snapshot, load_whatif, mistakes_in
from desireline.scenarios.snapshot import Now

JOURNEY = journey_of("""\
journey: shop
resources: {agents: {hours: {mon-fri: 4, sat: 1}, at-once: 2}, seniors: {hours: 1}}
stages:
  - stage: buy
    touchpoints:
      checkout: {}
      chat: {needs: [agents, seniors]}
      order: {}
""")


def snapshot_file(folder: Path, text: str) -> Path:
    """Write a snapshot."""
    file = folder / "now.yaml"
    file.write_text(text, "utf-8")
    return file


def test_a_snapshot(tmp_path: Path) -> None:
    """What is not said is nobody."""
    text = "snapshot: shop\nnow: {chat: {waiting: 12, served: 9}, checkout: {served: 30}}\n"
    read = load_snapshot(snapshot_file(tmp_path, text), JOURNEY)

    assert read.journey == "shop"
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

    file = snapshot_file(tmp_path, "snapshot: shop\nnow: {chat: {waiting: 1}}\n")
    assert [mistake.code for mistake in mistakes_in(file)] == ["DL118"]
    with pytest.raises(FileMistakes) as caught:
        load_whatif(file)
    assert caught.value.code == "DL118"
