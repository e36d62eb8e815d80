"""One look at a page: its fields, its ways out, who signs it, what it keeps from some people.

Everything is read in one call, of the page's own document: frames and shadow roots are left
to the steps that use them. What it means is said in `walk/noticing.py`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..seen import FieldSeen
from .fields import oddity
from .text import fold, in_frame

if TYPE_CHECKING:
    from playwright.sync_api import Page


# One text travels faster than a tree; the clock is browser/clocks.js, where it runs.
LOOK = """async ([leading, patient]) => {
  const its = window.__desireline;
  const clock = await (patient ? its?.painted?.() : its?.look?.()) ?? null;
  return JSON.stringify(document.body && {clock, ...lookAtPage(leading)});
}"""
MOST_TOLD = 4_000_000


@dataclass(frozen=True, slots=True)
class Link:
    """A link that can be seen."""

    href: str
    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """A form field, and whether it waits for an answer."""

    seen: FieldSeen
    filled: bool
    aside: bool  # a search, a newsletter, a sign-in: asked of whoever comes by


@dataclass(frozen=True, slots=True)
class PageLook:
    """What one page shows at a glance."""

    url: str
    title: str
    lang: str  # as the page says itself
    site: str  # the name that the page gives its site
    words: int
    fields: tuple[Field, ...]
    way_on: bool  # a link or a button that can be used
    links: tuple[Link, ...]
    logo: tuple[str, str, str] | None  # its words, its file's name, and how it is drawn
    empty: tuple[str, ...]  # labels with nothing beside them
    hidden: tuple[str, ...]  # seen, but kept from screen readers
    slow: tuple[tuple[str, float], ...]  # parts that took more than a second
    sought: bool  # something was searched for
    data: tuple[str, ...]  # JSON-LD
    ad: str = ""  # the words around what leads on
    clock: dict[str, Any] | None = None  # what the page's own clock says
    text: str = ""  # what can be read, as it stands there


def look_at_page(page: Page, leading: str = "", *, patient: bool = True) -> PageLook | None:
    """Look at the page in front; None when there is no document yet.

    `leading` is the name of what will be clicked to go on: the words around it are read.
    `patient`: wait a moment for its largest paint to be told, and how long the last act took.
    """
    told = in_frame(page.main_frame, LOOK, [leading, patient], reader="page/notice.js")
    try:
        return _look(page.url, json.loads(str(told)[:MOST_TOLD]) if told else None)
    except (ValueError, KeyError, TypeError):  # a page that changes what scripts are given
        return None


def _look(url: str, told: dict[str, Any] | None) -> PageLook | None:
    if told is None:
        return None
    logo = told["logo"]
    return PageLook(
        url=url,
        title=fold(str(told["title"])),
        lang=fold(str(told["lang"])),
        site=fold(str(told["site"])),
        words=int(told["words"]),
        fields=tuple(_field(each) for each in told["fields"]),
        way_on=bool(told["way"]),
        links=tuple(Link(str(each["href"]), fold(str(each["text"]))) for each in told["links"]),
        logo=(fold(str(logo["name"])), fold(str(logo["file"])), str(logo["picture"])[:500])
        if logo
        else None,
        empty=tuple(fold(str(label)) for label in told["empty"]),
        hidden=tuple(fold(str(words)) for words in told["hidden"]),
        slow=tuple((fold(str(part["url"])), float(part["seconds"])) for part in told["slow"]),
        sought=bool(told["sought"]),
        data=tuple(map(str, told["data"])),
        ad=fold(str(told["ad"])),
        clock=told["clock"] if isinstance(told["clock"], dict) else None,
        text=str(told["text"]),
    )


def _field(told: dict[str, Any]) -> Field:
    label, kind, token = (
        fold(str(told["label"])),
        fold(str(told["kind"])),
        fold(str(told["autocomplete"])),
    )
    odd = oddity(label, kind, token)
    seen = FieldSeen(label, kind, token.lower(), bool(told["required"]), odd)
    return Field(seen, bool(told["filled"]), bool(told["aside"]))
