"""From what was seen to the record: compare, price, conclude.

Makes no walk and writes no file: the same walks, plan and journey give the same record.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from desireline.probes.seen import WalkSeen
from desireline.scenarios.fact import normal
from desireline.scenarios.journey import (
    Journey,
    completes_of,
    next_of,
    owner_of,
    region_of,
    starts_of,
    title_of,
    zone_of,
)
from desireline.scenarios.route import shares_of
from desireline.sim.plan import Plan

from .gaps import Found, find_gaps, gap_keys
from .price import Priced, price
from .record import SCHEMA_VERSION, Check, Gap, Input, MapStage, MapTouchpoint, Note, Record
from .sentences_headline import conclude, headline
from .trust import inputs_of
from .views import Views, checks_of, compare_views
from .words import cleaned

Simulating = Callable[[str, int, int], None]  # what for, replications done, of how many


@dataclass(frozen=True, slots=True)
class Told:
    """What a record says of its own making."""

    journey_file: str
    journey_sha256: str
    command: str  # what replays it
    made_at: datetime
    version: str  # of desireline


def told_of(journey_path: Path, *, command: str, made_at: datetime, version: str) -> Told:
    """Give what a record says of its making; reads the file for its hash."""
    digest = sha256(journey_path.read_bytes()).hexdigest()
    return Told(str(journey_path), digest, command, made_at, version)


def make_record(
    journey: Journey,
    walks: Sequence[WalkSeen],
    *,
    told: Told,
    plan: Plan,
    on_simulating: Simulating | None = None,
) -> Record:
    """Compare what was seen with what is promised, price the gaps, and say it all."""

    def progress(what: str) -> Callable[[int, int], None]:
        return lambda done, total: on_simulating(what, done, total) if on_simulating else None

    views = compare_views(journey, cleaned(tuple(walks)), promised_normals(journey))
    found = find_gaps(journey, views)
    priced = price(journey, found, plan=plan, progress=progress("prices"))
    inputs = inputs_of(journey, found, priced, plan=plan, progress=progress("inputs"))
    return cleaned(_recorded(journey, told, tuple(walks), views, found, priced, inputs))


def _recorded(
    journey: Journey,
    told: Told,
    walks: tuple[WalkSeen, ...],
    views: Views,
    found: Sequence[Found],
    priced: Priced,
    inputs: tuple[Input, ...],
) -> Record:
    title, completes = journey.title or journey.name, completes_of(journey)
    checks = checks_of(journey, views, gap_keys(found), priced.as_promised)
    gaps = with_assumed(priced.gaps, checks)
    notes = (*views.notes, *_simulated_notes(priced))
    clauses = {gap.name: gap.clause for gap in found}
    return Record(
        schema_version=SCHEMA_VERSION,
        desireline=told.version,
        made_at=told.made_at.astimezone(UTC).isoformat(timespec="seconds"),
        journey_file=told.journey_file,
        journey_sha256=told.journey_sha256,
        journey=journey.name,
        title=title,
        currency=journey.currency,
        site=journey.site or "",
        command=told.command,
        conclusion=conclude(gaps, checks, unseen=views.unseen),
        headline=headline(
            title, gaps, clauses, checks, notes, unseen=views.unseen, completes=completes
        ),
        stages=map_of(journey),
        completes=completes,
        walks=walks,
        facts=tuple(view.row for view in views.facts),
        checks=checks,
        gaps=gaps,
        notes=notes,
        inputs=inputs,
        as_promised=priced.as_promised,
        as_seen=priced.as_seen,
        lost=priced.lost,
        money=priced.money,
        pictures=pictures_of(views),
        starts=starts_of(journey),
    )


def promised_normals(journey: Journey) -> Mapping[str, str | None]:
    """Give the normal form of each promised fact; None where it has none."""
    return {
        name: normal(
            fact.kind,
            fact.promised,
            region=region_of(journey),
            currency=journey.currency,
            zone=zone_of(journey),
        )
        for name, fact in journey.facts.items()
        if fact.promised
    }


def with_assumed(gaps: Sequence[Gap], checks: Sequence[Check]) -> tuple[Gap, ...]:
    """Give the gaps with what the plan assumes: its own number, where the model has one.

    Elsewhere the promise itself: a plan's drop-offs are those of a place that keeps its word.
    """
    assumed = {check.gap: check.assumed for check in checks if check.gap}
    return tuple(replace(gap, assumed=assumed.get(gap.name) or gap.promised) for gap in gaps)


def map_of(journey: Journey) -> tuple[MapStage, ...]:
    """Give the map as the page draws it."""
    return tuple(
        MapStage(
            stage.name,
            stage.owner or "",
            tuple(_on_map(journey, name) for name in stage.touchpoints),
        )
        for stage in journey.stages
    )


def _on_map(journey: Journey, name: str) -> MapTouchpoint:
    touchpoint = journey.touchpoint(name)
    return MapTouchpoint(
        name=name,
        title=title_of(journey, name),
        channel=touchpoint.channel,
        owner=owner_of(journey, name) or "",
        moment_of_truth=touchpoint.moment_of_truth,
        next=dict(next_of(journey, name)),
        on_abandon=shares_of(touchpoint.on_abandon),
    )


def pictures_of(views: Views) -> dict[str, str]:
    """Give each touchpoint's picture: of the visit that went worst, else the first."""
    worst_first = sorted(views.visits, key=lambda visit: visit.seen.verdict != "failed")
    pictures: dict[str, str] = {}
    for visit in worst_first:
        if visit.seen.picture:
            pictures.setdefault(visit.seen.touchpoint, visit.seen.picture)
    return pictures


def _simulated_notes(priced: Priced) -> tuple[Note, ...]:
    """Give what makes the simulated figures doubtful, as the simulation says it."""
    said = dict.fromkeys((*priced.as_promised.notes, *priced.as_seen.notes))
    return tuple(Note("", f"simulation: {says}") for says in said)
