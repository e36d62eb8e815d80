"""What a check of a whole journey finds, and where in the journey it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .journey import Journey, Touchpoint
from .tree import Path
from .units import nearest, shown
from .walk import Walk
from .walk_step import Step
from .walks_spelled import group_steps


@dataclass(frozen=True, slots=True)
class Finding:
    """A mistake at a path of the journey's data, such as ("walks", "buy", "route", 0, "at").

    `*` in `rests_on` and `defined_at` stands for any step. A finding does not count when
    something that it rests on could not be read, or when the name that it misses is
    defined by something that could not be read.
    """

    path: Path
    code: str
    what: str
    hint: str = ""
    nearest: str = ""
    at_key: bool = False  # point at the key, not at the value
    rests_on: tuple[Path, ...] = ()
    defined_at: Path = ()  # where the name would be defined that is not known
    kind: str = ""  # what that name would be


TOUCHPOINT: Path = ("stages", "*", "touchpoints")
# All that decides who goes where.
MAP: tuple[Path, ...] = (
    *((*TOUCHPOINT, "*", key, *"*" * depth) for key in ("next", "on-abandon") for depth in (1, 2)),
    *((*TOUCHPOINT, "*", "next-if", *"*" * depth) for depth in (1, 2, 3, 4)),
    *((*TOUCHPOINT, "*", "for", *"*" * depth) for depth in (1, 2, 3, 4)),
    *((*TOUCHPOINT, "*", key) for key in ("leaves", "fails", "needs", "patience", "balks")),
    *((*TOUCHPOINT, "*", "returns", *"*" * depth) for depth in (0, 1)),
    *(("returns", *"*" * depth) for depth in (0, 1)),
    ("resources", "*", "*"),
    ("starts", "*"),
    ("completes", "*"),
)


def unknown(
    path: Path, code: str, kind: str, name: str, known: Iterable[str], *,
    defined_at: Path, at_key: bool = False,
) -> Finding:  # fmt: skip
    """Tell that a name is not known, with the nearest one and those there are."""
    names = list(known)
    what = f"{shown(name)} is not a {kind} of the journey"
    return Finding(
        path, code, what, listed(names, kind), nearest(name, names), at_key,
        defined_at=(*defined_at, name), kind=kind,
    )  # fmt: skip


def listed(names: Sequence[str], kind: str) -> str:
    """Say in a hint which names there are."""
    some = ", ".join(names[:12]) + (", …" if len(names) > 12 else "")
    if not names:
        return f"the journey has no {kind}s"
    return f"there are {some}" if len(names) > 1 else f"there is only {some}"


def touchpoints_at(journey: Journey) -> Iterator[tuple[Path, str, Touchpoint]]:
    """Go through the touchpoints, each with its path and name."""
    for index, stage in enumerate(journey.stages):
        for name, touchpoint in stage.touchpoints.items():
            yield ("stages", index, "touchpoints", name), name, touchpoint


def steps_at(journey: Journey) -> Iterator[tuple[Path, Walk, Step]]:
    """Go through the steps of all walks, each with its path; a group's after each use of it."""
    for name, walk in journey.walks.items():
        for path, step in written_steps(name, walk):
            yield path, walk, step
            group = step.use.group if step.use else ""
            for index, inside in enumerate(group_steps(journey, step.use) if step.use else ()):
                yield ("groups", group, "do", index), walk, inside


def written_steps(name: str, walk: Walk) -> Iterator[tuple[Path, Step]]:
    """Go through the steps that are written in a walk, each with its path."""
    for number, stop in enumerate(walk.route):
        for index, step in enumerate(stop.do):
            yield ("walks", name, "route", number, "do", index), step
    for index, step in enumerate(walk.after):
        yield ("walks", name, "after", index), step
