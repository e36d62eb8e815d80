"""Verbs of the browser's own boxes: alert, confirm, prompt.

A box keeps its page still until it is answered, so the answer is given before the step
that brings it up.
"""

from __future__ import annotations

import time

from desireline.scenarios.walk_page import Answer
from desireline.scenarios.walk_step import Step

from ..browser.watch import Reply
from ..page.locate import NotThere
from ..trip.trip import Done, Trip
from ..words import quoted
from .forms import tell
from .verb import Verb

PAUSE_MS = 20.0


def dialog(trip: Trip, step: Step, wanted: Answer) -> Done:
    """Say how the next box is to be answered."""
    typed = None if wanted.put is None else trip.resolve(wanted.put)
    trip.watch.reply = Reply(wanted.says, wanted.answer == "accept", typed)
    return Done(told_again=() if wanted.put is None else tell(trip, wanted.put))


def answered(trip: Trip, step: Step, done: Done) -> Done:
    """See that the box came that the step before announced; NotThere when it did not."""
    reply = trip.watch.reply
    if reply is None or step.verb == "dialog" or done.skipped:
        return done
    until = time.monotonic() + step.within
    while reply.said is None and time.monotonic() < until:
        trip.page.wait_for_timeout(PAUSE_MS)
    trip.watch.reply = None
    if reply.said is None:
        raise NotThere(f"no box came up within {step.within:g} s")
    if not reply.fits:
        raise NotThere(f"a box says {quoted(reply.said)}, not {quoted(reply.says or '')}")
    return done.noting(f"a box said {quoted(reply.said)}", clicks=1)


VERBS: dict[str, Verb] = {"dialog": dialog}
