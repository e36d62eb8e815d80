"""Dead links: those of the page that lead nowhere.

Asked for as the shopper (the same cookies), only on the hosts that the walk may reach, and
never one that may change something: logging out, deleting, adding to a cart.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import unquote, urljoin, urlsplit

from .text import fold, in_frame

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

MOST = 60
MOST_READ = 500
SECONDS_EACH = 5.0
SECONDS_ALL = 90.0
MOST_HOPS = 10
LONGEST = 200
ENDLESS = 399  # more redirections than a browser follows
TOO_MANY_REQUESTS = 429  # says that we asked too much, nothing of the link
CHANGES_SOMETHING = re.compile(
    r"log[\s_-]?(out|off)|sign[\s_-]?(out|off)|delete|remove|unsubscribe|opt[\s_-]?out|cancel"
    r"|add[\s_-]to|(empty|clear)[\s_-](the[\s_-])?(cart|basket)|abmelden|löschen|deconnexion",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Link:
    name: str
    href: str
    written: str


def find_dead_links(page: Page, hosts: frozenset[str]) -> tuple[str, ...]:
    """Ask for up to 60 links of the page; give the dead ones, like `Size guide -> /x (404)`.

    `hosts` are names, or names with a port. Dead: a status from 400 on, no answer within five
    seconds, or a `#part` that the page does not have. Links that may change something, and
    those beyond the time (90 s in all), are left alone. An answer of 429 says nothing.
    """
    read = in_frame(
        page.main_frame, "most => linksIn(document, most)", MOST_READ, reader="page/links.js"
    )
    wanted = _worth_asking(read or [], page.url, hosts)
    deadline = time.monotonic() + SECONDS_ALL
    dead = []
    with cookies_kept(page.context):
        for link in wanted[:MOST]:
            if time.monotonic() > deadline:
                break
            trouble = _missing_part(page, link) or _asked(page, link.href, hosts)
            if trouble:
                dead.append(f"{link.name} -> {_short(link.href, page.url)} ({trouble})"[:LONGEST])
    return tuple(dead)


@contextmanager
def cookies_kept(context: BrowserContext) -> Iterator[None]:
    """Undo what the answers set: a link to another language would change it for the walk."""
    before = context.cookies()
    try:
        yield
    finally:
        if context.cookies() != before:
            context.clear_cookies()
            context.add_cookies(cast(Any, before))  # the same shape, typed apart


def _worth_asking(read: list[dict[str, Any]], here: str, hosts: frozenset[str]) -> list[_Link]:
    kept: dict[str, _Link] = {}
    for each in read:
        link = _Link(fold(each["name"])[:80] or "(no words)", each["href"], each["written"])
        parts = urlsplit(link.href)
        if parts.scheme not in ("http", "https") or not allowed(link.href, hosts):
            continue
        if CHANGES_SOMETHING.search(f"{link.name} {unquote(parts.path)}?{unquote(parts.query)}"):
            continue
        part = _part_of(link.href, here)
        if part is None:
            kept.setdefault(link.href.split("#")[0], link)
        elif part and not each["scripted"]:
            kept.setdefault(link.href, link)
    return list(kept.values())


def allowed(address: str, hosts: frozenset[str]) -> bool:
    """Say whether an address is on one of the hosts; they may be written with a port."""
    parts = urlsplit(address)
    return parts.netloc.rpartition("@")[2] in hosts or (parts.hostname or "") in hosts


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


def _asked(page: Page, address: str, hosts: frozenset[str]) -> str:
    """Ask for the head, and for all where the head is refused; give what is wrong."""
    if _part_of(address, page.url) is not None:
        return ""
    status = _status(page, address, hosts, "HEAD")
    if status is None or status > ENDLESS:  # many servers answer HEAD wrongly
        status = _status(page, address, hosts, "GET")
    if status is None:
        return "no answer"
    if status == ENDLESS:
        return "redirections without end"
    return str(status) if status >= 400 and status != TOO_MANY_REQUESTS else ""


def _status(page: Page, address: str, hosts: frozenset[str], method: str) -> int | None:
    """Follow redirections on allowed hosts only; None when nobody answers."""
    from playwright.sync_api import Error

    for _ in range(MOST_HOPS):
        try:
            answer = page.request.fetch(
                address, method=method, timeout=SECONDS_EACH * 1000, max_redirects=0
            )
        except Error:
            return None
        status, location = answer.status, answer.headers.get("location", "")
        answer.dispose()
        onward = urljoin(address, location)
        if not 300 <= status < 400 or not location or not allowed(onward, hosts):
            return status
        address = onward
    return ENDLESS


def _short(address: str, here: str) -> str:
    parts = urlsplit(address)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    path += f"#{parts.fragment}" if parts.fragment else ""
    same = parts.netloc == urlsplit(here).netloc
    return fold(path if same else f"{parts.scheme}://{parts.netloc}{path}")[:120]
