"""Names that must exist: every reference of a journey, and names used twice."""

from __future__ import annotations

from collections.abc import Iterator

from .finding import TOUCHPOINT, Finding, listed, steps_at, touchpoints_at, unknown
from .journey import END, Journey, names_of
from .prior import priors
from .response import DRIVERS, Response
from .tree import Path
from .units import nearest, shown
from .ways import routes_at


def touchpoints(journey: Journey) -> Iterator[Finding]:
    """Find touchpoints that are named and not there."""
    known = dict.fromkeys(names_of(journey))
    for path, name in _touchpoint_references(journey):
        if name not in known:
            at_key = path[-1] == name
            yield unknown(
                path, "DL103", "touchpoint", name, known, defined_at=TOUCHPOINT, at_key=at_key
            )


def _touchpoint_references(journey: Journey) -> Iterator[tuple[Path, str]]:
    for name in journey.starts:
        yield ("starts", name), name
    for index, name in enumerate(journey.completes):
        yield ("completes", index), name
    for path, _, touchpoint in touchpoints_at(journey):
        for below, routes in routes_at(touchpoint):
            onwards = [name for name in routes if name != END or below[-1] == "on-abandon"]
            yield from (((*path, *below, name), name) for name in onwards)
        for index, rule in enumerate(touchpoint.next_if):
            if rule.seen is not None:
                yield (*path, "next-if", index, "seen"), rule.seen
        if touchpoint.returns is not None and touchpoint.returns.to is not None:
            yield (*path, "returns", "to"), touchpoint.returns.to
    if journey.returns is not None and journey.returns.to is not None:
        yield ("returns", "to"), journey.returns.to
    for walk, walked in journey.walks.items():
        for index, stop in enumerate(walked.route):
            yield ("walks", walk, "route", index, "at"), stop.at


def twice(journey: Journey) -> Iterator[Finding]:
    """Find touchpoints of one name in two stages, and one that takes a reserved name."""
    seen: dict[str, str] = {}
    for path, name, _ in touchpoints_at(journey):
        stage = journey.stages[int(path[1])].name
        if name == END:
            what = f"`{END}` can't name a touchpoint: in `next` it means content and done"
            yield Finding(path, "DL155", what, "take another name", at_key=True)
        if name in seen:
            what = f"there is a touchpoint `{name}` in stage `{seen[name]}` already"
            hint = "a name stands for one touchpoint: give one of the two another"
            yield Finding(path, "DL154", what, hint, at_key=True)
        seen.setdefault(name, stage)


def resources(journey: Journey) -> Iterator[Finding]:
    """Find resources that are needed, or whose line counts, and that are not there."""
    for path, name in _resource_references(journey):
        if name not in journey.resources:
            yield unknown(
                path, "DL142", "resource", name, journey.resources,
                defined_at=("resources",), at_key=path[-1] == name,
            )  # fmt: skip


def _resource_references(journey: Journey) -> Iterator[tuple[Path, str]]:
    for path, _, touchpoint in touchpoints_at(journey):
        yield from (((*path, "needs", i), name) for i, name in enumerate(touchpoint.needs))
        for index, rule in enumerate(touchpoint.next_if):
            yield from (((*path, "next-if", index, "line", name), name) for name in rule.line or {})


def segments(journey: Journey) -> Iterator[Finding]:
    """Find segments that are named and not there."""
    for path, name in _segment_references(journey):
        if name not in journey.segments:
            yield unknown(
                path, "DL141", "segment", name, journey.segments,
                defined_at=("segments",), at_key=path[-1] == name,
            )  # fmt: skip


def _segment_references(journey: Journey) -> Iterator[tuple[Path, str]]:
    for path, _, touchpoint in touchpoints_at(journey):
        yield from (((*path, "for", name), name) for name in touchpoint.for_segments)
        for index, rule in enumerate(touchpoint.next_if):
            if rule.segment is not None:
                yield (*path, "next-if", index, "segment"), rule.segment
    for key, walk in journey.walks.items():
        if walk.persona.segment is not None:
            yield ("walks", key, "persona", "segment"), walk.persona.segment
    for key, persona in journey.personas.items():
        if persona.segment is not None:
            yield ("personas", key, "segment"), persona.segment


def priorities(journey: Journey) -> Iterator[Finding]:
    """Find names in `priority` that are neither a segment nor a touchpoint."""
    names = dict.fromkeys([*journey.segments, *names_of(journey)])
    for key, resource in journey.resources.items():
        for index, name in enumerate(resource.priority):
            if name not in names:
                what = f"{shown(name)} is not a segment or touchpoint of the journey"
                yield Finding(
                    ("resources", key, "priority", index), "DL141", what,
                    listed(list(names), "name"), nearest(name, names),
                    rests_on=((*TOUCHPOINT, name),), defined_at=("segments", name),
                )  # fmt: skip


def facts(journey: Journey) -> Iterator[Finding]:
    """Find facts that are promised or read and not there."""
    for path, name in _fact_references(journey):
        if name not in journey.facts:
            yield unknown(
                path, "DL143", "fact", name, journey.facts,
                defined_at=("facts",), at_key=path[-1] == name,
            )  # fmt: skip


def _fact_references(journey: Journey) -> Iterator[tuple[Path, str]]:
    for path, _, touchpoint in touchpoints_at(journey):
        for index, name in enumerate(touchpoint.promises.states):
            yield (*path, "promises", "states", index), name
    for path, _, step in steps_at(journey):
        yield from (((*path, "remember", name), name) for name in step.remember or {})
        yield from (((*path, "same", name), name) for name in step.same or {})


def responses(journey: Journey) -> Iterator[Finding]:
    """Find drivers that customers can't respond to, and priors that are not built in."""
    for path, _, touchpoint in touchpoints_at(journey):
        for driver, response in touchpoint.responds.items():
            here = (*path, "responds", driver)
            if driver not in DRIVERS:
                what = f"{shown(driver)} is nothing that customers respond to"
                hint = f"take one of {', '.join(DRIVERS)}"
                yield Finding(here, "DL145", what, hint, nearest(driver, DRIVERS), at_key=True)
            else:
                yield from _prior(here, driver, response)


def _prior(path: Path, driver: str, response: Response) -> Iterator[Finding]:
    if response.prior is None:
        return
    fitting = [name for name, prior in priors().items() if prior.driver == driver]
    if response.prior not in fitting:
        known = response.prior in priors()
        what = f"{shown(response.prior)} is no built-in prior for {driver}"
        what += f", it is for {priors()[response.prior].driver}" if known else ""
        hint = f"take {', '.join(fitting)}, or write odds like x1.2 per {DRIVERS[driver]}"
        yield Finding(path, "DL144", what, hint, nearest(response.prior, fitting))


def remembered(journey: Journey) -> Iterator[Finding]:
    """Find promises to remember what no persona tells; without walks, nobody could."""
    own = [walk.persona for walk in journey.walks.values()]
    told = {name for one in (*own, *journey.personas.values()) for name in one.shopper}
    if not journey.walks:
        return
    for path, _, touchpoint in touchpoints_at(journey):
        for index, name in enumerate(touchpoint.promises.remembers):
            if name not in told:
                what = f"{shown(name)} is nothing that a persona tells"
                hint = f"personas tell {', '.join(sorted(told)) or 'nothing (`shopper` is empty)'}"
                yield Finding(
                    (*path, "promises", "remembers", index), "DL146", what, hint,
                    nearest(name, told),
                    rests_on=(
                        ("walks", "*", "persona", "shopper", "*"), ("personas", "*", "shopper", "*")
                    ),
                )  # fmt: skip
