"""Whether customers can walk the map: reach every touchpoint, complete, and leave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from .finding import MAP, Finding, touchpoints_at
from .journey import Journey, completes_of, starts_of
from .ways import exits_for, ways_for, ways_of

Edges = Mapping[str, Iterable[str]]


def reachable(journey: Journey) -> Iterator[Finding]:
    """Find touchpoints that no customer comes to."""
    reached = _reached(ways_of(journey), _starts(journey))
    told = set() if reached & set(completes_of(journey)) else set(completes_of(journey))
    for path, name, _ in touchpoints_at(journey):
        if name not in reached and name not in told:
            what = f"no customer ever comes to `{name}`"
            hint = f"name `{name}` in the `next` of a touchpoint, or in `starts`"
            yield Finding(path, "DL150", what, hint, at_key=True, rests_on=MAP)


def completable(journey: Journey) -> Iterator[Finding]:
    """Find a journey that no customer can complete."""
    if "completes" in journey.model_fields_set and not journey.completes:
        hint = "name one touchpoint, or leave `completes` out: then it is the last one"
        yield Finding(("completes",), "DL162", "nothing completes this journey", hint, at_key=True)
        return
    reached = _reached(ways_of(journey), _starts(journey))
    completes = completes_of(journey)
    if not reached & set(completes):
        what = f"no customer can complete this journey: none comes to {_listed(completes)}"
        hint = f"from {_listed(_starts(journey))} they come to {_listed(reached)}"
        path = ("completes",) if journey.completes else ("stages",)
        yield Finding(path, "DL151", what, hint, at_key=True, rests_on=MAP)


def endless(journey: Journey) -> Iterator[Finding]:
    """Find loops that customers can never leave, told once if those of several segments can't."""
    told: set[str] = set()
    for segment in journey.segments:
        for finding in _endless(journey, segment):
            if str(finding.path[-1]) not in told:
                told.add(str(finding.path[-1]))
                yield finding


def _endless(journey: Journey, segment: str) -> Iterator[Finding]:
    edges = ways_for(journey, segment)
    reached = _reached(edges, _starts(journey))
    back = _backwards(edges)
    caught = reached - _reached(back, exits_for(journey, segment))
    paths = {name: path for path, name, _ in touchpoints_at(journey) if name in caught}
    while caught:
        first = next(name for name in paths if name in caught)
        loop = _reached(edges, [first])
        what = f"who comes to `{first}` never gets out of {_listed(n for n in paths if n in loop)}"
        hint = "let some leave (`leaves: 5%`), or end (`next: {end: 10%, …}`)"
        yield Finding(paths[first], "DL152", what, hint, at_key=True, rests_on=MAP)
        caught -= loop | _reached(back, loop & caught)


def _starts(journey: Journey) -> list[str]:
    return [name for name, share in starts_of(journey).items() if share > 0]


def _backwards(edges: Edges) -> dict[str, list[str]]:
    back: dict[str, list[str]] = {}
    for here, onwards in edges.items():
        for there in onwards:
            back.setdefault(there, []).append(here)
    return back


def _reached(edges: Edges, starts: Iterable[str]) -> set[str]:
    reached: set[str] = set()
    waiting = list(starts)
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += edges.get(name, ())
    return reached


def _listed(names: Iterable[str]) -> str:
    quoted = [f"`{name}`" for name in names]
    return ", ".join(quoted[:6]) + (f" and {len(quoted) - 6} more" if len(quoted) > 6 else "")
