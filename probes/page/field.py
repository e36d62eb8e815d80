"""The one field that bears a label, and what stands in it: most often a single question.

A label is meant when it is just these words. What needs a wider search (part of a name, a
region, an open shadow root, a field of the page's own making) is not done here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

FIELD = (
    "input:not([type=hidden], [type=submit], [type=button], [type=reset], [type=image]),"
    " textarea, select, [contenteditable]:not([contenteditable=false])"
)
QUICK_MS = 1000.0  # to ask something of a field that is there


@dataclass(frozen=True, slots=True)
class Held:
    """What stands in a field."""

    value: str | None  # none: nothing that can be written in plainly
    options: tuple[str, ...] | None  # of a list to choose from, in its order
    chosen: int = -1  # the place of the option that is chosen


def labelled(page: Page, label: str) -> tuple[Locator, Held] | None:
    """Give the one field of the page whose label is just these words, and what it holds."""
    from playwright.sync_api import Error

    words = " ".join(label.split())
    try:
        told = page.evaluate(_script("heldBy"), {"label": words, "fields": FIELD})
    except Error:  # the page was left meanwhile
        return None
    if told is None:
        return None
    found = page.get_by_label(label, exact=True).and_(page.locator(f"css={FIELD}"))
    return found.locator("visible=true"), _held(told)


def held_by(field: Locator) -> Held:
    """Say what stands in a field that was found."""
    return _held(field.evaluate(_script("holds"), timeout=QUICK_MS))


def _held(told: Any) -> Held:
    options = told["options"]
    return Held(told["value"], None if options is None else tuple(options), told["chosen"])


@cache
def _script(function: str) -> str:
    text = files("desireline.probes.page").joinpath("field.js").read_text("utf-8")
    return f"(given) => {{\n{text}\nreturn {function}(given); }}"
