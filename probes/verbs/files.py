"""Verbs of files: give one to the site, take one from it."""

from __future__ import annotations

import time
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
from ..trip.trip import Done, Trip
from ..words import quoted
from .verb import Verb, within

if TYPE_CHECKING:
    from playwright.sync_api import Download, FileChooser, Locator

GLIMPSE_SECONDS = 0.2


def upload(trip: Trip, step: Step, wanted: Upload) -> Done:
    """Give a file to the field of this label, or to the button that asks for one."""
    file = Path(wanted.file)
    if not file.is_file():
        hint = "files lie beside the journey"
        raise CouldNotLook("DL314", f"there is no file {file.name} to upload", hint=hint)
    button = Target(how="any", name=wanted.label, inside=wanted.inside)
    field = _field(trip, step, wanted, button)
    if field is not None:
        act(trip, step, lambda **how: field.set_input_files(file, **how))
    else:
        _choose(trip, step, button).set_files(file)
    return Done(arrive(trip), fields=1, clicks=1)


def _field(trip: Trip, step: Step, wanted: Upload, button: Target) -> Locator | None:
    """Wait for a field for files, or for a button of that name (None)."""
    until = time.monotonic() + step.within
    while (field := file_input(trip.page, wanted)) is None:
        if is_seen(trip.front, button, seconds=GLIMPSE_SECONDS) or time.monotonic() >= until:
            break
    return field


def _choose(trip: Trip, step: Step, target: Target) -> FileChooser:
    """Click what asks for a file, and wait for the browser to ask for it."""
    from playwright.sync_api import TimeoutError as NotInTime

    thing = find(trip.front, target, seconds=step.within)
    try:
        with trip.page.expect_file_chooser(timeout=step.within * 1000) as asked:
            act(trip, step, lambda **how: thing.locator.click(no_wait_after=True, **how))
        return asked.value
    except NotInTime as trouble:
        raise NotThere(f"{quoted(target.name)} does not ask for a file") from trouble


def download(trip: Trip, step: Step, target: Target) -> Done:
    """Click what gives a file, and read that; NotThere when no file comes."""
    from playwright.sync_api import TimeoutError as NotInTime

    thing = find(trip.front, target, seconds=step.within)
    seconds = within(step, trip.limits.load_seconds)
    try:
        with trip.page.expect_download(timeout=seconds * 1000) as coming:
            act(trip, step, lambda **how: thing.locator.click(no_wait_after=True, **how))
        content = _content(coming.value)
    except NotInTime as trouble:
        raise NotThere(f"no file came within {seconds:g} s") from trouble
    trip.document = read_document(coming.value.suggested_filename[:200], content)
    done = Done(thing.note, clicks=1, trouble=trip.document.trouble)
    return done.noting(trip.document.name, trip.document.note)


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
