"""One stop of a walk: do its steps and note what was met.

A page belongs to the touchpoint that first does or reads something on it. So when the last
step of a stop leads on to another page, that page, its load time and its picture belong to
the next stop, unless the next one opens a page itself or looks elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from desireline.scenarios.walk import Stop
from desireline.scenarios.walk_step import Step

from ..page.locate import NotThere
from ..safety.fence import put_up_fence
from ..seen import StepSeen, TouchpointSeen, Verdict
from ..trip.act import Used
from ..trip.arrive import circumstances
from ..trip.fault import judge, patience
from ..trip.trip import Done, Trip
from ..verbs.perform import perform
from ..words import shortened, step_in_words
from .consent import may, walked_up_to
from .evidence import note_if_shown, snapshot_of
from .look import (
    LONGEST_TITLE,
    Here,
    examine_new_page,
    look_around,
    look_back,
    note_times,
    settle_carefully,
)
from .notebook import Notebook, sum_up
from .waiting import READING, before, note_wait

# Verbs that may lead to another page.
LEADING = ("click", "press", "open", "choose", "check", "upload")
ELSEWHERE = ("open", "inbox", "sms", "call", "api")  # first steps that don't look at the open page
ASIDE = {"inbox", "sms", "attachment", "call", "api", "remember", "same", "expect"}  # at no page
CALL_SECONDS = 600.0  # more than a menu can take: each of its answers has a limit of its own


@dataclass(frozen=True, slots=True)
class Visited:
    """A stop that is over."""

    seen: TouchpointSeen
    next_document: int  # where the next stop's pages begin
    goes_on: bool


def visit(
    trip: Trip, stop: Stop, follows: Stop | None, *, out: Path, picture: str, first_document: int
) -> Visited:
    """Walk one stop; `follows` is the stop after it, its picture goes to `out`."""
    promises = trip.journey.touchpoint(stop.at).promises
    here = Here(trip, stop.at, promises, out, picture, first_document, Notebook())
    trip.letter = trip.document = None
    next_document = _do_steps(here, stop, follows)
    if next_document is None:
        here.notes.take_over(trip.watch)
        next_document = len(trip.clock.documents)
    settle_carefully(here)
    note_times(here, next_document)
    look_back(here)
    seen = sum_up(here.notes, stop.at, promises)
    if trip.evidence == "none":
        seen = replace(seen, text="")
    return Visited(seen, next_document, not here.notes.stopped)


def _do_steps(here: Here, stop: Stop, follows: Stop | None) -> int | None:
    """Do the steps; give where the next stop's pages begin when the last step led there."""
    trip, notes = here.trip, here.notes
    for step in stop.do:
        if not may(trip, step):
            _stop_before(here, step)
            break
        hands_over = step is stop.do[-1] and _hands_over(step, follows)
        if hands_over:
            notes.leading = step.click.name if step.click else ""
            look_around(here, stays=False)
            notes.take_over(trip.watch)
        elif step.verb in ("click", "press", "open", "upload", "dismiss"):
            examine_new_page(here)
        if not notes.stopped:
            if step.verb not in READING:
                settle_carefully(here)
            mark = len(trip.clock.documents)
            _do(here, step)
        if notes.stopped:
            break
        if hands_over:
            return mark
    if not _looks_elsewhere(stop):
        look_around(here, stays=True)
    return None


def _looks_elsewhere(stop: Stop) -> bool:
    """Say whether a stop has nothing to do with the page that happens to be open."""
    verbs = {step.verb for step in stop.do}
    return bool(verbs & {"inbox", "sms", "call", "api"}) and verbs <= ASIDE


def _hands_over(step: Step, follows: Stop | None) -> bool:
    if step.verb not in LEADING or follows is None or not follows.do:
        return False
    return follows.do[0].verb not in ELSEWHERE


def _stop_before(here: Here, step: Step) -> None:
    trip, notes = here.trip, here.notes
    notes.stop("ok", walked_up_to(trip, step))
    notes.steps.append(
        StepSeen(step.verb, shortened(step_in_words(step)), "not run", notes.message)
    )
    with patience(here.trip, here.trip.limits.evidence_seconds):
        here.trip.fence = put_up_fence(here.trip.page, for_good=True)


def _do(here: Here, step: Step) -> None:
    """Do a step and write down how it went."""
    trip, notes = here.trip, here.notes
    trip.watch.forget_answers()
    trip.clock.painted_ms = None
    told = before(trip.clock)
    says = shortened(trip.secrets.scrub(step_in_words(step)))
    try:
        if trip.limits.pause_seconds:
            trip.page.wait_for_timeout(trip.limits.pause_seconds * 1000)
        with patience(trip, _longest(trip, step)):
            done = perform(trip, step)
            if step.danger and not done.skipped:
                trip.endangered, trip.endangered_at = True, trip.clock.acted
            note_if_shown(trip)
    except Exception as trouble:
        used = isinstance(trouble, Used) or trip.clock.acts > told.acts
        untouched = isinstance(trouble, NotThere) and not used
        trip.endangered |= step.danger is not None and not untouched
        verdict, message = judge(trip, trouble)
        if isinstance(trouble, NotThere):
            message += circumstances(trip)
        message = shortened(trip.secrets.scrub(message))
        stood = _what_stood_there(trip, step) if verdict == "failed" else ""
        notes.steps.append(StepSeen(step.verb, says, verdict, message, snapshot=stood))
        notes.stop(verdict, f"{says}: {message}")
    else:
        notes.done.append(_scrubbed(trip, done))
        notes.steps.append(_step_seen(trip, step, done))
        note_wait(trip, notes, step.verb, told)
        if trip.document:
            notes.document = trip.secrets.scrub(trip.document.text)
        if trip.letter:
            notes.letter = _letter(trip)
            notes.title = notes.title or trip.secrets.scrub(trip.letter.subject)[:LONGEST_TITLE]


def _what_stood_there(trip: Trip, step: Step) -> str:
    """Give the roles and names where a step failed: in its region, else on the page."""
    if not trip.session.alive:
        return ""
    note_if_shown(trip)
    meant = getattr(step, step.verb)
    with patience(trip, trip.limits.evidence_seconds):
        return snapshot_of(trip, getattr(meant, "inside", None))


def _scrubbed(trip: Trip, done: Done) -> Done:
    """Take secrets out of what a step read: a site may state one as a fact."""
    scrub = trip.secrets.scrub
    facts = tuple(
        replace(
            fact,
            shown=scrub(fact.shown),
            normal=None if fact.normal is None else scrub(fact.normal),
            why=scrub(fact.why),
        )
        for fact in done.facts
    )
    unseen = tuple(shortened(scrub(one)) for one in done.unseen)
    return replace(done, facts=facts, transcript=scrub(done.transcript), unseen=unseen)


def _step_seen(trip: Trip, step: Step, done: Done) -> StepSeen:
    verdict: Verdict = "not run" if done.skipped else "ok"
    return StepSeen(
        verb=step.verb,
        says=shortened(trip.secrets.scrub(step_in_words(step))),
        verdict=verdict,
        message=shortened(trip.secrets.scrub(done.message)),
        clicks=done.clicks,
        fields=done.fields,
        keys=done.keys,
    )


def _letter(trip: Trip) -> str:
    letter = trip.letter
    assert letter is not None  # noqa: S101
    return trip.secrets.scrub("\n".join([letter.subject, letter.text, letter.html]))


def _longest(trip: Trip, step: Step) -> float:
    """Give the seconds after which a step can only be frozen."""
    own = step.within * 3 + trip.limits.freeze_seconds
    if step.verb in LEADING:
        own += trip.limits.load_seconds
    if step.inbox:
        own += step.inbox.within
    if step.sms:
        own += step.sms.within
    if step.call:
        own += CALL_SECONDS
    if step.api:
        own += trip.limits.load_seconds
    if step.chat:
        own += step.chat.turns * 75.0
    return own
