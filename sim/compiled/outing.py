"""Who walks with whom: newcomers, those who rested, and those who walk on alone.

Nobody who is walked ahead of the agenda is met by anybody for it: they come to their line, or
are out, at their own time.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..clock import FOR_EVER
from ..moment import NUMBER_BITS, Kind
from . import agenda
from . import door as D
from . import layout as M
from . import state as S
from .cache import inlined
from .company import enter, join, look_for_endless, part, see_off, visit_together
from .growth import has_room
from .newcomers import let_many_in
from .notes import note
from .rest import is_new_week, rest, this_week, wake
from .state import ROOM, WEEKS
from .walk import ARRIVES, ASKS, JOINS, OUT, walk

ASK_KEY, LOOK_KEY = (int(kind) << NUMBER_BITS for kind in (Kind.ASK, Kind.LOOK))
ENOUGH = ROOM * 3 // 4  # in the company: nobody else is let in
IN_COMPANY = -FOR_EVER  # from then on customers look for company: at once
SELDOM = (1 << 14) - 1  # rounds between two looks for who goes on for ever


@inlined
def open_door(state: Any) -> None:
    """Say how many may come in as one company, and until when.

    Nobody who is let in early meets anybody earlier for it. Behind the counted ones others
    come in only as long as one of these is known to be there.
    """
    at = state.arrives
    state.to_come = state.at_once
    state.company = state.opens <= at < state.closes
    if at < state.opens:
        state.until = state.opens - 1
    elif at < state.closes:
        state.until = state.closes - 1
    else:
        state.until = max(at, state.latest)
    state.until = min(state.until, state.last - 1)


@inlined
def let_in(model: Any, state: Any) -> None:
    """Have more arrive, while the company has room; not too many, since sums are kept small."""
    if state.walking > ENOUGH:
        return
    enough = max(0, state.to_come - ROOM)
    while state.to_come > enough and state.walking < ROOM and has_room(state):
        if state.arrives > state.until:
            state.to_come = 0
        elif not (D.come_alike(model, state) and let_many_in(model, state)):
            _arrive(model, state)
            D.next_arrival(model, state)
            state.to_come -= 1


@inlined
def _arrive(model: Any, state: Any) -> None:
    """Have somebody arrive, and walk on with the company."""
    state.free_count -= 1
    slot = S.free(state)[state.free_count]
    person = S.people(state)[slot]
    at, number = state.arrives, state.number
    key, segment = D.key_of(model, state, number), D.segment_of(model, state, number)
    place = D.start_of(model, number, key)
    person.number, person.key, person.arrived = number, key, at
    person.segment, person.first, person.counted = segment, place, state.company
    person.told, person.waiting = np.uint64(0), False
    if not model.masks:
        for number in range(state.places):
            S.came(state)[slot, number] = 0
    S.by_segment(state)[state.company, segment].arrived += 1
    note(state, person, at, ARRIVES, place, segment)
    state.inside += state.company
    track = place * model.segments + segment
    if M.tracks(model)[track].ordinary:
        enter(S.walkers(state), S.on_track(state), np.uint64(track), slot, key, at)
        state.walking += 1
        return
    person.luck, person.clock, person.effort = key, at, 0
    person.seen, person.completed = np.uint64(0), False
    person.place, person.visits = place, 0
    proceed(model, state, slot, IN_COMPANY)


@inlined
def walk_together(model: Any, state: Any) -> None:
    """Walk everybody of the company past one touchpoint, or some more."""
    for track in range(state.tracks):
        count = S.on_track(state)[track]
        if count and M.tracks(model)[track].ordinary:
            if not has_room(state):
                return
            visit_together(model, state, track, np.uint64(count))
    for track in range(state.tracks):
        count = S.on_track(state)[track]
        if count and not M.tracks(model)[track].ordinary:
            _walk_on_alone(model, state, track)
    for track in range(state.tracks, state.tracks + 2):
        count = S.on_track(state)[track]
        S.on_track(state)[track] = 0
        if count:
            see_off(state, track, np.uint64(count))
    state.sweeps += 1
    if not state.sweeps & SELDOM:
        look_for_endless(model, state)


@inlined
def _walk_on_alone(model: Any, state: Any, track: int) -> None:
    """Have those before a touchpoint that is not ordinary walk on, while there is room."""
    while S.on_track(state)[track] and has_room(state):
        S.on_track(state)[track] -= 1
        last = np.uint64(S.on_track(state)[track])
        slot = part(state, track, last, M.tracks(model)[track].place)
        proceed(model, state, slot, IN_COMPANY)


@inlined
def wake_week(model: Any, state: Any) -> bool:
    """Have those walk on together who rest until this week; tell whether anybody does."""
    if not is_new_week(state):
        return False
    week = this_week(state)
    for counted in range(1, -1, -1):
        pile = 2 * (week & state.week_mask) + counted
        if _wake(model, state, pile, (week + 1) << state.week_shift):
            return True
    state.week = week
    return False


@inlined
def _wake(model: Any, state: Any, pile: int, before: int) -> bool:
    woken = S.away(state)
    count = wake(state, pile, before, woken)
    state.company = pile & 1
    for number in range(count):
        join(model, state, woken[number])
    return count > 0


@inlined
def wake_counted(model: Any, state: Any) -> None:
    """Have the counted ones who rest walk on, since it hangs on them whether all are out."""
    for pile in range(1, 2 * WEEKS, 2):
        if S.rests(state)[pile] >= 0:
            _wake(model, state, pile, FOR_EVER)
            return


@inlined
def proceed(model: Any, state: Any, slot: int, alone_until: int) -> None:
    """Walk on alone to a line, to where others walk too, or out."""
    result = walk(model, state, slot, alone_until)
    if result == OUT:
        return
    person = S.people(state)[slot]
    if result == JOINS:
        if alone_until == IN_COMPANY:
            join(model, state, slot)
        else:
            rest(state, slot)
    elif result == ASKS:
        person.total, person.back = 0, False
        come_to_line(state, slot)
    else:
        look_later(state, slot)


@inlined
def come_to_line(state: Any, slot: int) -> None:
    """Have somebody come to a line, at their own time."""
    _come(state, slot, ASK_KEY)


@inlined
def look_later(state: Any, slot: int) -> None:
    """Have somebody look at the lines, at their own time."""
    _come(state, slot, LOOK_KEY)


@inlined
def _come(state: Any, slot: int, kind: int) -> None:
    person = S.people(state)[slot]
    at = max(0, person.clock)
    agenda.add(state, at, kind | person.number, slot, 0)
    if person.counted:
        state.latest = max(state.latest, at)
