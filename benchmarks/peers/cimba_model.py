# mypy: ignore-errors
# (Cimba reads a model's annotations as its schema and compiles its methods: not Python's types.)
"""The journey in Cimba: processes of a C engine, written in Python and compiled by numba.

A process for each customer; patience is a timer that wakes whoever waits for an agent. The
model is compiled before the clock starts: a short run of the same classes goes first.
"""

from __future__ import annotations

from itertools import accumulate
from time import process_time

import cimba as cb
import numpy as np
from count import Count
from journey import (
    AGENTS,
    ARRIVALS_PER_HOUR,
    DONE,
    GAVE_UP,
    LEFT,
    PATIENCE_HOURS,
    SEGMENTS,
    SUPPORT,
    Times,
    log_normal,
    routes,
    takes,
)

OUT_OF_PATIENCE = 7  # a signal of ours: Cimba's own are 0 and below
SEGMENT_ENDS = np.array([*accumulate(s.share for s in SEGMENTS.values())])
ROUTE_ENDS = np.array(routes()).cumsum(axis=2)
TAKES = takes()
IS_LOGNORMAL = np.array([[times.cv is not None for times in row] for row in TAKES])


def _parameters(times: Times) -> tuple[float, float]:
    return (times.mean_hours, 0.0) if times.cv is None else log_normal(times)


PARAMETERS = np.array([[_parameters(times) for times in row] for row in TAKES])


class Crowd(cb.Model):
    """The agents, the arrivals, and what is added up."""

    customers: cb.Param[int]
    agents: cb.Resource = cb.Resource(capacity=AGENTS)
    events: cb.Output[int]
    completed: cb.Output[int]
    asked: cb.Output[int]
    abandoned: cb.Output[int]
    waited: cb.Output[float]

    @cb.on_start
    def wait_of_nobody(self):
        """Start from 0: an output without a value is not a number."""
        self.waited = 0.0

    @cb.process
    def arrivals(self):
        """Send the customers in, one after the other."""
        for _ in range(self.customers):
            cb.hold(cb.random.exponential(1 / ARRIVALS_PER_HOUR))
            self.events += 1
            cb.spawn(Customer, crowd=self)


class Customer(cb.Model):
    """Walks from stage to stage until it leaves or is done."""

    crowd: cb.Ref[Crowd]

    @cb.function
    def draw_hours(self, segment: int, stage: int) -> float:
        """Draw how long a stage takes."""
        first, second = PARAMETERS[segment, stage, 0], PARAMETERS[segment, stage, 1]
        if IS_LOGNORMAL[segment, stage]:
            return cb.random.lognormal(first, second)
        return cb.random.exponential(first)

    @cb.function
    def visit_support(self, segment: int) -> int:
        """Queue for an agent and be served; give the row of routes that follows."""
        crowd = self.crowd
        me = cb.this_process()
        came = cb.now()
        crowd.asked += 1
        me.timer_set(cb.random.exponential(PATIENCE_HOURS), OUT_OF_PATIENCE)
        signal = crowd.agents.acquire(1)
        me.timers_clear()
        crowd.waited += cb.now() - came
        if signal == OUT_OF_PATIENCE:
            crowd.abandoned += 1
            return GAVE_UP
        cb.hold(self.draw_hours(segment, SUPPORT))
        crowd.agents.release(1)
        return SUPPORT

    @cb.process
    def walk(self):
        """Walk."""
        crowd = self.crowd
        u = cb.random.uniform()
        segment = 0
        while segment < len(SEGMENT_ENDS) - 1 and u >= SEGMENT_ENDS[segment]:
            segment += 1
        stage = 0
        while stage < LEFT:
            row = stage
            if stage == SUPPORT:
                row = self.visit_support(segment)
            else:
                cb.hold(self.draw_hours(segment, stage))
            crowd.events += 1
            u = cb.random.uniform()
            stage = 0
            while stage < DONE and u >= ROUTE_ENDS[segment, row, stage]:
                stage += 1
        if stage == DONE:
            crowd.completed += 1
        cb.release(self)


def run(customers: int, seed: int) -> Count:
    """Walk this many customers to the end of their journeys."""
    _walked(10, seed)
    began = process_time()
    crowd, results = _walked(customers, seed)
    found = {name: float(getattr(results[crowd], name).values.ravel()[0]) for name in OUTPUTS}
    asked = max(1.0, found["asked"])
    return Count(
        events=int(found["events"]),
        cpu_seconds=process_time() - began,
        completed_share=found["completed"] / customers,
        abandoned_share=found["abandoned"] / asked,
        mean_wait_hours=found["waited"] / asked,
    )


OUTPUTS = ("events", "completed", "asked", "abandoned", "waited")


def _walked(customers: int, seed: int):
    crowd = Crowd()
    crowd.customers = customers
    return crowd, cb.Experiment(crowd, seed=seed, window=cb.Window.until_idle()).run()
