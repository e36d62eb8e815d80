"""Do something to a thing on the page, and say in words why it could not be done."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from desireline.scenarios.walk_step import Step
from desireline.scenarios.walk_target import Target

from ..page.locate import NotThere, build, find
from .arrive import leave_if_frozen
from .trip import Trip

if TYPE_CHECKING:
    from playwright.sync_api import Locator

T = TypeVar("T")

RESOLVED = "locator resolved to"  # in Playwright's log: it has seen it
BEGUN = ("performing click", "waiting for scheduled navigations")  # in the log of a click
LEAST_SECONDS = 0.5  # for a thing that is there to become usable
REASONS = {
    "element is not enabled": "it is disabled",
    "element is not editable": "it can't be written in",
    "element is not stable": "it never stops moving",
    "element is outside of the viewport": "it lies outside what can be scrolled to",
    "did not change its state": "clicking it does not change it",
    "element is not visible": "it is hidden",
}


class Vanished(NotThere):
    """What was to be used is not there."""


def act(trip: Trip, step: Step, do: Callable[..., object]) -> None:
    """Do something to a thing that is there.

    NotThere says why a customer could not; SiteFailed when the page froze meanwhile.
    """
    from playwright.sync_api import TimeoutError as NotInTime

    try:
        do(timeout=max(step.within, LEAST_SECONDS) * 1000)
    except NotInTime as trouble:
        if RESOLVED not in str(trouble):
            raise Vanished("it is not there any more") from trouble
        why = why_not(str(trouble))
        if not why:
            leave_if_frozen(trip)
        begun = any(sign in str(trouble) for sign in BEGUN)
        late = "it was used, and the page did not come back in time" if begun else ""
        raise NotThere(why or late or "it could not be used in time") from trouble


def do_to_the_one(trip: Trip, step: Step, target: Target, do: Callable[[Locator], T]) -> T:
    """Do something to the one thing that is meant; NotThere with the reason when there isn't one.

    The browser looks when it acts, and refuses when there are several: only then, or when
    nothing is there, a wider search is made before.
    """
    began = time.monotonic()
    done = _at_once(trip, target, do)
    if done is not None:
        return done
    left = max(0.0, step.within - (time.monotonic() - began))
    return do(find(trip.front, target, seconds=left).locator)


def _at_once(trip: Trip, target: Target, do: Callable[[Locator], T]) -> T | None:
    from playwright.sync_api import Error

    page = trip.front()
    if target.how == "label" or len(page.frames) > 1:
        return None
    try:
        return do(build(page, target))
    except Vanished:
        return None
    except Error as trouble:
        if any(sign in str(trouble) for sign in BEGUN):
            raise
        return None


def why_not(log: str) -> str:
    """Say why a thing that is there could not be used; empty when the log does not tell."""
    covered = re.search(r"- (<.+?>).* intercepts pointer events", log)
    if covered:
        return f"it can't be reached: {covered[1][:120]} lies over it"
    return next((words for sign, words in REASONS.items() if sign in log), "")
