"""How each touchpoint stands: its worst finding, and how many of its promises are kept.

Statuses go worst first: differs, missing, not checked, matches, not stated. What nobody
could look at is neither broken nor fine, so it outranks `matches`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .record import Gap, MapTouchpoint, Record, Standing

WORST_FIRST: tuple[Standing, ...] = ("differs", "missing", "not checked", "matches", "not stated")
GLYPHS: dict[Standing, str] = {
    "differs": "i-differs",
    "missing": "i-missing",
    "not checked": "i-unchecked",
    "matches": "i-matches",
    "not stated": "i-unstated",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact or promise at a touchpoint, as a card shows it."""

    what: str
    promised: str
    seen: str
    assumed: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Place:
    """A touchpoint of the map: where it stands, and how."""

    name: str
    title: str
    channel: str
    stage: int  # its stage's position on the map
    owner: str  # empty: nobody
    key: int  # its position on the map: ids are made of it, never of names
    point: MapTouchpoint
    standing: Standing
    kept: int  # promises that match
    looked: int  # promises that were looked at
    made: int  # promises in all
    worst: Finding | None
    gaps: tuple[int, ...]  # positions in record.gaps of what it shows

    @property
    def anchor(self) -> str:
        """The id of its part of the appendix."""
        return f"tp-{self.key + 1}"


def places_of(record: Record) -> tuple[Place, ...]:
    """Judge every touchpoint of the map, in the map's order."""
    found = [
        (stage_at, stage.owner, point)
        for stage_at, stage in enumerate(record.stages)
        for point in stage.touchpoints
    ]
    return tuple(
        _place(record, key, stage_at, point, owner)
        for key, (stage_at, owner, point) in enumerate(found)
    )


def _place(record: Record, key: int, stage: int, point: MapTouchpoint, owner: str) -> Place:
    checks = [check for check in record.checks if check.touchpoint == point.name]
    findings = sorted(
        _findings(record, point.name), key=lambda found: WORST_FIRST.index(found.standing)
    )
    return Place(
        name=point.name,
        title=point.title or point.name,
        channel=point.channel,
        stage=stage,
        owner=point.owner or owner,
        key=key,
        point=point,
        standing=findings[0].standing if findings else "not stated",
        kept=sum(check.standing == "matches" for check in checks),
        looked=sum(check.standing != "not checked" for check in checks),
        made=len(checks),
        worst=findings[0] if findings else None,
        gaps=tuple(
            at for at, gap in enumerate(record.gaps) if point.name in (gap.touchpoint, *gap.places)
        ),
    )


def _findings(record: Record, name: str) -> Iterator[Finding]:
    """Go through all that is known of a touchpoint: first what costs most."""
    checks = [check for check in record.checks if check.touchpoint == name]
    ranks = {gap.name: at for at, gap in enumerate(record.gaps)}
    told = {check.gap for check in checks if check.gap}
    for gap in record.gaps:
        if gap.touchpoint == name and gap.name not in told:
            yield Finding(gap.what, gap.promised, gap.seen, gap.assumed, standing_of(record, gap))
    # That every step works says least of what is promised here.
    for check in sorted(checks, key=lambda c: (ranks.get(c.gap, len(ranks)), c.what == "works")):
        yield Finding(check.what, check.promised, check.seen, check.assumed, check.standing)
    for row in record.facts:
        for cell in row.cells:
            # Where nobody promised a fact, not to find it there says nothing of the place.
            if cell.touchpoint == name and cell.standing not in ("not checked", "not stated"):
                yield Finding(row.title, row.promised, cell.shown, "", cell.standing)


def standing_of(record: Record, gap: Gap) -> Standing:
    """Tell whether a gap is something that differs or something that is missing."""
    standings = {check.standing for check in record.checks if check.gap == gap.name}
    return "missing" if standings == {"missing"} else "differs"
