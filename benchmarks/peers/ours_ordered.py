"""The journey in desireline, by the compiled engine, with every record, in order.

The records are handed over as the crowd walks, as `desireline trace` takes them for a file.
Only those who are counted leave records, so only their events are events here.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from count import Count
from ours import contended, count

from desireline.sim.compiled.engine import walk_telling
from desireline.sim.flow import Flow
from desireline.sim.span import Span
from desireline.sim.tally import Tally


def run(customers: int, seed: int) -> Count:
    """Walk about so many customers."""
    taken: list[int] = []
    found = count(contended(), partial(_walk, taken), customers, seed)
    return replace(found, events=found.counted_events or found.events)


def _walk(taken: list[int], flow: Flow, seed: int, span: Span) -> Tally:
    return walk_telling(
        flow, seed=seed, replication=0, span=span, take=lambda records: taken.append(records.size)
    )
