"""What can go wrong, told so that a person can put it right.

Every error that we raise is a `DesirelineError` with a stable code; docs/errors.md
has a paragraph on each. A `Mistake` is one thing wrong in a file; a file's mistakes
are reported all at once.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

WIDEST = 100  # characters of a line that are shown
BEFORE = 40  # of these, before the spot


class DesirelineError(Exception):
    """Something the user can act on: what is wrong, and what to do about it."""

    exit_code = 2

    def __init__(self, code: str, what: str, *, hint: str = "") -> None:
        """Keep the stable `code` (like DL301), the sentence, and the advice."""
        super().__init__(what)
        self.code = code
        self.what = what
        self.hint = hint

    def __str__(self) -> str:
        """Give the text that a terminal shows."""
        advice = f"\nhint: {self.hint}" if self.hint else ""
        return f"error[{self.code}]: {self.what}{advice}"


class CouldNotLook(DesirelineError):
    """Our side failed to look (browser, driver, network of ours): says nothing of the site."""

    exit_code = 3


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in a file; lines and columns count from 1."""

    file: str
    line: int
    column: int
    text: str = ""  # the whole line, to point into
    width: int = 1  # how many characters to underline

    def __str__(self) -> str:
        """Write it as editors and terminals link it."""
        return f"{self.file}:{self.line}:{self.column}"

    def pointed(self, remark: str = "") -> list[str]:
        """Give the line and, below it, a caret under the spot with a remark."""
        if not self.text.strip():
            return []
        text = "".join(c if c.isprintable() else " " for c in self.text)
        lead = len(text) - len(text.lstrip())
        first = max(0, self.column - 1 - BEFORE) if len(text) > WIDEST else lead
        first = first if first > lead else lead
        piece = text[first : first + WIDEST].rstrip()
        start = max(0, self.column - 1 - first)
        under = piece[start : start + max(1, self.width)]
        caret = " " * _columns(piece[:start]) + "^" * max(1, _columns(under))
        return [f"      {piece}", f"      {caret}{remark}"]


def _columns(text: str) -> int:
    """Count the columns that a terminal takes; letters of East Asia take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing wrong in a file."""

    code: str
    what: str
    place: Place | None = None
    hint: str = ""
    nearest: str = ""  # what was perhaps meant

    def __str__(self) -> str:
        """Show the sentence, the place, the line with a caret, and the advice."""
        meant = f" did you mean `{self.nearest}`?" if self.nearest else ""
        lines = [f"error[{self.code}]: {self.what}"]
        if self.place:
            lines += [f"  {self.place}", *self.place.pointed(meant)]
        elif meant:
            lines.append(f" {meant}")
        if self.hint:
            lines.append(f"hint: {self.hint}")
        return "\n".join(lines)


class FileMistakes(DesirelineError):
    """All the mistakes of one or more files."""

    def __init__(self, mistakes: Sequence[Mistake], *, found: int | None = None) -> None:
        """Keep the mistakes in the order of the file; `found` counts those not kept, too."""
        self.mistakes = tuple(mistakes)
        self.found = len(mistakes) if found is None else found
        super().__init__(mistakes[0].code, f"{self.found} mistakes")

    def __str__(self) -> str:
        """Show them all, and how many."""
        total = f"{self.found} mistake{'s' if self.found > 1 else ''} found"
        if self.found > len(self.mistakes):
            total += f"; the first {len(self.mistakes)} are shown"
        return "\n\n".join([*map(str, self.mistakes), total])
