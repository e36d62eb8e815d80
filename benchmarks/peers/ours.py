"""The same journey in desireline, by each of its engines.

Events are those of everybody who was walked: also of who came behind the counted ones, so
that these don't find the lines empty. `counted_events` leaves them out: that is what a
peer does for as many customers, since its arrivals end with the last of them.
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
    tally = walk(flow, seed, span_of(customers))
    return as_count(tally, process_time() - began)


def span_of(customers: int) -> Span:
    """Give how long the journey is open for about so many to arrive."""
    return Span(0, days(customers / CUSTOMERS_A_DAY))


def as_count(tally: Tally, cpu_seconds: float) -> Count:
    """Give the result as every peer gives it."""
    return Count(
        events=tally.events,
        cpu_seconds=cpu_seconds,
        completed_share=tally.ended / sum(tally.arrived),
        abandoned_share=sum(tally.gave_up) / max(1, sum(tally.asked)),
        mean_wait_hours=sum(tally.asked_ticks) / TICKS_AN_HOUR / max(1, sum(tally.asked)),
        counted_events=sum(tally.arrived) + sum(tally.visits),
    )
