"""The way to a person: how many steps it is from here to a number, an address, a contact form.

A number or an address that can be read here is no step away. Else the links that promise help
are asked for, at most two, each once a walk, politely (`aside.py`): by a GET, on hosts of the
journey only. Farther than that nobody looks. Whether somebody answers is not asked here.
"""

from __future__ import annotations

import re
import time
from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desireline.scenarios.fact import find

from ..safety.hosts import Hosts
from .aside import Aside, changes_something, may_ask
from .notice import PageLook

if TYPE_CHECKING:
    from playwright.sync_api import Page

PROMISES_HELP = re.compile(
    r"contact|help|support|call us|talk to|chat|customer (?:service|care)|kontakt|hilfe|service"
    r"|kundendienst|aide|nous écrire|impressum|imprint",
    re.IGNORECASE,
)
REACHES = ("tel:", "mailto:", "sms:", "https://wa.me/")
MOST_OPENED = 2
SECONDS_EACH = 3.0
SECONDS_ALL = 8.0
FORM = re.compile(r"<textarea|\b(?:tel|mailto):|role=[\"']?log", re.IGNORECASE)
TAGS = re.compile(r"<(script|style)\b.*?</\1>|<[^>]+>", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Way:
    """How many steps it is to a person: 0 or 1; None when it is farther away, or not known."""

    steps: int | None = None
    unseen: tuple[str, ...] = ()  # help pages that could not be looked at, and why


def is_reached_here(look: PageLook, text: str, region: str) -> bool:
    """Tell whether a person can be reached from this page itself."""
    linked = any(link.href.lower().startswith(REACHES) for link in look.links)
    return linked or bool(find("email", text) or find("phone", text, region=region))


def helpful_links(look: PageLook, hosts: Hosts) -> list[str]:
    """Give the addresses that promise help, those that say contact first."""
    found = [
        link
        for link in look.links
        if PROMISES_HELP.search(link.text)
        and may_ask(link.href, hosts)
        and not changes_something(link.href, link.text)
    ]
    found.sort(key=lambda link: not re.search("conta|konta", link.text, re.IGNORECASE))
    return list(dict.fromkeys(link.href.split("#")[0] for link in found))


def way_to_human(
    page: Page,
    look: PageLook,
    text: str,
    region: str,
    aside: Aside,
    known: MutableMapping[str, bool],
) -> Way:
    """Say how far a person is; `known` are help pages, and if somebody can be reached there."""
    if is_reached_here(look, text, region):
        return Way(0)
    until = time.monotonic() + SECONDS_ALL
    unseen = []
    for address in helpful_links(look, aside.hosts)[:MOST_OPENED]:
        if address not in known:
            seconds = SECONDS_EACH
            answer = aside.ask(page, address, whole=True, seconds=seconds, until=until)
            if answer.unseen:
                unseen.append(f"a page that promises help could not be looked at: {answer.unseen}")
                continue
            known[address] = _reaches(answer.body, region)
        if known[address]:
            return Way(1)
    return Way(None, tuple(dict.fromkeys(unseen)))


def _reaches(body: str, region: str) -> bool:
    text = TAGS.sub(" ", body)
    return bool(FORM.search(body) or find("phone", text, region=region) or find("email", text))
