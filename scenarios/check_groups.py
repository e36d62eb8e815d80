"""Whether groups of steps can be used as they are used, and who walks is somebody."""

from __future__ import annotations

from collections.abc import Iterator

from .finding import Finding, steps_at, unknown
from .journey import Journey
from .tree import Path
from .units import nearest, shown
from .walk_groups import Group, names_in
from .walk_step import Use


def used(journey: Journey) -> Iterator[Finding]:
    """Find uses of groups that are not there, or that get too much or too little."""
    for path, _, step in steps_at(journey):
        if step.use is None or path[0] == "groups":
            continue
        group = journey.groups.get(step.use.group)
        here = (*path, "use")
        if group is None:
            yield unknown(
                (*here, "group"), "DL192", "group", step.use.group, journey.groups,
                defined_at=("groups",),
            )  # fmt: skip
        else:
            yield from _given(here, step.use, group)


def _given(here: Path, use: Use, group: Group) -> Iterator[Finding]:
    rests = (("groups", use.group, "needs"), ("groups", use.group, "needs", "*"))
    listed = f"it needs {', '.join(group.needs)}" if group.needs else "it needs nothing"
    for name in group.needs:
        if name not in use.put:
            what = f"group `{use.group}` needs {shown(name)}, and it is not given"
            yield Finding(
                here,
                "DL193",
                what,
                f'write with: {{{name}: "…"}}',
                rests_on=((*here, "with", name),),
            )
    for name in use.put:
        if name not in group.needs:
            what = f"group `{use.group}` does not need {shown(name)}"
            yield Finding(
                (*here, "with", name), "DL193", what, listed, nearest(name, group.needs),
                at_key=True, rests_on=rests,
            )  # fmt: skip


def inside(journey: Journey) -> Iterator[Finding]:
    """Find groups that use groups, and `${names}` in them that they do not say they need."""
    for name, group in journey.groups.items():
        for index, step in enumerate(group.do):
            path: Path = ("groups", name, "do", index)
            if step.use is not None:
                what = f"group `{name}` uses group `{step.use.group}`"
                hint = "a group holds steps only; use both, one after the other"
                yield Finding((*path, "use"), "DL194", what, hint, at_key=True)
            for missing in sorted(names_in(step) - set(group.needs)):
                what = f"`${{{missing}}}` stands for nothing: `needs` of the group does not name it"
                rests = (("groups", name, "needs"), ("groups", name, "needs", "*"))
                yield Finding(
                    path, "DL193", what, f"write needs: [{', '.join([*group.needs, missing])}]",
                    nearest(missing, group.needs), rests_on=rests,
                )  # fmt: skip


def returning(journey: Journey) -> Iterator[Finding]:
    """Find walks that return from one that is not walked before them, or not by the same ones."""
    earlier: list[str] = []
    for key, walk in journey.walks.items():
        name, here = walk.returning_from, ("walks", key, "returning-from")
        if name is not None and name not in earlier:
            what = f"walk `{key}` returns from {shown(name)}, which is no walk before it"
            hint = f"before it are {', '.join(earlier)}" if earlier else "it is the first walk"
            yield Finding(here, "DL208", what, hint, nearest(name, earlier),
                          rests_on=(("walks", name),))  # fmt: skip
        elif name is not None:
            were, are = journey.walks[name].personas, walk.personas
            if len(were) > 1 and not set(are or ("",)) <= set(were):
                what = f"walk `{key}` is walked by others than `{name}`, from which it returns"
                yield Finding(here, "DL208", what, f"name its personas: {', '.join(were)}")
        earlier.append(key)


def personas(journey: Journey) -> Iterator[Finding]:
    """Find personas that are named and not there, and walks with a persona of both kinds."""
    named: list[tuple[Path, str]] = []
    for key, walk in journey.walks.items():
        named += [(("walks", key, "personas", i), name) for i, name in enumerate(walk.personas)]
        if walk.personas and "persona" in walk.model_fields_set:
            what = f"walk `{key}` has a `persona` and `personas`"
            hint = "write its persona under `personas:` of the journey, and name it here"
            yield Finding(("walks", key, "persona"), "DL197", what, hint, at_key=True)
    for key, segment in journey.segments.items():
        if segment.persona is not None:
            named.append((("segments", key, "persona"), segment.persona))
    for path, name in named:
        if name not in journey.personas:
            yield unknown(
                path, "DL196", "persona", name, journey.personas, defined_at=("personas",)
            )
