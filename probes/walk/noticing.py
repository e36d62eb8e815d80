"""What the shopper notices at a stop without being told to look.

From one look at the page and from its text; nothing here waits, clicks or judges promises. What
can't be told (a short text's language, a page without a name) is left unsaid.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from desireline.scenarios.fact import find
from desireline.scenarios.journey import owner_of, region_of

from ..facts.contradictions import contradictions
from ..page.fields import asks_for, is_once_more
from ..page.human import Way, helpful_links, way_to_human
from ..page.notice import Field, PageLook
from ..page.wording import date_spellings, language_of, money_spellings
from ..seen import Noticed
from ..trip.trip import Trip
from .compared import CALLED, compared, remembered

NOTHING_FOUND = re.compile(
    r"\b(?:no|0|zero) (?:results?|matches|products?|items?) (?:found|match\w*|for)\b"
    r"|\bno (?:results|matches)\b|\bnothing (?:was )?found\b|\bdid not match any\b"
    r"|\bkeine (?:\w+ )?(?:ergebnisse|treffer|artikel gefunden)\b|\bnichts gefunden\b"
    r"|\baucun (?:résultat|produit)\b|\b0 (?:treffer|ergebnisse|résultats?)\b",
    re.IGNORECASE,
)
SEARCHED = re.compile(r"[?&](?:q|s|query|search|suche|term|keyword)=[^&]", re.IGNORECASE)
QUESTION = re.compile(r"\?|\bplease (?:enter|give|tell|type|provide|confirm)\b|\bbitte\b|veuillez",
                      re.IGNORECASE)  # fmt: skip
MOST_SAID = 5


def notice_page(trip: Trip, touchpoint: str, look: PageLook, text: str) -> list[Noticed]:
    """Say what one page gives away at a glance; `text` is what can be read on it."""
    diary, journey = trip.diary, trip.journey
    region, zone = region_of(journey), trip.walk.persona.time_zone
    diary.pages += 1
    linked = any(link.href.lower().startswith("tel:") for link in look.links)
    diary.phone_seen = diary.phone_seen or linked or bool(find("phone", text, region=region))
    told = contradictions(look, text, region=region, currency=journey.currency, zone=zone)
    return [
        *_fields(trip, look.fields),
        *_dead_ends(look, text),
        *(Noticed("too slow", f"{url} took {took:.1f} s") for url, took in look.slow[:MOST_SAID]),
        *_barriers(look, text),
        *(Noticed("fact contradicted", says) for says in told),
        *notice_writing(text),
    ]


def notice_writing(text: str) -> Iterator[Noticed]:
    """Say where one text writes the same kind of fact in two ways."""
    for what, spellings in (("money", money_spellings(text)), ("dates", date_spellings(text))):
        if len(spellings) > 1:
            yield Noticed("written in two ways", f"{what}: {', '.join(spellings[:3])}")


def notice_change(trip: Trip, touchpoint: str, look: PageLook | None, text: str) -> list[Noticed]:
    """Say what got lost since the stop before, and remember this one."""
    journey, before = trip.journey, trip.diary.before
    channel, owner = journey.touchpoint(touchpoint).channel, owner_of(journey, touchpoint)
    said = look.ad if look and look.ad and channel == "ad" else text
    now = remembered(touchpoint, channel, owner, look, said)
    trip.diary.before = now
    if before is None or before.touchpoint == touchpoint:
        return []
    return list(compared(before, now, look))


def notice_way_to_human(trip: Trip, look: PageLook, text: str) -> tuple[Way, list[Noticed]]:
    """Give how far a person is from here, and say when no link even promises one."""
    region = region_of(trip.journey)
    way = way_to_human(trip.page, look, text, region, trip.aside, trip.diary.reached)
    if way.steps is not None or helpful_links(look, trip.hosts):
        return way, []
    says = "no number, no address, and no link that promises help"
    return way, [Noticed("no way to a human", says)]


def notice_questions(trip: Trip, transcript: str) -> list[Noticed]:
    """Say what a conversation asks though this shopper had told it at an earlier stop."""
    asked = [
        line[2:] for line in transcript.splitlines() if line[:2] == "< " and QUESTION.search(line)
    ]
    told = _told_before(trip)
    found = {what: line for line in asked if (what := asks_for(line)) in told}
    return [
        Noticed("told twice", f"the chat asks: “{line}”", told[what])
        for what, line in found.items()
        if what is not None
    ]


def notice_whole_walk(trip: Trip) -> tuple[Noticed, ...]:
    """Say what was nowhere on a walk over several pages."""
    if trip.diary.pages < 2 or trip.diary.phone_seen:
        return ()
    says = f"no phone number on any of the {trip.diary.pages} pages"
    return (Noticed("no way to a human", says),)


def _fields(trip: Trip, fields: Iterable[Field]) -> Iterator[Noticed]:
    told = _told_before(trip)
    odd = []
    for field in fields:
        seen = field.seen
        if seen.odd and not field.aside:
            odd.append(f"“{seen.label}” ({seen.odd})" if seen.label else f"a field: {seen.odd}")
        what = asks_for(seen.label, seen.autocomplete)
        if what and is_once_more(seen.label) and what != "password":
            yield Noticed("told twice", f"“{seen.label}” wants the same again", told.get(what, ""))
        elif what in told and not field.filled and not field.aside:
            says = f"“{seen.label or seen.autocomplete}” is asked again"
            yield Noticed("told twice", says, told[what])
    if odd:
        yield Noticed(
            "too much effort", f"hard to fill: {', '.join(list(dict.fromkeys(odd))[:MOST_SAID])}"
        )


def _told_before(trip: Trip) -> dict[str, str]:
    """Give what was told at an earlier stop: what it is, and the walk's name for it."""
    told = [name for name, stop in trip.told.items() if stop < trip.stop]
    return {what: name for name in told if (what := asks_for(name)) is not None}


def _dead_ends(look: PageLook, text: str) -> Iterator[Noticed]:
    if not look.way_on:
        yield Noticed("dead end", "no link and no button leads on from here")
    found = NOTHING_FOUND.search(text)
    if found and (look.sought or SEARCHED.search(look.url)):
        yield Noticed("dead end", f"the search finds nothing: “{found[0]}”")


def _barriers(look: PageLook, text: str) -> Iterator[Noticed]:
    if look.empty:
        yield Noticed("not accessible", f"labels with nothing beside them: {_listed(look.empty)}")
    if look.hidden:
        yield Noticed("not accessible", f"hidden from screen readers: {_listed(look.hidden)}")
    language, said = language_of(text), look.lang.lower().split("-")[0]
    if language and said in CALLED and said != language:
        says = f"it calls itself {CALLED[said]} and reads as {CALLED[language]}"
        yield Noticed("not accessible", says)


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"“{word}”" for word in list(words)[:MOST_SAID])
