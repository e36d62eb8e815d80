"""Read a fact where the walk says it stands: on a page, in the page's data, in a letter.

Read as a person reads: visible words only, no struck-out ones, a link's number rather than
its decoration. What was seen is reported as it was; judging it is not done here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypedDict

from desireline.scenarios import fact as language
from desireline.scenarios.fact import FactKind
from desireline.scenarios.walk_page import FactPlace

from ..channels.mail.places import places
from ..page.text import fold, in_frame, script, seen_frames
from ..seen import FactSeen
from .structured import structured_values

if TYPE_CHECKING:
    from playwright.sync_api import Frame, Locator, Page

    from ..channels.mail.letter import Letter

Hear = Callable[[Any], object]
LONGEST_SHOWN = 300
REGION = "DE"  # of phone numbers without a country code, as in `fact.normal`
LONGEST_READ = 20_000  # characters of a place in which a fact is looked for
READER = "facts/places.js"
DATA = "(roots, name) => structuredIn(roots, name)"
SCHEMES = {"phone": "tel:", "email": "mailto:"}
EMPHASIS = re.compile(r"\*\*|__")  # marks of Markdown, which many text parts are written in
LEAD = " :–—-·|•=>\t"  # stands between a cue and what it announces
PLACES = "(roots, want) => placesInAll(roots, want)"
# The clock is browser/clocks.js, where it runs: to ask for it alone costs another question.
PLACES_IN_PAGE = """(wants) => ({places: placesInPage(wants),
  clock: window.__desireline?.look?.() ?? null})"""
LANDMARKS = ("main", "navigation", "banner", "contentinfo")


@dataclass(frozen=True, slots=True)
class Value:
    """One statement of a fact: the words, and what they mean (None: can't be compared)."""

    shown: str
    normal: str | None


class Known(TypedDict):
    """What completes an incomplete fact: a country, a currency, a time zone."""

    region: str
    currency: str | None
    zone: str | None


class Stretch(TypedDict):
    """Some text, and the tel: and mailto: links in it ({href, text})."""

    text: str
    links: list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fact may stand: stretches of text, the nearest first."""

    exact: bool  # the words to look near to are all that their block says
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What is read for: the kind, and whose phone numbers and money are meant when unsaid."""

    kind: FactKind
    region: str = REGION
    currency: str | None = None
    zone: str | None = None

    def value(self, text: str) -> Value:
        """Give a statement its meaning."""
        return Value(text, language.normal(self.kind, text[:LONGEST_READ], **self._known))

    def why_not(self, text: str) -> str:
        """Say what keeps a statement from being compared; empty when nothing does."""
        return language.why_not(self.kind, text[:LONGEST_READ], **self._known)

    @property
    def _known(self) -> Known:
        return {"region": self.region, "currency": self.currency, "zone": self.zone}

    def spans(self, text: str) -> list[str]:
        """Give the pieces of a text that may state such a fact."""
        return language.find(self.kind, text, region=self.region)


def read_facts(
    page: Page,
    wanted: Mapping[str, tuple[FactKind, FactPlace]],
    *,
    region: str = REGION,
    currency: str | None = None,
    zone: str | None = None,
    hear: Hear = lambda clock: None,
) -> dict[str, FactSeen]:
    """Read several facts as `read_fact` reads each; what one call can tell is asked in one.

    `hear` is told what the page's own clock says at that moment, where it is asked.
    """
    seen: dict[str, FactSeen] = {}
    at_once = {name: place for name, (_, place) in wanted.items() if _by_landmark(place)}
    found = _in_page(page.main_frame, list(at_once.values()), hear=hear)
    for (name, place), places_of_it in zip(at_once.items(), found, strict=False):
        reading = Reading(wanted[name][0], region, currency, zone)
        if values := _gather(places_of_it, reading, near=place.near is not None):
            seen[name] = _told(name, values, "page", reading)
    known: Known = {"region": region, "currency": currency, "zone": zone}
    return {name: seen.get(name) or read_fact(page, name, *what, **known)
            for name, what in wanted.items()}  # fmt: skip


def read_fact(
    page: Page,
    name: str,
    kind: FactKind,
    place: FactPlace,
    *,
    region: str = REGION,
    currency: str | None = None,
    zone: str | None = None,
) -> FactSeen:
    """Read a fact on the page as it stands now; does not wait.

    Without a place it is looked for in the main content; several narrowings all hold. With
    `near`, the nearest statement after the words counts. `region` (like DE) and `currency`
    (like EUR) say what an incomplete number means. Not stated: `shown` is empty. Several
    different statements: `shown` holds them all, `normal` is None.
    """
    reading = Reading(kind, region, currency, zone)
    for frame in seen_frames(page):
        if place.data is not None:
            values, face = _structured(frame, place, reading)
        else:
            values, face = _visible(frame, place, reading), "page"
        if values:
            return _told(name, values, face, reading)
    return FactSeen(name, "", None, "page" if place.data is None else "JSON-LD")


def read_mail_fact(
    letter: Letter,
    name: str,
    kind: FactKind,
    place: FactPlace,
    *,
    region: str = REGION,
    currency: str | None = None,
    zone: str | None = None,
) -> tuple[FactSeen, ...]:
    """Read a fact in each part that the letter has: faces `text part` and `HTML part`.

    `near`, `text` and `data` narrow as on a page; `in` and `css` mean nothing in a letter.
    """
    reading = Reading(kind, region, currency, zone)
    faces = {"text part": EMPHASIS.sub("", letter.text), "HTML part": letter.html}
    seen = []
    for face, text in faces.items():
        if not text and (face == "HTML part" or letter.html):
            continue
        if place.data is not None:
            scripts = letter.structured if face == "HTML part" else ()
            values = _of_data(structured_values(scripts, place.data), reading)
        else:
            values = _gather(_mail_places(text, place), reading, near=place.near is not None)
        if not values and not place.near and not place.text and face == "HTML part":
            links = [{"href": link.href, "text": link.text} for link in letter.links]
            values = _linked(links, reading)
        seen.append(_told(name, values, face, reading))
    return tuple(seen)


def read_text_fact(
    text: str,
    face: str,
    name: str,
    kind: FactKind,
    place: FactPlace,
    *,
    data: str = "",
    region: str = REGION,
    currency: str | None = None,
    zone: str | None = None,
) -> FactSeen:
    """Read a fact in a plain text, such as a file's; `near` and `text` narrow as in a letter.

    `data` is JSON, in which `data` of a place is the path to the fact.
    """
    near = place.near is not None
    reading = Reading(kind, region, currency, zone)
    if place.data is not None:
        found = _of_data(structured_values((data,), place.data), reading)
        return _told(name, found, face, reading)
    values = _gather(_mail_places(text, place), reading, near=near)
    return _told(name, values, face, reading)


def _visible(frame: Frame, place: FactPlace, reading: Reading) -> list[Value]:
    """Read in the place's scope; words that the main content lacks may stand beside it."""
    near = place.near is not None
    if not _by_landmark(place):
        found = _scope(frame, place).evaluate_all(script(PLACES, READER), _want(place))
        return _gather(_places(found), reading, near=near)
    values = _gather(_in_page(frame, [place])[0], reading, near=near)
    if not values and place.inside is None and (place.near or place.text):
        values = _gather(_in_page(frame, [place], anywhere=True)[0], reading, near=near)
    return values


def _by_landmark(place: FactPlace) -> bool:
    """Say whether a place's scope is known without Playwright's search: it costs time."""
    plain = place.css is None and place.data is None
    return plain and (place.inside is None or place.inside in LANDMARKS)


def _want(place: FactPlace) -> dict[str, Any]:
    return {"near": place.near, "text": place.text, "drawn": place.css is not None}


def _in_page(
    frame: Frame,
    asked: Sequence[FactPlace],
    *,
    anywhere: bool = False,
    hear: Hear = lambda clock: None,
) -> list[list[Place]]:
    """Give where each fact may stand in its landmark, else in the main content or anywhere."""
    if not asked:
        return []
    wants = [{**_want(place), "inside": place.inside, "anywhere": anywhere} for place in asked]
    told = in_frame(frame, PLACES_IN_PAGE, wants, reader=READER)
    if told is None:
        return [[] for _ in asked]
    hear(told["clock"])
    return [_places(each) for each in told["places"]]


def _places(found: Iterable[Any]) -> list[Place]:
    return [Place(each["exact"], tuple(each["stretches"])) for each in found]


def _scope(frame: Frame, place: FactPlace) -> Locator:
    if place.inside is None:
        return frame.locator(f"css={place.css}" if place.css else "html")
    scope = frame.get_by_role(place.inside)
    if place.css is None:
        return scope
    css = frame.locator(f"css={place.css}")
    return scope.locator(css).or_(scope.and_(css))


def _gather(places: Sequence[Place], reading: Reading, *, near: bool) -> list[Value]:
    """Give the statements of all places, or near some words: the nearest ones.

    A statement in the block of the words is nearer than one in the next block; of those
    equally near, words that fill their block (a label, a heading) are meant.
    """
    stated = [found for place in places if (found := _nearest(place, reading, near=near))]
    if near and stated:
        best = min(nearness for nearness, _ in stated)
        stated = [found for found in stated if found[0] == best]
    return [value for _, values in stated for value in values]


def _nearest(
    place: Place, reading: Reading, *, near: bool
) -> tuple[tuple[int, bool], list[Value]] | None:
    for distance, stretch in enumerate(place.stretches):
        values = _stated(stretch, reading, near=near)
        if values:
            return (distance, not place.exact), values[:1] if near else values
    return None


def _stated(stretch: Stretch, reading: Reading, *, near: bool) -> list[Value]:
    text = fold(stretch["text"][:LONGEST_READ])
    if reading.kind == "text":
        words = text.lstrip(LEAD).strip() if near else text
        return [reading.value(words)] if words else []
    linked = _linked(stretch["links"], reading)
    return linked or [reading.value(span) for span in reading.spans(text)]


def _linked(links: Iterable[dict[str, str]], reading: Reading) -> list[Value]:
    """Give what tel: and mailto: links lead to, and what they say where that differs."""
    scheme = SCHEMES.get(reading.kind)
    found: list[Value] = []
    for link in links:
        if scheme is None or not link["href"].lower().startswith(scheme):
            continue
        target = fold(re.split("[?;]", _unquoted(link["href"][len(scheme) :]))[0])
        says = [reading.value(span) for span in reading.spans(fold(link["text"]))]
        leads = reading.value(target)
        agree = [value for value in says if value.normal == leads.normal]
        found += agree[:1] or [leads, *says]
    return [value for value in found if value.shown]


def _unquoted(address: str) -> str:
    from urllib.parse import unquote

    return unquote(address)


def _structured(frame: Frame, place: FactPlace, reading: Reading) -> tuple[list[Value], str]:
    found = _scope(frame, place).evaluate_all(script(DATA, READER), place.data)
    values = _of_data(structured_values(found["scripts"], place.data or ""), reading)
    if values:
        return values, "JSON-LD"
    return _of_data(found["metas"], reading), "meta"


def _of_data(texts: Iterable[str], reading: Reading) -> list[Value]:
    return [reading.value(fold(text)) for text in texts if fold(text)]


def _told(name: str, values: Sequence[Value], face: str, reading: Reading) -> FactSeen:
    """Join several statements into one: those that mean the same count once."""
    meant = list(dict.fromkeys(value.normal for value in values if value.normal is not None))
    if len(meant) == 1:
        shown = next(value.shown for value in values if value.normal == meant[0])
        return FactSeen(name, shown[:LONGEST_SHOWN], meant[0], face)
    first = {value.normal or value.shown: value.shown for value in reversed(values)}
    shown = " / ".join(reversed(first.values()))
    why = "it says several" if len(first) > 1 else reading.why_not(shown) if shown else ""
    return FactSeen(name, shown[:LONGEST_SHOWN], None, face, fold(why)[:LONGEST_SHOWN])


def _mail_places(text: str, place: FactPlace) -> list[Place]:
    found = places(text, near=place.near, text=place.text)
    return [Place(False, tuple({"text": each, "links": []} for each in one)) for one in found]
