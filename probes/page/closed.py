"""Closed shadow roots: no script can look into them, but the browser can say what they hold.

So that something which people see there is not told as missing: we could not look.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from desireline.scenarios.errors import CouldNotLook

from ..words import quoted
from .text import comparable

if TYPE_CHECKING:
    from playwright.sync_api import Page

MOST_NODES = 200_000
NAMES = ("aria-label", "placeholder", "value", "title", "alt")


def raise_if_closed(page: Page, name: str) -> None:
    """Raise CouldNotLook (DL321) when some words stand in a closed shadow root of the page."""
    from playwright.sync_api import Error

    try:
        session = page.context.new_cdp_session(page)
        root = session.send("DOM.getDocument", {"depth": -1, "pierce": True})["root"]
        session.detach()
    except Error:
        return
    said = comparable(" ".join(_words(root, closed=False)))
    if comparable(name) in said:
        raise CouldNotLook(
            "DL321",
            f"{quoted(name)} stands in a closed shadow root, which no script can read",
            hint="ask the site's makers for an open one; people with a screen reader can use both",
        )


def _words(root: dict[str, Any], *, closed: bool) -> Iterator[str]:
    """Go through the words in closed roots, at most so many nodes."""
    waiting = [(root, closed)]
    for _ in range(MOST_NODES):
        if not waiting:
            return
        node, inside = waiting.pop()
        if inside and node.get("nodeName") == "#text":
            yield str(node.get("nodeValue", ""))
        attributes = node.get("attributes", [])
        if inside:
            pairs = zip(attributes[::2], attributes[1::2], strict=False)
            yield from (value for key, value in pairs if key in NAMES)
        if node.get("nodeName") in ("SCRIPT", "STYLE"):
            continue
        below = [*node.get("children", []), node.get("contentDocument")]
        waiting += [(one, inside) for one in reversed(below) if one]
        waiting += [
            (shadow, inside or shadow.get("shadowRootType") == "closed")
            for shadow in node.get("shadowRoots", [])
        ]
