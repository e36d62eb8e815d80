"""Newcomers many at a time, where they come one by one to a touchpoint at which they find company.

When they come is foreseen (door.py); then each gets a place among the people, and on the track of
their segment. They are those, and in the order, that would have come one at a time.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from . import door as D
from . import layout as M
from . import state as S
from .cache import inlined
from .company import enter
from .growth import room_for
from .notes import note
from .state import ROOM
from .walk import ARRIVES


@inlined
def let_many_in(model: Any, state: Any) -> int:
    """Let as many in as are foreseen, and find room; count them: none where it is not known."""
    many = min(state.to_come, ROOM - state.walking, room_for(state))
    if many <= 0:
        return 0
    count = D.foresee(model, state, many)
    if count:
        place = D.foreseen(model, state)
        _settle(model, state, place, np.uint64(count))
        D.have_come(state, place, count)
        state.free_count -= count
        state.walking += count
        state.to_come -= count
        state.inside += count * state.company
    return count


@inlined
def _settle(model: Any, state: Any, place: Any, count: Any) -> None:
    """Give everybody their place."""
    keys, segments, times = S.ahead_keys(state), S.ahead_segments(state), S.ahead_times(state)
    people, free, by_segment = S.people(state), S.free(state), S.by_segment(state)
    walkers, on_track = S.walkers(state), S.on_track(state)
    row, number, counted = np.uint64(state.company), state.number, state.company
    where, last = M.starts(model)[0].where, np.uint64(state.free_count - 1)
    first = where * model.segments
    for one in range(count):
        slot, segment, key = free[last - one], segments[place + one], keys[place + one]
        person = people[np.uint64(slot)]
        person.number, person.key = number + np.int64(one), key
        person.arrived = times[place + one]
        person.segment, person.first, person.counted = segment, where, counted
        person.told, person.waiting = np.uint64(0), False
        by_segment[row, np.uint64(segment)].arrived += 1
        if not model.masks:
            for touchpoint in range(state.places):
                S.came(state)[slot, touchpoint] = 0
        note(state, person, person.arrived, ARRIVES, where, segment)
        enter(walkers, on_track, np.uint64(first + segment), slot, key, times[place + one])
