"""Where the walks went: all that was seen at each touchpoint, and by whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desireline.probes.seen import FactSeen, TouchpointSeen, WalkSeen

NOT_LOOKED = ("could not look", "not run")


@dataclass(frozen=True, slots=True)
class Visit:
    """One touchpoint as one walk met it."""

    walk: str
    persona: str
    seen: TouchpointSeen
    failed_first: str = ""  # what the first try said when it failed and the second went through
    beside_others: bool = False  # other walks were under way: its times are not the site's

    @property
    def looked(self) -> bool:
        """Tell whether anything can be said from this visit."""
        return self.seen.verdict not in NOT_LOOKED


@dataclass(frozen=True, slots=True)
class Told:
    """One fact as one visit was told it, once."""

    visit: Visit
    fact: FactSeen

    @property
    def touchpoint(self) -> str:
        """Where it was told."""
        return self.visit.seen.touchpoint


def visits_of(walks: Sequence[WalkSeen]) -> list[Visit]:
    """Give all visits, walk by walk, in the order in which the shopper made them."""
    return [
        Visit(
            walk.walk,
            walk.persona,
            seen,
            _failed_first(walk, seen.touchpoint),
            walk.beside_others,
        )
        for walk in walks
        for seen in walk.touchpoints
    ]


def _failed_first(walk: WalkSeen, touchpoint: str) -> str:
    """Give what went wrong here on the first try of a flaky walk; empty: nothing did."""
    tried = walk.first_try.touchpoints if walk.first_try else ()
    failed = [seen for seen in tried if seen.touchpoint == touchpoint and seen.verdict == "failed"]
    return why_failed(failed[0]) if failed else ""


def why_failed(seen: TouchpointSeen) -> str:
    """Give what a touchpoint's failure was, in the shopper's words."""
    steps = [step for step in seen.steps if step.verdict == "failed"]
    step = f"{steps[0].says}: {steps[0].message}" if steps else ""
    return seen.message or step or "the walk could not go on"


def at(visits: Sequence[Visit], touchpoint: str) -> list[Visit]:
    """Give the visits at one touchpoint."""
    return [visit for visit in visits if visit.seen.touchpoint == touchpoint]


def told_of(visits: Sequence[Visit], fact: str) -> list[Told]:
    """Give all that was told of a fact, in the order in which the shoppers were told."""
    looked = [visit for visit in visits if visit.looked]
    return [Told(visit, said) for visit in looked for said in visit.seen.facts if said.fact == fact]


def by_walk(told: Sequence[Told]) -> list[list[Told]]:
    """Split what was told by walk."""
    walks: Mapping[str, list[Told]] = {one.visit.walk: [] for one in told}
    for one in told:
        walks[one.visit.walk].append(one)
    return list(walks.values())


def whose(visit: Visit, visits: Sequence[Visit]) -> str:
    """Name the walk of a visit where others came here too and it matters who; else empty."""
    others = {other.walk for other in visits if other.looked} - {visit.walk}
    return f" ({visit.walk})" if others else ""
