"""The journey in Ciw: a network of nodes, a customer class for each segment.

Ciw has reneging of its own, but sends all who renege out: a router of ours, as its manual
shows them, takes some back to `use` and counts. The arrivals are drawn first, so that as
many come as for the other peers, and nobody is cut off.
"""

from __future__ import annotations

from importlib import import_module
from math import inf
from time import process_time
from typing import Any

from count import Count, Tally
from journey import (
    AGENTS,
    DONE,
    GAVE_UP,
    LEFT,
    PATIENCE_HOURS,
    SEGMENTS,
    STAGES,
    SUPPORT,
    Times,
    log_normal,
    takes,
)
from luck import Luck, luck_of

ciw: Any = import_module("ciw")
OUT = -1  # Ciw's number of the exit node


class Onwards(ciw.routing.NodeRouting):  # type: ignore[misc]  # Ciw has no types
    """Sends the customers of one segment on from one stage."""

    def __init__(self, segment: int, stage: int, luck: Luck, tally: Tally) -> None:
        """Keep where this router stands."""
        self._segment = segment
        self._stage = stage
        self._luck = luck
        self._tally = tally

    def next_node(self, ind: Any) -> Any:
        """Give the next node after a visit."""
        return self._towards(self._stage)

    def next_node_for_jockeying(self, ind: Any) -> Any:
        """Give the next node after waiting in vain."""
        self._tally.abandoned += 1
        return self._towards(GAVE_UP)

    def _towards(self, row: int) -> Any:
        self._tally.events += 1
        where = self._luck.onwards(self._segment, row)
        self._tally.completed += where == DONE
        return self.simulation.nodes[where + 1 if where < LEFT else OUT]


def run(customers: int, seed: int) -> Count:
    """Walk this many customers to the end of their journeys."""
    began = process_time()
    ciw.seed(seed)
    tally = Tally(events=customers)
    simulation = ciw.Simulation(_network(customers, luck_of(seed), tally))
    simulation.simulate_until_max_customers(customers, method="Finish")
    for record in simulation.get_all_records():
        if record.node == SUPPORT + 1:
            tally.asked += 1
            tally.waited_hours += record.waiting_time
    return tally.count(customers, process_time() - began)


def _network(customers: int, luck: Luck, tally: Tally) -> Any:
    gaps = _gaps(customers, luck)
    nowhere = [None] * (len(STAGES) - 1)
    patience = [None] * len(STAGES)
    patience[SUPPORT] = ciw.dists.Exponential(1 / PATIENCE_HOURS)
    agents = [inf] * len(STAGES)
    agents[SUPPORT] = AGENTS
    routers = {
        name: [Onwards(segment, stage, luck, tally) for stage in range(len(STAGES))]
        for segment, name in enumerate(SEGMENTS)
    }
    times = dict(zip(SEGMENTS, takes(), strict=True))
    return ciw.create_network(
        arrival_distributions={n: [ciw.dists.Sequential(gaps[n]), *nowhere] for n in SEGMENTS},
        service_distributions={n: [_distribution(t) for t in times[n]] for n in SEGMENTS},
        reneging_time_distributions=dict.fromkeys(SEGMENTS, patience),
        routing={name: ciw.routing.NetworkRouting(routers[name]) for name in SEGMENTS},
        number_of_servers=agents,
    )


def _gaps(customers: int, luck: Luck) -> dict[str, list[float]]:
    """Draw the hours between the arrivals of each segment; after the last, for ever."""
    names = list(SEGMENTS)
    gaps: dict[str, list[float]] = {name: [] for name in names}
    before = dict.fromkeys(names, 0.0)
    now = 0.0
    for _ in range(customers):
        now += luck.gap()
        name = names[luck.segment()]
        gaps[name].append(now - before[name])
        before[name] = now
    return {name: [*found, inf] for name, found in gaps.items()}


def _distribution(times: Times) -> Any:
    if times.cv is None:
        return ciw.dists.Exponential(1 / times.mean_hours)
    return ciw.dists.Lognormal(*log_normal(times))
