"""A customer, and what happens to them at a touchpoint: serve, feel, decide, move on.

Plain functions of one customer and one touchpoint; who waits for whom is the crowd's.
"""

from __future__ import annotations

from dataclasses import dataclass

from .effort import POINTS_A_FAILURE, delay_points, wait_points
from .flow import LEFT, OWN_CAUSES, WAIT, Choice
from .leaving import Ladder, cause_of, ladder
from .pool import Pool
from .randomness import Purpose, uniform
from .spot import Spot
from .tally import Tally

# Plain numbers: looking up a member of an enumeration costs as much as a draw.
PATIENCE, TIME, FAILURE = int(Purpose.PATIENCE), int(Purpose.TIME), int(Purpose.FAILURE)
LEAVE, ROUTE = int(Purpose.LEAVE), int(Purpose.ROUTE)
WAITED_TOO_LONG = OWN_CAUSES.index(WAIT)


@dataclass(slots=True)
class Customer:
    """Who walks: their luck, and the state that they carry."""

    key: int
    segment: int
    place: int  # the touchpoint they are at; DONE or LEFT at the end
    clock: float  # their own time, in seconds
    tally: Tally
    visit: int = 0
    points: float = 0.0  # effort felt so far
    seen: int = 0  # a bit for each touchpoint
    completed: bool = False


def come_to(who: Customer) -> None:
    """Count that a customer comes to a touchpoint, and whether for the first time."""
    who.visit += 1
    place, tally = who.place, who.tally
    tally.visits[place] += 1
    bit = 1 << place
    if not who.seen & bit:
        who.seen |= bit
        tally.reached[place] += 1


def patience_seconds(who: Customer, spot: Spot) -> float:
    """Draw how long the customer would wait."""
    return spot.patience(uniform(who.key, who.visit, PATIENCE))


def waited(who: Customer, spot: Spot, pool: Pool, seconds: float) -> None:
    """Count a wait that is over, however it ended."""
    tally = who.tally
    tally.wait_seconds[spot.place] += seconds
    tally.segment_wait_seconds[who.segment] += seconds
    tally.asked[pool.number] += 1
    tally.asked_seconds[pool.number] += seconds


def give_up(who: Customer, spot: Spot, pool: Pool, wait_minutes: float) -> None:
    """Leave the line: on to somewhere else, or out of the journey because of the wait."""
    who.points += POINTS_A_FAILURE + wait_points(wait_minutes - spot.wait_free_minutes)
    who.tally.effort_points[spot.place] += who.points
    who.tally.gave_up[pool.number] += 1
    who.place = choose(spot.on_abandon, who.key, who.visit, ROUTE)
    if who.place == LEFT:
        who.tally.left[spot.place][WAITED_TOO_LONG] += 1


def serve(who: Customer, spot: Spot) -> tuple[float, int, int | None]:
    """Give the seconds that the visit takes, the failed tries, and what the last failed for."""
    seconds = _try_seconds(who, spot, 0)
    if not spot.fails:
        return seconds, 0, None
    failed = 0
    while (cause := _fails_for(who, spot, failed)) is not None:
        failed += 1
        if failed == spot.tries:
            break
        seconds += _try_seconds(who, spot, failed)
    return seconds, failed, cause


def _try_seconds(who: Customer, spot: Spot, attempt: int) -> float:
    if spot.time is None:
        return spot.usual_seconds + spot.extra_seconds
    return spot.time(uniform(who.key, who.visit, TIME, attempt)) + spot.extra_seconds


def _fails_for(who: Customer, spot: Spot, attempt: int) -> int | None:
    return cause_of(spot.fails, uniform(who.key, who.visit, FAILURE, attempt))


def feel(who: Customer, spot: Spot, seconds: float, wait_minutes: float, failed: int) -> None:
    """Add the effort of the visit, and count the visit."""
    points = spot.extra_effort + delay_points(seconds, spot.usual_seconds)
    if failed:
        points += failed * POINTS_A_FAILURE
    if wait_minutes:
        points += wait_points(wait_minutes - spot.wait_free_minutes)
    who.clock += seconds
    who.points += points
    place, tally = spot.place, who.tally
    tally.served[place] += 1
    tally.service_seconds[place] += seconds
    tally.effort_points[place] += who.points


def decide(who: Customer, spot: Spot, wait_minutes: float) -> int | None:
    """Give the cause that the customer leaves for, or None for one who stays."""
    steps = spot.leaves
    if spot.responds:
        steps = _moved(spot, wait_minutes, who.points)
    if not steps[-1][0]:
        return None
    return cause_of(steps, uniform(who.key, who.visit, LEAVE))


def _moved(spot: Spot, wait_minutes: float, points: float) -> Ladder:
    """Stack the chances to leave for a customer who waited and felt so much."""
    pulls = [
        (response.cause, response.log_odds * (amount - response.over))
        for response in spot.responds
        if (amount := wait_minutes if response.to_wait else points) > response.over
    ]
    return ladder(spot.own_share, [*pulls, *spot.gap_pulls]) if pulls else spot.leaves


def complete(who: Customer, spot: Spot) -> None:
    """Count who was served at a touchpoint that completes the journey, once."""
    if spot.completing and not who.completed:
        who.completed = True
        who.tally.completed[who.segment] += 1


def move_on(who: Customer, spot: Spot) -> None:
    """Go on to the next touchpoint, or be done."""
    who.place = choose(spot.next, who.key, who.visit, ROUTE)


def leave(who: Customer, spot: Spot, cause: int) -> None:
    """Leave the journey."""
    who.tally.left[spot.place][cause] += 1
    who.place = LEFT


def choose(choice: Choice, key: int, visit: int, purpose: int) -> int:
    """Choose by one uniform; LEFT where the choice leaves it open."""
    if len(choice) == 1 and choice[0][0] >= 1:
        return choice[0][1]
    u = uniform(key, visit, purpose)
    for limit, where in choice:
        if u < limit:
            return where
    return LEFT
