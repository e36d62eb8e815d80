"""A mail's two parts held against each other, without being told where to look.

Some people read the text part, some the HTML part, and nobody reads both. A fact of the journey
is looked for after its own name or title; besides, the amounts, times and numbers of the kinds
that the journey has facts of are compared. What it does not know: which of two values is right.
"""

from __future__ import annotations

from collections.abc import Iterator

from desireline.scenarios.fact import FactKind
from desireline.scenarios.journey import Journey, region_of
from desireline.scenarios.walk_page import FactPlace

from ..channels.mail.letter import Letter
from ..page.text import fold
from ..seen import FactSeen
from .read import EMPHASIS, LONGEST_READ, Reading, read_mail_fact

MOST_TOLD = 4  # values of a kind that are named


def parts_compared(
    letter: Letter, journey: Journey, *, besides: frozenset[str]
) -> tuple[tuple[FactSeen, ...], tuple[str, ...]]:
    """Give facts that the two parts state differently, or one alone, and what differs in words.

    `besides`: facts that the walk itself reads in this letter.
    """
    if not (letter.text and letter.html):
        return (), ()
    facts: list[FactSeen] = []
    notes: list[str] = []
    for name in journey.facts:
        if name not in besides:
            stated = _stated(letter, journey, name)
            if words := _difference(name, stated):
                facts += stated
                notes.append(words)
    named = {fact.normal for fact in facts}
    for kind in dict.fromkeys(fact.kind for fact in journey.facts.values()):
        if kind != "text":
            notes += _only_in_one(letter, journey, kind, named)
    return tuple(facts), tuple(notes)


def _stated(letter: Letter, journey: Journey, name: str) -> tuple[FactSeen, ...]:
    """Read a fact after its title, else after its name."""
    fact = journey.facts[name]
    told: tuple[FactSeen, ...] = ()
    for words in dict.fromkeys(filter(None, [fact.title, name.replace("-", " ")])):
        told = read_mail_fact(
            letter, name, fact.kind, FactPlace(near=words),
            region=region_of(journey), currency=journey.currency,
        )  # fmt: skip
        if any(one.normal for one in told):
            return told
    return told


def _difference(name: str, stated: tuple[FactSeen, ...]) -> str:
    known = [one for one in stated if one.normal is not None]
    if len(known) == 1 and all(not one.shown for one in stated if one is not known[0]):
        return f"{name} stands in the {known[0].face} only: {known[0].shown}"
    if len({one.normal for one in known}) > 1:
        said = ", ".join(f"{one.shown} in the {one.face}" for one in known)
        return f"{name} differs between the mail's parts: {said}"
    return ""


def _only_in_one(
    letter: Letter, journey: Journey, kind: FactKind, named: set[str | None]
) -> Iterator[str]:
    reading = Reading(kind, region_of(journey), journey.currency)
    text = _values(EMPHASIS.sub("", letter.text), reading)
    html = _values(letter.html, reading)
    for face, here, there in (("text part", text, html), ("HTML part", html, text)):
        alone = [shown for normal, shown in here.items() if normal not in {*there, *named}]
        if alone:
            yield f"in the {face} only: {', '.join(alone[:MOST_TOLD])}"


def _values(text: str, reading: Reading) -> dict[str, str]:
    """Give the values of a kind that a text states: their normal form, and its words."""
    spans = reading.spans(fold(text[:LONGEST_READ]))
    values = (reading.value(span) for span in spans)
    return {value.normal: value.shown for value in values if value.normal is not None}
