"""The smallest queue in idiomatic SimPy: M/M/1, three quarters busy, no patience.

What SimPy costs an event when the model is next to nothing; the mean wait is 3 exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from random import Random
from time import process_time
from typing import Any

import simpy
from count import Count, Tally

ARRIVALS_PER_HOUR = 0.75
SERVED_PER_HOUR = 1.0


def run(customers: int, seed: int) -> Count:
    """Serve this many customers."""
    began = process_time()
    tally = Tally()
    env = simpy.Environment()
    server = simpy.Resource(env)
    draw = Random(seed).expovariate  # noqa: S311 - a simulation
    env.process(arrivals(env, customers, server, draw, tally))
    env.run()
    return tally.count(customers, process_time() - began)


def arrivals(
    env: simpy.Environment,
    customers: int,
    server: simpy.Resource,
    draw: Callable[[float], float],
    tally: Tally,
) -> Generator[simpy.Event, Any, None]:
    """Send the customers in, one after the other."""
    for _ in range(customers):
        yield env.timeout(draw(ARRIVALS_PER_HOUR))
        tally.events += 1
        env.process(customer(env, server, draw, tally))


def customer(
    env: simpy.Environment,
    server: simpy.Resource,
    draw: Callable[[float], float],
    tally: Tally,
) -> Generator[simpy.Event, Any, None]:
    """Queue, be served, and be done."""
    tally.asked += 1
    came = env.now
    with server.request() as request:
        yield request
        tally.waited_hours += env.now - came
        yield env.timeout(draw(SERVED_PER_HOUR))
    tally.events += 1
    tally.completed += 1
