"""Do something to a thing on the page, and say in words why it could not be done."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from desireline.scenarios.walk_step import Step
from desireline.scenarios.walk_target import Target

from ..page.locate import CLOSED, NotThere, build, find
from .arrive import leave_if_frozen
from .trip import Trip

if TYPE_CHECKING:
    from playwright.sync_api import Locator

T = TypeVar("T")

RESOLVED = "locator resolved to"  # in Playwright's log: it has seen it
BEGUN = "performing click"  # in the log of a click
COVERED = "intercepts pointer events"  # in the log: it was not done
REFUSED = ("strict mode violation", "parsing", "valid selector")
LONGEST_TAG = 120
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


class Used(NotThere):
    """It was used, but the page did not come back: whoever does it again does it twice."""


def act(trip: Trip, step: Step, do: Callable[..., object]) -> None:
    """Do something to a thing that is there.

    NotThere says why a customer could not; SiteFailed when the page froze meanwhile.
    """
    from playwright.sync_api import TimeoutError as NotInTime

    try:
        do(timeout=max(step.within, LEAST_SECONDS) * 1000)
    except NotInTime as trouble:
        log = str(trouble)
        if RESOLVED not in log:
            raise Vanished("it is not there any more") from trouble
        _, begun, after = log.rpartition(BEGUN)
        done = bool(begun) and COVERED not in after
        why = "" if done else why_not(log, trip.secrets.scrub)
        if not why:
            leave_if_frozen(trip)
        if done:
            raise Used("it was used, and the page did not come back in time") from trouble
        raise NotThere(why or "it could not be used in time") from trouble


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
    if trip.keyboard_only or target.how == "label" or len(page.frames) > 1:
        return None
    try:
        return do(build(page, target))
    except Vanished:
        return None
    except Error as trouble:
        if not _came_before(str(trouble)):
            raise
        return None


def _came_before(trouble: str) -> bool:
    """Say whether an error came before anything was done: then it may be tried otherwise."""
    if any(sign in trouble for sign in REFUSED):
        return True
    waited = CLOSED in trouble or "Timeout" in trouble
    return (
        trouble.startswith("Locator.") and waited and not (RESOLVED in trouble or BEGUN in trouble)
    )


def why_not(log: str, scrub: Callable[[str], str]) -> str:
    """Say why a thing that is there could not be used; empty when the log does not tell."""
    covered = re.search(r"- (<.+?>).* intercepts pointer events", log)
    if covered:
        return f"it can't be reached: {scrub(covered[1])[:LONGEST_TAG]} lies over it"
    return next((words for sign, words in REASONS.items() if sign in log), "")
