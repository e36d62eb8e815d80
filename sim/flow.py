"""The flat model: a journey and what pulls at it, compiled to tuples by index.

Everything that an engine needs stands here and nothing else: no names to look up, no
shapes of the language. Times are in seconds, probabilities from 0 to 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from math import inf
from typing import NamedTuple

from desireline.scenarios.errors import DesirelineError
from desireline.scenarios.journey import (
    END,
    Journey,
    Touchpoint,
    completes_of,
    names_of,
    next_of,
    starts_of,
    value_of,
)
from desireline.scenarios.prior import effect_of
from desireline.scenarios.response import Effect

from .samplers import Timing, timing_of
from .shift import Shift
from .week_profile import Profile, profile_of

DONE = -1  # in a choice: the customer is done here, and content
LEFT = -2  # the customer leaves the journey
OWN, WAIT, EFFORT, FAILURE = "own", "wait", "effort", "failure"
OWN_CAUSES = (OWN, WAIT, EFFORT, FAILURE)  # in every flow, first and in this order
STATE_DRIVERS = (WAIT, EFFORT)  # what depends on the customer's state, applied while running

Choice = tuple[tuple[float, int], ...]  # (cumulated probability, where to), in order


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


@dataclass(frozen=True, slots=True)
class Flow:
    """A journey as every engine takes it; tuples run over touchpoints, segments or resources."""

    touchpoints: tuple[str, ...]
    takes: tuple[Timing, ...]
    leave_share: tuple[float, ...]
    fail_share: tuple[float, ...]
    tries: tuple[int, ...]
    needs: tuple[int | None, ...]  # the resource's index
    patience: tuple[Timing | None, ...]
    on_abandon: tuple[Choice, ...]
    next: tuple[Choice, ...]
    completing: tuple[bool, ...]
    answers_within: tuple[float, ...]  # promised, in minutes; 0 without a promise
    responds: tuple[tuple[Pull, ...], ...]  # to the customer's state: wait, then effort
    pulls: tuple[tuple[Pull, ...], ...]  # of gaps, by their names
    flaws: tuple[tuple[Flaw, ...], ...]  # of gaps, by their names
    starts: Choice
    segments: tuple[str, ...]
    segment: Choice
    values: tuple[float, ...]  # of a completed journey, by segment
    arrivals: Profile  # customers an hour
    resources: tuple[str, ...]
    staffing: tuple[Profile, ...]
    ranks: tuple[tuple[int, ...], ...]  # by resource, then segment: lower is served first

    @property
    def causes(self) -> tuple[str, ...]:
        """Every cause to leave, in a fixed order."""
        gaps = {pull.cause for pulls in self.pulls for pull in pulls}
        gaps |= {flaw.cause for flaws in self.flaws for flaw in flaws}
        return (*OWN_CAUSES, *sorted(gaps))


def compile_flow(journey: Journey, shifts: Iterable[Shift] = ()) -> Flow:
    """Compile a journey and the gaps' shifts to the flat model.

    Raises DesirelineError DL227 when a shift names a touchpoint that the journey lacks.
    """
    names = names_of(journey)
    index = {name: number for number, name in enumerate(names)}
    found = [touchpoint for _, _, touchpoint in journey.touchpoints()]
    by_place = _by_place(names, shifts)
    resources = tuple(journey.resources)
    return Flow(
        touchpoints=tuple(names),
        takes=tuple(timing_of(t.takes) for t in found),
        leave_share=tuple(t.leave_share for t in found),
        fail_share=tuple(t.fail_share for t in found),
        tries=tuple(t.retries + 1 for t in found),
        needs=tuple(resources.index(t.needs) if t.needs else None for t in found),
        patience=tuple(timing_of(t.patience) if t.patience else None for t in found),
        on_abandon=tuple(_some(t.on_abandon, index) for t in found),
        next=tuple(_all(next_of(journey, name), index) for name in names),
        completing=tuple(name in completes_of(journey) for name in names),
        answers_within=tuple((t.promises.answers_in or 0.0) / 60 for t in found),
        responds=tuple(_state_pulls(t) for t in found),
        pulls=tuple(_gap_pulls(by_place[name]) for name in names),
        flaws=tuple(_flaws(by_place[name]) for name in names),
        starts=_all(starts_of(journey), index),
        segments=tuple(journey.segments),
        segment=_all(
            {name: segment.share for name, segment in journey.segments.items()},
            {name: number for number, name in enumerate(journey.segments)},
        ),
        values=tuple(_value(journey, name) for name in journey.segments),
        arrivals=profile_of(journey.arrivals),
        resources=resources,
        staffing=tuple(profile_of(r.hours) for r in journey.resources.values()),
        ranks=tuple(_ranks(r.priority, journey) for r in journey.resources.values()),
    )


def _by_place(names: list[str], shifts: Iterable[Shift]) -> dict[str, list[Shift]]:
    placed: dict[str, list[Shift]] = {name: [] for name in names}
    for shift in sorted(shifts, key=lambda shift: shift.cause):
        if shift.touchpoint not in placed:
            raise DesirelineError(
                "DL227",
                f"the shift `{shift.cause}` is at `{shift.touchpoint}`, "
                "which is no touchpoint of the journey",
                hint=f"its touchpoints are {', '.join(names)}",
            )
        placed[shift.touchpoint].append(shift)
    return placed


def _some(shares: Mapping[str, float], index: Mapping[str, int]) -> Choice:
    """Cumulate shares; what they leave open is for the caller."""
    places = [DONE if name == END else index[name] for name in shares]
    return tuple(zip(accumulate(shares.values()), places, strict=True))


def _all(shares: Mapping[str, float], index: Mapping[str, int]) -> Choice:
    """Cumulate shares that leave nothing open; where there are none, customers are done."""
    total = sum(shares.values())
    named = {name: share / total for name, share in shares.items() if share > 0}
    choice = _some(named, index)
    return (*choice[:-1], (inf, choice[-1][1])) if choice else ((inf, DONE),)


def _state_pulls(touchpoint: Touchpoint) -> tuple[Pull, ...]:
    promised = (touchpoint.promises.answers_in or 0.0) / 60
    over = {WAIT: promised, EFFORT: 0.0}
    return tuple(
        Pull(
            driver,
            effect_of(driver, response),
            1.0,
            over[driver] if response.over is None else response.over,
        )
        for driver in STATE_DRIVERS
        if (response := touchpoint.responds.get(driver)) is not None
    )


def _gap_pulls(shifts: list[Shift]) -> tuple[Pull, ...]:
    return tuple(
        Pull(shift.cause, shift.effect, shift.units, 0.0)
        for shift in shifts
        if shift.effect is not None and shift.units
    )


def _flaws(shifts: list[Shift]) -> tuple[Flaw, ...]:
    return tuple(
        Flaw(shift.cause, shift.seconds, shift.effort, shift.fail_share)
        for shift in shifts
        if shift.seconds or shift.effort or shift.fail_share
    )


def _value(journey: Journey, segment: str) -> float:
    money = value_of(journey, segment)
    return float(money.amount) if money else 0.0


def _ranks(priority: tuple[str, ...], journey: Journey) -> tuple[int, ...]:
    return tuple(
        priority.index(name) if name in priority else len(priority) for name in journey.segments
    )
