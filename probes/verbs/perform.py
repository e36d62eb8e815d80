"""Perform a step: each family of verbs stands in a file of its own, and is listed here.

Not finding a fact is an observation and no failure; not finding what was to be clicked, or
what was expected, is one.
"""

from __future__ import annotations

from desireline.scenarios.walk_step import Step
from desireline.scenarios.walk_target import Target

from ..page.locate import is_seen
from ..trip.trip import Done, Trip
from . import api, chat, dialogs, files, forms, mail, own, pages, phone, reading
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
    words, clicks = trip.popups.taken()
    return dialogs.answered(trip, step, done.noting(*words, clicks=clicks))


def _is_there(trip: Trip, step: Step) -> bool:
    filling = step.fill or step.choose
    target = step.click or step.check or step.expect
    if filling:
        target = Target(how="label", name=filling.label, inside=filling.inside)
    return target is None or is_seen(trip.front, target, seconds=within(step, GLANCE_SECONDS))
