"""The journey in desireline, by the compiled engine."""

from __future__ import annotations

from count import Count
from ours import contended, count

from desireline.sim.compiled.engine import walk_crowd


def run(customers: int, seed: int) -> Count:
    """Walk about so many customers."""
    return count(
        contended(),
        lambda flow, seed, span: walk_crowd(flow, seed=seed, replication=0, span=span),
        customers,
        seed,
    )
