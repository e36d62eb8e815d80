"""Verbs of looking: expect something, remember facts, read them again.

Not finding a fact is an observation and no failure; not finding what is expected is one.
"""

from __future__ import annotations

import time

from desireline.scenarios.fact import FactKind
from desireline.scenarios.journey import region_of
from desireline.scenarios.walk_page import FactPlace
from desireline.scenarios.walk_step import Step
from desireline.scenarios.walk_target import Target

from ..facts.read import Known, read_facts, read_mail_fact, read_text_fact
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
Wanted = dict[str, tuple[FactKind, FactPlace]]


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
    known, wanted = _known(trip), _wanted(trip, places)
    document, letter = trip.document, trip.letter
    if document is not None:
        text, face, data = document.text, document.face, document.data
        return tuple(
            read_text_fact(text, face, name, *what, data=data, **known)
            for name, what in wanted.items()
        )
    if letter is not None:
        read = (read_mail_fact(letter, name, *what, **known) for name, what in wanted.items())
        return tuple(fact for facts in read for fact in facts)
    return _read_page(trip, wanted, within(step, FACT_SECONDS))


def _read_page(trip: Trip, wanted: Wanted, seconds: float) -> tuple[FactSeen, ...]:
    """Read facts on the page; those that a script may still be writing are waited for."""
    until = time.monotonic() + seconds
    seen: dict[str, FactSeen] = {}

    def read() -> dict[str, FactSeen]:
        left = {name: what for name, what in wanted.items() if name not in seen}
        return read_facts(trip.page, left, hear=trip.clock.look, **_known(trip))

    while True:
        found, late = steadily(trip, read), time.monotonic() >= until
        seen |= {name: fact for name, fact in found.items() if fact.shown or late}
        if len(seen) == len(wanted):
            return tuple(seen[name] for name in wanted)
        trip.page.wait_for_timeout(FACT_PAUSE_MS)


def _wanted(trip: Trip, places: dict[str, FactPlace]) -> Wanted:
    return {name: (trip.journey.facts[name].kind, place) for name, place in places.items()}


def _known(trip: Trip) -> Known:
    """Give what completes a number: the country, the money and the clock that are meant."""
    zone = trip.walk.persona.time_zone
    return {"region": region_of(trip.journey), "currency": trip.journey.currency, "zone": zone}


VERBS: dict[str, Verb] = {"expect": expect, "remember": remember, "same": same}
