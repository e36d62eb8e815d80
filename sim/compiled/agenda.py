"""The agenda: what happens next, in the order of moment.py.

A calendar of days, each a loose pile; only what happens today is kept in order, as a heap.
With about one entry a day, adding and taking cost the same however many there are; with
all on one day it is a plain heap. (Brown, Calendar queues, Comm. ACM 1988; the heap for
today is ours.) Where days go by and next to nothing happens, since nobody comes any more and
the last ones take years, days are made longer.
"""

from __future__ import annotations

from typing import Any

from . import state as S
from .cache import inlined
from .rest import first_rest, is_new_week, rest_in_longer_weeks
from .state import DAYS_A_WEEK

NOBODY = -1
EMPTY_DAYS = 1 << 18  # that may go by in some thousand steps, before days are made longer
LONGER = 6  # bits, at least


@inlined
def add(state: Any, time: int, key: int, who: int, stamp: int) -> None:
    """Have something happen to somebody; the agenda has room for one more."""
    day = time >> state.shift
    if day <= state.today:
        _add_today(state, time, key, who, stamp)
        return
    place = state.later_free
    if place >= 0:
        state.later_free = S.later_next(state)[place]
    else:
        place = state.later_count
        state.later_count += 1
    item = S.later(state)[place]
    item.time = time
    item.key = key
    item.who = who
    item.stamp = stamp
    pile = day & state.day_mask
    S.later_next(state)[place] = S.days(state)[pile]
    S.days(state)[pile] = place


@inlined
def _add_today(state: Any, time: int, key: int, who: int, stamp: int) -> None:
    items = S.items(state)
    child = state.heap
    state.heap += 1
    while child > 0:
        parent = (child - 1) >> 1
        above = items[parent]
        if time > above.time or (time == above.time and key >= above.key):
            break
        _put(items[child], above.time, above.key, above.who, above.stamp)
        child = parent
    _put(items[child], time, key, who, stamp)


@inlined
def _put(item: Any, time: int, key: int, who: int, stamp: int) -> None:
    item.time = time
    item.key = key
    item.who = who
    item.stamp = stamp


@inlined
def take(state: Any) -> None:
    """Remove the first item, which stands at index 0."""
    items = S.items(state)
    state.heap -= 1
    size = state.heap
    if not size:
        return
    last = items[size]
    time, key, who, stamp = last.time, last.key, last.who, last.stamp
    parent = 0
    while True:
        child = 2 * parent + 1
        if child >= size:
            break
        below = items[child]
        if child + 1 < size:
            other = items[child + 1]
            if other.time < below.time or (other.time == below.time and other.key < below.key):
                below = other
                child += 1
        if below.time > time or (below.time == time and below.key >= key):
            break
        _put(items[parent], below.time, below.key, below.who, below.stamp)
        parent = child
    _put(items[parent], time, key, who, stamp)


@inlined
def look_ahead(state: Any, until: int) -> bool:
    """Bring the next item to index 0, if there is one up to that time's day.

    Stops where a week begins, if anybody rests.
    """
    last = until >> state.shift
    looked = 0
    while not state.heap:
        if state.today >= last:
            return False
        if looked > state.day_mask:
            _jump(state, last)
            looked = 0
        else:
            state.today += 1
            looked += 1
        _open_day(state)
        if state.resting and is_new_week(state):
            return False
    return True


@inlined
def _open_day(state: Any) -> None:
    """Bring the items of today into order; those of other years stay on the pile."""
    today = state.today
    pile = today & state.day_mask
    place = S.days(state)[pile]
    kept = NOBODY
    while place >= 0:
        following = S.later_next(state)[place]
        item = S.later(state)[place]
        if item.time >> state.shift == today:
            _add_today(state, item.time, item.key, item.who, item.stamp)
            S.later_next(state)[place] = state.later_free
            state.later_free = place
        else:
            S.later_next(state)[place] = kept
            kept = place
        place = following
    S.days(state)[pile] = kept


@inlined
def _jump(state: Any, last: int) -> None:
    """Go to the next day that has an item, since a whole year had none."""
    first = first_rest(state, last >> DAYS_A_WEEK) << DAYS_A_WEEK if state.resting else last
    for pile in range(state.day_mask + 1):
        place = S.days(state)[pile]
        while place >= 0:
            first = min(first, S.later(state)[place].time >> state.shift)
            place = S.later_next(state)[place]
    state.today = max(state.today + 1, first)


@inlined
def days_are_idle(state: Any) -> bool:
    """Tell whether next to nothing happens; then longer days need room, which is asked for."""
    if state.today - state.looked_on <= EMPTY_DAYS:
        return False
    state.moving = state.later_count + 1
    return True


@inlined
def look_at_days(state: Any) -> None:
    """Count how many go by idly from today on."""
    state.looked_on = state.today


@inlined
def make_days_longer(state: Any) -> None:
    """Have days so long that all there is lies within a year of them.

    Today begins earlier then, and has items that were another day's: the heap must have room
    for all of them.
    """
    first, latest = _all_later(state)
    longer = LONGER
    while (latest >> (state.shift + longer)) - (state.today >> longer) > state.day_mask:
        longer += 1
    state.shift += longer
    state.today >>= longer
    state.week_shift += longer
    rest_in_longer_weeks(state)
    look_at_days(state)
    state.moving = 0
    while first >= 0:
        item = S.later(state)[first]
        following = S.later_next(state)[first]
        time, key, who, stamp = item.time, item.key, item.who, item.stamp
        S.later_next(state)[first] = state.later_free
        state.later_free = first
        add(state, time, key, who, stamp)
        first = following


@inlined
def _all_later(state: Any) -> tuple[int, int]:
    """Take all items off their piles: give the first of their chain, and the latest time."""
    first, latest = NOBODY, 0
    for pile in range(state.day_mask + 1):
        place = S.days(state)[pile]
        S.days(state)[pile] = NOBODY
        while place >= 0:
            following = S.later_next(state)[place]
            latest = max(latest, S.later(state)[place].time)
            S.later_next(state)[place] = first
            first = place
            place = following
    return first, latest
