"""A customer, and what happens to them at a touchpoint: serve, feel, decide, move on.

Plain functions of one customer and one touchpoint; who waits for whom is the crowd's.
Each is called for every visit, so they spare lookups where that does not cost clarity.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from .effort import POINTS_A_FAILURE, delay_points, wait_points
from .flow import DONE, LEFT, OWN_CAUSES, WAIT, Choice
from .leaving import Ladder, cause_of, ladder
from .pool import Pool
from .randomness import MASK, NEXT_VISIT, Purpose, offset, uniform
from .spot import Spot
from .tally import Tally

MOST_VISITS = 50_000  # of one customer: a guard, no part of the model
PATIENCE, TIME, LEAVE, ROUTE = (
    offset(purpose) for purpose in (Purpose.PATIENCE, Purpose.TIME, Purpose.LEAVE, Purpose.ROUTE)
)
WAITED_TOO_LONG = OWN_CAUSES.index(WAIT)


class EndlessWalk(Exception):
    """A customer goes round without end."""

    def __init__(self, place: int) -> None:
        """Keep the index of the touchpoint that they came to last."""
        super().__init__(place)
        self.place = place


@dataclass(slots=True)
class Customer:
    """Who walks: their luck, and the state that they carry."""

    luck: int  # the key of the visit that they are at
    segment: int
    place: int  # the touchpoint they are at; DONE or LEFT at the end
    clock: float  # their own time, in seconds
    tally: Tally
    visits: int = 0
    wait_minutes: float = 0.0  # at this visit
    points: float = 0.0  # effort felt so far
    seen: int = 0  # a bit for each touchpoint
    completed: bool = False


class Service(NamedTuple):
    """How a visit went."""

    seconds: float
    failed: int  # tries
    failed_for: int | None  # the cause of the last failure, when no try went through


def come_to(who: Customer) -> None:
    """Begin a visit; count it, and whether it is the customer's first one there."""
    who.luck = (who.luck + NEXT_VISIT) & MASK
    who.wait_minutes = 0.0
    who.visits += 1
    place, tally = who.place, who.tally
    if who.visits > MOST_VISITS:
        raise EndlessWalk(place)
    tally.visits[place] += 1
    bit = 1 << place
    if not who.seen & bit:
        who.seen |= bit
        tally.reached[place] += 1


def patience_seconds(who: Customer, spot: Spot) -> float:
    """Draw how long the customer would wait."""
    return spot.patience(uniform(who.luck, PATIENCE))


def waited(who: Customer, pool: Pool, seconds: float) -> None:
    """Count a wait that is over, however it ended."""
    who.wait_minutes = seconds / 60
    tally, number = who.tally, pool.number
    tally.wait_seconds[who.place] += seconds
    tally.segment_wait_seconds[who.segment] += seconds
    tally.asked[number] += 1
    tally.asked_seconds[number] += seconds


def give_up(who: Customer, spot: Spot, pool: Pool) -> None:
    """Leave the line: on to somewhere else, or out of the journey because of the wait."""
    who.points += POINTS_A_FAILURE + wait_points(who.wait_minutes - spot.wait_free_minutes)
    who.tally.effort_points[spot.place] += who.points
    who.tally.gave_up[pool.number] += 1
    who.place = choose(spot.on_abandon, who.luck, ROUTE)
    if who.place == LEFT:
        who.tally.left[spot.place][WAITED_TOO_LONG] += 1


def serve(who: Customer, spot: Spot) -> Service:
    """Draw how the visit goes: its time, and the tries until one goes through."""
    seconds = spot.usual_seconds if spot.time is None else spot.time(uniform(who.luck, TIME))
    seconds += spot.extra_seconds
    if not spot.fails:
        return Service(seconds, 0, None)
    failed = 0
    while (cause := _fails_for(who, spot, failed)) is not None:
        failed += 1
        if failed == spot.tries:
            break
        seconds += _seconds_again(who, spot, failed)
    return Service(seconds, failed, cause)


def _fails_for(who: Customer, spot: Spot, attempt: int) -> int | None:
    return cause_of(spot.fails, uniform(who.luck, offset(Purpose.FAILURE, attempt)))


def _seconds_again(who: Customer, spot: Spot, attempt: int) -> float:
    if spot.time is None:
        return spot.usual_seconds + spot.extra_seconds
    return spot.time(uniform(who.luck, offset(Purpose.TIME, attempt))) + spot.extra_seconds


def meet(who: Customer, spot: Spot, service: Service) -> None:
    """Feel a visit, decide whether to go on, and move on or leave."""
    seconds, failed, cause = service
    feel(who, spot, seconds, failed)
    if cause is None:
        if spot.completing and not who.completed:
            who.completed = True
            who.tally.completed[who.segment] += 1
        cause = decide(who, spot)
    if cause is None:
        who.place = choose(spot.next, who.luck, ROUTE)
    else:
        who.tally.left[spot.place][cause] += 1
        who.place = LEFT


def feel(who: Customer, spot: Spot, seconds: float, failed: int) -> None:
    """Add the effort of the visit, and count the visit."""
    points = spot.extra_effort
    if seconds > spot.usual_seconds:
        points += delay_points(seconds, spot.usual_seconds)
    if failed:
        points += failed * POINTS_A_FAILURE
    if who.wait_minutes:
        points += wait_points(who.wait_minutes - spot.wait_free_minutes)
    who.clock += seconds
    who.points += points
    place, tally = spot.place, who.tally
    tally.served[place] += 1
    tally.service_seconds[place] += seconds
    tally.effort_points[place] += who.points


def decide(who: Customer, spot: Spot) -> int | None:
    """Give the cause that the customer leaves for, or None for one who stays."""
    steps = _moved(who, spot) if spot.responds else spot.leaves
    if not steps[-1][0]:
        return None
    return cause_of(steps, uniform(who.luck, LEAVE))


def _moved(who: Customer, spot: Spot) -> Ladder:
    """Stack the chances to leave for a customer who waited and felt so much."""
    pulls = [
        (response.cause, response.log_odds * (amount - response.over))
        for response in spot.responds
        if (amount := who.wait_minutes if response.to_wait else who.points) > response.over
    ]
    return ladder(spot.own_share, [*pulls, *spot.gap_pulls]) if pulls else spot.leaves


def out(who: Customer, arrived: float) -> None:
    """Count a customer who is done, or has left."""
    who.tally.end(who.segment, who.clock - arrived, who.points, content=who.place == DONE)


def choose(choice: Choice, luck: int, purpose: int) -> int:
    """Choose by one uniform, at the offset of the purpose; LEFT where the choice leaves it open."""
    if len(choice) == 1 and choice[0][0] >= 1:
        return choice[0][1]
    u = uniform(luck, purpose)
    for limit, where in choice:
        if u < limit:
            return where
    return LEFT
