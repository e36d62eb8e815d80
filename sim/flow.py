"""The flat model: a journey and what pulls at it, compiled to tuples by index.

Everything that an engine needs stands here and nothing else: no names to look up, no
shapes of the language. Times are in ticks where they are moments, in seconds where they
are drawn; probabilities are from 0 to 1. `flatten.py` makes it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from desireline.scenarios.response import Effect

from .timeline import Timeline
from .timing import Timing

DONE = -1  # in a choice: the customer is done here, and content
LEFT = -2  # the customer leaves the journey
OWN, WAIT, EFFORT, AGAIN, REPETITION, FAILURE = (
    "own",
    "wait",
    "effort",
    "again",
    "repetition",
    "failure",
)
OWN_CAUSES = (OWN, WAIT, EFFORT, AGAIN, REPETITION, FAILURE)  # in every flow, first, in this order
STATE_DRIVERS = (WAIT, EFFORT, AGAIN, REPETITION)  # of the customer's state, while running


class Way(NamedTuple):
    """One of the places that customers may go to next."""

    limit: float  # cumulated probability
    where: int
    after: Timing | None = None  # time under way


Choice = tuple[Way, ...]  # in order of their limits; what the last one leaves open: LEFT


class Rule(NamedTuple):
    """A choice that holds under conditions; -1 or None where there is no such condition."""

    came_here: int  # at least so many visits
    seen: int  # a touchpoint
    hours: Timeline | None  # 1 while it holds
    line: int  # a team
    over: int  # more than so many wait for it
    choice: Choice


class Pull(NamedTuple):
    """A cause that pulls at the log-odds to leave: an uncertain effect per unit."""

    cause: str
    effect: Effect
    units: float  # of a gap; of a state driver: 1
    over: float  # of a state driver: counted above this many units


class Flaw(NamedTuple):
    """What a gap does at a touchpoint beside pulling at the log-odds."""

    cause: str
    seconds: float
    effort: float
    fail_share: float


class Return(NamedTuple):
    """Who comes back after a while, of those who leave."""

    share: float
    after: Timing
    where: int  # LEFT: where they first came in


class CallBack(NamedTuple):
    """Who is called back, of those whose patience runs out."""

    share: float
    after: Timing


class Balk(NamedTuple):
    """Who turns away at once when more than so many are in line."""

    over: int
    share: float


class Manner(NamedTuple):
    """How customers of one segment meet a touchpoint."""

    takes: Timing
    leave_share: float
    fail_share: float
    patience: Timing | None
    on_abandon: Choice
    next: Choice
    rules: tuple[Rule, ...]


class Place(NamedTuple):
    """One touchpoint, as far as it is alike for all segments."""

    tries: int
    needs: tuple[int, ...]  # teams, in order of preference
    balk: Balk | None
    call_back: CallBack | None
    returns: Return | None
    pace: Timeline | None  # factors on the time taken
    completing: bool
    answers_within: float  # promised, in minutes; 0 without a promise
    asks: int  # a bit for each thing that a customer has to tell
    knows: int  # likewise for what need not be told again
    responds: tuple[Pull, ...]  # to the customer's state
    pulls: tuple[Pull, ...]  # of gaps, by their names
    flaws: tuple[Flaw, ...]  # of gaps, by their names


class TeamPlan(NamedTuple):
    """Who serves: people or places, by hour, and how they deal with the line."""

    people: Timeline
    at_once: int  # customers whom one of them serves
    slower: float  # longer by so much for each further customer at once
    line: int  # how many may wait; -1: as many as come
    closing: str  # finish, hold or send-away
    preempts: bool
    ranks: tuple[tuple[int, ...], ...]  # by touchpoint, then segment: lower is served first


class Replay(NamedTuple):
    """Arrivals as they were recorded."""

    times: tuple[int, ...]  # in order
    segments: tuple[int, ...] | None
    starts: tuple[int, ...] | None


class Arrivals(NamedTuple):
    """Who arrives when."""

    rate: Timeline  # groups an hour
    groups: tuple[tuple[float, int], ...]  # (cumulated probability, size)
    replay: Replay | None

    @property
    def mean_group(self) -> float:
        """How many come together, on average."""
        before, mean = 0.0, 0.0
        for limit, size in self.groups:
            mean += (min(limit, 1.0) - before) * size
            before = limit
        return mean


class Present(NamedTuple):
    """Who is at a touchpoint at time 0."""

    place: int
    served: int  # customers
    waiting: int


@dataclass(frozen=True, eq=False)
class Flow:
    """A journey as every engine takes it; tuples run over touchpoints, segments or teams."""

    touchpoints: tuple[str, ...]
    places: tuple[Place, ...]
    manners: tuple[tuple[Manner, ...], ...]  # by touchpoint, then segment
    starts: Choice
    segments: tuple[str, ...]
    segment: Choice
    values: tuple[float, ...]  # of a completed journey, by segment
    arrivals: Arrivals
    resources: tuple[str, ...]
    teams: tuple[TeamPlan, ...]
    present: tuple[Present, ...] = ()

    @cached_property
    def causes(self) -> tuple[str, ...]:
        """Every cause to leave, in a fixed order."""
        gaps = {pull.cause for place in self.places for pull in place.pulls}
        gaps |= {flaw.cause for place in self.places for flaw in place.flaws}
        return (*OWN_CAUSES, *sorted(gaps))

    @property
    def is_alone(self) -> bool:
        """Tell whether customers never get in each other's way."""
        return not any(place.needs for place in self.places)


def unhindered(flow: Flow) -> Flow:
    """Give the journey in which nobody ever waits."""
    places = tuple(place._replace(needs=(), balk=None, call_back=None) for place in flow.places)
    return replace(flow, places=places, teams=flow.teams)
