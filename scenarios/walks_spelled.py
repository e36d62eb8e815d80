"""Walks spelled out: each group's steps put in where it is used, one walk for each persona.

What people write is short; who walks, simulates or reports meets each walk whole. A walk
`buy` of the personas `phone` and `desktop` becomes `buy as phone` and `buy as desktop`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from .journey import Journey
from .walk import Walk
from .walk_direct import is_address
from .walk_groups import filled
from .walk_persona import Persona
from .walk_step import Step, Use


def spelled_out(journey: Journey, folder: Path | None = None) -> Journey:
    """Give the journey with its walks spelled out; one that is so already stays as it is.

    Files that steps name are looked for in `folder`, the journey's own (none: the current one).
    """
    folder = (folder or Path()).absolute()
    walks = dict(
        pair for name, walk in journey.walks.items() for pair in _each(journey, name, walk, folder)
    )
    changes: dict[str, object] = {"walks": walks, "groups": {}}
    if journey.openapi is not None and not is_address(journey.openapi):
        changes["openapi"] = (folder / journey.openapi).as_uri()
    return journey.model_copy(update=changes)


def group_steps(journey: Journey, use: Use) -> tuple[Step, ...]:
    """Give the steps that a use of a group stands for; none when there is no such group."""
    group = journey.groups.get(use.group)
    return filled(group.do, use.put) if group else ()


def personas_of(journey: Journey, walk: Walk) -> dict[str, Persona]:
    """Give who walks a walk, by name; the one that is written in the walk itself has none."""
    named = {name: journey.personas[name] for name in walk.personas if name in journey.personas}
    return {name: _in_segment(journey, name, one) for name, one in named.items()} or {
        "": walk.persona
    }


def _in_segment(journey: Journey, name: str, persona: Persona) -> Persona:
    """Give a persona the segment that points at it."""
    segments = [key for key, segment in journey.segments.items() if segment.persona == name]
    if persona.segment is not None or len(segments) != 1:
        return persona
    return persona.model_copy(update={"segment": segments[0]})


def _each(journey: Journey, name: str, walk: Walk, folder: Path) -> Iterator[tuple[str, Walk]]:
    personas = personas_of(journey, walk)
    route = tuple(
        stop.model_copy(update={"do": _steps(journey, stop.do, folder)}) for stop in walk.route
    )
    after = _steps(journey, walk.after, folder)
    changes: dict[str, object]
    for called, persona in personas.items():
        own = name if len(personas) == 1 else f"{name} as {called}"
        changes = {"persona": persona, "personas": (), "route": route, "after": after}
        before = journey.walks.get(walk.returning_from or "")
        if before is not None and len(personas_of(journey, before)) > 1:
            changes["returning_from"] = f"{walk.returning_from} as {called}"
        yield own, walk.model_copy(update=changes)


def _steps(journey: Journey, steps: Sequence[Step], folder: Path) -> tuple[Step, ...]:
    spelled: list[Step] = []
    for step in steps:
        spelled += group_steps(journey, step.use) if step.use else (step,)
    return tuple(_with_file(step, folder) for step in spelled)


def _with_file(step: Step, folder: Path) -> Step:
    """Give a step whose file has its whole path."""
    if step.upload is not None:
        upload = step.upload.model_copy(update={"file": str(folder / step.upload.file)})
        return step.model_copy(update={"upload": upload})
    if step.api is not None and step.api.spec and not is_address(step.api.spec):
        api = step.api.model_copy(update={"spec": (folder / step.api.spec).as_uri()})
        return step.model_copy(update={"api": api})
    if step.run is not None:
        return step.model_copy(update={"run": str(folder / step.run)})
    return step
