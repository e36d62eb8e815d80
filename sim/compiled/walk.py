"""A customer on their own: come, be served, feel, decide, move on (customer.py, compiled)."""

from __future__ import annotations

from typing import Any

import numpy as np

from .. import effort
from ..clock import FOR_EVER, TICKS_A_MINUTE, TICKS_A_SECOND
from ..customer import MOST_VISITS
from ..effort import POINTS_A_FAILURE, POINTS_A_REPETITION
from ..flow import DONE, LEFT, OWN_CAUSES, WAIT
from ..histogram import BINS
from ..randomness import Purpose
from ..record import What
from . import layout as M
from . import state as S
from .cache import inlined
from .leaving import STAYS, cause_of, decide
from .luck import AN_ATTEMPT, NEXT_VISIT, in_character, offset, quantile, uniform
from .notes import note

TIME, FAILURE, ROUTE, RETURN, CHARACTER = (
    offset(purpose)
    for purpose in (
        Purpose.TIME,
        Purpose.FAILURE,
        Purpose.ROUTE,
        Purpose.RETURN,
        Purpose.CHARACTER,
    )
)
AFTER, AFTER_RETURN = offset(Purpose.AFTER), offset(Purpose.AFTER, 1)
OUT, ASKS, LOOKS, JOINS = range(4)  # how a walk alone ends
WAITED_TOO_LONG = OWN_CAUSES.index(WAIT)
A_FAILURE = effort.millionths(POINTS_A_FAILURE)
A_REPETITION = effort.millionths(POINTS_A_REPETITION)
ARRIVES, COMES, ENDS, FAILS, COMPLETES, LEAVES, RETURNS, ENDS_CONTENT = (
    int(what)
    for what in (
        What.ARRIVES,
        What.COMES,
        What.ENDS,
        What.FAILS,
        What.COMPLETES,
        What.LEAVES,
        What.RETURNS,
        What.DONE,
    )
)
delay_effort = inlined(effort.delay_effort)
wait_points = inlined(effort.wait_points)
effort_score = inlined(effort.effort_score)
recommends = inlined(effort.recommends)
millionths = inlined(effort.millionths)


@inlined
def ticks(seconds: float) -> int:
    """Give the nearest whole number of ticks."""
    there = seconds * TICKS_A_SECOND + 0.5
    return int(there) if there < FOR_EVER else FOR_EVER


@inlined
def value_at(model: Any, number: int, time: int) -> float:
    """Give a timeline's value at a time (timeline.py)."""
    line = M.timelines(model)[number]
    if line.count == 1:
        return M.line_values(model)[line.first]
    inside = time
    if time < 0 or time >= line.end:
        first = M.line_starts(model)[line.first + line.repeats]
        inside = first + (time - first) % (line.end - first)
    low, high = line.first, line.first + line.count
    while high - low > 1:
        middle = (low + high) >> 1
        if M.line_starts(model)[middle] <= inside:
            low = middle
        else:
            high = middle
    return M.line_values(model)[low]


@inlined
def drawn(model: Any, person: Any, number: int, purpose: Any) -> float:
    """Draw a time in seconds, at the offset of a purpose."""
    u = uniform(person.luck, purpose)
    correlated = M.times(model)[number].correlated
    if correlated:
        u = in_character(uniform(person.key, CHARACTER), u, correlated)
    return quantile(model, number, u)


@inlined
def come_to(model: Any, state: Any, person: Any, slot: int, spot: Any) -> None:
    """Begin a visit; count it, tell what is asked for, and note what was told before."""
    person.luck += NEXT_VISIT
    person.waited = 0
    person.visits += 1
    place = spot.place
    if person.visits > MOST_VISITS or person.clock - person.arrived > FOR_EVER:
        state.endless = place
    counts = S.by_place(state)[person.counted, place]
    counts.visits += 1
    before = came_before(model, state, person, slot, place)
    counts.reached += not before
    person.repeated = 0
    if spot.asks:
        person.repeated = _ones(person.told & spot.asks & ~spot.knows)
        person.told |= spot.asks
    note(state, person, person.clock, COMES, place, before + 1)


@inlined
def came_before(model: Any, state: Any, person: Any, slot: int, place: int) -> int:
    """Count the visits here: how many there were, or (of a mask) whether there was one."""
    if model.masks:
        bit = np.uint64(1) << np.uint64(place)
        before = int(person.seen & bit != 0)
        person.seen |= bit
        return before
    before = int(S.came(state)[slot, place])
    S.came(state)[slot, place] += np.uint16(1)
    return before


@inlined
def _ones(bits: Any) -> int:
    count = 0
    while bits:
        bits &= bits - np.uint64(1)
        count += 1
    return count


@inlined
def serve(model: Any, person: Any, spot: Any, now: int, factor: float) -> None:
    """Draw how the visit goes: its time, and the tries until one goes through."""
    total = drawn(model, person, spot.takes, TIME)
    person.failed, person.failed_for = 0, STAYS
    if spot.pace < 0 and not spot.fail_count:
        person.service = ticks((total + spot.extra_seconds) * factor)
        return
    pace = value_at(model, spot.pace, now) if spot.pace >= 0 else 1.0
    total = total * pace + spot.extra_seconds
    shift = np.uint64(0)
    while spot.fail_count:
        u = uniform(person.luck, FAILURE + shift)
        person.failed_for = cause_of(M.steps(model), spot.fails, spot.fail_count, u)
        if person.failed_for < 0:
            break
        person.failed += 1
        shift += AN_ATTEMPT
        if person.failed == spot.tries:
            break
        total += drawn(model, person, spot.takes, TIME + shift) * pace + spot.extra_seconds
    person.service = ticks(total * factor)


@inlined
def felt_wait(person: Any, spot: Any) -> int:
    """Give the effort of the wait at this visit."""
    return millionths(wait_points(person.waited / TICKS_A_MINUTE - spot.wait_free))


@inlined
def feel(state: Any, person: Any, spot: Any) -> None:
    """Add the effort of the visit, and count the visit."""
    felt = spot.extra_effort
    felt += delay_effort(person.service, spot.delay_rate)
    felt += person.failed * A_FAILURE + person.repeated * A_REPETITION
    if person.waited:
        felt += felt_wait(person, spot)
    person.effort += felt
    counts = S.by_place(state)[person.counted, spot.place]
    counts.served += 1
    counts.failed += person.failed
    counts.service += person.service
    counts.effort += person.effort


@inlined
def holds(model: Any, state: Any, person: Any, slot: int, spot: Any, rule: Any) -> bool:
    """Tell whether all of a rule's conditions hold."""
    if rule.came_here >= 0 and S.came(state)[slot, spot.place] < rule.came_here:
        return False
    if rule.seen >= 0 and not S.came(state)[slot, rule.seen]:
        return False
    if rule.hours >= 0 and value_at(model, rule.hours, person.clock) <= 0:
        return False
    return not (rule.line >= 0 and S.teams(state)[rule.line].in_line <= rule.over)


@inlined
def move(model: Any, person: Any, first: int, count: int) -> bool:
    """Go where a choice leads; tell whether it left the customer over."""
    if not count:
        return False
    ways = M.ways(model)
    if ways[first].limit >= 1 and ways[first].after < 0:
        person.place = ways[first].where
        return True
    u = uniform(person.luck, ROUTE)
    for number in range(first, first + count):
        way = ways[number]
        if u < way.limit:
            person.place = way.where
            if way.after >= 0:
                v = uniform(person.luck, AFTER)
                person.clock += ticks(quantile(model, way.after, v))
            return True
    return False


@inlined
def leave(model: Any, state: Any, person: Any, spot: Any, cause: int) -> None:
    """Leave the journey: for good, or to come back."""
    at = person.clock
    if spot.return_share and uniform(person.luck, RETURN) < spot.return_share:
        S.by_place(state)[person.counted, spot.place].returned += 1
        person.place = person.first if spot.return_where == LEFT else spot.return_where
        u = uniform(person.luck, AFTER_RETURN)
        away = ticks(quantile(model, spot.returns, u))
        person.clock += away
        note(state, person, at, RETURNS, spot.place, away)
        return
    row = person.counted * state.places + spot.place
    S.left(state)[row * state.causes + cause] += 1
    person.place = LEFT
    note(state, person, at, LEAVES, spot.place, cause)


@inlined
def go_on(model: Any, state: Any, person: Any, slot: int, spot: Any) -> bool:
    """Feel the visit and decide; tell whether lines must be looked at before moving on."""
    feel(state, person, spot)
    cause = person.failed_for
    if cause >= 0:
        note(state, person, person.clock, FAILS, spot.place, person.failed)
    else:
        note(state, person, person.clock, ENDS, spot.place, person.service)
        if spot.completing and not person.completed:
            person.completed = True
            S.by_segment(state)[person.counted, person.segment].completed += 1
            note(state, person, person.clock, COMPLETES, spot.place, 0)
        cause = decide(model, state, person, slot, spot)
    if cause >= 0:
        leave(model, state, person, spot, cause)
        return False
    if spot.looks:
        return True
    choose_way(model, state, person, slot, spot)
    return False


@inlined
def choose_way(model: Any, state: Any, person: Any, slot: int, spot: Any) -> None:
    """Move on by the choice that holds for this customer now."""
    first, count = spot.next, spot.next_count
    for number in range(spot.rules, spot.rules + spot.rule_count):
        rule = M.rules(model)[number]
        if holds(model, state, person, slot, spot, rule):
            first, count = rule.first, rule.count
            break
    move_on(model, state, person, spot, first, count)


@inlined
def move_on(model: Any, state: Any, person: Any, spot: Any, first: int, count: int) -> None:
    """Go where the choice leads; who is left over leaves, because of the wait."""
    if not move(model, person, first, count):
        leave(model, state, person, spot, WAITED_TOO_LONG)
    elif person.place == DONE:
        note(state, person, person.clock, ENDS_CONTENT, spot.place, 0)


@inlined
def walk(model: Any, state: Any, slot: int, alone_until: int) -> int:
    """Walk until a line, a look at the lines, company, or the end; tell which of them.

    Company is looked for at ordinary touchpoints, from a time on.
    """
    person = S.people(state)[slot]
    while person.place >= 0:
        number = M.spot_at(model)[person.place, person.segment]
        spot = M.spots(model)[number]
        if spot.ordinary and person.clock >= alone_until:
            return JOINS
        person.spot = number
        come_to(model, state, person, slot, spot)
        if state.endless >= 0:
            break
        person.remaining = -1
        if spot.team_count:
            if person.clock >= 0:
                return ASKS
            serve(model, person, spot, person.clock, 1.0)
            if person.clock + person.service > 0:
                person.remaining = person.clock + person.service
                return ASKS
        else:
            serve(model, person, spot, person.clock, 1.0)
        person.clock += person.service
        if go_on(model, state, person, slot, spot):
            return LOOKS
    out(state, slot)
    return OUT


@inlined
def out(state: Any, slot: int) -> None:
    """Count a customer who is done, or has left; somebody else may have their place."""
    person = S.people(state)[slot]
    S.free(state)[state.free_count] = slot
    state.free_count += 1
    state.inside -= person.counted
    stay = person.clock - person.arrived
    if not 0 <= stay <= FOR_EVER:
        state.endless = person.first
    score = effort_score(person.effort)
    totals = S.totals(state)[person.counted, 0]
    totals.ended += person.place == DONE
    totals.ticks += stay
    totals.effort += person.effort
    totals.score += score
    totals.recommending += recommends(score)
    S.by_segment(state)[person.counted, person.segment].score += score
    S.stays(state)[person.counted * BINS + S.bin_of(stay)] += 1
