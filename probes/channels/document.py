"""A file that a site gives: a PDF, or text. What a person can read in it.

What it does not know: what is drawn as a picture; a scan has no words, and that is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from desireline.scenarios.errors import CouldNotLook

from ..page.text import fold_lines

MOST_BYTES = 25_000_000
MOST_PAGES = 200
LONGEST = 400_000  # characters
TEXTS = (".txt", ".csv", ".json", ".xml", ".ics", ".md")


@dataclass(frozen=True, slots=True)
class Document:
    """A file, by its name, and its words; `face` is what a fact from it is said to be from."""

    name: str
    face: str
    text: str
    note: str = ""
    data: str = ""  # JSON, for facts that are read by their path

    @property
    def trouble(self) -> str:
        """What is wrong with it for those who read it; nothing when it has words."""
        return "" if self.text.strip() else self.note


def too_heavy(what: str, size: str, most: int) -> CouldNotLook:
    """Give the error of something that is heavier than what the shopper reads."""
    return CouldNotLook(
        "DL395",
        f"{what} has {size}, and at most {megabytes(most)} are read",
        hint="whether that is too much for customers can't be told from here",
    )


def megabytes(size: int) -> str:
    """Write a size in bytes for people, to the tenth: 26.1 MB."""
    if size < 100_000:
        return f"{size / 1e3:.0f} kB"
    return f"{size / 1e6:.1f} MB".replace(".0 MB", " MB")


def read_document(name: str, content: bytes) -> Document:
    """Read a file; CouldNotLook DL318 without a PDF reader, DL319 for what can't be read."""
    if content[:1024].lstrip().startswith(b"%PDF"):
        return _pdf(name, content)
    if name.lower().endswith(TEXTS):
        text = content.decode("utf-8-sig", "replace")[:LONGEST]
        return Document(name, "file", fold_lines(text))
    raise CouldNotLook(
        "DL319",
        f"{name} is neither a PDF nor text",
        hint=f"what can be read: PDF, {', '.join(TEXTS)}",
    )


def _pdf(name: str, content: bytes) -> Document:
    try:
        import pypdfium2
    except ModuleNotFoundError as missing:
        raise CouldNotLook(
            "DL318", "nothing is there to read a PDF with", hint="pip install 'desireline[pdf]'"
        ) from missing
    try:
        opened = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as trouble:
        raise CouldNotLook(
            "DL319", f"{name} can't be read: {trouble}", hint="open it in a PDF reader"
        ) from trouble
    with opened:
        count = len(opened)
        pages = [_page_text(opened, number) for number in range(min(count, MOST_PAGES))]
    text = "\n\n".join(pages)[:LONGEST]
    note = "" if text.strip() else "it has no words: a scan, which nobody can search or hear"
    return Document(name, "PDF", text, note or f"{count} page{'s' if count != 1 else ''}")


def _page_text(opened: Any, number: int) -> str:
    page = opened[number].get_textpage()
    return fold_lines(str(page.get_text_bounded()))
