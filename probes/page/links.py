"""Dead links: those of the page that lead nowhere.

Asked for as the shopper, politely (`aside.py`), only on the hosts that the walk may reach, and
never one that may change something: logging out, deleting, adding to a cart. What could not be
asked for is told apart: nothing is known of it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from .aside import ENDLESS, Answer, Aside, changes_something, may_ask
from .human import PROMISES_HELP
from .text import fold, in_frame

if TYPE_CHECKING:
    from playwright.sync_api import Page

MOST = 60
MOST_READ = 500
SECONDS_EACH = 5.0
SECONDS_ALL = 90.0
LONGEST = 200


@dataclass(frozen=True, slots=True)
class _Link:
    name: str
    href: str
    written: str


@dataclass(frozen=True, slots=True)
class Links:
    """What became of the links of a page."""

    dead: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()  # how many could not be looked at, and why
    left_out: str = ""  # how many were too many for one page


def find_dead_links(page: Page, aside: Aside, scrub: Callable[[str], str] = str) -> Links:
    """Ask for up to 60 links of the page that nobody asked for yet; tell of all that are known.

    Dead, like `Size guide -> /x (404)`: a status from 400 on, no answer within five seconds, or a
    `#part` that the page does not have. Links that may change something are left alone. Unseen: a
    host that asked for rest or takes no more requests, and what was not asked for within 90 s.
    `scrub` takes secrets out of names and addresses, before they are cut.
    """
    read = in_frame(
        page.main_frame, "most => linksIn(document, most)", MOST_READ, reader="page/links.js"
    )
    until, room = time.monotonic() + SECONDS_ALL, MOST
    dead, unseen, left_out = [], dict[str, int](), 0
    for link in _worth_asking(read or [], page.url, aside):
        trouble = _missing_part(page, link)
        if _part_of(link.href, page.url) is None:
            new = not aside.knows(link.href)
            if new and not room:
                left_out += 1
                continue
            room -= new
            answer = _answer(page, link, aside, until)
            trouble = _trouble(answer)
            if answer.unseen:
                unseen[answer.unseen] = unseen.get(answer.unseen, 0) + 1
        if trouble:
            name, to = scrub(link.name)[:80], scrub(_short(link.href, page.url))[:120]
            dead.append(f"{name} -> {to} ({trouble})"[:LONGEST])
    too_many = f"{_links(left_out)} left out: at most {MOST} new ones of a page are asked for"
    return Links(tuple(dead), tuple(_told(unseen)), too_many if left_out else "")


def _told(unseen: dict[str, int]) -> list[str]:
    return [f"{_links(count)} could not be looked at: {why}" for why, count in unseen.items()]


def _links(count: int) -> str:
    return f"{count} link{'s' if count != 1 else ''}"


def _answer(page: Page, link: _Link, aside: Aside, until: float) -> Answer:
    """Ask for a link; for a help page whole, since it is looked into later."""
    whole = PROMISES_HELP.search(link.name) is not None and not aside.knows(link.href)
    return aside.ask(page, link.href, whole=whole, seconds=SECONDS_EACH, until=until)


def _trouble(answer: Answer) -> str:
    if answer.unseen:
        return ""
    if answer.status is None:
        return "no answer"
    if answer.status == ENDLESS:
        return "redirections without end"
    return str(answer.status) if answer.status >= 400 else ""


def _worth_asking(read: list[dict[str, Any]], here: str, aside: Aside) -> list[_Link]:
    kept: dict[str, _Link] = {}
    for each in read:
        link = _Link(fold(each["name"]) or "(no words)", each["href"], each["written"])
        if not may_ask(link.href, aside.hosts) or changes_something(link.href, link.name):
            continue
        part = _part_of(link.href, here)
        if part is None:
            address = link.href.split("#")[0]
            kept.setdefault(address, replace(link, href=address))
        elif part and not each["scripted"]:
            kept.setdefault(link.href, link)
    return list(kept.values())


def _part_of(address: str, here: str) -> str | None:
    """Give which part of this same page is meant: empty for its top; None for other pages."""
    page, mark, part = address.partition("#")
    if not mark or page != here.split("#")[0]:
        return None
    routed = part.startswith(("/", "!", ":~:"))
    return "" if routed or part.lower() == "top" else part


def _missing_part(page: Page, link: _Link) -> str:
    part = _part_of(link.href, page.url)
    if part is None:
        return ""
    there = any(
        in_frame(page.main_frame, "id => hasTarget(id)", name, reader="page/links.js")
        for name in (part, unquote(part))
    )
    return "" if there else "no such part of the page"


def _short(address: str, here: str) -> str:
    parts = urlsplit(address)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    path += f"#{parts.fragment}" if parts.fragment else ""
    same = parts.netloc == urlsplit(here).netloc
    return fold(path if same else f"{parts.scheme}://{parts.netloc}{path}")
