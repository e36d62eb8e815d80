"""How far to trust the figures: what they rest on, and what hangs on it.

Every effect size, leave share and time at a touchpoint with a gap is an input, with its
source or the word guess. The three that weigh most are made 20% worse, one at a time, and
simulated again on the same random numbers; what changes is said in words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp
from statistics import fmean

from desireline.scenarios.journey import Journey, Touchpoint, title_of
from desireline.scenarios.response import DRIVERS, Effect
from desireline.scenarios.spread import Spread, is_bounded, mean_of, scaled
from desireline.sim.experiments.experiment import World
from desireline.sim.experiments.outcome import Outcome
from desireline.sim.plan import Plan
from desireline.sim.shift import Shift

from .gaps import Found
from .price import PROMISED, SEEN, Priced, Progress, compare_wholly, shifts_of
from .record import Gap, Input
from .words import duration, number, share

WORSE = 1.2
WEIGHTIEST = 3
NOT_SIMULATED = "not simulated: it weighs less than the three above"
CAN_BE_TOLD = 0.5  # customers a month: a smaller change is none
NEXT_TO_NOTHING = 1e-9  # per visit a month: orders what weighs nothing else


@dataclass(frozen=True, slots=True)
class Lever:
    """An input, how much likely hangs on it, and how to make it 20% worse."""

    name: str
    value: str
    source: str
    weight: float  # in customers a month, roughly: only for the order
    journey: Callable[[Journey], Journey] | None = None
    shift: Callable[[Shift], Shift] | None = None


def inputs_of(
    journey: Journey,
    found: Sequence[Found],
    priced: Priced,
    *,
    plan: Plan,
    progress: Progress | None = None,
) -> tuple[Input, ...]:
    """Give the inputs, weightiest first, each with what happens if it were 20% worse."""
    levers = sorted(levers_of(journey, found, priced), key=lambda lever: -lever.weight)
    tried, rest = levers[:WEIGHTIEST], levers[WEIGHTIEST:]
    said = _tried(journey, found, priced, tried, plan, progress) if tried else []
    return (
        *(_input(lever, words) for lever, words in zip(tried, said, strict=True)),
        *(_input(lever, NOT_SIMULATED) for lever in rest),
    )


def _input(lever: Lever, words: str) -> Input:
    return Input(lever.name, lever.value, lever.source, words)


def levers_of(journey: Journey, found: Sequence[Found], priced: Priced) -> Iterator[Lever]:
    """Give the inputs that the prices rest on: effects, then shares and times with a gap."""
    prices = {gap.name: gap for gap in priced.gaps}
    yield from _effects(journey, found, prices)
    for name in dict.fromkeys(shift.touchpoint for gap in found for shift in gap.shifts):
        yield from _touchpoint(journey, name, priced)


def _effects(journey: Journey, found: Sequence[Found], prices: dict[str, Gap]) -> Iterator[Lever]:
    """Give each effect size once, whichever gaps rest on it."""
    used: dict[tuple[str, Effect], list[Found]] = {}
    for gap in found:
        if gap.effect is not None:
            used.setdefault((gap.driver, gap.effect), []).append(gap)
    for (driver, effect), gaps in used.items():
        weight = (WORSE - 1) * sum(prices[gap.name].lost.mean for gap in gaps)
        yield Lever(
            f"{driver}: odds to leave, {_per(driver)}",
            f"x{exp(effect.log_odds):.2f} ({exp(effect.low):.2f}–{exp(effect.high):.2f})",
            effect.source,
            weight,
            shift=_worse_effect(effect),
        )


def _per(driver: str) -> str:
    return f"per {DRIVERS[driver]}"


def _touchpoint(journey: Journey, name: str, priced: Priced) -> Iterator[Lever]:
    touchpoint, title = journey.touchpoint(name), title_of(journey, name)
    visits = next((t.visits.mean for t in priced.as_seen.touchpoints if t.name == name), 0.0)
    if 0 < (leave := touchpoint.leave_share) < 1:
        yield Lever(
            f"{title}: leave although every promise holds",
            share(leave),
            "guess",
            (WORSE - 1) * leave / (1 - leave) * priced.lost.mean + visits * NEXT_TO_NOTHING,
            journey=_with(name, {"leave_share": min(1.0, leave * WORSE)}),
        )
    if typical := typical_seconds(touchpoint.takes):
        yield Lever(
            f"{title}: takes",
            f"{touchpoint.takes.kind}, about {duration(typical)}",
            "guess",
            visits * NEXT_TO_NOTHING,
            journey=_with(name, {"takes": stretched(touchpoint.takes, WORSE)}),
        )


def _worse_effect(effect: Effect) -> Callable[[Shift], Shift]:
    worse = replace(
        effect, log_odds=effect.log_odds * WORSE, low=effect.low * WORSE, high=effect.high * WORSE
    )
    return lambda shift: replace(shift, effect=worse) if shift.effect == effect else shift


def _with(name: str, changed: Mapping[str, object]) -> Callable[[Journey], Journey]:
    def change(touchpoints: dict[str, Touchpoint]) -> dict[str, Touchpoint]:
        return {
            key: touchpoint.model_copy(update=changed) if key == name else touchpoint
            for key, touchpoint in touchpoints.items()
        }

    def changed_journey(journey: Journey) -> Journey:
        stages = tuple(
            stage.model_copy(update={"touchpoints": change(stage.touchpoints)})
            for stage in journey.stages
        )
        return journey.model_copy(update={"stages": stages})

    return changed_journey


def typical_seconds(spread: Spread) -> float:
    """Give the distribution's mean, or for a Weibull its scale: seconds."""
    if is_bounded(spread) or spread.plus:
        return mean_of(spread)
    given = getattr(spread, spread.kind)
    if isinstance(given, float):
        return given
    if isinstance(given, tuple):
        return sum(given) / len(given)
    parts = [
        getattr(given, key)
        for key in ("mean", "scale", "low", "mode", "high")
        if hasattr(given, key)
    ]
    return float(sum(parts) / len(parts))


def stretched(spread: Spread, factor: float) -> Spread:
    """Give the same distribution with every time so many times as long."""
    return scaled(spread, factor)


def _tried(
    journey: Journey,
    found: Sequence[Found],
    priced: Priced,
    levers: Sequence[Lever],
    plan: Plan,
    progress: Progress | None,
) -> list[str]:
    """Simulate each lever 20% worse, as promised and as seen, and say what changes.

    Half of the replications do: each is held against its own self before.
    """
    half = replace(plan, replications=max(2, plan.replications // 2), precision=None)
    worlds = _worlds(journey, found, levers)
    outcomes = compare_wholly(worlds, plan=half, progress=progress)
    before = _lost(priced.as_promised, priced.as_seen, half)
    words = []
    for index in range(len(levers)):
        promised = outcomes.get(f"{PROMISED} {index}", priced.as_promised)
        after = _lost(promised, outcomes[f"{SEEN} {index}"], half)
        factor = after / before if before else 1.0
        words.append(if_worse(priced.lost.mean, priced.lost.mean * factor))
    return words


def _worlds(journey: Journey, found: Sequence[Found], levers: Sequence[Lever]) -> dict[str, World]:
    """Give the worlds in which one lever each is worse; effects change nothing as promised."""
    worlds: dict[str, World] = {}
    for index, lever in enumerate(levers):
        changed, pulls = journey, shifts_of(found)
        if lever.journey:
            changed = lever.journey(journey)
            worlds[f"{PROMISED} {index}"] = World(changed)
        if lever.shift:
            pulls = tuple(map(lever.shift, pulls))
        worlds[f"{SEEN} {index}"] = World(changed, pulls)
    return worlds


def _lost(promised: Outcome, seen: Outcome, plan: Plan) -> float:
    """Give what is lost a month, in as many replications as the plan has."""
    first = slice(0, plan.replications)
    return fmean(promised.samples["completed"][first]) - fmean(seen.samples["completed"][first])


def if_worse(before: float, after: float) -> str:
    """Say what a worse input changes of what the gaps lose: customers a month."""
    if abs(after - before) < CAN_BE_TOLD:
        return f"nothing: the gaps lose about {number(after)} customers a month either way"
    more = "more" if after > before else "fewer"
    change = number(abs(after - before))
    return f"the gaps lose about {number(after)} customers a month: {change} {more}"
