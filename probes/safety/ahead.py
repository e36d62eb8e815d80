"""Let the browser ask for nothing ahead of time: a page may link to what orders by a mere GET.

A browser may fetch what `<link rel=prefetch>` names, and even open the pages that speculation
rules name, before anybody clicks. No flag of Chromium's stops that. On a walk with a
dangerous step prefetches are stopped as requests, and rules are taken out of the page.

What it does not know: rules that a header of the site's names, rules in a shadow root,
prefetches of frames from another site, and those of the first page in a tab that the site opens.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from desireline.scenarios.walk import Walk

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

# Chromium counts a prefetch among what scripts fetch, and can't be asked for it alone.
STOP_PREFETCH: tuple[tuple[str, dict[str, Any]], ...] = (
    ("Fetch.enable", {"patterns": [{"urlPattern": "*", "resourceType": "Fetch"}]}),
)


def is_dangerous(walk: Walk) -> bool:
    """Say whether a walk has a dangerous step, wherever."""
    steps = [*(step for stop in walk.route for step in stop.do), *walk.after]
    return any(step.danger is not None for step in steps)


def take_out_rules(context: BrowserContext) -> None:
    """Take speculation rules out of every page."""
    script = files("desireline.probes.safety").joinpath("ahead.js").read_text("utf-8")
    context.add_init_script(script)


def hear_fetch(told: dict[str, Any], tell: Callable[[str, dict[str, Any]], None]) -> None:
    """Fail a request that is made ahead of time; let every other go on."""
    headers = {name.lower(): value for name, value in told["request"]["headers"].items()}
    number = {"requestId": told["requestId"]}
    if "prefetch" in headers.get("sec-purpose", ""):
        tell("Fetch.failRequest", number | {"errorReason": "BlockedByClient"})
    else:
        tell("Fetch.continueRequest", number)
