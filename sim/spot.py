"""A touchpoint made ready for one replication: its effects drawn, its queue open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from typing import NamedTuple

from .flow import FAILURE, WAIT, Choice, Flow, Pull
from .leaving import Ladder, drawn_log_odds, ladder
from .pool import Pool
from .samplers import Sampler, Timing, mean_seconds, sampler

Draw = Callable[[str], float]  # by the cause's name
FOR_EVER = Timing("constant", (inf,))


class Answer(NamedTuple):
    """How customers respond to their own state."""

    cause: int
    to_wait: bool  # else to effort
    log_odds: float  # per unit, drawn
    over: float  # counted above this


@dataclass(frozen=True, slots=True)
class Spot:
    """One touchpoint, as customers of one replication meet it."""

    place: int  # its index
    time: Sampler | None  # None: always the usual
    usual_seconds: float
    extra_seconds: float
    extra_effort: float
    tries: int
    fails: Ladder  # what a try fails for; empty where none does
    pool: Pool | None
    patience: Sampler
    wait_free_minutes: float  # before waiting costs effort: what was promised
    own_share: float
    leaves: Ladder  # while nothing of the customer's state pulls
    gap_pulls: tuple[tuple[int, float], ...]  # (cause, log-odds)
    responds: tuple[Answer, ...]
    on_abandon: Choice
    next: Choice
    completing: bool


def spots(flow: Flow, draw: Draw, pools: list[Pool]) -> list[Spot]:
    """Make all touchpoints ready, with the effects drawn for one replication."""
    causes = {cause: number for number, cause in enumerate(flow.causes)}
    return [_spot(flow, place, draw, causes, pools) for place in range(len(flow.touchpoints))]


def _spot(flow: Flow, place: int, draw: Draw, causes: dict[str, int], pools: list[Pool]) -> Spot:
    need = flow.needs[place]
    gaps = tuple((causes[pull.cause], _log_odds(pull, draw)) for pull in flow.pulls[place])
    return Spot(
        place=place,
        time=None if flow.takes[place].kind == "constant" else sampler(flow.takes[place]),
        usual_seconds=mean_seconds(flow.takes[place]),
        extra_seconds=sum(flaw.seconds for flaw in flow.flaws[place]),
        extra_effort=sum(flaw.effort for flaw in flow.flaws[place]),
        tries=flow.tries[place],
        fails=_fails(flow, place, causes),
        pool=None if need is None else pools[need],
        patience=sampler(flow.patience[place] or FOR_EVER),
        wait_free_minutes=flow.answers_within[place],
        own_share=flow.leave_share[place],
        leaves=ladder(flow.leave_share[place], list(gaps)),
        gap_pulls=gaps,
        responds=tuple(
            Answer(causes[pull.cause], pull.cause == WAIT, _log_odds(pull, draw), pull.over)
            for pull in flow.responds[place]
        ),
        on_abandon=flow.on_abandon[place],
        next=flow.next[place],
        completing=flow.completing[place],
    )


def _log_odds(pull: Pull, draw: Draw) -> float:
    """Draw the effect; alike wherever the cause pulls, and in every world."""
    return drawn_log_odds(pull.effect, draw(pull.cause)) * pull.units


def _fails(flow: Flow, place: int, causes: dict[str, int]) -> Ladder:
    """Stack what a try can fail for; independent of each other."""
    works = 1 - flow.fail_share[place]
    steps = [(1 - works, causes[FAILURE])]
    for flaw in flow.flaws[place]:
        works *= 1 - flaw.fail_share
        steps.append((1 - works, causes[flaw.cause]))
    return tuple(steps) if works < 1 else ()
