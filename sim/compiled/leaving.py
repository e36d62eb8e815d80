"""Whether a customer leaves, and because of what (leaving.py and customer.decide, compiled)."""

from __future__ import annotations

from typing import Any

import numpy as np

from .. import leaving
from ..clock import TICKS_A_MINUTE
from ..effort import POINT
from ..randomness import Purpose
from . import layout as M
from . import state as S
from .cache import inlined
from .luck import offset, uniform

LEAVE = offset(Purpose.LEAVE)
STAYS = -1
pulled = inlined(leaving.pulled)


@inlined
def cause_of(steps: Any, first: int, count: int, u: float) -> int:
    """Give the cause that a customer leaves for, or STAYS."""
    if u >= steps[first + count - 1].share:
        return STAYS
    for number in range(first, first + count):
        if u < steps[number].share:
            return steps[number].cause
    return STAYS


@inlined
def decide(model: Any, state: Any, person: Any, slot: int, spot: Any) -> int:
    """Give the cause that the customer leaves for, or STAYS."""
    if spot.answer_count and _is_moved(model, state, person, slot, spot):
        return _moved(model, state, person, slot, spot)
    if not spot.leave_share:
        return STAYS
    u = uniform(person.luck, LEAVE)
    if u >= spot.leave_share:
        return STAYS
    return cause_of(M.steps(model), spot.leaves, spot.leave_count, u)


@inlined
def _amount(state: Any, person: Any, slot: int, spot: Any, driver: int) -> float:
    if driver == 0:
        return person.waited / TICKS_A_MINUTE
    if driver == 1:
        return person.effort / POINT
    if driver == 2:
        return np.float64(S.came(state)[slot, spot.place]) - 1
    return np.float64(person.repeated)


@inlined
def _is_moved(model: Any, state: Any, person: Any, slot: int, spot: Any) -> bool:
    for number in range(spot.answers, spot.answers + spot.answer_count):
        answer = M.answers(model)[number]
        if _amount(state, person, slot, spot, answer.driver) > answer.over:
            return True
    return False


@inlined
def _moved(model: Any, state: Any, person: Any, slot: int, spot: Any) -> int:
    """Go up the ladder of a customer in this state; its top decides who stays."""
    top = _climb(model, state, person, slot, spot, 2.0)[0]
    if not top:
        return STAYS
    u = uniform(person.luck, LEAVE)
    if u >= top:
        return STAYS
    return _climb(model, state, person, slot, spot, u)[1]


@inlined
def _climb(model: Any, state: Any, person: Any, slot: int, spot: Any, u: float) -> Any:
    """Stack the causes up to the first share above u; give the share and the cause."""
    own = spot.own_share
    share, cause = own, 0
    log_odds = 0.0
    if u < share:
        return share, cause
    for number in range(spot.answers, spot.answers + spot.answer_count):
        answer = M.answers(model)[number]
        amount = _amount(state, person, slot, spot, answer.driver)
        if amount > answer.over:
            log_odds += answer.log_odds * (amount - answer.over)
            share, cause = pulled(own, log_odds), answer.cause
            if u < share:
                return share, cause
    for number in range(spot.pulls, spot.pulls + spot.pull_count):
        pull = M.pulls(model)[number]
        log_odds += pull.log_odds
        share, cause = pulled(own, log_odds), pull.cause
        if u < share:
            return share, cause
    return share, cause
