"""The journey as SimPy's own examples would write it: `request() | timeout()`."""

from __future__ import annotations

from collections.abc import Generator
from time import process_time
from typing import Any

import simpy
from count import Count, Tally
from journey import AGENTS, DONE, GAVE_UP, LEFT, SUPPORT
from luck import Luck, luck_of

Walk = Generator[simpy.Event, Any, None]


def run(customers: int, seed: int) -> Count:
    """Walk this many customers to the end of their journeys."""
    began = process_time()
    tally = Tally()
    env = simpy.Environment()
    agents = simpy.Resource(env, AGENTS)
    env.process(arrivals(env, customers, agents, luck_of(seed), tally))
    env.run()
    return tally.count(customers, process_time() - began)


def arrivals(
    env: simpy.Environment, customers: int, agents: simpy.Resource, luck: Luck, tally: Tally
) -> Walk:
    """Send the customers in, one after the other."""
    for _ in range(customers):
        yield env.timeout(luck.gap())
        tally.events += 1
        env.process(customer(env, agents, luck, tally))


def customer(env: simpy.Environment, agents: simpy.Resource, luck: Luck, tally: Tally) -> Walk:
    """Walk from stage to stage until the customer leaves or is done."""
    segment = luck.segment()
    stage = 0
    while stage < LEFT:
        row = stage
        if stage == SUPPORT:
            tally.asked += 1
            came = env.now
            with agents.request() as request:
                yield request | env.timeout(luck.patience())
                tally.waited_hours += env.now - came
                if request.triggered:
                    yield env.timeout(luck.takes[segment][SUPPORT]())
                else:
                    row = GAVE_UP
                    tally.abandoned += 1
        else:
            yield env.timeout(luck.takes[segment][stage]())
        tally.events += 1
        stage = luck.onwards(segment, row)
    tally.completed += stage == DONE
