"""The journey in desireline, by the compiled engine, where nobody queues."""

from __future__ import annotations

from count import Count
from ours import count, uncontended

from desireline.sim.compiled.engine import walk_crowd


def run(customers: int, seed: int) -> Count:
    """Walk about so many customers."""
    return count(
        uncontended(),
        lambda flow, seed, span: walk_crowd(flow, seed=seed, replication=0, span=span),
        customers,
        seed,
    )
