"""The journey in desireline, by the compiled engine, a replication on each core at once.

In threads of one process: compiled code lets the other threads run. About `customers` walk
in each replication; the shares are those of the first.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from time import perf_counter, process_time

from count import Count
from ours import as_count, contended, span_of

from desireline.sim.compiled.engine import walk_crowd
from desireline.sim.experiments.workers import cores
from desireline.sim.flow import Flow
from desireline.sim.tally import Tally

WARM = 1_000  # customers who go first, so that everything is loaded


def run(customers: int, seed: int) -> Count:
    """Walk about so many customers in each replication."""
    flow, numbers = contended(), range(cores())
    with ThreadPoolExecutor(len(numbers)) as pool:
        list(pool.map(partial(one, flow, seed, WARM), numbers))
        began, begun = process_time(), perf_counter()
        tallies = list(pool.map(partial(one, flow, seed, customers), numbers))
        cpu_seconds, wall_seconds = process_time() - began, perf_counter() - begun
    return replace(
        as_count(tallies[0], cpu_seconds),
        events=sum(tally.events for tally in tallies),
        counted_events=sum(sum(tally.arrived) + sum(tally.visits) for tally in tallies),
        wall_seconds=wall_seconds,
    )


def one(flow: Flow, seed: int, customers: int, replication: int) -> Tally:
    """Walk one replication."""
    return walk_crowd(flow, seed=seed, replication=replication, span=span_of(customers))
