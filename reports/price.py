"""Price each gap: how many completed journeys a month it costs, and what they are worth.

The journey is simulated as promised, as seen, and as seen without each gap in turn, all on
the same random numbers. What a gap loses is what closing it alone would bring back. These
losses don't add up to what all gaps lose together: who is brought back at one gap may still
leave at the next.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from desireline.scenarios.journey import Journey
from desireline.sim.experiments.experiment import World, compare, paired
from desireline.sim.experiments.outcome import Estimate, Outcome
from desireline.sim.plan import Plan
from desireline.sim.shift import Shift

from .gaps import Found
from .price_range import Pulls, pulls_in, ranged, together
from .record import Gap

PROMISED, SEEN, WITHOUT = "as promised", "as seen", "without "
NOTHING = Estimate(0.0, 0.0, 0.0)
THE_WALK = "the walk itself"
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Priced:
    """The worlds' outcomes, the gaps with their prices (dearest first), and the total."""

    as_promised: Outcome
    as_seen: Outcome
    gaps: tuple[Gap, ...]
    lost: Estimate  # completed journeys a month, all gaps together
    money: Estimate


def shifts_of(found: Sequence[Found], *, but: str = "") -> tuple[Shift, ...]:
    """Give what all gaps but one do to the model."""
    return tuple(shift for gap in found if gap.name != but for shift in gap.shifts)


def price(
    journey: Journey, found: Sequence[Found], *, plan: Plan, progress: Progress | None = None
) -> Priced:
    """Simulate the worlds and put a price on each gap.

    Without gaps there is one world, and nothing is lost: exactly, not about.
    """
    worlds = {PROMISED: World(journey)}
    if found:
        worlds[SEEN] = World(journey, shifts_of(found))
    if len(found) > 1:  # a single gap closed is the journey as promised
        worlds |= {WITHOUT + g.name: World(journey, shifts_of(found, but=g.name)) for g in found}
    outcomes = compare_wholly(worlds, plan=plan, progress=progress)
    promised = outcomes[PROMISED]
    if not found:
        return Priced(promised, promised, (), NOTHING, NOTHING)
    return _priced(journey, found, outcomes)


def compare_wholly(
    worlds: Mapping[str, World], *, plan: Plan, progress: Progress | None = None
) -> dict[str, Outcome]:
    """Simulate worlds on the same luck; an interruption keeps nothing, and goes on.

    Half of the replications would be another simulation than the one that was asked for.
    """
    outcomes = compare(worlds, plan=plan, progress=progress)
    if any(outcome.interrupted for outcome in outcomes.values()):
        raise KeyboardInterrupt
    return outcomes


def _priced(journey: Journey, found: Sequence[Found], outcomes: Mapping[str, Outcome]) -> Priced:
    promised, seen = outcomes[PROMISED], outcomes[SEEN]
    closed = {gap.name: outcomes.get(WITHOUT + gap.name, promised) for gap in found}
    pulls = {gap.name: pulls_in(journey, gap, seen) for gap in found}
    gaps = [_gap(gap, closed[gap.name], seen, pulls[gap.name]) for gap in found]
    gaps.sort(key=lambda gap: (-gap.lost.mean, -gap.leavers.mean, gap.name))
    lost, money = (
        ranged(paired(promised, seen, figure), together(figure, closed, seen, pulls))
        for figure in ("completed", "value")
    )
    return Priced(promised, seen, tuple(gaps), lost, money)


def _gap(found: Found, without: Outcome, seen: Outcome, pulls: Pulls) -> Gap:
    source, kind = _source(found)
    return Gap(
        name=found.name,
        kind=found.kind,
        touchpoint=found.touchpoint,
        places=found.places,
        what=found.what,
        promised=found.promised,
        seen=found.seen,
        assumed="",
        owners=found.owners,
        sentence=found.sentence,
        evidence=found.evidence,
        picture=found.picture,
        driver=found.driver,
        units=found.units,
        source=source,
        source_kind=kind,
        leavers=ranged(_leavers(found.name, seen), pulls),
        lost=ranged(paired(without, seen, "completed"), pulls),
        money=ranged(paired(without, seen, "value"), pulls),
    )


def _leavers(cause: str, seen: Outcome) -> tuple[float, ...]:
    return seen.samples.get(f"left:{cause}", (0.0,) * seen.plan.replications)


def _source(found: Found) -> tuple[str, Literal["measured", "survey", "guess"]]:
    if found.effect is not None:
        return found.effect.source, found.effect.kind
    surely = all(shift.fail_share == 1 for shift in found.shifts)
    return (THE_WALK, "measured") if surely else ("guess", "guess")
