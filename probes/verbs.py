"""The verbs: what a shopper can do at a touchpoint, each as a person would.

Not finding a fact is an observation and no failure; not finding what was to be clicked, or
what was expected, is one.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from desireline.scenarios.errors import CouldNotLook
from desireline.scenarios.journey import region_of
from desireline.scenarios.walk import Chat, FactPlace, Mail, Step, Target

from .act import act
from .arrive import arrive, open_page, steadily
from .chat import talk
from .facts import read_fact, read_mail_fact
from .fields import check, choose, fill, tell
from .locate import NotThere, find, is_seen, near_misses
from .page_text import missing_words
from .seen import FactSeen
from .trip import Done, Trip
from .words import quoted, target_in_words

GLANCE_SECONDS = 1.0  # for what may be there or not
FACT_SECONDS = 2.0  # for a fact that a script may still be writing
FACT_PAUSE_MS = 100.0


def perform(trip: Trip, step: Step) -> Done:
    """Do a step.

    Raises NotThere or SiteFailed when the site does not let a customer do it, CouldNotLook
    when we could not.
    """
    if step.if_seen and not _is_there(trip, step):
        return Done("not there, passed over", skipped=True)
    return VERBS[step.verb](trip, step, getattr(step, step.verb))


def _is_there(trip: Trip, step: Step) -> bool:
    filling = step.fill or step.choose
    target = step.click or step.check or step.expect
    if filling:
        target = Target(how="label", name=filling.label, inside=filling.inside)
    return target is None or is_seen(trip.front, target, seconds=_within(step, GLANCE_SECONDS))


def _within(step: Step, otherwise: float) -> float:
    """Give the step's own patience where it was written, else another."""
    return step.within if "within" in step.model_fields_set else otherwise


def _open(trip: Trip, step: Step, address: str) -> Done:
    return Done(open_page(trip, trip.resolve(address), _within(step, trip.limits.load_seconds)))


def _click(trip: Trip, step: Step, target: Target) -> Done:
    thing = find(trip.front, target, seconds=step.within)
    act(trip, step, lambda **how: thing.locator.click(no_wait_after=True, **how))
    note = arrive(trip)
    return Done(" ".join(filter(None, [thing.note, note])), clicks=1)


def _press(trip: Trip, step: Step, key: str) -> Done:
    from playwright.sync_api import Error

    try:
        trip.page.keyboard.press(key)
    except Error as trouble:
        if "Unknown key" not in str(trouble):
            raise
        hint = "write Enter, Escape, Tab, ArrowDown, a, …"
        raise CouldNotLook("DL308", f"`press: {key}` is no key", hint=hint) from trouble
    return Done(arrive(trip), keys=1)


def _expect(trip: Trip, step: Step, target: Target) -> Done:
    if trip.letter is not None and target.how in ("text", "any"):
        said = f"{trip.letter.subject}\n{trip.letter.text}\n{trip.letter.html}"
        if missing_words(said, [target.name]):
            raise NotThere(f"the mail does not say {quoted(target.name)}")
    elif not is_seen(trip.front, target, seconds=step.within):
        meant, near = target_in_words(target), near_misses(trip.page, target)
        raise NotThere(f"no {meant} within {step.within:g} s. {near}")
    return Done()


def _remember(trip: Trip, step: Step, places: dict[str, FactPlace]) -> Done:
    facts = _read(trip, step, places)
    for fact in facts:
        if fact.shown:
            trip.remembered[fact.fact] = fact.shown
            trip.normals[fact.fact] = fact.normal
    return Done(_unstated(facts), facts=facts)


def _same(trip: Trip, step: Step, places: dict[str, FactPlace]) -> Done:
    facts = _read(trip, step, places)
    differing = [
        f"{fact.fact}: here {quoted(fact.shown)}, before {quoted(trip.remembered[fact.fact])}"
        for fact in facts
        if fact.shown and fact.normal and trip.normals.get(fact.fact) not in (None, fact.normal)
    ]
    return Done("; ".join(filter(None, [_unstated(facts), *differing])), facts=facts)


def _unstated(facts: tuple[FactSeen, ...]) -> str:
    missing = [fact.fact for fact in facts if not fact.shown]
    return f"not stated here: {', '.join(missing)}" if missing else ""


def _read(trip: Trip, step: Step, places: dict[str, FactPlace]) -> tuple[FactSeen, ...]:
    until = time.monotonic() + _within(step, FACT_SECONDS)
    seen: list[FactSeen] = []
    for name, place in places.items():
        seen += _read_one(trip, name, place, until)
    return tuple(seen)


def _read_one(trip: Trip, name: str, place: FactPlace, until: float) -> tuple[FactSeen, ...]:
    kind = trip.journey.facts[name].kind
    region, currency = region_of(trip.journey), trip.journey.currency
    if trip.letter is not None:
        return read_mail_fact(trip.letter, name, kind, place, region=region, currency=currency)

    def read() -> FactSeen:
        return read_fact(trip.page, name, kind, place, region=region, currency=currency)

    while True:
        seen = steadily(trip, read)
        if seen.shown or time.monotonic() >= until:
            return (seen,)
        trip.page.wait_for_timeout(FACT_PAUSE_MS)


def _inbox(trip: Trip, step: Step, mail: Mail) -> Done:
    """Wait for a mail; late by the time since the dangerous step, else since the last act."""
    if trip.mailbox is None:
        raise CouldNotLook("DL312", "the journey names no mailbox")
    letter = trip.mailbox.wait(mail, since=trip.started)
    if letter is None:
        raise NotThere(f"no mail {quoted(mail.subject)} within {mail.within:g} s")
    trip.letter = letter
    caused = (trip.endangered_at or trip.clock.acted) / 1000 or trip.started
    return Done(arrives_seconds=round(max(0.0, letter.arrived_at - caused), 3))


def _chat(trip: Trip, step: Step, chat: Chat) -> Done:
    saying = chat.model_copy(update={"say": trip.resolve(chat.say)})
    seen = talk(trip.page, saying, **({"within": step.within} if _within(step, 0.0) else {}))
    if seen.trouble:
        raise NotThere(seen.trouble)
    return Done(
        clicks=seen.turns,
        keys=len(saying.say) * seen.turns,
        told_again=tell(trip, chat.say),
        answers_seconds=seen.answers_seconds,
        human_came=seen.human_came,
        turns_to_human=seen.turns if seen.human_came else None,
        transcript=seen.transcript,
    )


VERBS: dict[str, Callable[[Trip, Step, Any], Done]] = {
    "open": _open, "click": _click, "fill": fill, "choose": choose, "check": check,
    "press": _press, "expect": _expect, "remember": _remember, "same": _same,
    "inbox": _inbox, "chat": _chat,
}  # fmt: skip
