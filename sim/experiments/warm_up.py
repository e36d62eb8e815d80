"""How long a journey takes to fill: the warm-up that is simulated and not counted.

MSER-5: means of five values each; cut off so many of them that the mean of the rest has
the least standard error. White, An effective truncation heuristic for bias reduction in
simulation output, Simulation 69 (1997); in fives: Spratt (1998), White, Cobb and Spratt,
Proceedings of the 2000 Winter Simulation Conference. Searched is only the first half: near
the end there is little left to judge by.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

from ..clock import TICKS_A_DAY, TICKS_AN_HOUR
from ..engine import COMPILED, engine_named
from ..flow import Flow
from ..record import Record, What
from ..span import Span
from .filling import APART
from .workers import Hands, Task, arguments, lost_by_name

BATCH = 5
PILOTS = 10  # replications
LEAST_DAYS = 14
LONGEST = 8  # times the first length
LEAST_POINTS = 200
AT_THE_EDGE = 0.9  # of what is searched: then the end has not been found

Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]
BEGINS = (What.WAITS, What.STARTS)
ENDS = (What.ENDS, What.FAILS, What.GIVES_UP, What.TURNED_AWAY, What.CALLED_BACK)


@dataclass(frozen=True, slots=True)
class WarmUp:
    """What is simulated before the counted days."""

    days: float
    note: str = ""  # when it was looked for and its end not found


def mser5(series: Sequence[float] | Numbers) -> int:
    """Give how many values at the start of a series are to be cut off."""
    whole = len(series) // BATCH
    means = np.asarray(series, float)[: whole * BATCH].reshape(whole, BATCH).mean(axis=1)
    if whole < 2:
        return 0
    left = np.arange(whole, 0, -1)
    away = means - means[-1]  # so the sums of squares below lose fewer digits
    sums, squares = _from_here(away), _from_here(away * away)
    errors = np.maximum(0.0, squares - sums * sums / left) / (left * left)
    return BATCH * int(np.argmin(errors[: whole // 2 + 1]))


def looked_for(
    flows: Sequence[Flow], *, seed: int, days: float, since: int, engine: str, hands: Hands
) -> WarmUp:
    """Look for the warm-up that all of these worlds need, by pilots that are not counted.

    What is looked at is how many customers the teams have, waiting and served. Without
    teams nobody meets anybody, and how full the journey is changes nothing. Pilots are
    made longer, up to a limit, until the end of the warm-up lies well inside.
    """
    crowded = [flow for flow in flows if not flow.is_alone]
    first = 7 * ceil(max(days, LEAST_DAYS) / 7)
    length = first
    while crowded:
        span = Span(since, length * TICKS_A_DAY, since)
        cut = max(_cut(flow, seed, span, engine, hands) for flow in crowded)
        if cut < AT_THE_EDGE / 2:
            return WarmUp(float(ceil(cut * length)))
        if length >= LONGEST * first:
            note = (
                f"the end of the warm-up was not found within {length} days: the first "
                f"{length / 2:g} are not counted, but lines may still grow after them"
            )
            return WarmUp(length / 2, note)
        length *= 2
    return WarmUp(0.0)


def _cut(flow: Flow, seed: int, span: Span, engine: str, hands: Hands) -> float:
    """Give the share of the pilots' time that is to be cut off."""
    tasks = [Task(0, APART + number, seed, span, engine) for number in range(PILOTS)]
    found = {index: series for index, series, _ in hands(crowd_at_teams, [flow], tasks)}
    series = np.mean([found[index] for index in range(PILOTS)], axis=0)
    return mser5(series) / len(series)


def crowd_at_teams(flow: Flow, task: Task) -> Numbers:
    """Walk a crowd, and give how many the teams have, waiting and served: one mean an hour.

    Of a short time there are more means than one an hour.
    """
    ends = task.span.closes
    points = max(LEAST_POINTS, ceil(ends / TICKS_AN_HOUR))
    edges = np.linspace(0.0, ends, points + 1)
    with lost_by_name(flow):
        times, steps = _changes(*_traced(flow, task))
    inside = np.interp(edges, times, _integral(times, steps))
    return np.diff(inside) / np.diff(edges)


def _traced(flow: Flow, task: Task) -> tuple[Whole, Whole, Whole]:
    """Walk a crowd; give when, to whom and what happened, each customer's in its order."""
    if task.engine == COMPILED:
        from ..compiled.engine import walk_traced

        _, records = walk_traced(flow, **arguments(task))
        return records["at"], records["customer"], records["what"].astype(np.int64)
    trace: list[Record] = []
    engine_named(task.engine).walk(flow, **arguments(task), trace=trace)
    rows = np.array(trace, np.int64).reshape(-1, len(Record._fields))
    return rows[:, 0], rows[:, 1], rows[:, 2]


def _changes(at: Whole, customer: Whole, what: Whole) -> tuple[Numbers, Numbers]:
    """Give when customers come to teams (1) and are done with them (-1), in time's order.

    Most visits end without a team, and who has stood in line is served: only the first of
    the beginnings in a row counts, and an end only after one.
    """
    begins = np.isin(what, BEGINS)
    kept = np.flatnonzero(begins | np.isin(what, ENDS))
    kept = kept[np.argsort(customer[kept], kind="stable")]
    same = np.concatenate([[False], customer[kept][1:] == customer[kept][:-1]])
    there = same & np.concatenate([[False], begins[kept][:-1]])
    changing = kept[begins[kept] != there]
    changing = changing[np.argsort(at[changing], kind="stable")]
    steps = np.where(begins[changing], 1.0, -1.0)
    return np.concatenate([[0.0], at[changing]]), np.concatenate([[0.0], steps])


def _integral(times: Numbers, steps: Numbers) -> Numbers:
    """Integrate over time, up to each of the times, how many there are."""
    there = np.cumsum(steps)
    return np.concatenate([[0.0], np.cumsum(there[:-1] * np.diff(times))])


def _from_here(values: Numbers) -> Numbers:
    """Sum from each value to the end."""
    return np.cumsum(values[::-1])[::-1]
