"""Who comes in when (arrival.py, compiled)."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..arrival import EARLIER
from ..clock import FOR_EVER, TICKS_AN_HOUR
from ..randomness import Purpose
from . import layout as M
from . import state as S
from .cache import inlined
from .luck import GOLDEN, in_piece, mix, offset, piece_at, uniform
from .state import AHEAD

ANOTHER = np.uint64(1)

ARRIVAL, GROUP, SEGMENT, START = (
    offset(purpose) for purpose in (Purpose.ARRIVAL, Purpose.GROUP, Purpose.SEGMENT, Purpose.START)
)


@inlined
def open_door(model: Any, state: Any, since: int) -> None:
    """Have the first customer arrive: before time 0, if the journey is to be filled."""
    if state.there:
        state.index = 0
        state.number, state.arrives = M.there_number(model)[0], M.there_at(model)[0]
        return
    state.early = since < 0 and not model.replayed
    if model.replayed:
        state.number = 0
        state.arrives = M.replay_times(model)[0] if model.replay_count else FOR_EVER
        return
    _begin(model, state, since, EARLIER if since < 0 else 0)


@inlined
def _begin(model: Any, state: Any, since: int, number: int) -> None:
    line = M.timelines(model)[model.rate]
    first = M.line_starts(model)[line.first + line.repeats]
    inside = since
    if since < 0 or since >= line.end:
        inside = first + (since - first) % (line.end - first)
    index = 0
    while index + 1 < line.count and M.line_starts(model)[line.first + index + 1] <= inside:
        index += 1
    state.index, state.begins = index, since
    state.ends = since + _end_of(model, line, index) - inside
    state.number = number
    state.passed = 0.0
    _measure(model, state)
    state.due = _step(model, state, number)
    _find(model, state)


@inlined
def _step(model: Any, state: Any, number: int) -> float:
    """Give how far the cumulated rate goes until a group comes."""
    return S.ahead_steps(state)[_place_of(model, state, number)]


@inlined
def key_of(model: Any, state: Any, number: int) -> Any:
    """Give a customer's key."""
    return S.ahead_keys(state)[_place_of(model, state, number)]


@inlined
def segment_of(model: Any, state: Any, number: int) -> int:
    """Give the segment of who arrives."""
    if number >= EARLIER and model.there_count:
        return M.there_segment(model)[number - EARLIER]
    if model.knows_segments:
        return M.replay_segments(model)[number]
    return S.ahead_segments(state)[_place_of(model, state, number)]


@inlined
def _place_of(model: Any, state: Any, number: int) -> Any:
    """Give where a customer's draws stand, which are made for many at a time."""
    place = number - state.ahead_from
    if 0 <= place < AHEAD:
        return np.uint64(place)
    state.ahead_from = number
    _look_ahead(model, state, np.uint64(number + 1))
    return np.uint64(0)


@inlined
def come_alike(model: Any, state: Any) -> bool:
    """Tell whether the next ones come one by one, as `foresee` foresees them."""
    return bool(model.alike) and not state.there


@inlined
def foresee(model: Any, state: Any, many: int) -> int:
    """Foresee when the next ones come who are drawn already, many at most; count them.

    They come as long as the rate stays what it is, and who comes behind them is foreseen too.
    """
    place = _place_of(model, state, state.number)
    most = min(np.uint64(many), np.uint64(AHEAD - 1) - place)
    dues, steps, times = S.ahead_dues(state), S.ahead_steps(state), S.ahead_times(state)
    due, begins, passed, pace = state.due, state.begins, state.passed, state.pace
    dues[place] = due
    for one in range(place + ANOTHER, place + ANOTHER + most):
        due += steps[one]
        dues[one] = due
    for one in range(place, place + ANOTHER + most):
        times[one] = begins + int((dues[one] - passed) / pace)
    before, passes, count = 0 if state.early else FOR_EVER, state.passes, np.uint64(0)
    while count < most and times[place + count] <= state.until:
        behind = place + count + ANOTHER
        if dues[behind] >= passes or times[behind] >= before:
            break
        count += ANOTHER
    return int(count)


@inlined
def foreseen(model: Any, state: Any) -> Any:
    """Give where the draws of who comes next stand."""
    return _place_of(model, state, state.number)


@inlined
def have_come(state: Any, place: Any, count: int) -> None:
    """Have it be the turn of who comes behind so many, of whom the first was foreseen there."""
    behind = place + np.uint64(count)
    state.number += count
    state.due, state.arrives = S.ahead_dues(state)[behind], S.ahead_times(state)[behind]


@inlined
def _look_ahead(model: Any, state: Any, first: Any) -> None:
    keys, steps, segments = S.ahead_keys(state), S.ahead_steps(state), S.ahead_segments(state)
    replication, time = state.key, M.times(model)[model.steps_between]
    for one in range(np.uint64(AHEAD)):
        keys[one] = mix(replication + (first + one) * GOLDEN)
    for one in range(np.uint64(AHEAD)):
        piece, inside = piece_at(uniform(keys[one], ARRIVAL))
        segments[one] = np.int64(piece)
        steps[one] = inside
    for one in range(np.uint64(AHEAD)):
        at = time.first + np.uint64(segments[one])
        steps[one] = in_piece(M.pieces(model), at, steps[one]) * time.scale + time.start
        segments[one] = 0
    rolls = S.rolls(state)
    for one in range(np.uint64(AHEAD)):
        rolls[one] = uniform(keys[one], SEGMENT)
    for way in range(model.segments - 1):
        limit = M.segment(model)[way].limit
        for one in range(np.uint64(AHEAD)):
            segments[one] += np.int64(rolls[one] >= limit)


@inlined
def _end_of(model: Any, line: Any, index: int) -> int:
    if index + 1 < line.count:
        return M.line_starts(model)[line.first + index + 1]
    return line.end


@inlined
def _find(model: Any, state: Any) -> None:
    """Find when the next group arrives: where the cumulated rate reaches what is due."""
    while state.begins < FOR_EVER:
        if state.due < state.passes:
            state.arrives = state.begins + int((state.due - state.passed) / state.pace)
            state.companions = _group_size(model, state, state.number) - 1
            return
        line = M.timelines(model)[model.rate]
        state.passed = state.passes
        state.index = state.index + 1 if state.index + 1 < line.count else line.repeats
        state.begins = state.ends
        begins = M.line_starts(model)[line.first + state.index]
        state.ends += _end_of(model, line, state.index) - begins
        _measure(model, state)
    state.arrives = FOR_EVER


@inlined
def _measure(model: Any, state: Any) -> None:
    """Note the rate of this piece of its timeline, and how far it is cumulated at the end."""
    line = M.timelines(model)[model.rate]
    state.pace = M.line_values(model)[line.first + state.index] / TICKS_AN_HOUR
    state.passes = state.passed + state.pace * (state.ends - state.begins)


@inlined
def _group_size(model: Any, state: Any, number: int) -> int:
    if model.group_count == 1:
        return M.groups(model)[0].size
    u = uniform(key_of(model, state, number), GROUP)
    for number in range(model.group_count):
        if u < M.groups(model)[number].limit:
            return M.groups(model)[number].size
    return 1


@inlined
def next_arrival(model: Any, state: Any) -> None:
    """Have the next customer arrive, alone or with the last one."""
    if state.there:
        _next_of_those_there(model, state)
        return
    state.number += 1
    if model.replayed:
        there = state.number < model.replay_count
        state.arrives = M.replay_times(model)[state.number] if there else FOR_EVER
        return
    if state.companions:
        state.companions -= 1
        return
    state.due += _step(model, state, state.number)
    _find(model, state)
    if state.early and state.arrives >= 0:
        state.early = 0
        _begin(model, state, 0, 0)


@inlined
def _next_of_those_there(model: Any, state: Any) -> None:
    state.index += 1
    if state.index == model.there_count:
        state.there = False
        open_door(model, state, 0)
        return
    state.number = M.there_number(model)[state.index]
    state.arrives = M.there_at(model)[state.index]


@inlined
def start_of(model: Any, number: int, key: Any) -> int:
    """Give where somebody comes in."""
    if number >= EARLIER and model.there_count:
        return M.there_place(model)[number - EARLIER]
    if model.knows_starts:
        return M.replay_starts(model)[number]
    return _choose(M.starts(model), key, START)


@inlined
def _choose(ways: Any, key: Any, purpose: Any) -> int:
    if ways[0].limit >= 1:
        return ways[0].where
    u = uniform(key, purpose)
    number = 0
    while u >= ways[number].limit:
        number += 1
    return ways[number].where
