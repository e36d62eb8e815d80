"""Find the places in a letter's text where a fact may stand.

A block is a paragraph; a place is a list of stretches, nearest first: the rest of the line
after the words, the rest of the paragraph (letters are wrapped), the next paragraph.
"""

from __future__ import annotations

import re

from ...page.text import ALIKE, fold

REACH = 300  # characters after a cue that still belong to it
MOST_PLACES = 30


def places(body: str, *, near: str | None, text: str | None) -> list[list[str]]:
    """Give the places: after the words `near`, or the paragraphs that hold `text`, or all."""
    paragraphs = [part for part in re.split(r"\n\s*\n", body) if part.strip()]
    if text is not None:
        wanted = _pattern(text, paragraphs)
        paragraphs = [part for part in paragraphs if wanted.search(part.translate(ALIKE))]
    if near is None:
        kept = paragraphs if text is None else [_innermost(p, text) for p in paragraphs]
        return [[part] for part in kept]
    cue = _pattern(near, paragraphs)
    found = [
        _after(paragraphs, number, match.end())
        for number, part in enumerate(paragraphs)
        for match in cue.finditer(part.translate(ALIKE))
    ]
    return found[:MOST_PLACES]


def _after(paragraphs: list[str], number: int, end: int) -> list[str]:
    rest = paragraphs[number][end:]
    line = rest.split("\n", 1)[0]
    following = paragraphs[number + 1] if number + 1 < len(paragraphs) else ""
    return [stretch[:REACH] for stretch in (line, rest, following)]


def _innermost(paragraph: str, text: str) -> str:
    """Give the line that holds the words, or the whole paragraph when they run over a line."""
    cue = _pattern(text, [paragraph])
    lines = [line for line in paragraph.split("\n") if cue.search(line.translate(ALIKE))]
    return "\n".join(lines) or paragraph


def _pattern(words: str, texts: list[str]) -> re.Pattern[str]:
    """Match the words as whole words where they stand so anywhere, else inside words."""
    source = r"\s+".join(re.escape(word) for word in fold(words).translate(ALIKE).split())
    whole = re.compile(rf"(?<!\w){source}(?!\w)", re.IGNORECASE)
    if any(whole.search(text.translate(ALIKE)) for text in texts):
        return whole
    return re.compile(source, re.IGNORECASE)
