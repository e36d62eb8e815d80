"""How an observation moves the model: written once, here, and told in docs/background/gaps.md.

A gap pulls at the odds to leave by the touchpoint's own response to the driver, or the
built-in prior. It also takes the customer's time, and adds effort that is felt further
down the road. Seconds and effort per unit are modelled by us, not measured: guesses of
an order of size, kept small beside the pull on the odds.
"""

from __future__ import annotations

from dataclasses import dataclass

from desireline.scenarios.journey import Journey
from desireline.scenarios.prior import effect_of
from desireline.scenarios.response import Effect
from desireline.sim.shift import Shift

FAILURE = "failure"
MOST_EFFORT = 1.5  # points that one gap adds at one touchpoint, however many its units


@dataclass(frozen=True, slots=True)
class Pull:
    """What one unit of a driver does, beside the odds to leave."""

    counts: str  # what one unit is, in words
    most: float  # units that count; what goes beyond frightens nobody more
    seconds: float  # a visit takes longer by, per unit
    effort: float  # points of effort felt, per unit


PULLS = {
    "load-time": Pull("each second over the promised load time", 30, 1.0, 0.05),
    "wait": Pull("each minute over the promised answer time", 30, 60.0, 0.1),
    "delay": Pull("each hour that a message is late", 72, 0.0, 0.02),
    "fields": Pull("each form field over the promised number", 30, 5.0, 0.05),
    "clicks": Pull("each click over the promised number", 30, 2.0, 0.03),
    "contradiction": Pull("each contradicting value that is new on the way", 3, 15.0, 0.5),
    "repetition": Pull("each answer that had been given before", 10, 6.0, 0.2),
    "message": Pull("a page without the promised words, or without a promised fact", 1, 5.0, 0.3),
    "dead-end": Pull("each link of the page that leads nowhere", 5, 0.0, 0.1),
    "no-human": Pull("each turn over the promised number; nobody at all: five", 10, 20.0, 0.2),
    "inaccessible": Pull("each barrier that axe calls serious or critical", 5, 0.0, 0.1),
}


def effect_at(journey: Journey, touchpoint: str, driver: str) -> Effect | None:
    """Give how customers respond to a driver at a touchpoint; None for a failure."""
    if driver == FAILURE:
        return None
    return effect_of(driver, journey.touchpoint(touchpoint).responds.get(driver))


def units_of(journey: Journey, touchpoint: str, driver: str, amount: float, limit: float) -> float:
    """Give how many units count: what was met over the promise, or over the response's `over`."""
    response = journey.touchpoint(touchpoint).responds.get(driver)
    over = limit if response is None or response.over is None else response.over
    return min(PULLS[driver].most, max(0.0, amount - over))


def shift_of(journey: Journey, touchpoint: str, cause: str, driver: str, units: float) -> Shift:
    """Give what a gap does to the model at one touchpoint.

    For a failure, `units` is the share of the tries that fail: 1 when the walk could not get
    through, one half when it failed and then went through at once.
    """
    if driver == FAILURE:
        return Shift(touchpoint, cause, fail_share=units)
    pull = PULLS[driver]
    return Shift(
        touchpoint,
        cause,
        effect_at(journey, touchpoint, driver),
        units,
        seconds=units * pull.seconds,
        effort=min(MOST_EFFORT, units * pull.effort),
    )
