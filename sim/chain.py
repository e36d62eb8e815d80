"""The journey as an absorbing chain: how often a touchpoint is visited when nobody waits.

One linear solve for each segment and each touchpoint where customers arrive (Kemeny and
Snell, Finite Markov Chains, 1960, chapter 3). It is an expectation without queues and felt
effort: good to judge a load or a loop beforehand. What hangs on a customer's past or on a
line is taken as not holding, and hours as the share of the week in which they hold;
`exact.py` says where that leaves nothing out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .flow import DONE, LEFT, Choice, Flow, Manner, Rule
from .leaving import pulled
from .span import Span
from .timeline import is_constant, mean_value
from .timing import Timing

Matrix = NDArray[np.float64]
SOMETIMES = 0.5  # how often a rule holds of which nothing is known


class Part(NamedTuple):
    """The customers of a segment who arrive at one touchpoint, as a share of all."""

    segment: int
    start: int
    share: float


def parts_of(flow: Flow, span: Span | None = None) -> list[Part]:
    """Give who arrives where; of recorded arrivals, those counted in a span (none: all)."""
    segments, starts = dict(shares(flow.segment)), dict(shares(flow.starts))
    replay = flow.arrivals.replay
    if replay is None or not (replay.segments or replay.starts):
        return [Part(s, p, a * b) for s, a in segments.items() for p, b in starts.items()]
    found: dict[tuple[int, int], float] = {}
    for number in (chosen := counted(replay.times, span)):
        own = {replay.segments[number]: 1.0} if replay.segments else segments
        at = {replay.starts[number]: 1.0} if replay.starts else starts
        for pair, share in (((s, p), a * b) for s, a in own.items() for p, b in at.items()):
            found[pair] = found.get(pair, 0.0) + share / len(chosen)
    return [Part(segment, start, share) for (segment, start), share in sorted(found.items())]


def counted(times: tuple[int, ...], span: Span | None) -> list[int]:
    """Give the numbers of the recorded arrivals that lie in a span."""
    return [n for n, at in enumerate(times) if span is None or span.opens <= at < span.closes]


def visits_a_customer(flow: Flow) -> list[float] | None:
    """Give the mean visits to each touchpoint, or None where customers never get out."""
    visits = visits_by_segment(flow)
    return None if visits is None else [float(row.sum()) for row in visits]


def visits_by_segment(flow: Flow) -> Matrix | None:
    """Give the mean visits by touchpoint and segment, as shares of all customers' visits.

    None where customers never get out.
    """
    visits = np.zeros((len(flow.touchpoints), len(flow.segments)))
    for part in parts_of(flow):
        own = _visits(flow, part, 0.0)
        if own is None:  # the ways out may all hang on something
            own = _visits(flow, part, SOMETIMES)
        if own is None:
            return None
        visits[:, part.segment] += part.share * own
    return visits


def _visits(flow: Flow, part: Part, sometimes: float) -> Matrix | None:
    places = sorted(reachable(flow, part.segment, part.start))
    row = {place: number for number, place in enumerate(places)}
    moves = np.zeros((len(places), len(places)))
    for place in places:
        for where, share in _moves(flow, place, part, sometimes):
            if where in row:
                moves[row[place], row[where]] += share
    visits = row_of_visits(moves, row[part.start])
    if visits is None:
        return None
    return np.array([visits[row[p]] if p in row else 0.0 for p in range(len(flow.places))])


def row_of_visits(moves: Matrix, start: int) -> Matrix | None:
    """Solve for the mean visits of who starts somewhere; None when there is no way out."""
    begins = np.zeros(len(moves))
    begins[start] = 1.0
    try:
        visits = np.asarray(np.linalg.solve(np.eye(len(moves)) - moves.T, begins), np.float64)
    except np.linalg.LinAlgError:
        return None
    return visits if np.all(np.isfinite(visits)) and visits.min() > -1e-9 else None


def _moves(flow: Flow, place: int, part: Part, sometimes: float) -> Iterator[tuple[int, float]]:
    """Give where a visit leads, with shares; effects are at their medians."""
    manner = flow.manners[place][part.segment]
    served = 0.0 if is_shut(flow, place) else 1.0
    goes_on = served * stay_share(flow, place, part.segment)
    for choice, weight in _choices(manner, place, sometimes):
        yield from ((where, goes_on * weight * share) for where, share in shares(choice))
    diverted = dict(shares(manner.on_abandon)) if not served else {}
    yield from diverted.items()
    back = flow.places[place].returns
    if back is not None:
        away = 1 - goes_on if served else 1 - sum(diverted.values())
        yield (part.start if back.where == LEFT else back.where), away * back.share


def _choices(manner: Manner, place: int, sometimes: float) -> Iterator[tuple[Choice, float]]:
    rest = 1.0
    for rule in manner.rules:
        holds = _holding(rule, place, sometimes)
        yield rule.choice, rest * holds
        rest *= 1 - holds
    yield manner.next, rest


def _holding(rule: Rule, place: int, sometimes: float) -> float:
    """Give how often a rule holds."""
    hours = 1.0 if rule.hours is None else mean_value(rule.hours)
    return hours * (sometimes if hangs_on(rule, place) else 1.0)


def hangs_on(rule: Rule, place: int) -> str:
    """Say what of the past or of a line a rule's holding hangs on; nothing: an empty text."""
    if rule.came_here > 1:
        return "how often they came"
    if rule.seen >= 0 and rule.seen != place:
        return "what they have seen"
    return "a line" if rule.line >= 0 else ""


def possible(manner: Manner, place: int) -> Iterator[Choice]:
    """Give the choices of which each may hold for somebody at some time."""
    for rule in manner.rules:
        hours = rule.hours
        if hours is not None and is_constant(hours) and not hours.values[0]:
            continue
        yield rule.choice
        if not hangs_on(rule, place) and (hours is None or is_constant(hours)):
            return
    yield manner.next


def reachable(flow: Flow, segment: int, start: int) -> set[int]:
    """Give the touchpoints that a customer can come to."""
    found: set[int] = set()
    ahead = {start}
    while ahead:
        place = ahead.pop()
        found.add(place)
        ahead |= set(onward(flow, place, segment, start)) - found
    return found


def onward(flow: Flow, place: int, segment: int, start: int) -> Iterator[int]:
    """Give the touchpoints that a visit can lead to."""
    manner, plan = flow.manners[place][segment], flow.places[place]
    if not is_shut(flow, place) and stay_share(flow, place, segment) > 0:
        for choice in possible(manner, place):
            yield from (where for where, share in shares(choice) if share > 0 and where >= 0)
    if plan.needs:
        yield from (w for w, share in shares(manner.on_abandon) if share > 0 and w >= 0)
    if plan.returns is not None and may_leave(flow, place, segment):
        yield start if plan.returns.where == LEFT else plan.returns.where


def trapped(flow: Flow) -> tuple[int, int] | None:
    """Give a touchpoint and a segment whose customers never get out from there, if any."""
    for part in parts_of(flow):
        if part.share <= 0:
            continue
        inside = reachable(flow, part.segment, part.start)
        ways = {p: set(onward(flow, p, part.segment, part.start)) for p in inside}
        free = {p for p in inside if _is_exit(flow, p, part.segment)}
        while more := {p for p in inside - free if ways[p] & free}:
            free |= more
        if inside - free:
            return min(inside - free), part.segment
    return None


def _is_exit(flow: Flow, place: int, segment: int) -> bool:
    """Tell whether somebody may be done here, or go for good."""
    back = flow.places[place].returns
    if may_leave(flow, place, segment) and (back is None or back.share < 1):
        return True
    if is_shut(flow, place) or stay_share(flow, place, segment) <= 0:
        return False
    choices = possible(flow.manners[place][segment], place)
    return any(where == DONE and share > 0 for choice in choices for where, share in shares(choice))


def may_leave(flow: Flow, place: int, segment: int) -> bool:
    """Tell whether somebody may leave here, be it to come back later."""
    plan, manner = flow.places[place], flow.manners[place][segment]
    in_vain = sum(share for _, share in shares(manner.on_abandon)) < 1 and bool(plan.needs)
    if is_shut(flow, place):
        return in_vain
    pulls = bool(plan.responds) or stay_share(flow, place, segment) < 1
    return pulls or (in_vain and gives_up(flow, place, segment))


def gives_up(flow: Flow, place: int, segment: int) -> bool:
    """Tell whether somebody may go from the line without having been served."""
    teams = [flow.teams[team] for team in flow.places[place].needs]
    turned_away = any(team.line >= 0 or team.closing == "send-away" for team in teams)
    balks = flow.places[place].balk is not None
    return turned_away or balks or flow.manners[place][segment].patience is not None


def is_shut(flow: Flow, place: int) -> bool:
    """Tell whether a touchpoint needs somebody, and nobody ever is there."""
    needs = flow.places[place].needs
    return bool(needs) and not any(ever_staffed(flow, team) for team in needs)


def ever_staffed(flow: Flow, team: int) -> bool:
    """Tell whether a team has anybody, at any time."""
    return any(round(people) > 0 for people in flow.teams[team].people.values)


def stay_share(flow: Flow, place: int, segment: int) -> float:
    """Give the chance to be served and to go on, with each gap's effect at its median."""
    pull = sum(pull.effect.log_odds * pull.units for pull in flow.places[place].pulls)
    lost = fail_share(flow, place, segment) ** flow.places[place].tries
    return (1 - lost) * (1 - pulled(flow.manners[place][segment].leave_share, pull))


def fail_share(flow: Flow, place: int, segment: int) -> float:
    """Give the chance that a try fails, for whatever cause."""
    works = 1 - flow.manners[place][segment].fail_share
    for flaw in flow.places[place].flaws:
        works *= 1 - flaw.fail_share
    return 1 - works


def tries_a_visit(flow: Flow, place: int, segment: int) -> float:
    """Give the mean number of tries."""
    fails = fail_share(flow, place, segment)
    return sum(fails**n for n in range(flow.places[place].tries))


def shares(choice: Choice) -> Iterator[tuple[int, float]]:
    """Give where a choice leads, with shares; the rest, if any, is not in it."""
    return ((where, share) for where, share, _ in shares_and_times(choice))


def shares_and_times(choice: Choice) -> Iterator[tuple[int, float, Timing | None]]:
    """Give where a choice leads, with shares and the times under way."""
    before = 0.0
    for limit, where, after in choice:
        yield where, min(limit, 1.0) - before, after
        before = min(limit, 1.0)
