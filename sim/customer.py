"""A customer, and what happens to them at a touchpoint: serve, feel, decide, move on.

Plain functions of one customer and one touchpoint; who waits for whom is the crowd's.
Each is called for every visit, so they spare lookups where that does not cost clarity.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from math import erfc, sqrt
from typing import NamedTuple

from .clock import FOR_EVER, TICKS_A_MINUTE, ticks
from .effort import (
    POINT,
    POINTS_A_FAILURE,
    POINTS_A_REPETITION,
    delay_effort,
    millionths,
    wait_points,
)
from .flow import DONE, LEFT, OWN_CAUSES, WAIT, Choice, Rule
from .leaving import Ladder, cause_of, ladder
from .pieces import LEAST_SHARE
from .randomness import MASK, NEXT_VISIT, Purpose, offset, uniform
from .samplers import normal_quantile, sampler
from .spot import Spot, Times
from .tally import Tally
from .timeline import value_at
from .timing import Timing

MOST_VISITS = 50_000  # of one customer: a guard, no part of the model
PATIENCE, TIME, LEAVE, ROUTE, AFTER, BALK, CALL_BACK, RETURN, CHARACTER = (
    offset(purpose)
    for purpose in (
        Purpose.PATIENCE,
        Purpose.TIME,
        Purpose.LEAVE,
        Purpose.ROUTE,
        Purpose.AFTER,
        Purpose.BALK,
        Purpose.CALL_BACK,
        Purpose.RETURN,
        Purpose.CHARACTER,
    )
)
AFTER_RETURN, AFTER_CALL = (offset(Purpose.AFTER, attempt) for attempt in (1, 2))
WAITED_TOO_LONG = OWN_CAUSES.index(WAIT)
A_FAILURE = millionths(POINTS_A_FAILURE)
A_REPETITION = millionths(POINTS_A_REPETITION)
MOST_SHARE = 1 - LEAST_SHARE

timed = cache(sampler)


class EndlessWalk(Exception):
    """A customer goes round without end, or is under way for ever."""

    def __init__(self, place: int) -> None:
        """Keep the index of the touchpoint that they came to last."""
        super().__init__(place)
        self.place = place


@dataclass(slots=True)
class Customer:
    """Who walks: their luck, and the state that they carry."""

    number: int
    key: int
    segment: int
    place: int  # the touchpoint they are at; DONE or LEFT at the end
    clock: int  # their own time
    tally: Tally
    luck: int = 0  # the key of the visit that they are at
    first: int = 0  # where they came in
    arrived: int = 0
    visits: int = 0
    came: dict[int, int] = field(default_factory=dict)  # visits by touchpoint
    told: int = 0  # a bit for each thing
    repeated: int = 0  # things told again at this visit
    waited: int = 0  # ticks, at this visit; without those after a call-back
    effort: int = 0  # millionths of a point, felt so far
    completed: bool = False

    def __post_init__(self) -> None:
        """Begin where they arrive."""
        self.luck, self.first, self.arrived = self.key, self.place, self.clock


class Service(NamedTuple):
    """How a visit goes."""

    ticks: int
    failed: int  # tries
    failed_for: int | None  # the cause of the last failure, when no try went through


def come_to(who: Customer, spot: Spot) -> None:
    """Begin a visit; count it, tell what is asked for, and note what was told before."""
    who.luck = (who.luck + NEXT_VISIT) & MASK
    who.waited = 0
    who.visits += 1
    place, tally = who.place, who.tally
    if who.visits > MOST_VISITS or who.clock - who.arrived > FOR_EVER:
        raise EndlessWalk(place)
    tally.visits[place] += 1
    before = who.came.get(place, 0)
    who.came[place] = before + 1
    if not before:
        tally.reached[place] += 1
    who.repeated = (who.told & spot.asks & ~spot.knows).bit_count()
    who.told |= spot.asks


def drawn(who: Customer, times: Times, purpose: int) -> float:
    """Draw a time in seconds, at the offset of a purpose."""
    u = uniform(who.luck, purpose)
    return times.quantile(in_character(who, u, times.correlated) if times.correlated else u)


def in_character(who: Customer, u: float, correlated: float) -> float:
    """Mix a uniform with the customer's own, by a Gaussian copula."""
    own = normal_quantile(uniform(who.key, CHARACTER))
    score = sqrt(correlated) * own + sqrt(1 - correlated) * normal_quantile(u)
    return min(MOST_SHARE, max(LEAST_SHARE, erfc(-score / sqrt(2)) / 2))


def patience_of(who: Customer, spot: Spot) -> int | None:
    """Draw how long the customer would wait; None: for ever."""
    return None if spot.patience is None else ticks(drawn(who, spot.patience, PATIENCE))


def serve(who: Customer, spot: Spot, now: int, factor: float = 1.0) -> Service:
    """Draw how the visit goes: its time, and the tries until one goes through.

    `factor` stretches the time, where somebody serves several at once.
    """
    pace = value_at(spot.pace, now) if spot.pace else 1.0
    total = drawn(who, spot.takes, TIME) * pace + spot.extra_seconds
    failed, cause = 0, None
    while spot.fails and (cause := _fails_for(who, spot, failed)) is not None:
        failed += 1
        if failed == spot.tries:
            break
        again = drawn(who, spot.takes, offset(Purpose.TIME, failed))
        total += again * pace + spot.extra_seconds
    return Service(ticks(total * factor), failed, cause)


def _fails_for(who: Customer, spot: Spot, attempt: int) -> int | None:
    return cause_of(spot.fails, uniform(who.luck, offset(Purpose.FAILURE, attempt)))


def feel(who: Customer, spot: Spot, service: Service) -> None:
    """Add the effort of the visit, and count the visit."""
    effort = spot.extra_effort + delay_effort(service.ticks, spot.delay_rate)
    if service.failed or who.repeated:
        effort += service.failed * A_FAILURE + who.repeated * A_REPETITION
    if who.waited:
        effort += felt_wait(who, spot)
    who.effort += effort
    place, tally = spot.place, who.tally
    tally.served[place] += 1
    tally.failed[place] += service.failed
    tally.service_ticks[place] += service.ticks
    tally.effort[place] += who.effort


def felt_wait(who: Customer, spot: Spot) -> int:
    """Give the effort of the wait at this visit."""
    return millionths(wait_points(who.waited / TICKS_A_MINUTE - spot.wait_free_minutes))


def decide(who: Customer, spot: Spot) -> int | None:
    """Give the cause that the customer leaves for, or None for one who stays."""
    steps = _moved(who, spot) if spot.responds else spot.leaves
    if not steps[-1][0]:
        return None
    return cause_of(steps, uniform(who.luck, LEAVE))


def _moved(who: Customer, spot: Spot) -> Ladder:
    """Stack the chances to leave for a customer in this state."""
    state = (
        who.waited / TICKS_A_MINUTE,
        who.effort / POINT,
        who.came[spot.place] - 1,
        who.repeated,
    )
    pulls = [
        (response.cause, response.log_odds * (state[response.driver] - response.over))
        for response in spot.responds
        if state[response.driver] > response.over
    ]
    return ladder(spot.own_share, [*pulls, *spot.gap_pulls]) if pulls else spot.leaves


def way_on(who: Customer, spot: Spot, lines: list[int]) -> Choice:
    """Give the choice that holds for this customer now; `lines`: who waits for each team."""
    for rule in spot.rules:
        if holds(who, spot, rule, lines):
            return rule.choice
    return spot.next


def holds(who: Customer, spot: Spot, rule: Rule, lines: list[int]) -> bool:
    """Tell whether all of a rule's conditions hold."""
    return (
        who.came[spot.place] >= rule.came_here
        and (rule.seen < 0 or rule.seen in who.came)
        and (rule.hours is None or value_at(rule.hours, who.clock) > 0)
        and (rule.line < 0 or lines[rule.line] > rule.over)
    )


def move(who: Customer, choice: Choice) -> bool:
    """Go where a choice leads; tell whether it left the customer over."""
    if choice and choice[0].limit >= 1 and choice[0].after is None:
        who.place = choice[0].where
        return True
    u = uniform(who.luck, ROUTE)
    for limit, where, after in choice:
        if u < limit:
            who.place = where
            who.clock += _under_way(who, after, AFTER) if after else 0
            return True
    return False


def leave(who: Customer, spot: Spot, cause: int) -> int | None:
    """Leave the journey: for good (None), or to come back after so many ticks."""
    back = spot.returns
    if back and uniform(who.luck, RETURN) < back.share:
        who.tally.returned[spot.place] += 1
        who.place = who.first if back.where == LEFT else back.where
        away = _under_way(who, back.after, AFTER_RETURN)
        who.clock += away
        return away
    who.tally.left[spot.place][cause] += 1
    who.place = LEFT
    return None


def balks(who: Customer, spot: Spot, in_line: int) -> bool:
    """Tell whether the customer turns away from a line of this length."""
    balk = spot.balk
    return balk is not None and in_line > balk.over and uniform(who.luck, BALK) < balk.share


def call_back_after(who: Customer, spot: Spot) -> int | None:
    """Give after how many ticks the customer is called back, who gave up; None: never."""
    back = spot.call_back
    if back is None or uniform(who.luck, CALL_BACK) >= back.share:
        return None
    return ticks(drawn(who, back.after, AFTER_CALL))


def wait_in_vain(who: Customer, spot: Spot) -> None:
    """Feel a wait that led to nothing."""
    who.effort += A_FAILURE + felt_wait(who, spot)
    who.tally.effort[spot.place] += who.effort


def _under_way(who: Customer, after: Timing, purpose: int) -> int:
    return ticks(timed(after)(uniform(who.luck, purpose)))


def complete(who: Customer, spot: Spot) -> bool:
    """Count who completes the journey here: once; tell whether it was now."""
    if not spot.completing or who.completed:
        return False
    who.completed = True
    who.tally.completed[who.segment] += 1
    return True


def out(who: Customer) -> None:
    """Count a customer who is done, or has left."""
    stay = who.clock - who.arrived
    if stay > FOR_EVER:
        raise EndlessWalk(who.first)
    who.tally.end(who.segment, stay, who.effort, content=who.place == DONE)
