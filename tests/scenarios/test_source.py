"""Files: missing, foreign, huge or strange ones, each with its code."""

import os
from pathlib import Path

import pytest

from desireline.scenarios.errors import FileMistakes, Mistake
from desireline.scenarios.source import Source


def mistake_of(path: Path | str) -> Mistake:
    """Give the mistake that reading a file ends with."""
    with pytest.raises(FileMistakes) as caught:
        Source.read(str(path))
    return caught.value.mistakes[0]


def test_a_byte_order_mark_is_fine(tmp_path: Path) -> None:
    """Editors on Windows write it."""
    file = tmp_path / "j.yaml"
    file.write_bytes(b"\xef\xbb\xbfjourney: x\n")

    assert Source.read(str(file)).text == "journey: x\n"


def test_missing_file_names_the_nearest(tmp_path: Path) -> None:
    """A typing mistake is the usual reason."""
    (tmp_path / "journey.yaml").write_text("journey: x")
    found = mistake_of(tmp_path / "jurney.yaml")

    assert found.code == "DL101"
    assert found.nearest == str(tmp_path / "journey.yaml")


def test_missing_folder(tmp_path: Path) -> None:
    """The folder is named, not the file."""
    assert "no folder" in mistake_of(tmp_path / "nowhere" / "journey.yaml").what


def test_folder_names_its_only_file(tmp_path: Path) -> None:
    """A project's folder is an easy slip."""
    (tmp_path / "journey.yaml").write_text("journey: x")
    found = mistake_of(tmp_path)

    assert (found.code, found.nearest) == ("DL102", str(tmp_path / "journey.yaml"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_file(tmp_path: Path) -> None:
    """The system's reason is given."""
    file = tmp_path / "j.yaml"
    file.write_text("journey: x")
    file.chmod(0)

    assert mistake_of(file).code == "DL104"


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000, "loop"])
def test_names_that_no_file_has(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A zero byte, a name too long, a link to itself."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "loop").symlink_to("loop")

    assert mistake_of(name).code == "DL104"


def test_a_large_file_is_not_read_whole(tmp_path: Path) -> None:
    """Fifty megabytes (sparse, here) are refused after one."""
    file = tmp_path / "j.yaml"
    with file.open("wb") as out:
        out.truncate(50_000_000)

    assert mistake_of(file).code == "DL105"


def test_an_endless_file_is_refused() -> None:
    """A device never ends."""
    assert mistake_of("/dev/zero").code == "DL105"


@pytest.mark.parametrize(
    ("content", "words", "line", "column"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0", "binary", 1, 1),
        (b"a: 1\nb: \0\n", "binary", 2, 4),
        (b"a: 1\nb: caf\xe9\n", "not UTF-8: byte 0xe9 at offset 11 (line 2)", 2, 7),
        ("journey: x".encode("utf-16"), "UTF-16", 1, 1),
        (b"a: \xc3\xa4\nb: \xff\n", "offset 9", 2, 4),
    ],
)
def test_what_is_no_text(
    tmp_path: Path, content: bytes, words: str, line: int, column: int
) -> None:
    """The first wrong byte is named, by offset and line."""
    file = tmp_path / "j.yaml"
    file.write_bytes(content)
    found = mistake_of(file)

    assert found.code == "DL106"
    assert words in found.what
    assert found.place is not None
    assert (found.place.line, found.place.column) == (line, column)


def test_control_characters_are_shown_by_number(tmp_path: Path) -> None:
    """An escape sequence must not reach the terminal."""
    file = tmp_path / "j.yaml"
    file.write_bytes(b"a: 1\nb: x\x1b[31m\n")
    found = mistake_of(file)

    assert found.code == "DL107"
    assert "U+001B" in found.what
    assert "\x1b" not in str(found)


@pytest.mark.skipif(not os.path.exists("/proc/self/mem"), reason="Linux has such a file")
def test_a_file_that_fails_while_it_is_read() -> None:
    """The disk's error is told, not raised."""
    assert mistake_of("/proc/self/mem").code == "DL104"
