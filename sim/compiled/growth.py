"""Whether there is room for whatever happens next; and sums that would run over are carried."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..customer import MOST_VISITS
from . import state as S
from .cache import inlined
from .memory import array

MARGIN = 64 + S.ROOM
A_LIFE = 4 * MOST_VISITS  # records that one customer's walk may add
SUMS = np.dtype("i8")
CARRY_BITS = 60
CARRY = 1 << CARRY_BITS  # sums beyond it are carried
by_place, by_segment, by_team, totals = (
    array(name, SUMS) for name in ("by_place", "by_segment", "by_team", "totals")
)


@inlined
def room_for(state: Any) -> int:
    """Give how many may come in, each with a record, before `has_room` has to be asked again."""
    inside = state.people_size - state.free_count
    due = max(state.later_count, state.heap) + state.moving
    room = min(state.free_count, state.agenda_size - due - inside - MARGIN)
    if not state.keeps_trace:
        return int(room)
    written = (state.sheets - state.sheets_free + state.cases) * S.A_SHEET
    paper = state.trace_size - written - A_LIFE - 4 * inside - MARGIN
    return int(min(room, paper // (4 + S.A_SHEET)))


@inlined
def has_room(state: Any) -> bool:
    """Tell whether whatever happens next finds room."""
    inside = state.people_size - state.free_count
    due = max(state.later_count, state.heap) + state.moving
    if state.free_count == 0 or state.agenda_size < due + inside + MARGIN:
        return False
    if not state.keeps_trace:
        return True
    written = (state.sheets - state.sheets_free + state.cases) * S.A_SHEET
    return bool(state.trace_size >= written + A_LIFE + 4 * inside + MARGIN)


def make_room(state: Any) -> None:
    """Give twice as much room where there is not enough; less more of paper, which is emptied."""
    people, agenda, trace = (state.get(f"{n}_size") for n in ("people", "agenda", "trace"))
    inside = people - state.get("free_count")
    due = max(state.get("later_count"), state.get("heap")) + state.get("moving")
    needed = due + inside + MARGIN
    written = (state.get("sheets") - state.get("sheets_free") + state.get("cases")) * S.A_SHEET
    paper = written + A_LIFE + 4 * inside + MARGIN
    S.resize(
        state,
        people=people if state.get("free_count") else 2 * people,
        agenda=agenda if agenda >= needed else 2 * needed,
        trace=trace if not trace or trace >= paper else 5 * paper // 4,
    )


@inlined
def carry(state: Any) -> None:
    """Keep sums from running over: whole CARRYs are counted apart."""
    places, segments, teams = 16 * state.places, 8 * state.segments, 10 * state.teams_count
    _carry(state, by_place(state), places, 0)
    _carry(state, by_segment(state), segments, places)
    _carry(state, by_team(state), teams, places + segments)
    _carry(state, totals(state), 10, places + segments + teams)


@inlined
def _carry(state: Any, sums: Any, count: int, first: int) -> None:
    for number in range(count):
        if sums[number] >= CARRY:
            S.carried(state)[first + number] += sums[number] >> CARRY_BITS
            sums[number] &= CARRY - 1
