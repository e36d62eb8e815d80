"""Customers side by side: many at once over ordinary touchpoints.

At an ordinary touchpoint nobody queues and nothing hangs on what a customer lived through, so
it does not matter when a customer is walked, or with whom. Whoever stands before the same
touchpoint stands on one track, and all on a track take their visit together: the same few
formulas over long rows of numbers, which the processor works out several at a time. Then each
goes to the track of the touchpoint that comes next, until it is not ordinary, or they are out.
All in a company are counted, or none is.

The steps are those of walk.py. `tracks.is_ordinary` tells which touchpoints are ordinary.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..clock import FOR_EVER, TICKS_A_SECOND
from ..customer import MOST_VISITS
from ..histogram import BINS
from . import layout as M
from . import state as S
from .cache import inlined
from .layout import MASK_BITS
from .leaving import LEAVE, cause_of
from .luck import NEXT_VISIT, in_piece, piece_at, uniform, visits_until
from .notes import note
from .state import FIELDS, ROW, STRIDE
from .walk import (
    COMES,
    COMPLETES,
    ENDS,
    ENDS_CONTENT,
    LEAVES,
    ROUTE,
    TIME,
    delay_effort,
    effort_score,
    recommends,
)

LUCK, CLOCK, EFFORT, WHO = (np.uint64(row * ROW) for row in range(FIELDS))
PIECE, LASTED, GOES, BEFORE = (np.uint64(row * ROW) for row in range(4))  # of the desk
SCORE = PIECE
INSIDE = np.uint64(0)  # of the rolls
LENGTH = np.uint64(STRIDE)
SLOT, COMPLETED, NOW = np.int64((1 << 32) - 1), np.int64(1 << 32), np.int64(1 << 33)  # in WHO
KEPT, SEEN = ~NOW, np.uint64(64 - MASK_BITS)  # the places seen stand above the rest of WHO
GONE = 4  # the way of those who leave; 0 to 3 are the track's
WIDTH = 12  # bits that count who is on a track
CROWD, ANOTHER = np.uint64((1 << WIDTH) - 1), np.uint64(1)
LATEST = np.float64(FOR_EVER)
RECORDS_A_VISIT = 4  # at most


@inlined
def join(model: Any, state: Any, slot: int) -> None:
    """Have a customer walk on with the company."""
    person = S.people(state)[slot]
    track = np.uint64(person.place * model.segments + person.segment)
    at = track * LENGTH + np.uint64(S.on_track(state)[track])
    S.on_track(state)[track] += 1
    walkers = S.walkers(state)
    walkers[at + LUCK] = np.int64(person.luck)
    walkers[at + CLOCK] = person.clock
    walkers[at + EFFORT] = person.effort
    seen = np.int64(np.uint64(person.seen) << SEEN)
    walkers[at + WHO] = slot | (COMPLETED if person.completed else 0) | seen
    state.walking += 1


@inlined
def enter(walkers: Any, on_track: Any, track: Any, slot: int, key: Any, at: int) -> None:
    """Have a newcomer, who has lived through nothing yet, walk with the company."""
    to = track * LENGTH + np.uint64(on_track[track])
    on_track[track] += 1
    walkers[to + LUCK], walkers[to + CLOCK] = np.int64(key), at
    walkers[to + EFFORT] = 0
    walkers[to + WHO] = slot


@inlined
def part(state: Any, track: int, one: Any, place: int) -> int:
    """Have one of those on a track walk on alone; give their slot."""
    walkers = S.walkers(state)
    at = np.uint64(track) * LENGTH + one
    who = walkers[at + WHO]
    slot = who & SLOT
    person = S.people(state)[slot]
    person.luck = np.uint64(walkers[at + LUCK])
    person.clock = walkers[at + CLOCK]
    person.effort = walkers[at + EFFORT]
    person.seen = np.uint64(who) >> SEEN
    person.completed = (who & COMPLETED) != 0
    person.place = place
    person.visits = visits_until(person.key, person.luck)
    if person.visits > MOST_VISITS or not 0 <= person.clock - person.arrived <= FOR_EVER:
        state.endless = place
    state.walking -= 1
    return int(slot)


@inlined
def look_for_endless(model: Any, state: Any) -> None:
    """Look whether somebody in the company goes round without end."""
    for track in range(state.tracks):
        for one in range(np.uint64(S.on_track(state)[track])):
            at = np.uint64(track) * LENGTH + one
            person = S.people(state)[S.walkers(state)[at + WHO] & SLOT]
            luck = np.uint64(S.walkers(state)[at + LUCK])
            stay = S.walkers(state)[at + CLOCK] - person.arrived
            if visits_until(person.key, luck) > MOST_VISITS or not 0 <= stay <= FOR_EVER:
                state.endless = M.tracks(model)[track].place


@inlined
def visit_together(model: Any, state: Any, number: int, count: Any) -> None:
    """Have all on a track take their visit there, and go on."""
    track = M.tracks(model)[number]
    spot = M.spots(model)[track.spot]
    first = np.uint64(number) * LENGTH
    S.on_track(state)[number] = 0
    counts = S.by_place(state)[state.company, track.place]
    counts.visits += count
    counts.served += count
    _draw(state, M.times(model)[spot.takes], first, count)
    _last(model, state, M.times(model)[spot.takes], count)
    _feel(state, counts, spot, first, count)
    counts.reached += _see(model, state, track, first, count)
    if spot.completing:
        _complete(state, track, first, count)
    left = _choose(state, track, spot, first, count)
    if spot.leave_count == 1:
        row = (state.company * state.places + track.place) * state.causes
        S.left(state)[row + M.steps(model)[spot.leaves].cause] += left
    elif left:
        _count_left(model, state, track, spot, first, count)
    if state.keeps_trace and state.company:
        _tell(model, state, track, spot, first, count)
    _go(state, track, first, count)


@inlined
def _draw(state: Any, takes: Any, first: Any, count: Any) -> None:
    """Have everybody's next luck begin, and draw how long the visit lasts."""
    walkers, desk, rolls = S.walkers(state), S.desk(state), S.rolls(state)
    low, width = takes.low, takes.width
    for one in range(count):
        luck = np.uint64(walkers[first + LUCK + one]) + NEXT_VISIT
        walkers[first + LUCK + one] = np.int64(luck)
        piece, inside = piece_at(low + uniform(luck, TIME) * width)
        desk[PIECE + one] = np.int64(piece)
        rolls[INSIDE + one] = inside


@inlined
def _last(model: Any, state: Any, takes: Any, count: Any) -> None:
    """Work out how many seconds everybody's visit takes."""
    pieces, desk, rolls = M.pieces(model), S.desk(state), S.rolls(state)
    table, scale, start = takes.first, takes.scale, takes.start
    for one in range(count):
        at = table + np.uint64(desk[PIECE + one])
        rolls[INSIDE + one] = in_piece(pieces, at, rolls[INSIDE + one]) * scale + start


@inlined
def _feel(state: Any, counts: Any, spot: Any, first: Any, count: Any) -> None:
    """Let time pass, and add the effort; count both."""
    walkers, desk, rolls = S.walkers(state), S.desk(state), S.rolls(state)
    seconds, rate, more = spot.extra_seconds, spot.delay_rate, spot.extra_effort
    service: Any = 0
    effort: Any = 0
    for one in range(count):
        there = (rolls[INSIDE + one] + seconds) * TICKS_A_SECOND + 0.5
        lasted: Any = np.int64(min(there, LATEST))
        desk[LASTED + one] = lasted
        walkers[first + CLOCK + one] += lasted
        felt = walkers[first + EFFORT + one] + more + delay_effort(lasted, rate)
        walkers[first + EFFORT + one] = felt
        service += lasted
        effort += felt
    counts.service += service
    counts.effort += effort


@inlined
def _see(model: Any, state: Any, track: Any, first: Any, count: Any) -> int:
    """Note that everybody has been here; give for how many it was the first time."""
    walkers, desk = S.walkers(state), S.desk(state)
    new = 0
    if model.masks:
        bit = np.int64(np.uint64(1) << (SEEN + np.uint64(track.place)))
        for one in range(count):
            who = walkers[first + WHO + one]
            new += (who & bit) == 0
            walkers[first + WHO + one] = who | bit
        return new
    for one in range(count):
        slot = walkers[first + WHO + one] & SLOT
        before = np.int64(S.came(state)[slot, track.place])
        S.came(state)[slot, track.place] = np.uint16(before + 1)
        desk[BEFORE + one] = before
        new += before == 0
    return new


@inlined
def _complete(state: Any, track: Any, first: Any, count: Any) -> None:
    """Have everybody complete the journey who has not; NOW until they go on."""
    walkers = S.walkers(state)
    done = 0
    for one in range(count):
        who = walkers[first + WHO + one]
        is_new = (who & COMPLETED) == 0
        done += is_new
        walkers[first + WHO + one] = who | (COMPLETED | NOW if is_new else 0)
    S.by_segment(state)[state.company, track.segment].completed += done


@inlined
def _choose(state: Any, track: Any, spot: Any, first: Any, count: Any) -> int:
    """Draw which way everybody goes; give how many leave."""
    walkers, desk, share = S.walkers(state), S.desk(state), spot.leave_share
    limit_1, limit_2, limit_3 = track.limit_1, track.limit_2, track.limit_3
    left = 0
    if limit_1 >= 1:  # one way for all: no need to draw it
        for one in range(count):
            leaves = uniform(np.uint64(walkers[first + LUCK + one]), LEAVE) < share
            desk[GOES + one] = WIDTH * GONE if leaves else 0
            left += leaves
        return left
    for one in range(count):
        luck = np.uint64(walkers[first + LUCK + one])
        u = uniform(luck, ROUTE)
        turns = np.int64(u >= limit_1) + np.int64(u >= limit_2) + np.int64(u >= limit_3)
        leaves = uniform(luck, LEAVE) < share
        desk[GOES + one] = WIDTH * (GONE if leaves else turns)
        left += leaves
    return left


@inlined
def _count_left(model: Any, state: Any, track: Any, spot: Any, first: Any, count: Any) -> None:
    """Count those who leave by what made them leave."""
    row = (state.company * state.places + track.place) * state.causes
    for one in range(count):
        if S.desk(state)[GOES + one] == WIDTH * GONE:
            S.left(state)[row + _cause(model, state, spot, first + one)] += 1


@inlined
def _cause(model: Any, state: Any, spot: Any, walker: Any) -> int:
    """Give the cause that somebody leaves for."""
    u = uniform(np.uint64(S.walkers(state)[walker + LUCK]), LEAVE)
    return cause_of(M.steps(model), spot.leaves, spot.leave_count, u)


@inlined
def _tell(model: Any, state: Any, track: Any, spot: Any, first: Any, count: Any) -> None:
    """Keep the records of everybody's visit."""
    walkers, desk, place = S.walkers(state), S.desk(state), track.place
    for one in range(count):
        clock, lasted = walkers[first + CLOCK + one], desk[LASTED + one]
        who = walkers[first + WHO + one]
        person = S.people(state)[who & SLOT]
        note(state, person, clock - lasted, COMES, place, desk[BEFORE + one] + 1)
        note(state, person, clock, ENDS, place, lasted)
        if who & NOW:
            note(state, person, clock, COMPLETES, place, 0)
        way = desk[GOES + one] // WIDTH
        if way == GONE:
            note(state, person, clock, LEAVES, place, _cause(model, state, spot, first + one))
        elif _leads_to(track, way) == state.tracks:
            note(state, person, clock, ENDS_CONTENT, place, 0)


@inlined
def _leads_to(track: Any, way: int) -> int:
    ways = (track.way_1, track.way_2, track.way_3, track.way_4)
    return int(ways[way])


@inlined
def _go(state: Any, track: Any, first: Any, count: Any) -> None:
    """Have everybody go to the track of their way.

    How many stand on each of the five is kept in one number, 12 bits for each.
    """
    walkers, desk, on_track = S.walkers(state), S.desk(state), S.on_track(state)
    starts, gone = S.starts(state), state.tracks + 1
    ways = (track.way_1, track.way_2, track.way_3, track.way_4, gone)
    there = np.uint64(0)
    for way in range(GONE + 1):
        starts[WIDTH * way] = np.int64(np.uint64(ways[way]) * LENGTH)
        there |= np.uint64(on_track[ways[way]]) << np.uint64(WIDTH * way)
    for one in range(count):
        place = np.uint64(desk[GOES + one])
        to = np.uint64(starts[place]) + ((there >> place) & CROWD)
        there += ANOTHER << place
        start = first + one
        walkers[to + LUCK] = walkers[start + LUCK]
        walkers[to + CLOCK] = walkers[start + CLOCK]
        walkers[to + EFFORT] = walkers[start + EFFORT]
        walkers[to + WHO] = walkers[start + WHO] & KEPT
    for way in range(GONE + 1):  # ways that nobody can go are `gone` as well, which is last
        on_track[ways[way]] = np.int64((there >> np.uint64(WIDTH * way)) & CROWD)


@inlined
def see_off(state: Any, track: int, count: Any) -> None:
    """Count those who are out: done on the last track but one, left on the last."""
    first, whole = np.uint64(track) * LENGTH, np.int64(count)
    _score(state, first, count)
    walkers, desk, free, people = S.walkers(state), S.desk(state), S.free(state), S.people(state)
    stays, by_segment = S.stays(state), S.by_segment(state)
    bins, row = np.uint64(state.company * BINS), np.uint64(state.company)
    next_free, ticks, endless = np.uint64(state.free_count), 0, -1
    for one in range(count):
        slot = np.uint64(walkers[first + WHO + one] & SLOT)
        person = people[slot]
        stay = walkers[first + CLOCK + one] - person.arrived
        ticks += stay
        by_segment[row, np.uint64(person.segment)].score += desk[SCORE + one]
        stays[bins + np.uint64(S.bin_of(stay))] += 1
        free[next_free + one] = np.int32(slot)
        luck = np.uint64(walkers[first + LUCK + one])
        if visits_until(person.key, luck) > MOST_VISITS or not 0 <= stay <= FOR_EVER:
            endless = person.first
    if endless >= 0:
        state.endless = endless
    totals = S.totals(state)[state.company, 0]
    totals.ended += whole if track == state.tracks else 0
    totals.ticks += ticks
    state.free_count += whole
    state.walking -= whole
    state.inside -= whole * state.company


@inlined
def _score(state: Any, first: Any, count: Any) -> None:
    """Score how hard everybody found it, and add that up."""
    walkers, desk = S.walkers(state), S.desk(state)
    efforts = scores = recommending = 0
    for one in range(count):
        effort = walkers[first + EFFORT + one]
        score = effort_score(effort)
        desk[SCORE + one] = score
        efforts += effort
        scores += score
        recommending += recommends(score)
    totals = S.totals(state)[state.company, 0]
    totals.effort += efforts
    totals.score += scores
    totals.recommending += recommending
