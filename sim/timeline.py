"""What changes over time, made flat: when it changes, and to what.

Times are in ticks from the start. A timeline ends in a pattern that repeats for ever, and
that held before the start as well: without a calendar it is nothing but the week.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import NamedTuple

from .clock import TICKS_A_WEEK


class Timeline(NamedTuple):
    """Values over time: each holds from its start (the first: 0) to the next one's.

    The last one holds until `end`. Then all from the index `repeats` on comes again.
    """

    starts: tuple[int, ...]
    values: tuple[float, ...]
    repeats: int
    end: int

    @property
    def period(self) -> int:
        """How long the pattern is that repeats."""
        return self.end - self.starts[self.repeats]


def always(value: float) -> Timeline:
    """Give the timeline on which one value always holds."""
    return Timeline((0,), (value,), 0, TICKS_A_WEEK)


def folded(timeline: Timeline, time: int) -> int:
    """Give the time inside the written part at which the same value holds."""
    if 0 <= time < timeline.end:
        return time
    first = timeline.starts[timeline.repeats]
    return first + (time - first) % timeline.period


def value_at(timeline: Timeline, time: int) -> float:
    """Give the value that holds at a time."""
    if len(timeline.values) == 1:
        return timeline.values[0]
    return timeline.values[bisect_right(timeline.starts, folded(timeline, time)) - 1]


def stretches(timeline: Timeline, since: int = 0) -> Iterator[tuple[int, int, float]]:
    """Give (start, end, value) of one stretch after the other, for ever.

    The first one starts at `since`.
    """
    inside = folded(timeline, since)
    index = bisect_right(timeline.starts, inside) - 1
    ends = (*timeline.starts[1:], timeline.end)
    start = since
    while True:
        end = start + ends[index] - inside
        yield start, end, timeline.values[index]
        index = index + 1 if index + 1 < len(ends) else timeline.repeats
        inside, start = timeline.starts[index], end


def integral(timeline: Timeline, start: int, end: int) -> float:
    """Integrate the value over time, from start to end (value times ticks)."""
    total = 0.0
    for begins, ends, value in stretches(timeline, start):
        total += value * (min(ends, end) - begins)
        if ends >= end:
            return total
    raise AssertionError


def mean_value(timeline: Timeline) -> float:
    """Give the mean over the pattern that repeats."""
    first = timeline.starts[timeline.repeats]
    return integral(timeline, first, timeline.end) / timeline.period


def is_constant(timeline: Timeline) -> bool:
    """Tell whether one value always holds."""
    return len(timeline.values) == 1


def merged(join: Callable[..., float], *timelines: Timeline) -> Timeline:
    """Join timelines value by value, where each of them changes.

    Their patterns are whole weeks long, and so is that of the result.
    """
    ends = {timeline.end for timeline in timelines}
    end = ends.pop() if len(ends) == 1 else max(ends) + TICKS_A_WEEK
    pattern = max(0, end - TICKS_A_WEEK)
    edges = sorted({pattern, *(edge for one in timelines for edge in _edges(one, end))})
    values = [join(*(value_at(one, edge) for one in timelines)) for edge in edges]
    return tidy(edges, values, pattern, end)


def tidy(edges: list[int], values: list[float], pattern: int, end: int) -> Timeline:
    """Make a timeline of edges in order, without changes that change nothing."""
    starts: list[int] = []
    kept: list[float] = []
    for edge, value in zip(edges, values, strict=True):
        if not kept or kept[-1] != value or edge == pattern:
            starts.append(edge)
            kept.append(value)
    if len(set(kept)) == 1:
        return always(kept[0])
    return Timeline(tuple(starts), tuple(kept), starts.index(pattern), end)


def _edges(timeline: Timeline, end: int) -> Iterator[int]:
    for start, _, _ in stretches(timeline):
        if start >= end:
            return
        yield start
