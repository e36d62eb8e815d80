"""Whether queues make sense: what is said of waiting where nobody waits, and of who serves."""

from __future__ import annotations

from collections.abc import Iterator

from .finding import Finding, touchpoints_at
from .journey import Journey, Resource, Touchpoint, names_of
from .tree import Path
from .units import shown

NAME_ONE = "name what customers wait for: needs: agents"


def waiting(journey: Journey) -> Iterator[Finding]:
    """Find patience, turning away and ways out of a queue where nobody queues."""
    for path, name, touchpoint in touchpoints_at(journey):
        if not touchpoint.needs:
            for below, code in _about_waiting(touchpoint):
                what = f"`{name}` has `{below[-1]}`, but nobody waits there"
                rests: tuple[Path, ...] = ((*path, "needs"),)
                yield Finding((*path, *below), code, what, NAME_ONE, "", True, rests)
        elif touchpoint.call_back is not None and not _has_patience(touchpoint):
            what = f"`{name}` calls those back whose patience runs out, and nobody's does"
            hint = "say how long they wait: patience: 4 min"
            rests = ((*path, "patience"), (*path, "for"))
            yield Finding((*path, "call-back"), "DL178", what, hint, "", True, rests)


def _about_waiting(touchpoint: Touchpoint) -> Iterator[tuple[Path, str]]:
    keys = {"patience": "DL156", "on-abandon": "DL157", "balks": "DL178", "call-back": "DL178"}
    for key, code in keys.items():
        if getattr(touchpoint, key.replace("-", "_")):
            yield (key,), code
    for segment, own in touchpoint.for_segments.items():
        for key in ("patience", "on-abandon"):
            if getattr(own, key.replace("-", "_")):
                yield ("for", segment, key), keys[key]


def _has_patience(touchpoint: Touchpoint) -> bool:
    rules = touchpoint.for_segments.values()
    return touchpoint.patience is not None or any(own.patience is not None for own in rules)


def needed_twice(journey: Journey) -> Iterator[Finding]:
    """Find a resource that one touchpoint needs twice."""
    for path, name, touchpoint in touchpoints_at(journey):
        for index, team in enumerate(touchpoint.needs):
            if team in touchpoint.needs[:index]:
                what = f"`{name}` names {shown(team)} twice"
                hint = "`needs` lists teams of which one is enough, the best first"
                yield Finding((*path, "needs", index), "DL181", what, hint)


def priorities(journey: Journey) -> Iterator[Finding]:
    """Find names in `priority` that mean two things, or touchpoints where nobody waits for it."""
    points = set(names_of(journey))
    waits = {(t, name) for name, _, found in journey.touchpoints() for t in found.needs}
    for key, resource in journey.resources.items():
        for index, name in enumerate(resource.priority):
            here: Path = ("resources", key, "priority", index)
            if name in points and name in journey.segments:
                what = f"{shown(name)} is a segment and a touchpoint; which of them comes first?"
                yield Finding(here, "DL179", what, "call one of the two something else")
            elif name in points and (key, name) not in waits:
                what = f"nobody waits for `{key}` at `{name}`, so nobody comes first there"
                hint = f"take `{name}` out, or let it need `{key}`"
                yield Finding(here, "DL179", what, hint, rests_on=(("stages", "*"),))


def serving(journey: Journey) -> Iterator[Finding]:
    """Find what a resource says that changes nothing without something else."""
    for key, resource in journey.resources.items():
        for name, what, hint in _idle(resource):
            path: Path = ("resources", key, name)
            rests = (("resources", key, "priority"), ("resources", key, "at-once"))
            yield Finding(path, "DL180", what, hint, at_key=True, rests_on=rests)


def _idle(resource: Resource) -> Iterator[tuple[str, str, str]]:
    if resource.preempts and not resource.priority:
        what = "`preempts` lets some interrupt the others, and nobody has priority"
        yield "preempts", what, "say who comes first: priority: [regular]"
    if resource.slower > 0 and resource.at_once == 1:
        what = "`slower` is for serving several at once, and each customer is served alone"
        yield "slower", what, "say how many at once: at-once: 3"
