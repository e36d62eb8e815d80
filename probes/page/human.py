"""The way to a person: how many steps it is from here to a number, an address, a contact form.

A number or an address that can be read here is no step away. Else the links that promise help
are opened, at most two, each once a walk, as any customer's browser would: by a GET, on hosts of
the journey only. Farther than that nobody looks. Whether somebody answers is not asked here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, MutableMapping
from typing import TYPE_CHECKING

from desireline.scenarios.fact import find

from .links import CHANGES_SOMETHING, allowed, cookies_kept
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
MOST_READ = 200_000
FORM = re.compile(r"<textarea|\b(?:tel|mailto):|role=[\"']?log", re.IGNORECASE)
TAGS = re.compile(r"<(script|style)\b.*?</\1>|<[^>]+>", re.IGNORECASE | re.DOTALL)


def is_reached_here(look: PageLook, text: str, region: str) -> bool:
    """Tell whether a person can be reached from this page itself."""
    linked = any(link.href.lower().startswith(REACHES) for link in look.links)
    return linked or bool(find("email", text) or find("phone", text, region=region))


def helpful_links(look: PageLook, hosts: frozenset[str]) -> list[str]:
    """Give the addresses that promise help, those that say contact first."""
    found = [
        link
        for link in look.links
        if PROMISES_HELP.search(link.text)
        and link.href.startswith("http")
        and allowed(link.href, hosts)
        and not CHANGES_SOMETHING.search(f"{link.text} {link.href}")
    ]
    found.sort(key=lambda link: not re.search("conta|konta", link.text, re.IGNORECASE))
    return list(dict.fromkeys(link.href.split("#")[0] for link in found))


def steps_to_human(
    look: PageLook,
    text: str,
    region: str,
    hosts: frozenset[str],
    leads: Callable[[str], bool],
) -> int | None:
    """Give 0 or 1; None when it is farther away, if there is one at all."""
    if is_reached_here(look, text, region):
        return 0
    there = any(leads(address) for address in helpful_links(look, hosts)[:MOST_OPENED])
    return 1 if there else None


def asker(page: Page, region: str, known: MutableMapping[str, bool]) -> Callable[[str], bool]:
    """Give what asks whether a person can be reached at an address, each address once."""

    def leads(address: str) -> bool:
        if address not in known:
            known[address] = _leads(page, address, region)
        return known[address]

    return leads


def _leads(page: Page, address: str, region: str) -> bool:
    from playwright.sync_api import Error

    with cookies_kept(page.context):
        try:
            answer = page.request.get(address, timeout=SECONDS_EACH * 1000, max_redirects=0)
            body = answer.text()[:MOST_READ] if answer.ok else ""
            answer.dispose()
        except (Error, UnicodeDecodeError):
            return False
    text = TAGS.sub(" ", body)
    return bool(FORM.search(body) or find("phone", text, region=region) or find("email", text))
