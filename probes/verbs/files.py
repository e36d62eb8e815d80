"""Verbs of files: give one to the site."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from desireline.scenarios.errors import CouldNotLook
from desireline.scenarios.walk_page import Upload
from desireline.scenarios.walk_step import Step
from desireline.scenarios.walk_target import Target

from ..page.locate import NotThere, file_input, find, is_seen
from ..trip.act import act
from ..trip.arrive import arrive
from ..trip.trip import Done, Trip
from ..words import quoted
from .verb import Verb

if TYPE_CHECKING:
    from playwright.sync_api import FileChooser, Locator

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


VERBS: dict[str, Verb] = {"upload": upload}
