"""When customers arrive, and who comes with whom."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import NamedTuple

from .chance import choose
from .clock import TICKS_AN_HOUR
from .flow import Arrivals, Flow
from .randomness import Purpose, customer_key, offset, uniform
from .samplers import sampler
from .timeline import stretches
from .timing import Timing

ARRIVAL, GROUP, SEGMENT, START = (
    offset(purpose) for purpose in (Purpose.ARRIVAL, Purpose.GROUP, Purpose.SEGMENT, Purpose.START)
)
STEPS = Timing("exponential", (1.0,))  # of the cumulated rate, between two arrivals
EARLIER = 1 << 40  # the number of the first one who arrived before time 0


class Arrival(NamedTuple):
    """Somebody who arrives."""

    number: int
    key: int
    at: int
    segment: int
    place: int


def arrivals(flow: Flow, replication: int, since: int = 0) -> Iterator[Arrival]:
    """Give who arrives, in the order of time: those before time 0 first, if any."""
    if flow.arrivals.replay:
        yield from _replayed(flow, replication)
        return
    if since < 0:
        for arrival in _poisson(flow, replication, since, EARLIER):
            if arrival.at >= 0:
                break
            yield arrival
    yield from _poisson(flow, replication, 0, 0)


def _poisson(flow: Flow, replication: int, since: int, number: int) -> Iterator[Arrival]:
    """Give a Poisson process whose rate follows the hours.

    Exponential steps of the cumulated rate, turned back into time (inversion; Çinlar,
    Introduction to Stochastic Processes, 1975). A group comes at one instant.
    """
    step = sampler(STEPS)
    key = customer_key(replication, number)
    due = step(uniform(key, ARRIVAL))
    passed = 0.0  # of the cumulated rate, at the stretch's start
    for start, end, rate_an_hour in stretches(flow.arrivals.rate, since):
        rate = rate_an_hour / TICKS_AN_HOUR
        ahead = passed + rate * (end - start)
        while due < ahead:
            at = start + int((due - passed) / rate)
            for _ in range(group_size(flow.arrivals, key)):
                yield _somebody(flow, number, key, at)
                number += 1
                key = customer_key(replication, number)
            due += step(uniform(key, ARRIVAL))
        passed = ahead


def group_size(arrivals: Arrivals, key: int) -> int:
    """Give how many come together; `key` is that of the first of them."""
    if len(arrivals.groups) == 1:
        return arrivals.groups[0][1]
    u = uniform(key, GROUP)
    return next(size for limit, size in arrivals.groups if u < limit)


def _somebody(flow: Flow, number: int, key: int, at: int) -> Arrival:
    segment = choose(flow.segment, key, SEGMENT)
    return Arrival(number, key, at, segment, choose(flow.starts, key, START))


def _replayed(flow: Flow, replication: int) -> Iterator[Arrival]:
    """Give the recorded arrivals; what was not recorded of them is drawn."""
    replay = flow.arrivals.replay
    assert replay is not None  # noqa: S101 - the caller has looked
    for number, at in zip(count(), replay.times, strict=False):
        who = _somebody(flow, number, customer_key(replication, number), at)
        if replay.segments:
            who = who._replace(segment=replay.segments[number])
        if replay.starts:
            who = who._replace(place=replay.starts[number])
        yield who
