"""Promised, assumed and observed, compared: per promise, per fact, and what was not seen.

Compares and says; what a gap is, and what it costs, is decided in gaps.py and price.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desireline.probes.seen import WalkSeen
from desireline.scenarios.journey import Journey, names_of
from desireline.sim.experiments.outcome import Outcome

from .record import Check, Note
from .views_facts import FactView, fact_views
from .views_notes import notes_of, unseen
from .views_promises import Judged, judge, promises_at
from .views_visits import Visit, at, visits_of, whose
from .words import duration, share

MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Views:
    """The views of one run, side by side."""

    visits: tuple[Visit, ...]
    judged: tuple[Judged, ...]  # promises, in the order of the map
    facts: tuple[FactView, ...]
    notes: tuple[Note, ...]
    unseen: bool  # something that should have been looked at could not be


def compare_views(
    journey: Journey, walks: Sequence[WalkSeen], promised_normals: Mapping[str, str | None]
) -> Views:
    """Compare what the journey promises with what the walks saw.

    `promised_normals` gives the normal form of each fact that the plan names a value for.
    """
    visits = visits_of(walks)
    facts = fact_views(journey, visits, promised_normals)
    judged = tuple(
        judge(promise, visits)
        for name in names_of(journey)
        for promise in promises_at(journey, name, visits)
    )
    notes = notes_of(journey, walks, visits, facts, judged)
    return Views(tuple(visits), judged, tuple(facts), tuple(notes), unseen(walks, judged))


def checks_of(
    journey: Journey, views: Views, gaps: Mapping[tuple[str, str], str], assumed: Outcome
) -> tuple[Check, ...]:
    """Give every promise and every telling of a fact as a check, in the order of the map.

    `gaps` names the gap of a touchpoint's promise (`loads in`) or fact (`states price`);
    `assumed` is the journey simulated as promised.
    """
    return tuple(
        check
        for name in names_of(journey)
        for check in (
            *_promise_checks(journey, views, name, gaps, assumed),
            *_fact_checks(journey, views, name, gaps),
        )
    )


def _promise_checks(
    journey: Journey,
    views: Views,
    name: str,
    gaps: Mapping[tuple[str, str], str],
    assumed: Outcome,
) -> list[Check]:
    return [
        Check(
            name,
            judged.promise.key,
            judged.promise.promised,
            seen_words(judged, views),
            assumed_words(journey, name, judged.promise.key, assumed),
            judged.look.standing,
            gaps.get((name, judged.promise.key), ""),
        )
        for judged in views.judged
        if judged.promise.touchpoint == name
    ]


def _fact_checks(
    journey: Journey, views: Views, name: str, gaps: Mapping[tuple[str, str], str]
) -> list[Check]:
    checks = []
    for view in views.facts:
        cell = view.cells[name]
        must = view.fact in journey.touchpoint(name).promises.states
        if must or cell.standing in ("matches", "differs"):
            key, promised = f"states {view.fact}", view.promised or "the same everywhere"
            seen = "not stated" if cell.standing == "missing" else cell.shown
            gap = gaps.get((name, key), "")
            checks.append(Check(name, key, promised, seen, "", cell.standing, gap))
    return checks


def seen_words(judged: Judged, views: Views) -> str:
    """Give what was seen of a promise, with the walk where only some of several saw it."""
    if judged.visit is None or not judged.look.seen:
        return judged.look.seen
    here = at(views.visits, judged.promise.touchpoint)
    alike = {judged.promise.look(visit).seen for visit in here if visit.looked}
    return judged.look.seen + (whose(judged.visit, here) if len(alike) > 1 else "")


def assumed_words(journey: Journey, name: str, key: str, assumed: Outcome) -> str:
    """Give the model's own number beside a promise; empty where it has none."""
    if key == "works":
        return f"{share(journey.touchpoint(name).fail_share)} of the tries fail"
    if key == "answers in" and journey.touchpoint(name).needs:
        waits = [t.wait_minutes.mean for t in assumed.touchpoints if t.name == name]
        return duration(waits[0] * MINUTE) if waits else ""
    return ""
