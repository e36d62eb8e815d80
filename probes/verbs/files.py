"""Verbs of files: give one to the site, take one from it.

Who has no mouse goes to the field or the button, and presses Enter there.
"""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from desireline.scenarios.errors import CouldNotLook
from desireline.scenarios.walk_page import Upload
from desireline.scenarios.walk_step import Step
from desireline.scenarios.walk_target import Target

from ..channels.document import MOST_BYTES, read_document
from ..page.locate import NotThere, file_input, find, is_seen
from ..trip.act import act
from ..trip.arrive import arrive
from ..trip.hands import approach, press_here
from ..trip.trip import Done, Trip
from ..words import quoted
from .verb import Verb, within

if TYPE_CHECKING:
    from playwright.sync_api import Download, Locator

GLIMPSE_SECONDS = 0.2


def upload(trip: Trip, step: Step, wanted: Upload) -> Done:
    """Give a file to the field of this label, or to the button that asks for one."""
    file = Path(wanted.file)
    if not file.is_file():
        hint = "files lie beside the journey"
        raise CouldNotLook("DL314", f"there is no file {file.name} to upload", hint=hint)
    button = Target(how="any", name=wanted.label, inside=wanted.inside)
    field = _field(trip, step, wanted, button)
    if field is not None and not trip.keyboard_only:
        act(trip, step, lambda **how: field.set_input_files(file, **how))
        return Done(arrive(trip), fields=1, clicks=1)
    asker = _asker(trip, step, field, button)
    keys = approach(trip, asker)
    chosen = _choose(trip, step, asker, wanted.label, file)
    return replace(chosen, fields=1, keys=keys + chosen.keys).noting(arrive(trip))


def _field(trip: Trip, step: Step, wanted: Upload, button: Target) -> Locator | None:
    """Wait for a field for files, or for a button of that name (None)."""
    until = time.monotonic() + step.within
    while (field := file_input(trip.page, wanted)) is None:
        if is_seen(trip.front, button, seconds=GLIMPSE_SECONDS) or time.monotonic() >= until:
            break
    return field


def _asker(trip: Trip, step: Step, field: Locator | None, button: Target) -> Locator:
    """Give what asks for a file: a field that is drawn, else a button, else the hidden field."""
    if field is None:
        return find(trip.front, button, seconds=step.within).locator
    if not field.is_visible():
        with suppress(NotThere):
            return find(trip.front, button, seconds=GLIMPSE_SECONDS).locator
    return field


def _choose(trip: Trip, step: Step, asker: Locator, label: str, file: Path) -> Done:
    """Press what asks for a file, wait for the browser to ask for it, and choose it."""
    from playwright.sync_api import TimeoutError as NotInTime

    try:
        with trip.page.expect_file_chooser(timeout=step.within * 1000) as asked:
            pressed = press_here(trip, step, asker)
        chooser = asked.value
    except NotInTime as trouble:
        raise NotThere(f"{quoted(label)} does not ask for a file") from trouble
    chooser.set_files(file)
    return pressed


def download(trip: Trip, step: Step, target: Target) -> Done:
    """Press what gives a file, and read that; NotThere when no file comes."""
    from playwright.sync_api import TimeoutError as NotInTime

    thing = find(trip.front, target, seconds=step.within)
    seconds = within(step, trip.limits.load_seconds)
    keys = approach(trip, thing.locator)
    try:
        with trip.page.expect_download(timeout=seconds * 1000) as coming:
            pressed = press_here(trip, step, thing.locator)
        content = _content(coming.value)
    except NotInTime as trouble:
        raise NotThere(f"no file came within {seconds:g} s") from trouble
    document = trip.document = read_document(coming.value.suggested_filename[:200], content)
    done = replace(pressed, keys=keys + pressed.keys, trouble=document.trouble)
    return done.noting(thing.note, document.name, document.note)


def _content(coming: Download) -> bytes:
    """Wait for a file and give it; NotThere when it breaks off or is too heavy."""
    trouble = coming.failure()
    if trouble:
        raise NotThere(f"the file {quoted(coming.suggested_filename)} did not come: {trouble}")
    file = coming.path()
    if file.stat().st_size > MOST_BYTES:
        raise NotThere(f"the file weighs more than {MOST_BYTES / 1e6:g} MB")
    content = file.read_bytes()
    coming.delete()
    return content


VERBS: dict[str, Verb] = {"upload": upload, "download": download}
