"""What can be read on a page, by a person: its visible words.

Frames and open shadow roots are read too; closed ones can't be, by anybody's script.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Frame, Page

SPACE = re.compile(r"[^\S\n]+")
ALIKE = str.maketrans("‘’‚‛′“”„‟″‐‑‒–—−", "'''''\"\"\"\"\"------")
MOST_FRAMES = 10
TEXT = "() => document.body && readSeen(document.body).text"


def readable_text(page: Page, limit: int = 20_000, known: str | None = None) -> str:
    """Give the visible text of the page and its frames, a block a line, at most `limit` long.

    `known`: what stands on the page itself, where that was read already.
    """
    texts: list[str] = []
    for frame in seen_frames(page):
        is_known = known is not None and not texts
        texts.append((known if is_known else in_frame(frame, TEXT)) or "")
        if sum(map(len, texts)) > limit:
            break
    return fold_lines("\n".join(texts)[: 2 * limit])[:limit].rstrip()


def seen_frames(page: Page) -> list[Frame]:
    """Give the page's frames that a person sees, the page's own first."""
    from playwright.sync_api import Error

    seen = [page.main_frame]
    for frame in page.frames[1:MOST_FRAMES]:
        with suppress(Error):  # it went away meanwhile
            if frame.frame_element().is_visible():
                seen.append(frame)
    return seen


def in_frame(frame: Frame, function: str, given: Any = None, *, reader: str = "") -> Any:
    """Run a function of ours in a frame; None when the frame went away."""
    from playwright.sync_api import Error

    try:
        return frame.evaluate(script(function, reader), given)
    except Error:
        if frame is frame.page.main_frame:
            raise
        return None


def missing_words(text: str, words: Sequence[str]) -> tuple[str, ...]:
    """Give those of the words that the text lacks; case, spaces and curly quotes don't matter."""
    said = comparable(text)
    return tuple(word for word in words if comparable(word) not in said)


def comparable(text: str) -> str:
    """Give a text in the form in which two spellings of the same words are equal."""
    return fold(text).translate(ALIKE).casefold()


def fold(text: str) -> str:
    """Put a text on one line: plain spaces, no control, soft-hyphen or private characters."""
    return " ".join(_plain(text).split())


def fold_lines(text: str) -> str:
    """Like `fold`, line by line; empty lines are dropped."""
    lines = (SPACE.sub(" ", _plain(line)).strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def _plain(text: str) -> str:
    # Category C: control, format (soft hyphen, bidirectional marks), lone surrogates, private use.
    spaced = re.sub(r"\s", " ", text)
    if spaced.isprintable():
        return spaced
    return "".join(sign for sign in spaced if not unicodedata.category(sign).startswith("C"))


@cache
def script(function: str, reader: str = "") -> str:
    """Give a function for `evaluate`, with text.js (and another of our files) in its scope."""
    names = ["page/text.js", reader] if reader else ["page/text.js"]
    readers = [files("desireline.probes").joinpath(name).read_text("utf-8") for name in names]
    return f"(...given) => {{\n{''.join(readers)}\nreturn ({function})(...given); }}"
