"""Teams and the lines before them (team.py, compiled).

Every person has one link for each team that they need; a line is a chain of links.
"""

from __future__ import annotations

from typing import Any

from ..moment import NUMBER_BITS, Kind
from ..randomness import Purpose
from ..record import What
from . import agenda
from . import layout as M
from . import state as S
from .cache import inlined
from .luck import offset, uniform
from .notes import note
from .walk import drawn, serve, ticks

PATIENCE, BALK = offset(Purpose.PATIENCE), offset(Purpose.BALK)
END_KEY, PATIENCE_KEY = int(Kind.END) << NUMBER_BITS, int(Kind.PATIENCE) << NUMBER_BITS
NOBODY = -1
SEND_AWAY = 2
WAITS, STARTS, INTERRUPTED = int(What.WAITS), int(What.STARTS), int(What.INTERRUPTED)
IN_SERVICE, IN_LINE, AWAY = 0, 1, 2


@inlined
def ask(model: Any, state: Any, slot: int, spot: Any, patient: bool) -> int:
    """Be served by the first team that is free; else interrupt, stand in line, or turn away."""
    for number in range(spot.teams, spot.teams + spot.team_count):
        team = M.needs(model)[number].team
        if S.teams(state)[team].busy < S.teams(state)[team].places:
            start(model, state, slot, team)
            return IN_SERVICE
    for number in range(spot.teams, spot.teams + spot.team_count):
        need = M.needs(model)[number]
        victim = victim_for(model, state, need.team, need.rank)
        if victim != NOBODY:
            interrupt(model, state, victim, need.team)
            start(model, state, slot, need.team)
            return IN_SERVICE
    if not _some_line(model, state, spot) or _balks(model, state, slot, spot):
        return AWAY
    _stand_in_line(model, state, slot, spot, patient)
    return IN_LINE


@inlined
def admits(state: Any, number: int) -> bool:
    """Tell whether one more may stand in a team's line."""
    team = S.teams(state)[number]
    return not is_closed(team) and (team.limit < 0 or team.in_line < team.limit)


@inlined
def is_closed(team: Any) -> bool:
    """Tell whether nobody may join the line since nobody is there."""
    return team.closing == SEND_AWAY and not team.places


@inlined
def _some_line(model: Any, state: Any, spot: Any) -> bool:
    for number in range(spot.teams, spot.teams + spot.team_count):
        if admits(state, M.needs(model)[number].team):
            return True
    return False


@inlined
def _balks(model: Any, state: Any, slot: int, spot: Any) -> bool:
    if spot.balk_over < 0:
        return False
    in_line = S.teams(state)[M.needs(model)[spot.teams].team].in_line
    return in_line > spot.balk_over and uniform(S.people(state)[slot].luck, BALK) < spot.balk_share


@inlined
def _stand_in_line(model: Any, state: Any, slot: int, spot: Any, patient: bool) -> None:
    person = S.people(state)[slot]
    person.waiting = True
    person.stamp += 1
    for number in range(spot.team_count):
        need = M.needs(model)[spot.teams + number]
        S.links(state)[slot, number].standing = False
        if admits(state, need.team):
            _append(state, slot, number, need.team, need.rank)
    note(state, person, state.now, WAITS, spot.place, 0)
    if patient and spot.patience >= 0 and person.remaining < 0:
        patience = ticks(drawn(model, person, spot.patience, PATIENCE))
        due = state.now + patience
        agenda.add(state, due, PATIENCE_KEY | person.number, slot, person.stamp)


@inlined
def _append(state: Any, slot: int, which: int, team: int, rank: int) -> None:
    """Stand at the end of a line."""
    code = slot * state.needs + which
    line = S.lines(state)[S.teams(state)[team].first_rank + rank]
    link = S.links(state)[slot, which]
    link.rank, link.standing = rank, True
    link.before, link.after = line.tail, NOBODY
    if line.tail >= 0:
        _link(state, line.tail).after = code
    else:
        line.head = code
    line.tail = code
    S.teams(state)[team].in_line += 1


@inlined
def _prepend(state: Any, slot: int, which: int, team: int, rank: int) -> None:
    """Stand at the head of a line."""
    code = slot * state.needs + which
    line = S.lines(state)[S.teams(state)[team].first_rank + rank]
    link = S.links(state)[slot, which]
    link.rank, link.standing = rank, True
    link.before, link.after = NOBODY, line.head
    if line.head >= 0:
        _link(state, line.head).before = code
    else:
        line.tail = code
    line.head = code
    S.teams(state)[team].in_line += 1


@inlined
def _link(state: Any, code: int) -> Any:
    width = state.needs
    return S.links(state)[code // width, code % width]


@inlined
def leave_lines(model: Any, state: Any, slot: int) -> None:
    """Step out of every line."""
    person = S.people(state)[slot]
    spot = M.spots(model)[person.spot]
    person.waiting = False
    person.stamp += 1
    for number in range(spot.team_count):
        link = S.links(state)[slot, number]
        if link.standing:
            team = M.needs(model)[spot.teams + number].team
            _step_out(state, link, team)


@inlined
def _step_out(state: Any, link: Any, team: int) -> None:
    line = S.lines(state)[S.teams(state)[team].first_rank + link.rank]
    if link.before >= 0:
        _link(state, link.before).after = link.after
    else:
        line.head = link.after
    if link.after >= 0:
        _link(state, link.after).before = link.before
    else:
        line.tail = link.before
    link.standing = False
    S.teams(state)[team].in_line -= 1


@inlined
def start(model: Any, state: Any, slot: int, number: int) -> None:
    """Serve, or go on with who was interrupted."""
    now = state.now
    person, team = S.people(state)[slot], S.teams(state)[number]
    team.busy += 1
    person.team, person.started_at = number, now
    if person.remaining < 0:
        serve(model, person, M.spots(model)[person.spot], now, _stretched(team))
        person.remaining = person.service
    count_busy(state, team, now, now + person.remaining, 1)
    _add_to_serving(state, slot, team)
    person.stamp += 1
    place = M.spots(model)[person.spot].place
    note(state, person, now, STARTS, place, number)
    agenda.add(state, now + person.remaining, END_KEY | person.number, slot, person.stamp)


@inlined
def _stretched(team: Any) -> float:
    """Give by how much a service takes longer that starts now: others are served too."""
    if not team.slower or not team.people:
        return 1.0
    each = -(-team.busy // team.people)
    return 1.0 + team.slower * (each - 1)


@inlined
def count_busy(state: Any, team: Any, start: int, end: int, sign: int) -> None:
    """Count a service, as far as it lies in the counted time."""
    opens, closes = state.opens, state.closes
    team.busy_ticks += sign * max(0, min(end, closes) - max(start, opens))


@inlined
def _add_to_serving(state: Any, slot: int, team: Any) -> None:
    person = S.people(state)[slot]
    person.before, person.after = NOBODY, team.serving
    if team.serving >= 0:
        S.people(state)[team.serving].before = slot
    team.serving = slot


@inlined
def end_service(state: Any, slot: int) -> None:
    """Have a place no longer taken by somebody."""
    person = S.people(state)[slot]
    team = S.teams(state)[person.team]
    if person.before >= 0:
        S.people(state)[person.before].after = person.after
    else:
        team.serving = person.after
    if person.after >= 0:
        S.people(state)[person.after].before = person.before
    team.busy -= 1


@inlined
def interrupt(model: Any, state: Any, slot: int, number: int) -> None:
    """Send who is being served back to the head of their line."""
    now = state.now
    person = S.people(state)[slot]
    spot = M.spots(model)[person.spot]
    ends = person.started_at + person.remaining
    count_busy(state, S.teams(state)[number], now, ends, -1)
    end_service(state, slot)
    person.worked += now - person.started_at
    person.remaining = ends - now
    person.stamp += 1
    person.waiting = True
    for which in range(spot.team_count):
        S.links(state)[slot, which].standing = False
        need = M.needs(model)[spot.teams + which]
        if need.team == number:
            _prepend(state, slot, which, number, need.rank)
    note(state, person, now, INTERRUPTED, spot.place, number)


@inlined
def victim_for(model: Any, state: Any, number: int, rank: int) -> int:
    """Give who is interrupted for a customer of this rank, if anybody is."""
    team = S.teams(state)[number]
    if not team.preempts or team.serving < 0:
        return NOBODY
    found = last_right(model, state, number)
    return found if rank_at(model, state, found, number) > rank else NOBODY


@inlined
def rank_at(model: Any, state: Any, slot: int, number: int) -> int:
    """Give the rank that a customer has at a team."""
    spot = M.spots(model)[S.people(state)[slot].spot]
    for which in range(spot.teams, spot.teams + spot.team_count):
        if M.needs(model)[which].team == number:
            return M.needs(model)[which].rank
    return NOBODY


@inlined
def last_right(model: Any, state: Any, number: int) -> int:
    """Give who is served with the least right to it."""
    found = slot = S.teams(state)[number].serving
    while slot >= 0:
        if has_less_right(model, state, slot, found, number):
            found = slot
        slot = S.people(state)[slot].after
    return found


@inlined
def has_less_right(model: Any, state: Any, one: int, other: int, number: int) -> bool:
    """Tell whether one has less right to be served than another: by rank, then who came last."""
    a, b = S.people(state)[one], S.people(state)[other]
    rank, best = rank_at(model, state, one, number), rank_at(model, state, other, number)
    if rank != best:
        return rank > best
    if a.started_at != b.started_at:
        return bool(a.started_at > b.started_at)
    return bool(a.number > b.number)


@inlined
def call_next(model: Any, state: Any, number: int) -> None:
    """Serve from the line while there is room."""
    team = S.teams(state)[number]
    while team.busy < team.places and team.in_line:
        slot = first_in_line(state, number)
        leave_lines(model, state, slot)
        start(model, state, slot, number)


@inlined
def first_in_line(state: Any, number: int) -> int:
    """Give who is served next."""
    team = S.teams(state)[number]
    for rank in range(team.first_rank, team.first_rank + team.ranks):
        if S.lines(state)[rank].head >= 0:
            return S.lines(state)[rank].head // state.needs
    return NOBODY


@inlined
def wait_alone(model: Any, state: Any, slot: int, spot: Any, patient: bool) -> bool:
    """Work out a wait at once where lines are resolved; tell whether it led to service.

    A binary heap holds when each place is free; the first one is taken, if it is free
    before patience has run out.
    """
    now = state.now
    person = S.people(state)[slot]
    number = M.needs(model)[spot.teams].team
    team = S.teams(state)[number]
    free = S.frees(state)[team.first_free]
    begins = max(now, free)
    if free > now:
        note(state, person, now, WAITS, spot.place, 0)
        if patient and spot.patience >= 0 and person.remaining < 0:
            patience = ticks(drawn(model, person, spot.patience, PATIENCE))
            if now + patience < free:
                person.clock = now + patience
                return False
    if person.remaining < 0:
        serve(model, person, spot, begins, 1.0)
        person.remaining = person.service
    note(state, person, begins, STARTS, spot.place, number)
    ends = begins + person.remaining
    count_busy(state, team, begins, ends, 1)
    _take_place(S.frees(state), team.first_free, team.places, ends)
    person.worked = person.remaining
    person.clock = ends
    return True


@inlined
def _take_place(frees: Any, first: int, count: int, ends: int) -> None:
    """Have the place that is free first be free at another time."""
    parent = 0
    while True:
        child = 2 * parent + 1
        if child >= count:
            break
        if child + 1 < count and frees[first + child + 1] < frees[first + child]:
            child += 1
        if frees[first + child] >= ends:
            break
        frees[first + parent] = frees[first + child]
        parent = child
    frees[first + parent] = ends
