"""The journey as an absorbing chain: how often a touchpoint is visited when nobody waits.

Exact, by one linear solve. It is an expectation without queues, abandonment and felt
effort: good to judge a load or a loop beforehand, and to check the crowd against.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .flow import Choice, Flow
from .leaving import pulled


def visits_a_customer(flow: Flow) -> list[float] | None:
    """Give the mean visits to each touchpoint, or None where customers never get out."""
    places = sorted(reachable(flow))
    row = {place: number for number, place in enumerate(places)}
    moves = np.zeros((len(places), len(places)))
    starts = np.zeros(len(places))
    _add(starts, flow.starts, 1.0, row)
    for place in places:
        _add(moves[row[place]], flow.next[place], stay_share(flow, place), row)
    try:
        visits = np.linalg.solve(np.eye(len(places)) - moves.T, starts)
    except np.linalg.LinAlgError:
        return None
    if not np.all(np.isfinite(visits)) or visits.min() < -1e-9:
        return None
    return [float(visits[row[place]]) if place in row else 0.0 for place in range(len(flow.next))]


def reachable(flow: Flow) -> set[int]:
    """Give the touchpoints that a customer can come to."""
    found: set[int] = set()
    ahead = _targets(flow.starts)
    while ahead:
        place = ahead.pop()
        if place in found:
            continue
        found.add(place)
        ahead |= _targets(flow.on_abandon[place])
        if stay_share(flow, place) > 0:
            ahead |= _targets(flow.next[place])
    return found


def stay_share(flow: Flow, place: int) -> float:
    """Give the chance to be served and to go on, with each gap's effect at its median."""
    pull = sum(pull.effect.log_odds * pull.units for pull in flow.pulls[place])
    return (1 - lost_share(flow, place)) * (1 - pulled(flow.leave_share[place], pull))


def lost_share(flow: Flow, place: int) -> float:
    """Give the chance that all tries fail."""
    return fail_share(flow, place) ** flow.tries[place]


def fail_share(flow: Flow, place: int) -> float:
    """Give the chance that a try fails, for whatever cause."""
    works = 1 - flow.fail_share[place]
    for flaw in flow.flaws[place]:
        works *= 1 - flaw.fail_share
    return 1 - works


def tries_a_visit(flow: Flow, place: int) -> float:
    """Give the mean number of tries."""
    fails = fail_share(flow, place)
    return sum(fails**n for n in range(flow.tries[place]))


def _targets(choice: Choice) -> set[int]:
    return {where for _, where in choice if where >= 0}


def _add(row: NDArray[np.float64], choice: Choice, factor: float, index: dict[int, int]) -> None:
    before = 0.0
    for limit, where in choice:
        share = min(limit, 1.0) - before
        before += share
        if where in index:
            row[index[where]] += factor * share
