"""People of a team come or go (team.py, compiled).

Where those in service are held, many may be interrupted at one closing: whoever has the least
right to be served goes first to the head of the line, and a heap of them says who is next.
"""

from __future__ import annotations

from typing import Any

from . import state as S
from .cache import inlined
from .line import call_next, has_less_right, interrupt

HOLD = 1


@inlined
def change_people(model: Any, state: Any, number: int, people: int) -> None:
    """Have another number of people from now on; who has to be sent away is the engine's."""
    team = S.teams(state)[number]
    team.people = people
    team.places = people * team.at_once
    if team.closing == HOLD and team.busy > team.places:
        _interrupt(model, state, number, team.busy - team.places)
    call_next(model, state, number)


@inlined
def _interrupt(model: Any, state: Any, number: int, many: int) -> None:
    crowd, count = S.away(state), 0
    slot = S.teams(state)[number].serving
    while slot >= 0:
        crowd[count] = slot
        count += 1
        slot = S.people(state)[slot].after
    for parent in range((count >> 1) - 1, -1, -1):
        _sink(model, state, number, parent, count)
    for _ in range(many):
        first = crowd[0]
        count -= 1
        crowd[0] = crowd[count]
        _sink(model, state, number, 0, count)
        interrupt(model, state, first, number)


@inlined
def _sink(model: Any, state: Any, number: int, parent: int, count: int) -> None:
    """Bring who has the least right of all below a place of the heap to that place."""
    crowd = S.away(state)
    slot = crowd[parent]
    while True:
        child = 2 * parent + 1
        if child >= count:
            break
        other = child + 1
        if other < count and has_less_right(model, state, crowd[other], crowd[child], number):
            child = other
        if not has_less_right(model, state, crowd[child], slot, number):
            break
        crowd[parent] = crowd[child]
        parent = child
    crowd[parent] = slot
