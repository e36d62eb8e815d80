"""The forms in which a value travels: plain, URL, HTML, JSON, base64, hex; backwards, too.

Encoders leave letters and digits alone and differ in all the rest, so a pattern per
character covers each mixture of them, and their nesting (JSON in JSON, `%2540`).
"""

from __future__ import annotations

import base64
import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from html.entities import codepoint2name
from pathlib import Path

STARS = "***"
ESCAPE = "(?:%(?:25){0,3}|=)"  # of a byte in an address, or in a letter
AND, NUMBER, END = (f"(?:{sign}|{ESCAPE}{ord(sign):02x})" for sign in "&#;")  # of an HTML entity
SHORTEST_DERIVED = 5  # shorter pieces of base64 and hex stand anywhere by chance
SHORTEST_CUT = 6  # a value cut off at a text's end counts from here
SHORTEST_IN_MEDIA = 8  # the bytes of a film hold anything shorter by chance
NOT_IN_NAMES = '/\\:*?"<>|~'  # browsers write another sign in a file's name
MEDIA = (".webm", ".jpeg", ".jpg", ".png", ".webp", ".woff2")


class Forms:
    """One value, and how to find it in all its encodings."""

    def __init__(self, value: str) -> None:
        """Prepare the patterns for a value."""
        readable = "".join(map(_character, value)) + "|" + "".join(map(_character, value[::-1]))
        coded = "|".join(re.escape(text) for text in _derived(value))
        source = f"(?i:{readable})" + (f"|{coded}" if coded else "")
        self._value = value
        self._text = re.compile(source)
        wide = [value.encode(name, "surrogatepass") for name in ("utf-16-le", "utf-16-be")]
        self._bytes = re.compile(b"|".join([source.encode(), *map(re.escape, wide)]))

    def __repr__(self) -> str:
        """Say nothing of the value."""
        return "Forms(***)"

    @property
    def long(self) -> bool:
        """Whether the value can't stand in the bytes of a picture by chance."""
        return len(self._value) >= SHORTEST_IN_MEDIA

    def scrub(self, text: str) -> str:
        """Replace the value in a text, also one that was cut off at its end."""
        text = self._text.sub(STARS, text)
        body = text.rstrip("…. ")
        shortest = max(SHORTEST_CUT, (len(self._value) + 1) // 2)
        for length in range(len(self._value) - 1, shortest - 1, -1):
            if body.endswith(self._value[:length]):
                return body[:-length] + STARS + text[len(body) :]
        return text

    def scrub_bytes(self, content: bytes) -> bytes:
        """Replace the value in bytes that are UTF-8 or ASCII."""
        return self._bytes.sub(STARS.encode(), content)

    def stands_in(self, content: bytes) -> bool:
        """Tell whether the value stands in these bytes."""
        return self._bytes.search(content) is not None


def files_with(
    forms: tuple[Forms, ...], folder: Path, files: Iterable[Path] | None = None
) -> list[Path]:
    """Give the files below a folder (or those of `files`) that hold a value.

    In name, content or zip member; where bytes are packed, only a long value counts.
    """
    if not forms or not folder.exists():
        return []
    looked_at = folder.rglob("*") if files is None else (file for file in files if file.exists())
    return [path for path in sorted(set(looked_at)) if _holds(path, folder, forms)]


def _holds(path: Path, folder: Path, forms: tuple[Forms, ...]) -> bool:
    name = str(path.relative_to(folder)).encode(errors="replace")
    nothing_in_it = path.is_dir() or path.is_symlink()
    contents = [(name, False)] if nothing_in_it else _contents(path, name)
    return any(
        form.stands_in(content)
        for content, packed in contents
        for form in forms
        if form.long or not packed
    )


def _contents(path: Path, name: bytes) -> Iterator[tuple[bytes, bool]]:
    """Give a file's name, content and members; whether their bytes are packed, too."""
    is_archive = zipfile.is_zipfile(path)
    yield name, False
    yield path.read_bytes(), is_archive or path.name.endswith(MEDIA)
    if is_archive:
        with zipfile.ZipFile(path) as archive:
            for member in archive.namelist():
                yield member.encode(errors="replace"), False
                yield archive.read(member), member.endswith(MEDIA)


def _character(sign: str) -> str:
    """Give a pattern for one character as text, URL, HTML or JSON write it, nested a few times."""
    if sign.isascii() and sign.isalnum():
        return sign
    ways = [way for each in dict.fromkeys((sign, *_cases(sign))) for way in _ways(each)]
    if sign in " +":
        ways.append(r"[ +]")  # in an address, each may stand for the other
    if sign in NOT_IN_NAMES:
        ways.append("[_-]")
    if sign == "'":
        ways.append(f"{AND}(?:amp{END}){{0,3}}apos{END}")
    if not sign.isascii():
        ways.append("\ufffd{1,4}")  # read in a wrong charset
    return f"(?:{'|'.join(ways)})"


def _cases(sign: str) -> list[str]:
    """Give a letter in both cases: bytes know them of ASCII only."""
    return [case for case in (sign.lower(), sign.upper()) if len(case) == 1]


def _ways(sign: str) -> Iterator[str]:
    code = ord(sign)
    units = sign.encode("utf-16-be", "surrogatepass").hex()
    yield rf"\\{{0,8}}{re.escape(sign)}"
    yield "".join(f"{ESCAPE}{byte:02x}" for byte in sign.encode("utf-8", "replace"))
    yield "".join(rf"\\{{1,8}}u{units[at : at + 4]}" for at in range(0, len(units), 4))
    yield rf"\\{{1,8}}x{code:02x}"
    yield rf"{AND}(?:amp{END}){{0,3}}{NUMBER}(?:0{{0,6}}{code}|x0{{0,6}}{code:x}){END}"
    if 0x7F < code < 0x100:  # what escape() and old forms write
        yield f"{ESCAPE}{code:02x}"
    if code > 0x7F:
        yield from _misread(sign)
    if code in codepoint2name:
        yield f"{AND}(?:amp{END}){{0,3}}{codepoint2name[code]}{END}"


def _misread(sign: str) -> Iterator[str]:
    """Give UTF-8 that was read as Latin-1, as headers are, or as Windows' own charset."""
    for charset in ("latin-1", "cp1252"):
        with suppress(UnicodeDecodeError):
            read = sign.encode("utf-8", "replace").decode(charset)
            yield "".join(rf"(?:{re.escape(one)}|\\{{1,8}}u{ord(one):04x})" for one in read)


def _derived(value: str) -> list[str]:
    texts: set[str] = set()
    for name in ("utf-8", "latin-1", "utf-16-le", "utf-16-be"):  # btoa() sees Latin-1
        with suppress(UnicodeEncodeError):
            raw = value.encode(name)
            texts |= {raw.hex(), raw.hex().upper(), *_base64(raw)}
    return sorted((t for t in texts if len(t) >= SHORTEST_DERIVED), key=len, reverse=True)


def _base64(raw: bytes) -> Iterator[str]:
    """Give what of the value shows in base64, wherever it begins in a group of three bytes."""
    for before in range(3):
        coded = base64.b64encode(bytes(before) + raw).decode()
        start, end = -(-8 * before // 6), 8 * (before + len(raw)) // 6
        yield coded[start:end]
        yield coded[start:end].translate(str.maketrans("+/", "-_"))
