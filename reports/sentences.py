"""Every sentence that the report says of a gap: computed, and tested like code.

Who says what, against what; no number is written by hand. What the site said is quoted
short. The headline and the verdict are in sentences_headline.py.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from desireline.scenarios.journey import Journey, title_of

from .views_facts import FactView, differs, face, shown
from .views_promises import Judged
from .views_visits import Told
from .words import clean, listed, plural, quote

MOST_QUOTED = 3
VERBS = {"money": "ask"}  # what a fact of this kind does; all others are said


def place(journey: Journey, name: str) -> str:
    """Give a touchpoint as it stands in a sentence: `the order mail`, `the FAQ`.

    A title that only writes the name out becomes the name; one that begins like it loses
    its capital; any other keeps it.
    """
    title, words = title_of(journey, name), name.casefold().split("-")
    in_title = re.findall(r"\w+", title.casefold())
    if in_title == words and title[1:].islower():
        return f"the {' '.join(words)}"
    begins_alike = in_title[:1] == words[:1] and title[1:].islower()
    return "the " + (title[0].lower() + title[1:] if begins_alike else title)


def sentence(clause: str) -> str:
    """Make a sentence of a clause."""
    return clause[:1].upper() + clause[1:].rstrip(".") + "."


def broken(journey: Journey, judged: Judged) -> str:
    """Say how a promise is broken, as a clause: who does what, against what."""
    return _BROKEN[judged.promise.key](place(journey, judged.promise.touchpoint), judged)


def _works(where: str, judged: Judged) -> str:
    why = _bare(judged.look.seen)
    if not judged.look.never:
        return f"{where} {why}"
    return f"nobody gets through {where}: {why}"


def _loads(where: str, judged: Judged) -> str:
    return f"{where} takes {judged.look.seen} to load where {judged.promise.promised} was promised"


def _answers(where: str, judged: Judged) -> str:
    does = "does not answer" if judged.look.never else f"takes {judged.look.seen} to answer"
    return f"{where} {does} where {judged.promise.promised} was promised"


def _arrives(where: str, judged: Judged) -> str:
    promised = judged.promise.promised
    if judged.look.never:
        return f"{where} did not arrive ({judged.look.seen}) where {promised} was promised"
    return f"{where} arrives after {judged.look.seen} where {promised} was promised"


def _human(where: str, judged: Judged) -> str:
    promised = f"where one was promised within {judged.promise.promised}"
    if judged.look.never:
        return f"{where} never brings a person ({judged.look.seen}) {promised}"
    return f"{where} brings a person only after {judged.look.seen} {promised}"


def _fields(where: str, judged: Judged) -> str:
    asked = plural(int(judged.look.amount), "field")
    return f"{where} has {asked} to fill where {judged.promise.promised} were promised"


def _clicks(where: str, judged: Judged) -> str:
    needed = plural(int(judged.look.amount), "click")
    return f"{where} takes {needed} where {judged.promise.promised} were promised"


def _says(where: str, judged: Judged) -> str:
    return f"{where} does not say {_quoted(judged.look.details)}, though what leads there does"


def _remembers(where: str, judged: Judged) -> str:
    told = listed([_spoken(name) for name in judged.look.details])
    return f"{where} asks again for {told}, which the customer had told already"


def _accessible(where: str, judged: Judged) -> str:
    barriers = judged.look.details
    rules = Counter(_rule(barrier) for barrier in barriers)
    told = [f"{count} × {quote(rule)}" for rule, count in rules.most_common(MOST_QUOTED)]
    count = plural(len(barriers), "barrier")
    return f"{where} has {count} to people with a disability: {_bare(listed(told))}"


def _rule(barrier: str) -> str:
    """Give what a barrier breaks, in axe's words: they stand in brackets after the element."""
    _, _, said = barrier.rpartition(" (")
    return clean(said.removesuffix(")"), limit=70)


def _links(where: str, judged: Judged) -> str:
    links = plural(len(judged.look.details), "link that leads", "links that lead")
    return f"{where} has {links} nowhere: {_bare(_few(judged.look.details))}"


_BROKEN: dict[str, Callable[[str, Judged], str]] = {
    "works": _works,
    "loads in": _loads,
    "answers in": _answers,
    "arrives in": _arrives,
    "human within": _human,
    "fields": _fields,
    "clicks": _clicks,
    "says": _says,
    "remembers": _remembers,
    "accessible": _accessible,
    "links work": _links,
}


def missing(journey: Journey, touchpoint: str, view: FactView) -> str:
    """Say that a promised fact is not stated."""
    return f"{place(journey, touchpoint)} does not state the {_fact(view)}, though promised to"


def contradicted(journey: Journey, view: FactView) -> str:
    """Say who contradicts a fact, and what it was promised or said to be first."""
    money = journey.facts[view.fact].kind == "money"
    saying = listed(_sayings(journey, view)) + ("" if money else f" for the {_fact(view)}")
    if view.first is None:
        return f"{saying} where {view.promised} was promised"
    if {one.touchpoint for one in view.differing} == {view.first.touchpoint}:
        part = "elsewhere" if view.first.fact.face == "page" else f"in its {face(view.first)}"
        return f"{saying} and {shown(view.first)} {part}"
    return f"{saying} where {place(journey, view.first.touchpoint)} says {shown(view.first)}"


def _sayings(journey: Journey, view: FactView) -> list[str]:
    """Group the places by what they say: `the cart and the order mail ask 139.00 EUR`."""
    groups: dict[str, list[Told]] = {}
    for one in view.differing:
        groups.setdefault(one.fact.normal or "", []).append(one)
    sayings: list[str] = []
    for told in groups.values():
        places = list(dict.fromkeys(_speaker(journey, view, one) for one in told))
        verb = VERBS.get(journey.facts[view.fact].kind, "say") + ("s" if len(places) == 1 else "")
        sayings.append(f"{listed(places, most=4)} {verb} {shown(told[0])}")
    return sayings


def _speaker(journey: Journey, view: FactView, told: Told) -> str:
    """Name the place; where only one part of a message is wrong, that part."""
    where = place(journey, told.touchpoint)
    here = [one for one in view.told if one.touchpoint == told.touchpoint and one.fact.shown]
    all_wrong = all(differs(one, view.reference) for one in here)
    return where if all_wrong or told.fact.face == "page" else f"the {face(told)} of {where}"


def _fact(view: FactView) -> str:
    title = clean(view.title)
    return title[0].lower() + title[1:] if title[1:].islower() else title


def _spoken(name: str) -> str:
    return clean(name).replace("-", " ")


def _quoted(words: Sequence[str]) -> str:
    return listed([quote(word) for word in words], most=MOST_QUOTED)


def _few(words: Sequence[str]) -> str:
    return listed([clean(word, limit=80) for word in words], most=MOST_QUOTED)


def _bare(text: str) -> str:
    return clean(text, limit=240).rstrip(".")
