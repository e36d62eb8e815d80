"""Who has come past a line rests until many can walk on together.

Whoever is next at an ordinary touchpoint may be walked at any time before the agenda comes to
their own clock. So they rest, in piles by the week of their clock (a week is 512 days of the
agenda), and a week's pile walks on together when the agenda comes to that week. Who stops
earlier than that, at a touchpoint that is not ordinary, walks on alone.
"""

from __future__ import annotations

from typing import Any

from . import state as S
from .cache import inlined
from .state import DAYS_A_WEEK, ROOM, WEEKS

NOBODY = -1


@inlined
def this_week(state: Any) -> int:
    """Give the week that the agenda has come to."""
    return state.today >> DAYS_A_WEEK


@inlined
def is_new_week(state: Any) -> bool:
    """Tell whether it has come to a week whose piles still rest."""
    return this_week(state) != state.week


@inlined
def next_week(state: Any) -> int:
    """Give when the first week begins that the agenda has not come to."""
    return (state.week + 1) << state.week_shift


@inlined
def rest(state: Any, slot: int) -> None:
    """Have somebody rest, whose clock is past this week."""
    person = S.people(state)[slot]
    pile = 2 * ((person.clock >> state.week_shift) & state.week_mask) + person.counted
    person.after = S.rests(state)[pile]
    S.rests(state)[pile] = slot
    state.resting += 1
    state.resting_counted += person.counted


@inlined
def wake(state: Any, pile: int, before: int, woken: Any) -> int:
    """Take who rests on a pile until before a time, as many as a company holds; count them."""
    slot = S.rests(state)[pile]
    kept, count = NOBODY, 0
    while slot >= 0:
        person = S.people(state)[slot]
        following = person.after
        if person.clock < before and count < ROOM:
            woken[count] = slot
            count += 1
        else:
            person.after = kept
            kept = slot
        slot = following
    S.rests(state)[pile] = kept
    state.resting -= count
    state.resting_counted -= count * (pile & 1)
    return count


@inlined
def first_rest(state: Any, otherwise: int) -> int:
    """Give the week in which somebody rests first."""
    first = otherwise
    for pile in range(2 * WEEKS):
        slot = S.rests(state)[pile]
        while slot >= 0:
            first = min(first, S.people(state)[slot].clock >> state.week_shift)
            slot = S.people(state)[slot].after
    return first


@inlined
def rest_in_longer_weeks(state: Any) -> None:
    """Have everybody rest in the piles of longer weeks; this one's wake as if it were new."""
    first, count = NOBODY, state.resting
    for pile in range(2 * WEEKS):
        slot = S.rests(state)[pile]
        S.rests(state)[pile] = NOBODY
        while slot >= 0:
            person = S.people(state)[slot]
            following = person.after
            person.after = first
            first = slot
            slot = following
    state.resting = state.resting_counted = 0
    state.week = this_week(state) - (count > 0)
    while first >= 0:
        following = S.people(state)[first].after
        rest(state, first)
        first = following
