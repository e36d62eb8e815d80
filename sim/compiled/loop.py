"""The crowd, compiled: lets customers in, and has happen what is next, until all are out."""

from __future__ import annotations

from typing import Any

from ..clock import FOR_EVER
from ..histogram import BINS
from ..moment import NUMBER_BITS, Kind
from ..randomness import Purpose
from ..record import What
from . import agenda
from . import door as D
from . import layout as M
from . import line as L
from . import state as S
from .cache import compiled, inlined
from .closing import change_people
from .growth import carry, has_room
from .luck import offset, uniform
from .notes import note
from .outing import (
    come_to_line,
    let_in,
    look_later,
    open_door,
    proceed,
    wake_counted,
    wake_week,
    walk_together,
)
from .rest import is_new_week, next_week
from .walk import (
    A_FAILURE,
    choose_way,
    drawn,
    felt_wait,
    go_on,
    move_on,
    ticks,
    value_at,
)

CALL_BACK, AFTER_CALL = offset(Purpose.CALL_BACK), offset(Purpose.AFTER, 2)
HOURS_KEY = int(Kind.HOURS) << NUMBER_BITS
END, PATIENCE, ASK, HOURS = int(Kind.END), int(Kind.PATIENCE), int(Kind.ASK), int(Kind.HOURS)
GIVES_UP, TURNED_AWAY, CALLED_BACK = (
    int(What.GIVES_UP),
    int(What.TURNED_AWAY),
    int(What.CALLED_BACK),
)
IS_SERVED, GAVE_UP, WAS_TURNED_AWAY = range(3)
ALL_OUT, NO_ROOM = range(2)
NOW_AND_THEN = (1 << 10) - 1  # steps between two looks at the watch, and at the sums: bounds.py
STOPPED, SEEN = range(2)  # of the watch


@compiled
def run(models: Any, states: Any, watch: Any) -> int:
    """Walk on with one replication's crowd, until all are out, or there is no more room."""
    model, state = models[0], states[0]
    if not state.opened:
        state.opened = True
        D.open_door(model, state, state.since)
        _open_hours(model, state)
    while state.endless < 0:
        if not has_room(state):
            return NO_ROOM
        if state.walking or state.to_come:
            let_in(model, state)
            walk_together(model, state)
            if _is_told_to_stop(state, watch, state.arrives):
                break
            continue
        if state.resting and wake_week(model, state):
            continue
        arrives = state.arrives if state.arrives < state.last else FOR_EVER
        if arrives == FOR_EVER and agenda.days_are_idle(state):
            if not has_room(state):
                return NO_ROOM
            agenda.make_days_longer(state)
            continue
        is_due = agenda.look_ahead(state, arrives)
        if state.resting and is_new_week(state):
            continue
        is_due = is_due and S.items(state)[0].time < arrives
        time = S.items(state)[0].time if is_due else arrives
        if time >= state.closes and state.inside == state.resting_counted:
            if not state.inside:
                break
            wake_counted(model, state)
            continue
        if time >= FOR_EVER:
            state.endless = _place_of_next(state)
            break
        if is_due:
            _happen(model, state)
        else:
            open_door(state)
        state.steps += 1
        if not state.steps & NOW_AND_THEN:
            agenda.look_at_days(state)
            if _is_told_to_stop(state, watch, time):
                break
    return ALL_OUT


@inlined
def _place_of_next(state: Any) -> int:
    """Give where somebody is who is under way for ever."""
    item = S.items(state)[0]
    is_somebody = state.heap > 0 and item.key >> NUMBER_BITS != HOURS
    return S.people(state)[item.who].place if is_somebody else 0


@inlined
def _is_told_to_stop(state: Any, watch: Any, time: int) -> bool:
    """Keep sums small, say how far the crowd is, and look whether it is to stop."""
    carry(state)
    watch[SEEN] = time
    return bool(watch[STOPPED])


@inlined
def _open_hours(model: Any, state: Any) -> None:
    """Have every team's people change for the first time."""
    for number in range(state.teams_count):
        team = S.teams(state)[number]
        if team.ranks and M.timelines(model)[team.hours].count > 1:
            after = _next_change(model, team.hours, 0)
            agenda.add(state, after, HOURS_KEY | number, number, 0)


@inlined
def _next_change(model: Any, number: int, time: int) -> int:
    """Give when a timeline changes next."""
    line = M.timelines(model)[number]
    first = M.line_starts(model)[line.first + line.repeats]
    inside = time if time < line.end else first + (time - first) % (line.end - first)
    for index in range(line.first, line.first + line.count):
        if M.line_starts(model)[index] > inside:
            return time + M.line_starts(model)[index] - inside
    return time + line.end - inside


@inlined
def _happen(model: Any, state: Any) -> None:
    """Have the first item of the agenda happen."""
    item = S.items(state)[0]
    kind, slot, stamp = item.key >> NUMBER_BITS, item.who, item.stamp
    state.now = item.time
    agenda.take(state)
    if kind == ASK:
        _ask(model, state, slot)
    elif kind == END:
        if stamp == S.people(state)[slot].stamp:
            _end(model, state, slot)
    elif kind == PATIENCE:
        if stamp == S.people(state)[slot].stamp:
            L.leave_lines(model, state, slot)
            S.people(state)[slot].clock = state.now
            _over(model, state, slot, GAVE_UP)
    elif kind == HOURS:
        _change_hours(model, state, slot)
    else:
        person = S.people(state)[slot]
        choose_way(model, state, person, slot, M.spots(model)[person.spot])
        proceed(model, state, slot, next_week(state))


@inlined
def _ask(model: Any, state: Any, slot: int) -> None:
    """Have a customer come to a line."""
    now = state.now
    person = S.people(state)[slot]
    spot = M.spots(model)[person.spot]
    person.clock = person.asked_at = now
    person.worked = 0
    if spot.resolved:
        is_served = L.wait_alone(model, state, slot, spot, not person.back)
        _over(model, state, slot, IS_SERVED if is_served else GAVE_UP)
    elif L.ask(model, state, slot, spot, not person.back) == L.AWAY:
        _over(model, state, slot, WAS_TURNED_AWAY)


@inlined
def _end(model: Any, state: Any, slot: int) -> None:
    """End a service; the next in line starts."""
    person = S.people(state)[slot]
    L.end_service(state, slot)
    person.worked += person.remaining
    L.call_next(model, state, person.team)
    person.clock = state.now
    _over(model, state, slot, IS_SERVED)


@inlined
def _over(model: Any, state: Any, slot: int, how: int) -> None:
    """Go on after a line: served, called back, or in vain."""
    person = S.people(state)[slot]
    spot = M.spots(model)[person.spot]
    waited = person.clock - person.asked_at - person.worked
    person.total += waited
    if not person.back:
        person.waited = waited
        if how == GAVE_UP and _is_called_back(model, state, slot, spot):
            return
    _count_wait(model, state, person, spot)
    if how == IS_SERVED:
        if go_on(model, state, person, slot, spot):
            look_later(state, slot)
            return
    else:
        _give_up(model, state, person, spot, how)
    proceed(model, state, slot, next_week(state))


@inlined
def _is_called_back(model: Any, state: Any, slot: int, spot: Any) -> bool:
    """Have a customer who gave up be called back, if that is offered and taken."""
    person = S.people(state)[slot]
    if spot.back < 0 or uniform(person.luck, CALL_BACK) >= spot.back_share:
        return False
    team = M.needs(model)[spot.teams].team
    S.by_team(state)[person.counted, team].called_back += 1
    after = ticks(drawn(model, person, spot.back, AFTER_CALL))
    note(state, person, person.clock, CALLED_BACK, spot.place, after)
    person.clock += after
    person.back = True
    come_to_line(state, slot)
    return True


@inlined
def _count_wait(model: Any, state: Any, person: Any, spot: Any) -> None:
    team = M.needs(model)[spot.teams].team
    counted, total = person.counted, person.total
    S.by_place(state)[counted, spot.place].wait += total
    S.by_segment(state)[counted, person.segment].wait += total
    counts = S.by_team(state)[counted, team]
    counts.asked += 1
    counts.ticks += total
    S.waits(state)[(counted * state.teams_count + team) * BINS + S.bin_of(total)] += 1


@inlined
def _give_up(model: Any, state: Any, person: Any, spot: Any, how: int) -> None:
    """Leave the line: on to somewhere else, or out of the journey because of the wait."""
    team = M.needs(model)[spot.teams].team
    gave_up = how == GAVE_UP
    counts = S.by_team(state)[person.counted, team]
    counts.gave_up += gave_up
    counts.turned_away += not gave_up
    what = GIVES_UP if gave_up else TURNED_AWAY
    note(state, person, person.clock, what, spot.place, 0)
    person.effort += A_FAILURE + felt_wait(person, spot)
    S.by_place(state)[person.counted, spot.place].effort += person.effort
    move_on(model, state, person, spot, spot.abandon, spot.abandon_count)


@inlined
def _change_hours(model: Any, state: Any, number: int) -> None:
    """Have people of a team come or go, and have the next change follow."""
    now = state.now
    team = S.teams(state)[number]
    people = round(value_at(model, team.hours, now))
    change_people(model, state, number, people)
    agenda.add(state, _next_change(model, team.hours, now), HOURS_KEY | number, number, 0)
    if L.is_closed(team) and team.in_line:
        _send_away(model, state, number)


@inlined
def _send_away(model: Any, state: Any, number: int) -> None:
    """Turn away who waits for teams that are all closed."""
    found = S.away(state)
    count = 0
    width = state.needs
    team = S.teams(state)[number]
    for rank in range(team.first_rank, team.first_rank + team.ranks):
        code = S.lines(state)[rank].head
        while code >= 0:
            if _all_closed(model, state, code // width):
                found[count] = code // width
                count += 1
            code = S.links(state)[code // width, code % width].after
    for index in range(count):
        L.leave_lines(model, state, found[index])
        S.people(state)[found[index]].clock = state.now
    for index in range(count):
        _over(model, state, found[index], WAS_TURNED_AWAY)


@inlined
def _all_closed(model: Any, state: Any, slot: int) -> bool:
    spot = M.spots(model)[S.people(state)[slot].spot]
    for which in range(spot.team_count):
        team = S.teams(state)[M.needs(model)[spot.teams + which].team]
        if S.links(state)[slot, which].standing and not L.is_closed(team):
            return False
    return True
