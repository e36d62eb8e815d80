"""Which worlds are walked a second time as their twin, and what that takes off their figures.

A world that has an exact answer needs none. Worlds whose twins are alike, since they differ
only in teams, lines or memory, share one: it is walked once. With fewer than 20 replications
there are none, since intervals would hold less than they say (control.py); and none where
customers without a memory would go round much longer than those who have one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace

from ..chain import visits_a_customer
from ..clock import TICKS_AN_HOUR
from ..engine import SIMPY
from ..exact import Exact, exact
from ..flow import Arrivals, Flow, unhindered
from ..span import Span
from ..timeline import always
from .control import controlled, means_of, twin_of
from .filling import APART
from .outcome import Adjusted
from .precision import FIRST
from .workers import NoWayOut, Task, walk

FEWEST = FIRST  # replications
LONGER = 2.0  # times the visits of who remembers: a twin that makes more is not worth it
LOOKED_AT = 300  # customers

Plain = Mapping[str, Sequence[float]]


@dataclass(frozen=True, slots=True)
class Twins:
    """Twins of worlds, each once, and what is known of them."""

    flows: tuple[Flow, ...] = ()
    of: tuple[int | None, ...] = ()  # by world: an index of the flows
    known: dict[tuple[int, int], tuple[Mapping[str, float], ...]] = field(default_factory=dict)

    def adjusted(
        self, number: int, plain: Plain, twins: Plain, span: Span, *, seed: int
    ) -> dict[str, Adjusted]:
        """Give a world's figures without the luck of one of the twins; none from too few."""
        count = len(plain["arrived"])
        if count < FEWEST:
            return {}
        if (number, count) not in self.known:
            found = means_of(self.flows[number], span, seed=seed, replications=count)
            self.known[number, count] = found
        return controlled(plain, twins, self.known[number, count])


def twins_of(flows: Sequence[Flow], seed: int) -> Twins:
    """Give the twins of the worlds that have one and no exact answer."""
    found: list[Flow] = []
    of = [_place_of(flow, found, seed) for flow in flows]
    return Twins(tuple(found), tuple(of))


def _place_of(flow: Flow, found: list[Flow], seed: int) -> int | None:
    """Give where a world's twin stands among those found; put it there if it is new."""
    if isinstance(exact(flow), Exact):
        return None
    twin = twin_of(flow)
    if twin is None or not _is_worth_it(twin, flow, seed):
        return None
    for number, other in enumerate(found):
        if _are_alike(twin, other):
            return number
    found.append(twin)
    return len(found) - 1


def _are_alike(one: Flow, other: Flow) -> bool:
    return all(getattr(one, f.name) == getattr(other, f.name) for f in fields(Flow))


def _is_worth_it(twin: Flow, flow: Flow, seed: int) -> bool:
    """Tell whether the twin's customers don't go round much longer than the journey's do.

    What memory shortens can't be known; so a few customers walk alone.
    """
    if not any(place.responds for place in flow.places) and not any(
        manner.rules for row in flow.manners for manner in row
    ):
        return True
    few = Arrivals(always(float(LOOKED_AT)), ((1.0, 1),), None)
    alone = replace(unhindered(flow), arrivals=few, present=())
    try:
        tally = walk(alone, Task(0, APART, seed, Span(0, TICKS_AN_HOUR), SIMPY))
    except NoWayOut:
        return False
    visits = sum(visits_a_customer(twin) or ()) * sum(tally.arrived)
    return visits <= LONGER * sum(tally.visits)
