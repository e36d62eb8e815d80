"""The crowd: one process per customer, five steps at each touchpoint.

Queue, be served, feel it, decide, move on. Only queues tie customers together: between
two queues a customer walks alone, and their own clock runs ahead of the crowd's. So only
who comes to a queue becomes a process, and SimPy's clock is asked only there.

Counted is who arrives after the warm-up and before the end. Each of them is followed to
their own end, however late: nobody is cut off. While any of them may still queue,
uncounted customers keep arriving behind them (for as long again at most), so that the
last ones don't find the lines emptier than the first.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from functools import partial
from math import log
from typing import Any

from simpy import Environment, Event

from .customer import (
    Customer,
    choose,
    come_to,
    give_up,
    meet,
    out,
    patience_seconds,
    serve,
    waited,
)
from .flow import Flow
from .pool import Pool
from .randomness import (
    Purpose,
    customer_key,
    offset,
    replication_key,
    spread_uniform,
    uniform,
)
from .spot import Draw, Spot, spots
from .tally import Tally, empty_tally
from .week_profile import stretches

ARRIVAL, SEGMENT, START = (
    offset(purpose) for purpose in (Purpose.ARRIVAL, Purpose.SEGMENT, Purpose.START)
)
SECONDS_A_DAY = 86400.0

Steps = Generator[Event, Any, None]


def walk_crowd(
    flow: Flow, *, seed: int, replication: int, days: float, warm_up_days: float = 0.0
) -> Tally:
    """Simulate one replication from Monday 00:00, and count.

    Raises EndlessWalk when a customer came to MOST_VISITS touchpoints.
    """
    opens = warm_up_days * SECONDS_A_DAY
    closes = opens + days * SECONDS_A_DAY
    draw = partial(spread_uniform, seed, replication)
    return Crowd(flow, replication_key(seed, replication), draw, opens, closes).walk()


class Crowd:
    """One replication, under way."""

    def __init__(self, flow: Flow, key: int, draw: Draw, opens: float, closes: float) -> None:
        """Count who arrives from `opens` to `closes`, in seconds since Monday 00:00."""
        self.flow, self.key = flow, key
        self.opens, self.closes = opens, closes
        self.env = Environment()
        self.pools = [
            Pool(self.env, number, staffing, ranks)
            for number, (staffing, ranks) in enumerate(zip(flow.staffing, flow.ranks, strict=True))
        ]
        self.spots = spots(flow, draw, self.pools)
        self.tally, self.uncounted = empty_tally(flow), empty_tally(flow)
        self.inside = 1  # counted customers who are not out yet, and the door itself
        self.all_out = Event(self.env)

    def walk(self) -> Tally:
        """Let everybody arrive and walk, until all who are counted are out."""
        self.env.process(self.let_in())
        self.env.run(until=self.all_out)
        self.tally.busy_seconds = [pool.busy_seconds for pool in self.pools]
        return self.tally

    def let_in(self) -> Steps:
        """Let customers in; close the door when the counted time is over."""
        env, opens, closes = self.env, self.opens, self.closes
        last = 2 * closes if self.pools else closes
        is_open = True
        for time, key in arrivals(self.flow, self.key):
            if is_open and time >= closes:
                is_open = False
                self.one_out()
            if time >= last or self.all_out.triggered:
                return
            counted = opens <= time < closes
            who = self.newcomer(key, time, self.tally if counted else self.uncounted)
            self.walk_alone(who)
            if who.place < 0:
                out(who, time)
                continue
            self.inside += counted
            yield env.timeout(time - env.now)
            env.process(self.customer(who, time, counted=counted))

    def newcomer(self, key: int, time: float, tally: Tally) -> Customer:
        """Give a customer who arrives now: who they are, and where they come in."""
        segment = choose(self.flow.segment, key, SEGMENT)
        tally.arrived[segment] += 1
        return Customer(key, segment, choose(self.flow.starts, key, START), time, tally)

    def walk_alone(self, who: Customer) -> None:
        """Walk on to the next queue, or out: nobody is in the way, the clock can wait."""
        while who.place >= 0:
            spot = self.spots[who.place]
            if spot.pool is not None:
                return
            come_to(who)
            meet(who, spot, serve(who, spot))

    def customer(self, who: Customer, arrived: float, *, counted: bool) -> Steps:
        """Walk through the journey from the first queue on."""
        while who.place >= 0:
            spot = self.spots[who.place]
            pool = spot.pool
            assert pool is not None  # noqa: S101 - where none is, customers walk alone
            come_to(who)
            if (yield from self.queue(who, spot, pool)):
                served = serve(who, spot)
                yield from self.keep_busy(pool, served.seconds)
                meet(who, spot, served)
            else:
                give_up(who, spot, pool)
            self.walk_alone(who)
        out(who, arrived)
        if counted:
            self.one_out()

    def queue(self, who: Customer, spot: Spot, pool: Pool) -> Generator[Event, Any, bool]:
        """Wait in line while there is patience; tell whether a place was had."""
        env = self.env
        if who.clock > env.now:
            yield env.timeout(who.clock - env.now)
        asked_at = env.now
        turn = pool.ask(who.segment, patience_seconds(who, spot))
        has_place = turn is None or bool((yield turn))
        who.clock = env.now
        waited(who, pool, env.now - asked_at)
        return has_place

    def keep_busy(self, pool: Pool, seconds: float) -> Steps:
        """Hold the place for the service, then give it back."""
        pool.work(seconds, self.opens, self.closes)
        yield self.env.timeout(seconds)
        pool.give_back()

    def one_out(self) -> None:
        """Note that a counted customer is out, or that the door is closed."""
        self.inside -= 1
        if not self.inside:
            self.all_out.succeed()


def arrivals(flow: Flow, replication: int) -> Iterator[tuple[float, int]]:
    """Give each arrival's time, in seconds, and the customer's key.

    A Poisson process whose rate follows the week: exponential steps of the cumulated
    rate, turned back into time (inversion; Çinlar, Introduction to Stochastic Processes).
    """
    number = 0
    key = customer_key(replication, number)
    due = -log(uniform(key, ARRIVAL))
    passed = 0.0  # of the cumulated rate, at the stretch's start
    for start, end, rate_an_hour in stretches(flow.arrivals):
        rate = rate_an_hour / 3600
        ahead = passed + rate * (end - start)
        while due < ahead:
            yield start + (due - passed) / rate, key
            number += 1
            key = customer_key(replication, number)
            due -= log(uniform(key, ARRIVAL))
        passed = ahead
