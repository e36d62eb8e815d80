"""Each fact across the touchpoints: who says what, against what.

The promised value is the reference. Where the plan names none, it is what the first walk
was told first: a customer holds a shop to its first word. Values are compared by their
normal form; what has none can't be compared, and counts as not checked. A mail whose two
parts disagree contradicts itself at one touchpoint.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desireline.scenarios.journey import Journey, names_of

from .record import Cell, FactRow, Standing
from .views_promises import WORST_FIRST
from .views_visits import Told, Visit, at, by_walk, told_of, whose
from .words import clean

LONG = 40  # characters of a site's words; beyond, the normal form says it better


@dataclass(frozen=True, slots=True)
class FactView:
    """One fact: what it should say, and how it stands at each touchpoint."""

    fact: str
    title: str
    promised: str  # as the plan writes it; empty: the plan names no value
    reference: str | None  # the normal form that all must have; None: nothing to compare with
    first: Told | None  # who set the reference where the plan does not
    told: tuple[Told, ...]  # everywhere it was looked for, in the order of the walks
    cells: dict[str, Cell]

    @property
    def differing(self) -> list[Told]:
        """What was told that is not the reference."""
        return [one for one in self.told if differs(one, self.reference)]

    @property
    def row(self) -> FactRow:
        """The row that the record keeps."""
        return FactRow(self.fact, self.title, self.promised, tuple(self.cells.values()))


def fact_views(
    journey: Journey, visits: Sequence[Visit], promised_normals: Mapping[str, str | None]
) -> list[FactView]:
    """Compare each fact at each touchpoint; the normal forms of promised values are given."""
    return [_view(journey, visits, fact, promised_normals.get(fact)) for fact in journey.facts]


def _view(
    journey: Journey, visits: Sequence[Visit], fact: str, promised_normal: str | None
) -> FactView:
    told = told_of(visits, fact)
    first = next((one for one in told if one.fact.normal is not None), None)
    reference = promised_normal or (first.fact.normal if first else None)
    written = journey.facts[fact]
    return FactView(
        fact,
        written.title or fact.replace("-", " ").capitalize(),
        written.promised or "",
        reference,
        None if promised_normal else first,
        tuple(told),
        {name: _cell(journey, visits, told, name, fact, reference) for name in names_of(journey)},
    )


def _cell(
    journey: Journey,
    visits: Sequence[Visit],
    told: Sequence[Told],
    name: str,
    fact: str,
    reference: str | None,
) -> Cell:
    must = fact in journey.touchpoint(name).promises.states
    here = by_walk([one for one in told if one.touchpoint == name])
    cells = [_cell_of_one_walk(told_here, must, reference) for told_here in here]
    if not cells:
        return Cell(name, "not checked")
    worst = min(cells, key=lambda cell: WORST_FIRST.index(cell.standing))
    agree = len({(cell.standing, cell.shown) for cell in cells}) == 1
    who = "" if agree else whose(here[cells.index(worst)][0].visit, at(visits, name))
    return Cell(name, worst.standing, worst.shown + who)


def _cell_of_one_walk(told: Sequence[Told], must: bool, reference: str | None) -> Cell:
    name = told[0].touchpoint
    wrong = [one for one in told if differs(one, reference)]
    stated = [one for one in told if one.fact.shown]
    if wrong:
        return Cell(name, "differs", _said(wrong))
    if not stated:
        return Cell(name, "missing" if must else "not stated")
    alike = any(one.fact.normal is not None for one in stated)
    standing: Standing = "matches" if alike else "not checked"
    return Cell(name, standing, shown(stated[0]))


def _said(wrong: Sequence[Told]) -> str:
    """Give the differing words once each, with the part of a message that says them."""
    said = (shown(one) + ("" if one.fact.face == "page" else f" ({face(one)})") for one in wrong)
    return ", ".join(dict.fromkeys(said))


def differs(told: Told, reference: str | None) -> bool:
    """Tell whether something else than the reference was told."""
    return told.fact.normal is not None and reference is not None and told.fact.normal != reference


def shown(told: Told) -> str:
    """Give the site's words where they are short, else the fact's normal form."""
    words = clean(told.fact.shown)
    return words if len(words) <= LONG else clean(told.fact.normal or words, limit=LONG)


def face(told: Told) -> str:
    """Name the part of a page or message that told it."""
    return clean(told.fact.face, limit=LONG)


def felt_at(view: FactView) -> list[str]:
    """Give the touchpoints where a customer meets a wrong value that is new on the way.

    Whoever was asked 139 in the cart and stayed is not surprised by 139 at the checkout:
    a value that the same walk was told before is not counted again.
    """
    places: dict[str, None] = {}
    for told in by_walk(view.told):
        heard = {view.reference}
        for one in told:
            if differs(one, view.reference) and one.fact.normal not in heard:
                places[one.touchpoint] = None
                heard.add(one.fact.normal)
    return list(places)
