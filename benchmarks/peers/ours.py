"""The same journey in desireline, by each of its engines.

Events are those of everybody who was walked: also of who came behind the counted ones, so
that these don't find the lines empty.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import process_time

from count import Count

from desireline.scenarios.reading import journey_of
from desireline.sim.clock import TICKS_AN_HOUR, days
from desireline.sim.flatten import compile_flow
from desireline.sim.flow import Flow
from desireline.sim.span import Span
from desireline.sim.tally import Tally

JOURNEY = Path(__file__).parent.parent / "contended.yaml"
CUSTOMERS_A_DAY = 47 * 24
Walk = Callable[[Flow, int, Span], Tally]


def contended() -> Flow:
    """Give the journey with its 20 agents."""
    return compile_flow(journey_of(JOURNEY.read_text("utf-8")))


def uncontended() -> Flow:
    """Give the journey with an agent for everybody."""
    flow = contended()
    return replace(flow, places=tuple(place._replace(needs=()) for place in flow.places))


def count(flow: Flow, walk: Walk, customers: int, seed: int) -> Count:
    """Walk about so many customers, and count; loading and compiling apart."""
    walk(flow, seed, Span(0, days(1)))
    began = process_time()
    tally = walk(flow, seed, Span(0, days(customers / CUSTOMERS_A_DAY)))
    seconds = process_time() - began
    return Count(
        events=tally.events,
        cpu_seconds=seconds,
        completed_share=tally.ended / sum(tally.arrived),
        abandoned_share=sum(tally.gave_up) / max(1, sum(tally.asked)),
        mean_wait_hours=sum(tally.asked_ticks) / TICKS_AN_HOUR / max(1, sum(tally.asked)),
    )
