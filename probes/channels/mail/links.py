"""The links of a letter, by the words that people click on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from desireline.scenarios.walk_target import Target

from .html_part import Link
from .letter import Letter

ADDRESS = re.compile(r"https?://[^\s<>\"')\]]+")


def link_named(letter: Letter, target: Target) -> Link | None:
    """Give the link that is meant; those of the text part go by the words before them.

    Only links that lead to a page: a tracking picture is none.
    """
    if target.how not in ("link", "any") or target.inside is not None:
        return None
    links = [*letter.links, *_of_text(letter.text)]
    pages = [one for one in links if urlsplit(one.href).scheme in ("http", "https")]
    name = " ".join(target.name.split())
    for one in pages:
        if one.text == name:
            return one
    folded = [one for one in pages if name.casefold() in one.text.casefold()]
    return folded[0] if folded and not target.exact else None


def _of_text(text: str) -> Iterator[Link]:
    before = ""
    for line in text.splitlines():
        for found in ADDRESS.finditer(line):
            words = line[: found.start()].strip(" \t:–—-") or before
            yield Link(words, found[0].rstrip(".,;:!?"))
        before = line.strip(" \t:–—-") or before
