"""What the template prints: the record, arranged for reading.

Rows, labels and pictures, all computed here, so that the template holds no sums and no
sentences.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from desireline.probes.seen import WalkSeen
from desireline.sim.experiments.outcome import TouchpointOutcome

from . import page_words as say
from .columns import channel_title, grid_of
from .page_numbers import (
    count,
    lasting,
    listed,
    moment,
    money,
    money_span,
    plural,
    sentence,
    span,
    with_span,
)
from .page_pictures import Shot
from .page_routes import ARRIVE, DONE, Routes, routes_of
from .page_status import GLYPHS, Place, places_of, standing_of
from .page_text import clip
from .picture_bar import interval_bars
from .picture_flow import flow_picture
from .picture_map import finding_says, journey_picture
from .picture_rows import customers_row, effort_row, figures_of, film_row, hardest_point
from .record import Cell, Check, FactRow, Gap, Record, Standing
from .svg import MARKS, mark

SECTIONS = (
    ("gaps", "Broken promises"),
    ("map", "Journey"),
    ("facts", "Who says what"),
    ("flow", "Where customers go"),
    ("trust", "How far to trust this"),
    ("appendix", "Appendix"),
)
# Drawn where they stand, not as symbols: a table head that a printer repeats loses those.
FIRST = 8  # inputs and notes that are shown, before the rest is folded
SHORT = 56  # letters of what was seen, in the table of gaps
SIGNS = {kind: mark(kind, 8, 8, 5.2) for kind in MARKS}
VERDICTS: dict[str, Standing] = {
    "Consistent": "matches",
    "Drifting": "missing",
    "Not consistent": "differs",
    "Could not check": "not checked",
}


@dataclass(frozen=True, slots=True)
class GapRow:
    """A gap as the table shows it."""

    of: Gap
    anchor: str
    link: str  # the touchpoint's part of the appendix; empty: not on the map
    place: str
    kind: str
    standing: Standing
    seen: str  # there, in short
    bar: Markup
    money: str
    sentence: str
    source_words: str
    lines: list[str]


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A fact across the touchpoints; None where nobody asks for it."""

    title: str
    promised: str
    cells: list[MatrixCell | None]


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """A fact at a touchpoint; `asked`: its promises name it, or something was read."""

    standing: Standing
    shown: str
    asked: bool


@dataclass(frozen=True, slots=True)
class JourneyRow:
    """A touchpoint as the map shows it, in words."""

    place: Place
    stage: str
    channel: str
    finding: str
    cells: list[str]


@dataclass(frozen=True, slots=True)
class FunnelRow:
    """A touchpoint's sums, in the order of the table's columns."""

    title: str
    cells: list[str]


@dataclass(frozen=True, slots=True)
class FlowRow:
    """A flow, by the titles of its ends."""

    start: str
    end: str
    number: str
    loop: bool


@dataclass(frozen=True, slots=True)
class Point:
    """A touchpoint's part of the appendix."""

    of: Place
    says: str
    checks: list[Check]
    shot: Shot | None


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a walk, as the log shows it."""

    place: str
    says: str
    message: str
    verdict: str
    time: str


@dataclass(frozen=True, slots=True)
class Log:
    """A walk's step log."""

    title: str
    says: str
    steps: list[Step]
    none: str  # said when there are no steps


def view_of(record: Record, shots: tuple[Shot, ...]) -> dict[str, Any]:
    """Arrange a record for the template."""
    places = places_of(record)
    routes = routes_of(record)
    return {
        "record": record,
        "glyphs": GLYPHS,
        "signs": SIGNS,
        "sections": SECTIONS,
        "shots": shots,
        "verdict": say.verdict_line(record),
        "verdict_standing": VERDICTS[record.conclusion],
        "context": say.context_lines(record),
        "answers": say.answers(record, places),
        "made_at": moment(record.made_at),
        **_gaps_view(record, places),
        **_pictures_view(record, places, routes, shots),
        **_facts_view(record, places),
        **_flow_view(record, places, routes),
        **_trust_view(record, places),
        **_appendix_view(record, places, shots),
    }


def _gaps_view(record: Record, places: tuple[Place, ...]) -> dict[str, Any]:
    bars = interval_bars([g.lost for g in record.gaps], [say.loss_label(g) for g in record.gaps])
    rows = [_gap_row(record, gap, at, bars[at], places) for at, gap in enumerate(record.gaps)]
    return {"gaps": rows, "gaps_say": say.gaps_say(record)}


def _gap_row(record: Record, gap: Gap, at: int, bar: Markup, places: tuple[Place, ...]) -> GapRow:
    return GapRow(
        of=gap,
        anchor=f"gap-{at + 1}",
        link=next((place.anchor for place in places if place.name == gap.touchpoint), ""),
        place=say.title_of(gap.touchpoint, places),
        kind=sentence(gap.kind),
        standing=standing_of(record, gap),
        seen=seen_there(record, gap),
        bar=bar,
        money=money(gap.money.mean, record.currency),
        sentence=sentence(gap.sentence.rstrip(".")) + ".",
        source_words=say.source_words(gap),
        lines=_gap_lines(record, gap, places),
    )


def _gap_lines(record: Record, gap: Gap, places: tuple[Place, ...]) -> list[str]:
    shown = listed([say.title_of(name, places) for name in gap.places])
    lines = [
        f"{count(gap.leavers.mean)} ({span(gap.leavers)}) leave because of it each month; closing "
        f"it alone brings back {count(gap.lost.mean)} ({span(gap.lost)}) completed journeys, worth "
        f"{money(gap.money.mean, record.currency)} ({money_span(gap.money, record.currency)}).",
        say.owned_by(gap) + (f" Shown at {shown}." if shown else ""),
    ]
    if gap.seen and gap.seen != seen_there(record, gap):
        lines.append(f"Seen: {gap.seen}")
    return lines + [f"Evidence: {evidence}" for evidence in gap.evidence[:5]]


def seen_there(record: Record, gap: Gap) -> str:
    """Give what was seen where a gap costs most, cut to what a table can hold."""
    there = (c.seen for c in record.checks if (c.gap, c.touchpoint) == (gap.name, gap.touchpoint))
    return clip(next(filter(None, there), gap.seen), SHORT)


def _pictures_view(
    record: Record, places: tuple[Place, ...], routes: Routes, shots: tuple[Shot, ...]
) -> dict[str, Any]:
    grid = grid_of(record.stages, places)
    figures = figures_of(grid, record.as_promised, record.as_seen)
    hardest = hardest_point(grid, record.as_seen, routes)
    note = (hardest[0], say.hardest_says(hardest[1])) if hardest else None
    rows = [customers_row(grid, figures), effort_row(grid, figures, note), film_row(grid, shots)]
    return {
        "map_says": say.map_says(record, places),
        "journey": _journey_rows(record, places),
        "map": journey_picture(record.stages, grid, routes, rows),
        "flow": flow_picture(routes, places, record.stages, record.completes),
    }


def _facts_view(record: Record, places: tuple[Place, ...]) -> dict[str, Any]:
    """Lay facts across touchpoints; a touchpoint where nobody looks for any has no column."""
    found = [
        {cell.touchpoint: _matrix_cell(record, row, cell) for cell in row.cells}
        for row in record.facts
    ]
    asked = {name for cells in found for name, cell in cells.items() if cell.asked}
    columns = [place for place in places if place.name in asked]
    rows = [
        MatrixRow(row.title or row.fact, row.promised, [cells.get(at.name) for at in columns])
        for row, cells in zip(record.facts, found, strict=True)
    ]
    return {
        "fact_places": columns,
        "fact_less": listed([at.title for at in places if at.name not in asked], most=6),
        "matrix": rows,
        "facts_say": say.facts_say(record),
    }


def _matrix_cell(record: Record, row: FactRow, cell: Cell) -> MatrixCell:
    """Tell a place that should have been looked at from one that nobody asks."""
    names = {f"states {row.fact}", f"states {row.title}"}
    promised = any(c.touchpoint == cell.touchpoint and c.what in names for c in record.checks)
    return MatrixCell(cell.standing, cell.shown, promised or cell.standing != "not checked")


def _flow_view(record: Record, places: tuple[Place, ...], routes: Routes) -> dict[str, Any]:
    ends = {ARRIVE: "arrive", DONE: "done"}
    flows = [
        FlowRow(
            ends.get(flow.start) or say.title_of(flow.start, places),
            ends.get(flow.end) or say.title_of(flow.end, places),
            count(flow.number),
            flow.loop,
        )
        for flow in routes.flows
    ]
    return {
        "flow_says": say.flow_says(record, routes),
        "funnel": _funnel(record, places, routes),
        "flows": flows,
    }


def _funnel(record: Record, places: tuple[Place, ...], routes: Routes) -> list[FunnelRow]:
    now = {found.name: found for found in record.as_seen.touchpoints}
    return [
        FunnelRow(
            place.title,
            [
                count(stop.visits),
                span(now[place.name].visits) if place.name in now else "–",
                count(stop.anyway),
                count(stop.because),
                count(stop.stay),
            ],
        )
        for place, stop in zip(places, routes.stops, strict=True)
    ]


def _journey_rows(record: Record, places: tuple[Place, ...]) -> list[JourneyRow]:
    was = {found.name: found for found in record.as_promised.touchpoints}
    now = {found.name: found for found in record.as_seen.touchpoints}
    return [
        JourneyRow(
            place,
            record.stages[place.stage].name,
            channel_title(place.channel),
            finding_says(place.worst),
            [
                count(was[place.name].reached.mean) if place.name in was else "–",
                with_span(now[place.name].reached) if place.name in now else "–",
                _effort(was.get(place.name)),
                _effort(now.get(place.name)),
            ],
        )
        for place in places
    ]


def _effort(found: TouchpointOutcome | None) -> str:
    return f"{found.effort.mean:.1f}" if found and found.visits.mean > 0 else "–"


def _trust_view(record: Record, places: tuple[Place, ...]) -> dict[str, Any]:
    notes = [(say.title_of(n.touchpoint, places), n.says) for n in record.notes]
    return {
        "trust_says": say.trust_says(record),
        "intervals": say.INTERVALS,
        "scores": say.simulated_scores(record),
        "inputs": record.inputs[:FIRST],
        "more_inputs": record.inputs[FIRST:],
        "notes": notes[:FIRST],
        "more_notes": notes[FIRST:],
    }


def _appendix_view(
    record: Record, places: tuple[Place, ...], shots: tuple[Shot, ...]
) -> dict[str, Any]:
    pictures = {shot.touchpoint: shot for shot in shots}
    points = [
        Point(
            place,
            say.place_says(place),
            [check for check in record.checks if check.touchpoint == place.name],
            pictures.get(place.name),
        )
        for place in places
    ]
    return {
        "points": points,
        "walks": [_log(walk, places) for walk in record.walks],
        "facts": _run_facts(record),
    }


def _log(walk: WalkSeen, places: tuple[Place, ...]) -> Log:
    steps = [
        Step(
            say.title_of(seen.touchpoint, places) if at == 0 else "",
            step.says,
            step.message,
            step.verdict,
            lasting(step.customer_ms / 1000) if step.customer_ms is not None else "",
        )
        for seen in walk.touchpoints
        for at, step in enumerate(seen.steps)
    ]
    says = (
        f"{walk.verdict} · {walk.persona} · {plural(len(steps), 'step')} in {lasting(walk.seconds)}"
    )
    return Log(walk.walk, says, steps, walk.message or "No step was done.")


def _run_facts(record: Record) -> list[tuple[str, str]]:
    browsers = listed(list(dict.fromkeys(w.browser for w in record.walks if w.browser)))
    facts = [
        ("Journey", f"{record.journey} ({record.journey_file})"),
        ("SHA-256 of the file", record.journey_sha256),
        ("Made at", moment(record.made_at)),
        ("desireline", f"{record.desireline}, record of schema {record.schema_version}"),
        ("Browser", browsers),
        ("Seed", str(record.as_seen.plan.seed)),
    ]
    return [(name, value) for name, value in facts if value]
