"""A glimpse of a page: does it seem to offer what is looked for, before anybody waits for it?

One quick question. Who hears no looks wider: in frames, in tabs that come, at what comes late.
For a thing to click by whatever role it is a guess: browsers take long to tell all roles. What
it does not know there: open shadow roots, words that only a style sheet writes, and whether a
thing that bears the words is of a role that is meant.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from desireline.scenarios.walk_target import Target

from .locate import build

if TYPE_CHECKING:
    from playwright.sync_api import Page


def seems_there(page: Page, target: Target) -> bool:
    """Say whether a page seems to show what is meant; no when it is left meanwhile."""
    from playwright.sync_api import Error

    try:
        if target.how == "any" and not target.inside:
            return bool(page.evaluate(_script(), target.name))
        return build(page, target).count() > 0
    except Error:
        return False


@cache
def _script() -> str:
    return files("desireline.probes.page").joinpath("glimpse.js").read_text("utf-8")
