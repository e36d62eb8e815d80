"""What can go wrong, told so that a person can put it right.

Every error that we raise is a `DesirelineError` with a stable code; docs/errors.md
has a paragraph on each. A `Mistake` is one thing wrong in a file; a file's mistakes
are reported all at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


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


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing wrong in a file."""

    code: str
    what: str
    place: Place | None = None
    hint: str = ""

    def __str__(self) -> str:
        """Show the sentence, the place, the line with a caret, and the advice."""
        lines = [f"error[{self.code}]: {self.what}"]
        if self.place:
            lines.append(f"  {self.place}")
            if self.place.text.strip():
                lead = len(self.place.text) - len(self.place.text.lstrip())
                caret = " " * (self.place.column - 1 - lead) + "^" * max(1, self.place.width)
                lines += [f"      {self.place.text.strip()}", f"      {caret}"]
        if self.hint:
            lines.append(f"hint: {self.hint}")
        return "\n".join(lines)


class FileMistakes(DesirelineError):
    """All the mistakes of one or more files."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        """Keep the mistakes in the order of the file."""
        self.mistakes = tuple(mistakes)
        super().__init__(mistakes[0].code, f"{len(mistakes)} mistakes")

    def __str__(self) -> str:
        """Show them all, and how many."""
        count = len(self.mistakes)
        total = f"{count} mistake{'s' if count > 1 else ''} found"
        return "\n\n".join([*map(str, self.mistakes), total])
