"""Tidy up when a walk is over, however it ended: empty the cart, sign out.

It says nothing of the site's promises, so it changes no verdict; a step that fails is told,
and the next one is tried all the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..seen import StepSeen
from ..trip.fault import judge, patience
from ..trip.trip import Trip
from ..verbs.perform import perform
from ..words import shortened, step_in_words
from .consent import may, walked_up_to


def tidy_up(trip: Trip) -> tuple[StepSeen, ...]:
    """Do the steps that the walk has for afterwards."""
    if trip.fence is not None and trip.walk.after and trip.session.alive:
        with patience(trip, trip.limits.evidence_seconds):
            trip.fence.take_down(may_leave=False)
    trip.watch.reply = None
    return tuple(_steps(trip))


def _steps(trip: Trip) -> Iterator[StepSeen]:
    for step in trip.walk.after:
        says = shortened(trip.secrets.scrub(step_in_words(step)))
        if not trip.session.alive:
            yield StepSeen(step.verb, says, "not run", "the browser has ended")
            continue
        if not may(trip, step):
            yield StepSeen(step.verb, says, "not run", walked_up_to(trip, step))
            continue
        trip.watch.forget_answers()
        try:
            with patience(trip, step.within * 3 + trip.limits.freeze_seconds):
                done = perform(trip, step)
        except Exception as trouble:
            verdict, message = judge(trip, trouble)
            yield StepSeen(step.verb, says, verdict, shortened(trip.secrets.scrub(message)))
        else:
            yield StepSeen(step.verb, says, "not run" if done.skipped else "ok")
