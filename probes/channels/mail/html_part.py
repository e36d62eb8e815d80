"""What the HTML part of a letter shows, read without a browser and without loading anything."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser

SILENT = {"script", "style", "head", "title", "template", "noscript"}
BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "tfoot",
    "thead", "tr", "ul",
}  # fmt: skip
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
IMPLIED = {"li": {"li", "p"}, "td": {"td", "th", "p"}, "th": {"td", "th", "p"},
           "tr": {"td", "th", "tr", "p"}, "dt": {"dt", "dd"}, "dd": {"dt", "dd"}}  # fmt: skip
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
LONGEST = 200_000  # characters that are kept
MOST_LINKS = 500
DEEPEST = 200  # open elements that are kept in mind


@dataclass(frozen=True, slots=True)
class Link:
    """A link and the words it is under."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What an HTML part shows."""

    text: str
    links: tuple[Link, ...]
    structured: tuple[str, ...]


def read_html(markup: str) -> Shown:
    """Read the visible text, the links and the JSON-LD of an HTML part; never raises."""
    reader = _Reader()
    reader.feed(_closed(markup[: 2 * LONGEST]))
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.words).split("\n"))
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return Shown(text[:LONGEST], tuple(reader.links), tuple(reader.structured))


def _closed(markup: str) -> str:
    """Leave out what never closes: the parser would look through it again and again."""
    unclosed = markup.find("<", markup.rfind(">") + 1)
    return markup if unclosed < 0 else markup[:unclosed]


class _Reader(HTMLParser):
    """Collects words block by block; a hidden element hides all that it holds."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.links: list[Link] = []
        self.structured: list[str] = []
        self._open: list[tuple[str, bool]] = []  # elements, and whether each hides what is in it
        self._in_data = False
        self._hidden = 0  # how many of them hide
        self._link: tuple[str, int] | None = None  # its address, and where its words begin

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._close_implied(tag)
        if tag not in VOID and len(self._open) < DEEPEST:
            self._open.append((tag, _hides(tag, given)))
            self._hidden += self._open[-1][1]
        self._in_data = tag == "script" and "ld+json" in given.get("type", "").lower()
        self._break(tag)
        if tag == "a" and given.get("href") and not self._hidden:
            self._link = (given["href"].strip(), len(self.words))

    def handle_endtag(self, tag: str) -> None:
        self._in_data = False
        if tag == "a":
            self._end_link()
        if any(tag == name for name, _ in self._open):
            while self._close() != tag:
                pass
        self._break(tag)

    def handle_data(self, data: str) -> None:
        if self._in_data:
            self.structured.append(data)
        elif not self._hidden:
            self.words.append(re.sub(r"\s+", " ", data))

    def _close_implied(self, tag: str) -> None:
        """End what HTML ends unasked: a paragraph at the next block, a cell at the next cell."""
        if tag == "body":
            self._open = [entry for entry in self._open if entry[0] not in SILENT]
            self._hidden = sum(hides for _, hides in self._open)
        ends = {"p"} if tag in BLOCKS else set()
        ends |= IMPLIED.get(tag, set())
        while self._open and self._open[-1][0] in ends:
            self._close()

    def _close(self) -> str:
        tag, hides = self._open.pop()
        self._hidden -= hides
        return tag

    def _end_link(self) -> None:
        if self._link and len(self.links) < MOST_LINKS:
            href, start = self._link
            self.links.append(Link(" ".join("".join(self.words[start:]).split()), href))
        self._link = None

    def _break(self, tag: str) -> None:
        if tag in BLOCKS or tag == "br":
            self.words.append("\n")
        elif tag in ("td", "th"):
            self.words.append(" ")


def _hides(tag: str, given: dict[str, str]) -> bool:
    return tag in SILENT or "hidden" in given or bool(HIDDEN.search(given.get("style", "")))
