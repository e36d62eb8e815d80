"""Verbs of looking: expect something, remember facts, read them again.

Not finding a fact is an observation and no failure; not finding what is expected is one.
"""

from __future__ import annotations

import time

from desireline.scenarios.journey import region_of
from desireline.scenarios.walk_page import FactPlace
from desireline.scenarios.walk_step import Step
from desireline.scenarios.walk_target import Target

from ..facts.read import Known, read_fact, read_mail_fact, read_text_fact
from ..page.closed import raise_if_closed
from ..page.locate import NotThere, is_seen, near_misses
from ..page.text import missing_words
from ..seen import FactSeen
from ..trip.arrive import steadily
from ..trip.trip import Done, Trip
from ..words import quoted, target_in_words
from .verb import Verb, within

FACT_SECONDS = 2.0  # for a fact that a script may still be writing
FACT_PAUSE_MS = 100.0


def expect(trip: Trip, step: Step, target: Target) -> Done:
    """See something on the page or in the letter; NotThere when it does not come."""
    if trip.document is not None:
        if missing_words(trip.document.text, [target.name]):
            raise NotThere(f"{trip.document.name} does not say {quoted(target.name)}")
    elif trip.letter is not None and target.how in ("text", "any"):
        said = f"{trip.letter.subject}\n{trip.letter.text}\n{trip.letter.html}"
        if missing_words(said, [target.name]):
            raise NotThere(f"the mail does not say {quoted(target.name)}")
    elif not is_seen(trip.front, target, seconds=step.within):
        raise_if_closed(trip.page, target.name)
        meant, near = target_in_words(target), near_misses(trip.page, target)
        raise NotThere(f"no {meant} within {step.within:g} s. {near}")
    return Done()


def remember(trip: Trip, step: Step, places: dict[str, FactPlace]) -> Done:
    """Read facts and keep them for later stops."""
    facts = _read(trip, step, places)
    for fact in facts:
        if fact.shown:
            trip.remembered[fact.fact] = fact.shown
            trip.normals[fact.fact] = fact.normal
    return Done(_unstated(facts), facts=facts)


def same(trip: Trip, step: Step, places: dict[str, FactPlace]) -> Done:
    """Read facts again, and say which differ from what was remembered."""
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
    until = time.monotonic() + within(step, FACT_SECONDS)
    seen: list[FactSeen] = []
    for name, place in places.items():
        seen += _read_one(trip, name, place, until)
    return tuple(seen)


def _read_one(trip: Trip, name: str, place: FactPlace, until: float) -> tuple[FactSeen, ...]:
    kind = trip.journey.facts[name].kind
    known = _known(trip)
    if trip.document is not None:
        document = trip.document
        text, face, data = document.text, document.face, document.data
        return (read_text_fact(text, face, name, kind, place, data=data, **known),)
    if trip.letter is not None:
        return read_mail_fact(trip.letter, name, kind, place, **known)

    def read() -> FactSeen:
        return read_fact(trip.page, name, kind, place, **known)

    while True:
        seen = steadily(trip, read)
        if seen.shown or time.monotonic() >= until:
            return (seen,)
        trip.page.wait_for_timeout(FACT_PAUSE_MS)


def _known(trip: Trip) -> Known:
    """Give what completes a number: the country, the money and the clock that are meant."""
    zone = trip.walk.persona.time_zone
    return {"region": region_of(trip.journey), "currency": trip.journey.currency, "zone": zone}


VERBS: dict[str, Verb] = {"expect": expect, "remember": remember, "same": same}
