"""How long before the start a journey has to be looked at, to be filled when it starts.

Whoever arrived earlier and would still be there, if nobody ever waited, is in it. How far
back that reaches cannot be told from the mean and the variance of the time that customers
take: all that these two prove is that 2,500 means are enough for missing one in 10,000. So
it is looked up: 20,000 customers walk alone, and the longest of them says how far. As many
again are then expected to miss about one in 20,000 of those who are in the journey, where
times have an exponential tail; the reserve is for heavier ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from desireline.scenarios.errors import DesirelineError

from ..bounds import check_before, check_inside
from ..chain import visits_a_customer
from ..clock import TICKS_A_DAY, TICKS_AN_HOUR
from ..engine import Engine, chosen
from ..flow import Flow, unhindered
from ..histogram import Histogram, edges_of
from ..plan import Plan
from ..randomness import SPREAD_DIGITS
from ..span import Span
from ..timeline import mean_value
from .workers import Task, walk

LOOKED_AT = 20_000  # customers
RESERVE = 1.25
APART = 1 << SPREAD_DIGITS  # replications that nothing is counted in have numbers from here on


def since_for(flows: Sequence[Flow], plan: Plan) -> int:
    """Give from when on (in ticks, negative) customers are to be let in; alike in all worlds.

    Raises DesirelineError DL244 when arrivals are replayed: nobody recorded who was there;
    DL387 when more would be there than memory holds.
    """
    if any(flow.arrivals.replay for flow in flows):
        raise DesirelineError(
            "DL244",
            "a journey whose arrivals are replayed can't start filled: who came before the "
            "record begins is not in it",
            hint="start it empty, with a warm-up",
        )
    alone = [unhindered(flow) for flow in flows]
    visits = LOOKED_AT * sum(sum(visits_a_customer(flow) or ()) for flow in alone)
    engine = chosen(alone, plan.engine, visits)
    for flow in alone:
        check_inside(flow)
    longest = max(_longest(flow, plan.seed, engine) for flow in alone)
    back = TICKS_A_DAY * ceil(longest * RESERVE / TICKS_A_DAY)
    for flow in alone:
        check_before(flow, back)
    return -back


def _longest(flow: Flow, seed: int, engine: Engine) -> int:
    """Give how long the slowest of many customers takes."""
    customers_a_tick = mean_value(flow.arrivals.rate) * flow.arrivals.mean_group / TICKS_AN_HOUR
    closes = ceil(LOOKED_AT / customers_a_tick)
    task = Task(0, APART, seed, Span(0, closes), engine.name)
    tally = walk(flow, task)
    return _most(tally.stays)


def _most(histogram: Histogram) -> int:
    return edges_of(max(histogram.counts))[1] if histogram.counts else 0
