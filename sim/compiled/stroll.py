"""The shortest way over ordinary touchpoints: the same steps as walk.py, without detours.

Most visits are ordinary: nobody queues, nothing fails, nothing but the touchpoint's own
share makes customers leave. What such a visit needs of the customer is kept in the
processor's registers from one to the next. `layout.is_ordinary` tells which they are.
"""

from __future__ import annotations

from typing import Any

from ..customer import MOST_VISITS
from ..flow import DONE, LEFT
from . import layout as M
from . import state as S
from .cache import inlined
from .luck import NEXT_VISIT, quantile, uniform
from .walk import (
    COMES,
    COMPLETES,
    ENDS,
    ENDS_CONTENT,
    LEAVE,
    LEAVES,
    ROUTE,
    TIME,
    came_before,
    delay_effort,
    ticks,
)


@inlined
def stroll(model: Any, state: Any, slot: int) -> None:
    """Walk on while touchpoints are ordinary."""
    person = S.people(state)[slot]
    luck, clock, effort = person.luck, person.clock, person.effort
    place, visits = int(person.place), int(person.visits)
    segment, counted = person.segment, person.counted
    completes = int(person.completed)
    while place >= 0 and visits < MOST_VISITS:
        spot = M.spots(model)[M.spot_at(model)[place, segment]]
        if not spot.ordinary:
            break
        luck += NEXT_VISIT
        visits += 1
        before = came_before(model, state, person, slot, place)
        S.note(state, person, clock, COMES, place, before + 1)
        seconds = quantile(model, spot.takes, uniform(luck, TIME))
        service = ticks(seconds)
        clock += service
        effort += delay_effort(service, spot.delay_rate)
        counts = S.by_place(state)[counted, place]
        counts.visits += 1
        counts.reached += not before
        counts.served += 1
        counts.service += service
        counts.effort += effort
        S.note(state, person, clock, ENDS, place, service)
        if spot.completing & (completes == 0):
            completes = 1
            S.by_segment(state)[counted, segment].completed += 1
            S.note(state, person, clock, COMPLETES, place, 0)
        if uniform(luck, LEAVE) < spot.leave_share:
            S.left(state)[(counted * state.places + place) * state.causes] += 1
            S.note(state, person, clock, LEAVES, place, 0)
            place = int(LEFT)
            break
        u = uniform(luck, ROUTE)
        way = spot.next + (u >= spot.limit_1) + (u >= spot.limit_2) + (u >= spot.limit_3)
        there = int(M.ways(model)[way].where)
        if there == DONE:
            S.note(state, person, clock, ENDS_CONTENT, place, 0)
        place = there
    person.luck, person.clock, person.effort = luck, clock, effort
    person.place, person.visits, person.completed = place, visits, completes > 0
