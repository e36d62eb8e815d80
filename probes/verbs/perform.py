"""Perform a step: each family of verbs stands in a file of its own, and is listed here.

Not finding a fact is an observation and no failure; not finding what was to be clicked, or
what was expected, is one.
"""

from __future__ import annotations

import re
from dataclasses import replace

from desireline.scenarios.walk_step import Step
from desireline.scenarios.walk_target import Target

from ..page.locate import NotThere, is_seen
from ..trip.trip import Done, Trip
from ..words import quoted
from . import api, chat, dialogs, files, forms, mail, own, pages, phone, reading, sms
from .verb import GLANCE_SECONDS, Verb, within

READING = tuple(reading.VERBS)  # verbs that may look at a file that came
VERBS: dict[str, Verb] = {
    **pages.VERBS,
    **forms.VERBS,
    **files.VERBS,
    **own.VERBS,
    **dialogs.VERBS,
    **reading.VERBS,
    **mail.VERBS,
    **sms.VERBS,
    **chat.VERBS,
    **phone.VERBS,
    **api.VERBS,
}


def perform(trip: Trip, step: Step) -> Done:
    """Do a step.

    Raises NotThere or SiteFailed when the site does not let a customer do it, CouldNotLook
    when we could not.
    """
    if step.if_seen and not _is_there(trip, step):
        return Done("not there, passed over", skipped=True)
    if step.verb not in READING:
        trip.document = None
    done = VERBS[step.verb](trip, step, getattr(step, step.verb))
    for name, pattern in step.take.items():
        _take(trip, name, pattern)
    closed = trip.popups.taken()
    done = replace(
        done, keys=done.keys + closed.keys, noticed=(*done.noticed, *closed.noticed)
    ).noting(*closed.words, clicks=closed.clicks)
    return dialogs.answered(trip, step, done)


def _take(trip: Trip, name: str, pattern: str) -> None:
    """Take a value out of what came, to be typed later; a secret from then on."""
    found = re.search(pattern, _came(trip))
    if found is None:
        raise NotThere(f"nothing in what came looks like {quoted(pattern)}")
    value = (found[1] if found.re.groups else found[0]) or ""
    trip.secrets.keep(f"taken.{name}", value)
    trip.taken[name] = value


def _came(trip: Trip) -> str:
    if trip.document is not None:
        return trip.document.text
    letter = trip.letter
    return "\n".join([letter.text, letter.html, letter.subject]) if letter else ""


def _is_there(trip: Trip, step: Step) -> bool:
    filling = step.fill or step.choose
    target = step.click or step.check or step.expect
    if filling:
        target = Target(how="label", name=filling.label, inside=filling.inside)
    return target is None or is_seen(trip.front, target, seconds=within(step, GLANCE_SECONDS))
