"""The journey in SimPy with an agent for everybody: nobody queues, nobody gives up.

Its answers are known exactly, so it also tells whether the peers' journey is the right one.
"""

from __future__ import annotations

from collections.abc import Generator
from time import process_time
from typing import Any

import simpy
from count import Count, Tally
from journey import DONE, LEFT, SUPPORT
from luck import Luck, luck_of

Walk = Generator[simpy.Event, Any, None]


def run(customers: int, seed: int) -> Count:
    """Walk this many customers to the end of their journeys."""
    began = process_time()
    tally = Tally()
    env = simpy.Environment()
    env.process(arrivals(env, customers, luck_of(seed), tally))
    env.run()
    return tally.count(customers, process_time() - began)


def arrivals(env: simpy.Environment, customers: int, luck: Luck, tally: Tally) -> Walk:
    """Send the customers in, one after the other."""
    for _ in range(customers):
        yield env.timeout(luck.gap())
        tally.events += 1
        env.process(customer(env, luck, tally))


def customer(env: simpy.Environment, luck: Luck, tally: Tally) -> Walk:
    """Walk from stage to stage until the customer leaves or is done."""
    segment = luck.segment()
    stage = 0
    while stage < LEFT:
        tally.asked += stage == SUPPORT
        yield env.timeout(luck.takes[segment][stage]())
        tally.events += 1
        stage = luck.onwards(segment, stage)
    tally.completed += stage == DONE
