"""Do something to a thing on the page, and say in words why it could not be done."""

from __future__ import annotations

import re
from collections.abc import Callable

from desireline.scenarios.walk_step import Step

from ..page.locate import NotThere
from .arrive import leave_if_frozen
from .trip import Trip

LEAST_SECONDS = 0.5  # for a thing that is there to become usable
REASONS = {
    "element is not enabled": "it is disabled",
    "element is not editable": "it can't be written in",
    "element is not stable": "it never stops moving",
    "element is outside of the viewport": "it lies outside what can be scrolled to",
    "did not change its state": "clicking it does not change it",
    "element is not visible": "it is hidden",
}


def act(trip: Trip, step: Step, do: Callable[..., object]) -> None:
    """Do something to a thing that is there.

    NotThere says why a customer could not; SiteFailed when the page froze meanwhile.
    """
    from playwright.sync_api import TimeoutError as NotInTime

    try:
        do(timeout=max(step.within, LEAST_SECONDS) * 1000)
    except NotInTime as trouble:
        why = why_not(str(trouble))
        if not why:
            leave_if_frozen(trip)
        raise NotThere(why or "it could not be used in time") from trouble


def why_not(log: str) -> str:
    """Say why a thing that is there could not be used; empty when the log does not tell."""
    covered = re.search(r"- (<.+?>).* intercepts pointer events", log)
    if covered:
        return f"it can't be reached: {covered[1][:120]} lies over it"
    return next((words for sign, words in REASONS.items() if sign in log), "")
