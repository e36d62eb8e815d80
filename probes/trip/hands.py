"""The shopper's hands: the mouse, or nothing but the keyboard.

Who uses the keyboard only goes to a thing with the Tab key, and inside a group of radio
buttons, tabs or options with the arrows; what can't be reached so, they can't use. Each
key counts, those that close what pops up apart.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from desireline.scenarios.walk_step import Step

from ..page.field import QUICK_MS
from ..page.focus import focus_path
from ..page.locate import NotThere
from ..page.text import script
from .act import act
from .trip import Done, Trip

if TYPE_CHECKING:
    from playwright.sync_api import JSHandle, Locator

MOST_TABS = 300
MOST_ARROWS = 60
TOLD = """(follower) => ({stops: follower.told(), different: follower.different(),
  others: follower.others()})"""
NOWHERE = "() => !document.activeElement || document.activeElement === document.body"
PRESSED_BY_SPACE = """(thing) => ['checkbox', 'radio', 'switch'].includes(
  thing.getAttribute('role') || (thing.localName === 'input' ? thing.type : ''))"""


def press_on(trip: Trip, step: Step, thing: Locator) -> Done:
    """Click something, or go there and press Enter (Space for what is ticked)."""
    keys = approach(trip, thing)
    pressed = press_here(trip, step, thing)
    return replace(pressed, keys=keys + pressed.keys)


def approach(trip: Trip, thing: Locator) -> int:
    """Go to a thing where there is no mouse; give the keys."""
    return go_to(trip, thing) if trip.keyboard_only else 0


def press_here(trip: Trip, step: Step, thing: Locator) -> Done:
    """Click something, or press the key of a thing that has the focus."""
    if not trip.keyboard_only:
        act(trip, step, lambda **how: thing.click(no_wait_after=True, **how))
        return Done(clicks=1)
    ticked = thing.evaluate(PRESSED_BY_SPACE, timeout=QUICK_MS)
    trip.page.keyboard.press("Space" if ticked else "Enter")
    return Done(keys=1)


def tick(trip: Trip, step: Step, thing: Locator) -> Done:
    """Tick something that is not ticked."""
    if not trip.keyboard_only:
        act(trip, step, thing.check)
        return Done(clicks=1)
    keys = go_to(trip, thing)
    if not thing.is_checked(timeout=QUICK_MS):  # arrows tick radio buttons as they go
        trip.page.keyboard.press("Space")
        keys += 1
    if not thing.is_checked(timeout=QUICK_MS):
        raise NotThere("the keyboard does not tick it")
    return Done(keys=keys)


def write_in(trip: Trip, step: Step, field: Locator, text: str) -> Done:
    """Write into a field, in place of what stands there."""
    if not trip.keyboard_only:
        act(trip, step, lambda **how: field.fill(text, **how))
        return Done(keys=len(text))
    keys = go_to(trip, field)
    trip.page.keyboard.press("ControlOrMeta+a")
    trip.page.keyboard.type(text)
    return Done(keys=keys + len(text))


def pick(trip: Trip, step: Step, field: Locator, *, index: int, now: int) -> Done:
    """Choose the option at a place of the browser's own list."""
    if not trip.keyboard_only:
        act(trip, step, lambda **how: field.select_option(index=index, **how))
        return Done(clicks=2)
    keys = go_to(trip, field)
    for _ in range(abs(index - now)):
        trip.page.keyboard.press("ArrowDown" if index > now else "ArrowUp")
    if field.evaluate("(e) => e.selectedIndex", timeout=QUICK_MS) != index:
        raise NotThere("the keyboard does not choose it")
    return Done(keys=keys + abs(index - now))


def go_to(trip: Trip, thing: Locator, *, back: bool = False) -> int:
    """Go to a thing by keys, and give how many it took; NotThere when there is no way.

    What pops up is closed before. `back` goes backwards. Where the focus went on its way is
    kept, for who looks around later.
    """
    trip.popups.clear(trip.page, lambda button: _go(trip, button, "Tab"))
    return _go(trip, thing, "Shift+Tab" if back else "Tab")


def _go(trip: Trip, thing: Locator, key: str) -> int:
    follow = script("(thing) => followFocus()", "page/focus.js")
    follower = thing.evaluate_handle(follow, timeout=QUICK_MS)
    from playwright.sync_api import Error

    try:
        return _tab_to(trip, thing, follower, key)
    finally:
        with suppress(Error):  # the page is gone, and what it told with it
            trip.focus.append(focus_path(follower.evaluate(TOLD)))


def _tab_to(trip: Trip, thing: Locator, follower: JSHandle, key: str) -> int:
    rounds = 0
    reached = script("(thing, follower) => reached(thing, follower)", "page/focus.js")
    for keys in range(MOST_TABS):
        focus = thing.evaluate(reached, follower, timeout=QUICK_MS)
        if focus == "there":
            return keys
        if focus == "near":
            return keys + _by_arrows(trip, thing, follower)
        if trip.page.evaluate(NOWHERE):  # before the first thing, or after the last one
            rounds += 1
        if rounds > 1:
            break
        trip.page.keyboard.press(key)
    raise NotThere("it can't be reached with the keyboard")


def _by_arrows(trip: Trip, thing: Locator, follower: JSHandle) -> int:
    reached = script("(thing, follower) => reached(thing, follower)", "page/focus.js")
    for keys in range(MOST_ARROWS):
        if thing.evaluate(reached, follower, timeout=QUICK_MS) == "there":
            return keys
        trip.page.keyboard.press("ArrowDown" if keys < MOST_ARROWS // 2 else "ArrowRight")
    raise NotThere("the arrow keys don't lead to it")
