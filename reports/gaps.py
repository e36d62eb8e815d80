"""The gaps: what the views disagree on, who owns it, what shows it, and how it pulls.

One contradicted fact is one gap, however many places tell it: it pulls only where a
customer meets a wrong value that is new to them (views_facts.felt_at). Every other broken
promise is a gap of its touchpoint. Prices are put on in price.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from desireline.scenarios.journey import Journey, names_of, owner_of
from desireline.scenarios.response import Effect
from desireline.sim.shift import Shift

from .effects import FAILURE, effect_at, shift_of, units_of
from .record import GapKind
from .sentences import broken, contradicted, missing, sentence
from .views import Views
from .views_facts import FactView, face, felt_at, shown
from .views_promises import Judged
from .views_visits import Visit
from .words import clean, listed, quote

MOST_EVIDENCE = 8


@dataclass(frozen=True, slots=True)
class Found:
    """A gap before it has a price."""

    name: str  # stable: the promise and its touchpoint, or the fact
    kind: GapKind
    touchpoint: str
    places: tuple[str, ...]
    what: str
    promised: str
    seen: str
    owners: tuple[str, ...]
    clause: str  # the sentence's inside
    evidence: tuple[str, ...]
    picture: str | None
    driver: str
    effect: Effect | None  # None: a failure, which takes customers without asking
    shifts: tuple[Shift, ...]
    keys: tuple[tuple[str, str], ...]  # the checks that it breaks: touchpoint, promise

    @property
    def sentence(self) -> str:
        """What is said where, against what."""
        return sentence(self.clause)

    @property
    def units(self) -> float:
        """How much of the driver was met, over all places."""
        return sum(shift.fail_share or shift.units for shift in self.shifts)


def find_gaps(journey: Journey, views: Views) -> tuple[Found, ...]:
    """Find all gaps, in the order of the map; facts come where they are first felt."""
    order = names_of(journey)
    found = [*_promise_gaps(journey, views), *_fact_gaps(journey, views)]
    return tuple(sorted(found, key=lambda gap: order.index(gap.touchpoint)))


def gap_keys(found: Iterable[Found]) -> dict[tuple[str, str], str]:
    """Give the name of the gap that breaks a check, by touchpoint and promise."""
    return {key: gap.name for gap in found for key in gap.keys}


def owners_of(journey: Journey, places: Iterable[str]) -> tuple[str, ...]:
    """Give who answers for the places, each once; who nobody owns is left out."""
    return tuple(dict.fromkeys(owner for place in places if (owner := owner_of(journey, place))))


def _promise_gaps(journey: Journey, views: Views) -> Iterator[Found]:
    for judged in views.judged:
        if judged.look.standing == "differs" and judged.visit is not None:
            yield _promise_gap(journey, judged, judged.visit)


def _promise_gap(journey: Journey, judged: Judged, visit: Visit) -> Found:
    promise, look, where = judged.promise, judged.look, judged.promise.touchpoint
    gone = look.never and promise.key == "arrives in"
    driver = FAILURE if gone else promise.driver
    name = f"{promise.key.replace(' ', '-')}/{where}"
    units = (
        look.amount
        if driver == FAILURE
        else units_of(journey, where, driver, look.amount, promise.limit)
    )
    return Found(
        name=name,
        kind="promise broken" if gone else promise.kind,
        touchpoint=where,
        places=(where,),
        what=promise.key,
        promised=promise.promised,
        seen=look.seen,
        owners=owners_of(journey, [where]),
        clause=broken(journey, judged),
        evidence=_evidence(visit, look.details),
        picture=visit.seen.picture,
        driver=driver,
        effect=effect_at(journey, where, driver),
        shifts=(shift_of(journey, where, name, driver, units),),
        keys=((where, promise.key),),
    )


def _fact_gaps(journey: Journey, views: Views) -> Iterator[Found]:
    for view in views.facts:
        if view.differing:
            yield _contradiction(journey, view)
        for cell in view.cells.values():
            if cell.standing == "missing":
                yield _missing(journey, views, view, cell.touchpoint)


def _contradiction(journey: Journey, view: FactView) -> Found:
    name, felt = f"fact/{view.fact}", felt_at(view)
    places = tuple(dict.fromkeys(one.touchpoint for one in view.differing))
    against = (view.first.touchpoint,) if view.first else ()
    first = view.differing[0].visit
    words = [f"{one.touchpoint}: {quote(shown(one))} ({face(one)})" for one in view.told]
    return Found(
        name=name,
        kind="fact contradicted",
        touchpoint=felt[0],
        places=places,
        what=view.title,
        promised=view.promised or (f"{shown(view.first)}, as said first" if view.first else ""),
        seen=listed([f"{place} {view.cells[place].shown}" for place in places]),
        owners=owners_of(journey, (*places, *against)),
        clause=contradicted(journey, view),
        evidence=_evidence(first, words),
        picture=first.seen.picture,
        driver="contradiction",
        effect=effect_at(journey, felt[0], "contradiction"),
        shifts=tuple(shift_of(journey, place, name, "contradiction", 1.0) for place in felt),
        keys=tuple((place, f"states {view.fact}") for place in places),
    )


def _missing(journey: Journey, views: Views, view: FactView, where: str) -> Found:
    name, key = f"states-{view.fact}/{where}", f"states {view.fact}"
    visit = next(one.visit for one in view.told if one.touchpoint == where and not one.fact.shown)
    return Found(
        name=name,
        kind="promise broken",
        touchpoint=where,
        places=(where,),
        what=f"states {view.title}",
        promised=view.promised or "stated",
        seen="not stated",
        owners=owners_of(journey, [where]),
        clause=missing(journey, where, view),
        evidence=_evidence(visit, ()),
        picture=visit.seen.picture,
        driver="message",
        effect=effect_at(journey, where, "message"),
        shifts=(shift_of(journey, where, name, "message", 1.0),),
        keys=((where, key),),
    )


def _evidence(visit: Visit, words: Iterable[str]) -> tuple[str, ...]:
    """Give the site's words, the steps that failed, where and by whom it was seen."""
    seen = visit.seen
    steps = [f"{s.says}: {s.message}" for s in seen.steps if s.verdict == "failed" and s.message]
    lines = dict.fromkeys(clean(line) for line in (*words, *steps))
    shown = list(lines)[:MOST_EVIDENCE]
    by = f"seen by {visit.walk}" + (f" ({clean(visit.persona)})" if visit.persona else "")
    return (*shown, *([clean(seen.url)] if seen.url else []), by)
