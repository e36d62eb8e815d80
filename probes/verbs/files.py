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

from ..channels.document import MOST_BYTES, megabytes, read_document, too_heavy
from ..page.locate import NotThere, file_input, find, is_seen
from ..trip.act import act
from ..trip.arrive import arrive
from ..trip.hands import approach, press_here
from ..trip.trip import Done, Trip
from ..words import quoted
from .coming import Coming, coming_of
from .verb import Verb, within

if TYPE_CHECKING:
    from playwright.sync_api import Download, Locator

GLIMPSE_SECONDS = 0.2
HEARD_SECONDS = 1.0  # for the browser's first word of a file
PAUSE_MS = 10.0


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
    until = time.monotonic() + seconds
    with coming_of(trip.watch.sessions.get(trip.page)) as known:
        try:
            with trip.page.expect_download(timeout=seconds * 1000) as coming:
                pressed = press_here(trip, step, thing.locator)
            file = coming.value
        except NotInTime as trouble:
            raise NotThere(f"no file came within {seconds:g} s") from trouble
        content = _content(trip, file, known, until)
    document = trip.document = read_document(file.suggested_filename, content)
    done = replace(pressed, keys=keys + pressed.keys, trouble=document.trouble)
    return done.noting(thing.note, document.name, document.note)


def _content(trip: Trip, file: Download, known: Coming, until: float) -> bytes:
    """Wait for a file and give it; nothing of it stays on the disk.

    NotThere when it breaks off or does not come whole in time, DL395 when it is too heavy.
    """
    from playwright.sync_api import Error

    name = f"the file {quoted(file.suggested_filename)}"
    try:
        _await_file(trip, file, known, until)
        if trouble := file.failure():
            raise NotThere(f"{name} did not come: {trouble}")
        size = file.path().stat().st_size
        if size > MOST_BYTES:
            raise too_heavy(name, megabytes(size), MOST_BYTES)
        return file.path().read_bytes()
    finally:
        with suppress(Error):  # it is gone with the browser
            file.cancel()
            file.delete()


def _await_file(trip: Trip, file: Download, known: Coming, until: float) -> None:
    name, url = f"the file {quoted(file.suggested_filename)}", file.url
    heard = time.monotonic() + HEARD_SECONDS
    while known.comes(url) or (not known.knows(url) and time.monotonic() < heard):
        if known.weight(url) > MOST_BYTES:
            raise too_heavy(name, known.size(url), MOST_BYTES)
        if time.monotonic() > until:
            raise NotThere(f"{name} did not come whole in time: {known.came(url)} came")
        trip.page.wait_for_timeout(PAUSE_MS)


VERBS: dict[str, Verb] = {"upload": upload, "download": download}
