"""A file's text, read with care: at most a megabyte, UTF-8, and nothing but text."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from pathlib import Path

from .errors import FileMistakes, Mistake, Place
from .units import nearest

MOST_BYTES = 1_000_000
LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")  # as the YAML parsers count lines
UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a file, and its lines to point into."""

    file: str
    text: str
    lines: tuple[str, ...]

    @classmethod
    def of(cls, text: str, *, file: str = "journey.yaml") -> Source:
        """Take a text that stands in no file."""
        return cls(file, text, tuple(LINE_END.split(text)))

    @classmethod
    def read(cls, path: str) -> Source:
        """Read a file. Raises FileMistakes when it is missing, too large or no text."""
        text = _decoded(_content(path), path)
        source = cls.of(text, file=path)
        if strange := UNPRINTABLE.search(text):
            raise FileMistakes([_strange(source, strange.start())])
        return source

    def place(self, line: int, column: int, width: int = 1) -> Place:
        """Give a place in this file; lines and columns count from 1."""
        text = self.lines[line - 1] if line <= len(self.lines) else ""
        return Place(self.file, line, column, text, width)


def _content(path: str) -> bytes:
    """Read a megabyte at the most."""
    try:
        with open(path, "rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise FileMistakes([unreadable(path, error)]) from None
    if len(content) > MOST_BYTES:
        what = f"`{path}` is larger than {MOST_BYTES // 1_000_000} MB; no journey is"
        raise FileMistakes([Mistake("DL105", what, None, "is it the file that you meant?")])
    return content


def unreadable(path: str, error: Exception, place: Place | None = None) -> Mistake:
    """Tell why a file can't be read: at the place that names it, if one does."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return replace(_missing(path), place=place)
    if isinstance(error, IsADirectoryError):
        return replace(_folder(path), place=place)
    why = getattr(error, "strerror", None) or "this is no file's name"
    hint = "see who may read it" if isinstance(error, PermissionError) else ""
    return Mistake("DL104", f"can't read `{path}`: {why}", place, hint)


def _missing(path: str) -> Mistake:
    folder = Path(path).parent
    names = _names(folder)
    if names is None:
        return Mistake("DL101", f"there is no folder `{folder}`", None, _here())
    meant = nearest(Path(path).name, names)
    files = [name for name in names if name.endswith((".yaml", ".yml"))][:5]
    hint = f"the YAML files there: {', '.join(files)}" if files else "`desireline init` writes one"
    where = str(folder / meant) if meant else ""
    return Mistake("DL101", f"there is no file `{path}`", None, hint, nearest=where)


def _here() -> str:
    return f"looked from {os.getcwd()}"


def _folder(path: str) -> Mistake:
    files = [n for n in _names(Path(path)) or [] if n.endswith((".yaml", ".yml"))]
    meant = str(Path(path) / files[0]) if len(files) == 1 else ""
    hint = f"name one of its files: {', '.join(files[:5])}" if files else "it holds no YAML file"
    return Mistake("DL102", f"`{path}` is a folder", None, hint, nearest=meant)


def _names(folder: Path) -> list[str] | None:
    try:
        with os.scandir(folder) as entries:
            return sorted(entry.name for _, entry in zip(range(1000), entries, strict=False))
    except OSError:
        return None


def _decoded(content: bytes, path: str) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileMistakes([_not_utf8(content, path, error.start)]) from None
    if (at := content.find(b"\0")) >= 0:
        line, column = _position(content, at)
        what = f"`{path}` is binary: a zero byte at offset {at:,} (line {line})"
        raise FileMistakes([Mistake("DL106", what, Place(path, line, column))])
    return text


def _not_utf8(content: bytes, path: str, at: int) -> Mistake:
    line, column = _position(content, at)
    place = Place(path, line, column)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Mistake("DL106", f"`{path}` is UTF-16", place, "save it as UTF-8")
    byte = f"byte 0x{content[at]:02x} at offset {at:,} (line {line})"
    if b"\0" in content[:1000]:
        return Mistake("DL106", f"`{path}` is binary: {byte}", place)
    return Mistake("DL106", f"`{path}` is not UTF-8: {byte}", place, "save it as UTF-8")


def _position(content: bytes, at: int) -> tuple[int, int]:
    before = content[:at].decode("utf-8-sig", "replace")
    lines = LINE_END.split(before)
    return len(lines), len(lines[-1]) + 1


def _strange(source: Source, at: int) -> Mistake:
    lines = LINE_END.split(source.text[:at])
    place = source.place(len(lines), len(lines[-1]) + 1)
    what = f"a character that can't be seen (U+{ord(source.text[at]):04X}) stands here"
    return Mistake("DL107", what, place, "delete it")
