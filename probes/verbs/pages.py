"""Verbs of getting about: open a page, click, press a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.scenarios.errors import CouldNotLook
from desireline.scenarios.walk_step import Step
from desireline.scenarios.walk_target import Target

from ..page.locate import closed_itself, how_found, is_seen
from ..trip.act import do_to_the_one
from ..trip.arrive import arrive, open_page
from ..trip.hands import press_on
from ..trip.trip import Done, Trip
from .mail import follow
from .verb import GLANCE_SECONDS, Verb, within

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


def open_(trip: Trip, step: Step, address: str) -> Done:
    """Open an address."""
    return Done(open_page(trip, trip.resolve(address), within(step, trip.limits.load_seconds)))


def click(trip: Trip, step: Step, target: Target) -> Done:
    """Click the one thing that is meant, and arrive where it leads; a link of a mail first."""
    from playwright.sync_api import Error

    if trip.letter is not None and (followed := follow(trip, step, target)):
        return followed
    windows: list[Page] = []

    def press(thing: Locator) -> Done:
        windows.append(thing.page)
        return press_on(trip, step, thing)

    try:
        pressed = do_to_the_one(trip, step, target, press)
        return pressed.noting(how_found(target), arrive(trip))
    except Error as trouble:
        if not windows or not closed_itself(windows[-1], trouble):
            raise
        return Done("the window closed itself", clicks=1)  # back in the one that opened it


def dismiss(trip: Trip, step: Step, target: Target) -> Done:
    """Click something that closes itself by it; pass over when it is not there."""
    if not is_seen(trip.front, target, seconds=within(step, GLANCE_SECONDS)):
        return Done("not there, passed over", skipped=True)
    return click(trip, step, target)


def press(trip: Trip, step: Step, key: str) -> Done:
    """Press a key; CouldNotLook DL308 when there is no such key."""
    from playwright.sync_api import Error

    try:
        trip.page.keyboard.press(key)
    except Error as trouble:
        if "Unknown key" not in str(trouble):
            raise
        hint = "write Enter, Escape, Tab, ArrowDown, a, …"
        raise CouldNotLook("DL308", f"`press: {key}` is no key", hint=hint) from trouble
    return Done(arrive(trip), keys=1)


VERBS: dict[str, Verb] = {"open": open_, "click": click, "dismiss": dismiss, "press": press}
