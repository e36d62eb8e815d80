"""Fill in forms as a person does: write, choose, tick.

A field written in is one field and its letters are keys, a choice is one field and two
clicks, a tick is one click. What came filled in already costs nothing, and is not asked
for again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from desireline.scenarios.walk_page import Filling
from desireline.scenarios.walk_step import Step
from desireline.scenarios.walk_target import Target

from ..page.cover import cover
from ..page.field import QUICK_MS, Held, held_by, labelled
from ..page.locate import NotThere, find, find_field, how_found
from ..trip.act import do_to_the_one
from ..trip.arrive import arrive
from ..trip.hands import pick, press_on, tick, write_in
from ..trip.telling import things_told
from ..trip.trip import Done, Trip
from ..words import quoted
from .verb import Verb

if TYPE_CHECKING:
    from playwright.sync_api import Locator


def fill(trip: Trip, step: Step, filling: Filling) -> Done:
    """Write into the field with a label."""
    text = trip.resolve(filling.put)
    field, held = _found(trip, step, filling)
    if text and held.value == text:
        tell(trip, filling.put)
        return Done("was filled in already")
    if held.options is not None:
        raise NotThere(f"{quoted(filling.label)} is a list to choose from: write `choose`")
    if trip.secrets.scrub(text) != text:
        trip.secret_fields.append(field.element_handle(timeout=QUICK_MS))
        if trip.filmed:
            cover(field)
    written = write_in(trip, step, field, text)
    return replace(written, fields=1, told_again=tell(trip, filling.put))


def choose(trip: Trip, step: Step, filling: Filling) -> Done:
    """Choose from a list, of the browser's or of the page's own making, or among radio buttons."""
    wanted = trip.resolve(filling.put)
    plain = None if filling.inside else labelled(trip.front(), filling.label)
    radio = None if plain and plain[1].options else _radio(trip, filling, wanted)
    if radio is not None:
        return _choose_radio(trip, step, filling, radio)
    field, held = plain or _found(trip, step, filling)
    if held.options is None:
        opened = press_on(trip, step, field)
        option = find(trip.front, Target(how="option", name=wanted), seconds=step.within)
        pressed = press_on(trip, step, option.locator)
        keys, clicks = opened.keys + pressed.keys, opened.clicks + pressed.clicks
        again = tell(trip, filling.put)
        return Done(arrive(trip), fields=1, clicks=clicks, keys=keys, told_again=again)
    index, now = _option(held.options, filling.label, wanted), held.chosen
    if now == index:
        tell(trip, filling.put)
        return Done("was chosen already")
    picked = pick(trip, step, field, index=index, now=now)
    note = arrive(trip)
    return replace(picked.noting(note), fields=1, told_again=tell(trip, filling.put))


def check(trip: Trip, step: Step, target: Target) -> Done:
    """Tick a box, a radio button or a switch."""
    if target.how == "any":
        target = target.model_copy(update={"how": "label"})

    def tick_it(thing: Locator) -> Done:
        if thing.is_checked(timeout=step.within * 1000):
            return Done("was ticked already")
        return tick(trip, step, thing)

    ticked = do_to_the_one(trip, step, target, tick_it)
    return ticked if ticked.message else ticked.noting(how_found(target), arrive(trip))


def tell(trip: Trip, text: str) -> tuple[str, ...]:
    """Remember what is told here, by name or value; give what was told at another stop."""
    names = things_told(trip, text)
    again = tuple(name for name in names if trip.told.get(name, trip.stop) < trip.stop)
    for name in names:
        trip.told.setdefault(name, trip.stop)
    return again


def _choose_radio(trip: Trip, step: Step, filling: Filling, radio: Locator) -> Done:
    if radio.is_checked(timeout=QUICK_MS):
        tell(trip, filling.put)
        return Done("was chosen already")
    ticked = tick(trip, step, radio)
    return replace(ticked.noting(arrive(trip)), fields=1, told_again=tell(trip, filling.put))


def _found(trip: Trip, step: Step, filling: Filling) -> tuple[Locator, Held]:
    """Find the field with a label, and what stands in it."""
    thing = find_field(trip.front, filling, seconds=step.within)
    return thing.locator, thing.held or held_by(thing.locator)


def _radio(trip: Trip, choice: Filling, wanted: str) -> Locator | None:
    page = trip.page
    groups = page.get_by_role("radiogroup", name=choice.label)
    groups = groups.or_(page.get_by_role("group", name=choice.label))
    radio = groups.get_by_role("radio", name=wanted)
    return radio if radio.count() == 1 else None


def _option(options: Sequence[str], label: str, wanted: str) -> int:
    """Give the place of an option by its words; NotThere lists what is offered."""
    offered = [" ".join(words.split()) for words in options]
    same = [o for o in offered if o == wanted] or [
        o for o in offered if o.casefold() == wanted.casefold()
    ]
    if not same:
        listed = ", ".join(quoted(words) for words in offered[:8])
        raise NotThere(f"{quoted(label)} does not offer {quoted(wanted)}: {listed}")
    return offered.index(same[0])


VERBS: dict[str, Verb] = {"fill": fill, "choose": choose, "check": check}
