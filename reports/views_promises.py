"""Each promise of a touchpoint, held against what the walks saw there.

A time counts as over its promise by more than a tenth and more than 0.1 s. Of several
visits the worst counts. What could not be looked at is not checked, never broken; what a
walk had no time to count to its end is broken only when it is over the promise already. No
time is judged of a walk that was walked beside others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from desireline.probes.seen import TouchpointSeen
from desireline.scenarios.journey import Journey

from .record import GapKind, Standing
from .views_visits import Visit, at, why_failed
from .words import clean, duration, listed, plural

TOLERATED_SHARE = 1.1
TOLERATED_SECONDS = 0.1
MINUTE, HOUR = 60.0, 3600.0
HALF_OF_THE_TRIES = 0.5  # failed, then went through at once
MOST_TOLD = 3  # of what should not be there: more are only counted
NEVER_MINUTES = 5  # no answer at all: counted as so many minutes over the promise
NEVER_TURNS = 5  # nobody came at all: counted as so many turns over the promise
WORST_FIRST: tuple[Standing, ...] = ("differs", "missing", "matches", "not stated", "not checked")


@dataclass(frozen=True, slots=True)
class Look:
    """What one visit says about one promise."""

    standing: Standing
    seen: str = ""
    amount: float = 0.0  # how much of it was met, in the driver's unit
    details: tuple[str, ...] = ()  # words of the site
    never: bool = False  # what was promised did not come at all


NOT_CHECKED = Look("not checked")
BESIDE_OTHERS = Look("not checked", "walked beside others")
Judge = Callable[[Visit], Look]


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise of one touchpoint, and how to judge a visit by it."""

    touchpoint: str
    key: str  # as in the language: loads in, fields, …; or `works`
    kind: GapKind  # of the gap, when it is broken
    driver: str  # what customers respond to when it is broken
    promised: str  # in words
    limit: float  # in the driver's unit
    look: Judge


@dataclass(frozen=True, slots=True)
class Judged:
    """A promise and the visit that it came off worst in (none: nobody looked)."""

    promise: Promise
    look: Look
    visit: Visit | None = None


def judge(promise: Promise, visits: Sequence[Visit]) -> Judged:
    """Judge a promise by the worst of the visits to its touchpoint."""
    looks = [
        Judged(promise, promise.look(visit), visit)
        for visit in at(visits, promise.touchpoint)
        if visit.looked
    ]
    worst = sorted(looks, key=lambda j: (WORST_FIRST.index(j.look.standing), -j.look.amount))
    return worst[0] if worst else Judged(promise, NOT_CHECKED)


def promises_at(journey: Journey, name: str, visits: Sequence[Visit]) -> Iterator[Promise]:
    """Give the promises of a touchpoint, facts apart.

    Where a walk came by, getting through is a promise too.
    """
    if at(visits, name):
        look = _works(journey, name)
        yield Promise(name, "works", "promise broken", "failure", "every step works", 0, look)
    yield from _times(journey, name)
    yield from _efforts(journey, name)
    yield from _lists(journey, name)


def _times(journey: Journey, name: str) -> Iterator[Promise]:
    promises = journey.touchpoint(name).promises
    if (limit := promises.loads_in) is not None:
        look = _time(limit, 1.0, lambda seen: seen.loads_seconds)
        yield Promise(name, "loads in", "too slow", "load-time", duration(limit), limit, look)
    if (limit := promises.answers_in) is not None:
        look = _answer(limit)
        yield Promise(name, "answers in", "too slow", "wait", duration(limit), limit / MINUTE, look)
    if (limit := promises.arrives_in) is not None:
        look = _arrival(limit, _waits_for_mail(journey, name))
        yield Promise(name, "arrives in", "too slow", "delay", duration(limit), limit / HOUR, look)


def _efforts(journey: Journey, name: str) -> Iterator[Promise]:
    promises = journey.touchpoint(name).promises
    if (most := promises.fields) is not None:
        look = _count(most, lambda seen: seen.fields)
        yield Promise(name, "fields", "too much effort", "fields", f"at most {most}", most, look)
    if (most := promises.clicks) is not None:
        look = _count(most, lambda seen: seen.clicks)
        yield Promise(name, "clicks", "too much effort", "clicks", f"at most {most}", most, look)
    if (most := promises.human_within) is not None:
        said, look = plural(most, "turn"), _human(most)
        yield Promise(name, "human within", "no way to a human", "no-human", said, most, look)


def _lists(journey: Journey, name: str) -> Iterator[Promise]:
    promises = journey.touchpoint(name).promises
    if promises.says:
        said = listed([f"“{words}”" for words in promises.says])
        look = _among("words missing", promises.says, lambda seen: seen.words_missing)
        yield Promise(name, "says", "wrong message", "message", said, 0, look)
    if promises.remembers:
        look = _among("asked again", promises.remembers, _asked_again)
        said = listed(promises.remembers)
        yield Promise(name, "remembers", "told twice", "repetition", said, 0, look)
    if promises.accessible:
        look = _none("barrier", lambda seen: seen.barriers)
        yield Promise(name, "accessible", "not accessible", "inaccessible", "no barrier", 0, look)
    if promises.links_work:
        look = _none("dead link", lambda seen: seen.dead_links)
        yield Promise(name, "links work", "dead end", "dead-end", "every link", 0, look)


def _asked_again(seen: TouchpointSeen) -> tuple[str, ...]:
    """Give what was told here again, and what was noticed to be asked for again."""
    noticed = (one.datum for one in seen.noticed or () if one.kind == "told twice" and one.datum)
    return tuple(dict.fromkeys((*seen.told_again, *noticed)))


def _works(journey: Journey, name: str) -> Judge:
    promises = journey.touchpoint(name).promises

    def explained(verb: str, seen: TouchpointSeen) -> bool:
        """Tell whether a failed step is the matter of another promise: a fact, a mail, a person."""
        mail = verb == "inbox" and promises.arrives_in is not None
        person = verb == "chat" and promises.human_within is not None and seen.human_came is False
        return verb in ("same", "remember") or mail or person

    def look(visit: Visit) -> Look:
        seen, why = visit.seen, clean(visit.failed_first or why_failed(visit.seen))
        if visit.failed_first or seen.verdict == "flaky":
            return Look("differs", f"failed, then went: {why}", HALF_OF_THE_TRIES, (why,))
        if seen.verdict != "failed":
            return Look("matches", "every step works")
        if explained(next((s.verb for s in seen.steps if s.verdict == "failed"), ""), seen):
            return NOT_CHECKED
        return Look("differs", why, 1.0, (why,), never=True)

    return look


def _time(limit: float, unit: float, pick: Callable[[TouchpointSeen], float | None]) -> Judge:
    def look(visit: Visit) -> Look:
        took = pick(visit.seen)
        if took is None:
            return NOT_CHECKED
        if visit.beside_others:
            return BESIDE_OTHERS
        over = took > limit * TOLERATED_SHARE and took - limit > TOLERATED_SECONDS
        return Look("differs" if over else "matches", duration(took), took / unit)

    return look


def _answer(limit: float) -> Judge:
    in_time = _time(limit, MINUTE, lambda seen: seen.answers_seconds)

    def look(visit: Visit) -> Look:
        spoken_to = visit.seen.human_came is not None  # we talked, whoever listened
        if visit.seen.answers_seconds is None and spoken_to:
            return Look("differs", "no answer", limit / MINUTE + NEVER_MINUTES, never=True)
        return in_time(visit)

    return look


def _arrival(limit: float, waited: float) -> Judge:
    on_time = _time(limit, HOUR, lambda seen: seen.arrives_seconds)

    def look(visit: Visit) -> Look:
        given_up = any(s.verb == "inbox" and s.verdict == "failed" for s in visit.seen.steps)
        if visit.seen.arrives_seconds is not None or not given_up:
            return on_time(visit)
        said = f"not within {duration(waited)}"
        return Look("differs", said, 1.0, never=True) if waited >= limit else NOT_CHECKED

    return look


def _waits_for_mail(journey: Journey, name: str) -> float:
    """Give how long the walks wait for a message here, at most: seconds."""
    stops = [stop for walk in journey.walks.values() for stop in walk.route if stop.at == name]
    mails = [step.inbox for stop in stops for step in stop.do if step.inbox]
    return max((mail.within for mail in mails), default=0.0)


def _count(most: int, pick: Callable[[TouchpointSeen], int]) -> Judge:
    def look(visit: Visit) -> Look:
        met = pick(visit.seen)
        if met <= most and visit.seen.verdict == "failed":
            return NOT_CHECKED
        return Look("differs" if met > most else "matches", str(met), met)

    return look


def _human(most: int) -> Judge:
    def look(visit: Visit) -> Look:
        asked = visit.seen.turns_to_human
        if visit.seen.human_came is None:
            return NOT_CHECKED
        if not visit.seen.human_came:
            said = f"nobody came, asked {asked} times" if asked else "nobody came"
            return Look("differs", said, most + NEVER_TURNS, never=True)
        turns = asked or 0
        return Look("differs" if turns > most else "matches", plural(turns, "turn"), turns)

    return look


def _among(
    what: str, promised: Sequence[str], pick: Callable[[TouchpointSeen], Sequence[str] | None]
) -> Judge:
    def look(visit: Visit) -> Look:
        named = pick(visit.seen)
        met = None if named is None else tuple(name for name in promised if name in named)
        return _met(what, met, visit)

    return look


def _none(what: str, pick: Callable[[TouchpointSeen], Sequence[str] | None]) -> Judge:
    def look(visit: Visit) -> Look:
        found = pick(visit.seen)
        met = None if found is None else tuple(found)
        return _met(plural(len(met or ()), what), met, visit)

    return look


def _met(what: str, met: tuple[str, ...] | None, visit: Visit) -> Look:
    """Judge by what was met of what should not be; a walk that broke off proves no absence."""
    if met is None or (not met and visit.seen.verdict == "failed"):
        return NOT_CHECKED
    if not met:
        return Look("matches", "none")
    told = f": {listed([clean(m, limit=80) for m in met])}" if len(met) <= MOST_TOLD else ""
    return Look("differs", f"{what}{told}", len(met), met)
