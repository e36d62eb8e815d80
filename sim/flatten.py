"""From a journey, and what pulls at it, to the flat model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from itertools import accumulate
from math import inf

from desireline.scenarios.errors import DesirelineError
from desireline.scenarios.journey import (
    END,
    Journey,
    Resource,
    Touchpoint,
    completes_of,
    names_of,
    next_of,
    starts_of,
    value_of,
)
from desireline.scenarios.prior import effect_of
from desireline.scenarios.route import NextIf, Route, SegmentRule
from desireline.scenarios.snapshot import Snapshot

from .demand import arrivals_of
from .flow import (
    DONE,
    LEFT,
    STATE_DRIVERS,
    WAIT,
    Balk,
    CallBack,
    Choice,
    Flaw,
    Flow,
    Manner,
    Place,
    Present,
    Pull,
    Return,
    Rule,
    TeamPlan,
    Way,
)
from .moments import timing_of
from .shift import Shift
from .timeline import merged
from .weeks import timeline_of

USUAL_DAYS = 14
EVERYBODY = SegmentRule()


def compile_flow(
    journey: Journey,
    shifts: Iterable[Shift] = (),
    *,
    days: float = USUAL_DAYS,
    snapshot: Snapshot | None = None,
) -> Flow:
    """Compile a journey and the gaps' shifts to the flat model.

    `days` is how far the calendar is followed, where the journey has one; `snapshot` tells
    who is there when time begins.

    Raises DesirelineError DL227 when a shift names a touchpoint that the journey lacks.
    """
    names = names_of(journey)
    flow = _Flattening(journey, names, shifts, int(days)).flow()
    return replace(flow, present=_present(names, snapshot)) if snapshot else flow


class _Flattening:
    """What is needed at every turn: the indices of names, and the calendar."""

    def __init__(
        self, journey: Journey, names: list[str], shifts: Iterable[Shift], days: int
    ) -> None:
        self.journey = journey
        self.names = names
        self.index = {name: number for number, name in enumerate(names)}
        self.teams = {name: number for number, name in enumerate(journey.resources)}
        self.shifts = _by_place(names, shifts)
        self.timeline = partial(timeline_of, calendar=journey.calendar, days=days)
        self.days = days
        told = {thing for _, _, t in journey.touchpoints() for thing in (*t.asks, *t.knows)}
        self.bits = {thing: 1 << number for number, thing in enumerate(sorted(told))}

    def flow(self) -> Flow:
        journey = self.journey
        segments = tuple(journey.segments)
        segment_index = {name: number for number, name in enumerate(segments)}
        shares = {name: Route(share=segment.share) for name, segment in journey.segments.items()}
        found = {name: touchpoint for name, _, touchpoint in journey.touchpoints()}
        starts = {name: Route(share=share) for name, share in starts_of(journey).items()}
        return Flow(
            touchpoints=tuple(self.names),
            places=tuple(self.place(name, found[name]) for name in self.names),
            manners=tuple(
                tuple(self.manner(name, found[name], segment) for segment in segments)
                for name in self.names
            ),
            starts=_all(starts, self.index),
            segments=segments,
            segment=_all(shares, segment_index),
            values=tuple(_value(journey, name) for name in segments),
            arrivals=arrivals_of(journey, self.timeline, self.days),
            resources=tuple(journey.resources),
            teams=tuple(self.team(resource) for resource in journey.resources.values()),
        )

    def place(self, name: str, touchpoint: Touchpoint) -> Place:
        balk, back = touchpoint.balks, touchpoint.call_back
        return Place(
            tries=touchpoint.retries + 1,
            needs=tuple(self.teams[team] for team in touchpoint.needs),
            balk=Balk(balk.over, balk.share) if balk else None,
            call_back=CallBack(back.share, timing_of(back.after)) if back else None,
            returns=self.returns(touchpoint),
            pace=self.timeline(touchpoint.pace) if touchpoint.pace else None,
            completing=name in completes_of(self.journey),
            answers_within=(touchpoint.promises.answers_in or 0.0) / 60,
            asks=sum(self.bits[thing] for thing in touchpoint.asks),
            knows=sum(self.bits[thing] for thing in touchpoint.knows),
            responds=_state_pulls(touchpoint),
            pulls=_gap_pulls(self.shifts[name]),
            flaws=_flaws(self.shifts[name]),
        )

    def returns(self, touchpoint: Touchpoint) -> Return | None:
        written = touchpoint.returns or self.journey.returns
        if written is None or not written.share:
            return None
        where = LEFT if written.to is None else self.index[written.to]
        return Return(written.share, timing_of(written.after), where)

    def manner(self, name: str, touchpoint: Touchpoint, segment: str) -> Manner:
        own = touchpoint.for_segments.get(segment, EVERYBODY)
        patience = own.patience or touchpoint.patience
        leaves = touchpoint.leave_share if own.leave_share is None else own.leave_share
        fails = touchpoint.fail_share if own.fail_share is None else own.fail_share
        abandon = touchpoint.on_abandon if own.on_abandon is None else own.on_abandon
        rules = [rule for rule in touchpoint.next_if if rule.segment in (None, segment)]
        return Manner(
            takes=timing_of(own.takes or touchpoint.takes),
            leave_share=leaves,
            fail_share=fails,
            patience=timing_of(patience) if patience else None,
            on_abandon=_some(abandon, self.index),
            next=_all(self.next(name, touchpoint, own), self.index),
            rules=tuple(self.rule(rule) for rule in rules),
        )

    def next(self, name: str, touchpoint: Touchpoint, own: SegmentRule) -> Mapping[str, Route]:
        written = touchpoint.next if own.next is None else own.next
        if written is not None:
            return written
        shares = next_of(self.journey, name).items()
        return {where: Route(share=share) for where, share in shares}

    def rule(self, rule: NextIf) -> Rule:
        line, over = next(iter((rule.line or {"": -1}).items()))
        return Rule(
            came_here=rule.came_here or -1,
            seen=-1 if rule.seen is None else self.index[rule.seen],
            hours=self.timeline(rule.hours) if rule.hours else None,
            line=self.teams[line] if line else -1,
            over=over,
            choice=_all(rule.to, self.index),
        )

    def team(self, resource: Resource) -> TeamPlan:
        people = self.timeline(resource.hours)
        if resource.breaks:
            away = self.timeline(resource.breaks)
            people = merged(lambda there, gone: max(0.0, there - gone), people, away)
        return TeamPlan(
            people=people,
            at_once=resource.at_once,
            slower=resource.slower,
            line=-1 if resource.line is None else resource.line,
            closing=resource.closing,
            preempts=resource.preempts,
            ranks=self.ranks(resource.priority),
        )

    def ranks(self, priority: tuple[str, ...]) -> tuple[tuple[int, ...], ...]:
        def rank(*names: str) -> int:
            return min(
                (priority.index(name) for name in names if name in priority),
                default=len(priority),
            )

        segments = self.journey.segments
        return tuple(tuple(rank(name, segment) for segment in segments) for name in self.names)


def _present(names: list[str], snapshot: Snapshot) -> tuple[Present, ...]:
    return tuple(
        Present(names.index(name), now.served, now.waiting) for name, now in snapshot.now.items()
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


def _some(routes: Mapping[str, Route], index: Mapping[str, int]) -> Choice:
    """Cumulate shares; what they leave open is for the caller."""
    limits = accumulate(route.share for route in routes.values())
    return tuple(
        Way(
            limit,
            DONE if name == END else index[name],
            timing_of(route.after) if route.after else None,
        )
        for limit, (name, route) in zip(limits, routes.items(), strict=True)
    )


def _all(routes: Mapping[str, Route], index: Mapping[str, int]) -> Choice:
    """Cumulate shares that leave nothing open; where there are none, customers are done."""
    total = sum(route.share for route in routes.values())
    named = {
        name: route.model_copy(update={"share": route.share / total})
        for name, route in routes.items()
        if route.share > 0
    }
    choice = _some(named, index)
    return (*choice[:-1], choice[-1]._replace(limit=inf)) if choice else (Way(inf, DONE),)


def _state_pulls(touchpoint: Touchpoint) -> tuple[Pull, ...]:
    promised = (touchpoint.promises.answers_in or 0.0) / 60
    return tuple(
        Pull(
            driver,
            effect_of(driver, response),
            1.0,
            (promised if driver == WAIT else 0.0) if response.over is None else response.over,
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
