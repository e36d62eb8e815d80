"""The journey in desireline, by the compiled engine, with every record in order.

Only those who are counted leave records, so only their events are events here.
"""

from __future__ import annotations

from dataclasses import replace

from count import Count
from ours import contended, count

from desireline.sim.compiled.engine import walk_traced


def run(customers: int, seed: int) -> Count:
    """Walk about so many customers."""
    found = count(
        contended(),
        lambda flow, seed, span: walk_traced(flow, seed=seed, replication=0, span=span)[0],
        customers,
        seed,
    )
    return replace(found, events=found.counted_events or found.events)
