"""A touchpoint made ready for one replication: its effects drawn, its queue open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from .effort import delay_rate, millionths
from .flow import FAILURE, STATE_DRIVERS, Balk, Choice, Flow, Manner, Pull, Return, Rule
from .leaving import Ladder, drawn_log_odds, ladder
from .moments import mean_seconds
from .samplers import Sampler, sampler
from .timeline import Timeline
from .timing import Timing

Draw = Callable[[str], float]  # by the cause's name


class Times(NamedTuple):
    """A distribution ready to draw from."""

    quantile: Sampler
    correlated: float  # with the customer's other times
    timing: Timing


class Answer(NamedTuple):
    """How customers respond to their own state."""

    cause: int
    driver: int  # an index of STATE_DRIVERS
    log_odds: float  # per unit, drawn
    over: float  # counted above this


class CallBack(NamedTuple):
    """Who is called back, and when."""

    share: float
    after: Times


@dataclass(frozen=True, slots=True)
class Spot:
    """One touchpoint, as customers of one segment meet it in one replication."""

    place: int  # its index
    takes: Times
    delay_rate: float  # effort points a tick, of a visit that takes longer than usual
    pace: Timeline | None
    extra_seconds: float
    extra_effort: int  # millionths
    tries: int
    fails: Ladder  # what a try fails for; empty where none does
    teams: tuple[int, ...]
    ranks: tuple[int, ...]  # at each of these teams
    patience: Times | None
    balk: Balk | None
    call_back: CallBack | None
    wait_free_minutes: float  # before waiting costs effort: what was promised
    own_share: float
    leaves: Ladder  # while nothing of the customer's state pulls
    gap_pulls: tuple[tuple[int, float], ...]  # (cause, log-odds)
    responds: tuple[Answer, ...]
    on_abandon: Choice
    rules: tuple[Rule, ...]
    next: Choice
    returns: Return | None
    asks: int  # bits
    knows: int
    completing: bool
    looks_at_lines: bool  # where customers go on to depends on a queue


def spots(flow: Flow, draw: Draw) -> list[list[Spot]]:
    """Make all touchpoints ready, by segment, with the effects drawn for one replication.

    Segments that meet a touchpoint alike share one spot.
    """
    causes = {cause: number for number, cause in enumerate(flow.causes)}
    made: list[list[Spot]] = []
    for place, manners in enumerate(flow.manners):
        alike: dict[tuple[Manner, tuple[int, ...]], Spot] = {}
        row: list[Spot] = []
        for segment, manner in enumerate(manners):
            ranks = tuple(
                flow.teams[team].ranks[place][segment] for team in flow.places[place].needs
            )
            if (manner, ranks) not in alike:
                alike[manner, ranks] = _spot(flow, place, manner, ranks, draw, causes)
            row.append(alike[manner, ranks])
        made.append(row)
    return made


def _spot(
    flow: Flow,
    place: int,
    manner: Manner,
    ranks: tuple[int, ...],
    draw: Draw,
    causes: dict[str, int],
) -> Spot:
    plan = flow.places[place]
    gaps = tuple((causes[pull.cause], _log_odds(pull, draw)) for pull in plan.pulls)
    back = plan.call_back
    return Spot(
        place=place,
        takes=_times(manner.takes),
        delay_rate=delay_rate(mean_seconds(manner.takes)),
        pace=plan.pace,
        extra_seconds=sum(flaw.seconds for flaw in plan.flaws),
        extra_effort=millionths(sum(flaw.effort for flaw in plan.flaws)),
        tries=plan.tries,
        fails=_fails(flow, place, manner.fail_share, causes),
        teams=plan.needs,
        ranks=ranks,
        patience=_times(manner.patience) if manner.patience else None,
        balk=plan.balk,
        call_back=CallBack(back.share, _times(back.after)) if back else None,
        wait_free_minutes=plan.answers_within,
        own_share=manner.leave_share,
        leaves=ladder(manner.leave_share, list(gaps)),
        gap_pulls=gaps,
        responds=tuple(
            Answer(
                causes[pull.cause],
                STATE_DRIVERS.index(pull.cause),
                _log_odds(pull, draw),
                pull.over,
            )
            for pull in plan.responds
        ),
        on_abandon=manner.on_abandon,
        rules=manner.rules,
        next=manner.next,
        returns=plan.returns,
        asks=plan.asks,
        knows=plan.knows,
        completing=plan.completing,
        looks_at_lines=any(rule.line >= 0 for rule in manner.rules),
    )


def _times(timing: Timing) -> Times:
    return Times(sampler(timing), timing.correlated, timing)


def _log_odds(pull: Pull, draw: Draw) -> float:
    """Draw the effect; alike wherever the cause pulls, and in every world."""
    return drawn_log_odds(pull.effect, draw(pull.cause)) * pull.units


def _fails(flow: Flow, place: int, fail_share: float, causes: dict[str, int]) -> Ladder:
    """Stack what a try can fail for; independent of each other."""
    works = 1 - fail_share
    steps = [(1 - works, causes[FAILURE])]
    for flaw in flow.places[place].flaws:
        works *= 1 - flaw.fail_share
        steps.append((1 - works, causes[flaw.cause]))
    return tuple(steps) if works < 1 else ()
