"""One `random.Random` for a whole run, as users of SimPy and salabim have it.

The peers' own habit: one stream for all customers and purposes, the standard library's
generators. Tables are made once, so that a draw costs little beside the engine.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from math import inf
from random import Random

from journey import ARRIVALS_PER_HOUR, PATIENCE_HOURS, SEGMENTS, Times, log_normal, routes, takes

Draw = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Luck:
    """All that is drawn on the journey; times in hours."""

    gap: Draw  # until the next arrival
    segment: Callable[[], int]
    takes: tuple[tuple[Draw, ...], ...]  # by segment, then stage
    patience: Draw
    onwards: Callable[[int, int], int]  # by segment and row of routes


def luck_of(seed: int) -> Luck:
    """Give the luck of a run."""
    source = Random(seed)  # noqa: S311 - a simulation
    uniform = source.random
    segments = _cumulated(tuple(segment.share for segment in SEGMENTS.values()))
    ends = tuple(tuple(_cumulated(row) for row in rows) for rows in routes())
    return Luck(
        gap=partial(source.expovariate, ARRIVALS_PER_HOUR),
        segment=lambda: bisect_right(segments, uniform()),
        takes=tuple(tuple(_draw(source, times) for times in row) for row in takes()),
        patience=partial(source.expovariate, 1 / PATIENCE_HOURS),
        onwards=lambda segment, row: bisect_right(ends[segment][row], uniform()),
    )


def _draw(source: Random, times: Times) -> Draw:
    if times.cv is None:
        return partial(source.expovariate, 1 / times.mean_hours)
    return partial(source.lognormvariate, *log_normal(times))


def _cumulated(shares: tuple[float, ...]) -> tuple[float, ...]:
    """Cumulate shares; the last that can happen takes what rounding leaves."""
    last = max(number for number, share in enumerate(shares) if share > 0)
    return (*list(accumulate(shares))[:last], inf)
