"""Worlds made ready to be walked: flat, checked, with everything settled beforehand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from desireline.scenarios.errors import DesirelineError
from desireline.scenarios.journey import Journey
from desireline.scenarios.snapshot import Snapshot

from ..checks import check_flow, check_plan
from ..clock import days
from ..customer import MOST_VISITS
from ..engine import Engine, engine_for, has_to_compile, work_of
from ..flatten import compile_flow
from ..flow import Flow
from ..plan import Plan
from ..shift import Shift
from ..span import Span
from .filling import since_for
from .outcome import Adjusted
from .precision import check_precision, first_lot
from .progress import Progress, Remaining
from .replications import Replications, Setting, Tell
from .summary import samples_of
from .twins import FEWEST, Twins, twins_of
from .warm_up import LEAST_DAYS, LONGEST, WarmUp, looked_for
from .workers import Hands, NoWayOut, hands_for, jobs_of

Announce = Callable[[str], None]
COMPILING = "Compiling the simulation's fast engine, once: about half a minute …"


@dataclass(frozen=True, slots=True)
class World:
    """A journey, what pulls at it, and who is in it when time begins."""

    journey: Journey
    shifts: Sequence[Shift] = ()
    snapshot: Snapshot | None = None


@dataclass(frozen=True, slots=True)
class Laboratory:
    """Worlds, and what has been walked of them."""

    plan: Plan  # with the warm-up in days, and the replications of the first lot
    flows: tuple[Flow, ...]
    span: Span
    engine: Engine
    replications: Replications  # of the worlds, then of the twins
    twins: Twins
    note: str = ""  # of the warm-up

    def sample(self, world: int, count: int) -> tuple[float, ...]:
        """Give the plan's figure in the first replications of a world; adjusted, if it can be.

        Raises DesirelineError DL229 for an unknown figure.
        """
        figure, samples = self.plan.figure, self.samples(world, count)
        if figure not in samples:
            raise DesirelineError("DL229", f"`{figure}` is not a figure of a simulation")
        better = self.adjusted(world, count).get(figure)
        return better.values if better else samples[figure]

    def samples(self, world: int, count: int) -> dict[str, tuple[float, ...]]:
        """Give each figure in the first replications of a world, or of a twin."""
        flow, tallies = self.replications.flows[world], self.replications.first(world, count)
        return samples_of(flow, self.plan, self.span, tallies)

    def adjusted(self, world: int, count: int) -> dict[str, Adjusted]:
        """Give a world's figures without its twin's luck, as far as that is known."""
        twin = self.twins.of[world] if self.twins.of else None
        if twin is None:
            return {}
        plain, twins = self.samples(world, count), self.samples(len(self.flows) + twin, count)
        return self.twins.adjusted(twin, plain, twins, self.span, seed=self.plan.seed)


@contextmanager
def opened(
    worlds: Mapping[str, World],
    plan: Plan,
    progress: Progress | None = None,
    remaining: Remaining | None = None,
    announce: Announce | None = None,
    *,
    with_twins: bool = True,
) -> Iterator[Laboratory]:
    """Make worlds ready to be walked, and keep the workers while this is open.

    `announce` is told in a sentence when something has to be done first that takes long.

    Raises what `experiment.compare` does.
    """
    begun = _checked(plan)
    flows = _flows(worlds, plan)
    for flow in flows:
        check_flow(flow, begun)
    try:
        since = since_for(flows, plan) if plan.start == "filled" else 0
        enough = with_twins and begun.replications >= FEWEST
        twins = twins_of(flows, plan.seed) if enough else Twins()
        walked = (*flows, *twins.flows)
        engine = engine_for(walked[0], begun, others=walked[1:], since=since)
        if announce and has_to_compile(engine):
            announce(COMPILING)
        visits = sum(work_of(flow, begun, since) for flow in walked)
        with hands_for(plan, engine, visits) as hands:
            warm_up = _warm_up(flows, plan, since, engine, hands)
            settled = replace(begun, warm_up_days=warm_up.days)
            span = Span(days(warm_up.days), days(warm_up.days + plan.days), since)
            setting = Setting(plan.seed, span, engine.name, jobs_of(plan))
            replications = Replications(walked, setting, hands, _tell(progress, remaining))
            yield Laboratory(settled, flows, span, engine, replications, twins, warm_up.note)
    except NoWayOut as lost:
        raise _endless(str(lost)) from None


def _checked(plan: Plan) -> Plan:
    """Give the plan of the first lot, as far as it is known."""
    check_precision(plan)
    begun = replace(plan, warm_up_days=plan.days_before, replications=first_lot(plan))
    check_plan(begun)
    return begun


def _flows(worlds: Mapping[str, World], plan: Plan) -> tuple[Flow, ...]:
    """Flatten the worlds, with calendars as long as any of the replications gets."""
    horizon = plan.days_before + plan.days
    if plan.warm_up_days == "auto":
        horizon = LONGEST * max(plan.days, LEAST_DAYS) + plan.days
    return tuple(
        compile_flow(world.journey, world.shifts, days=horizon, snapshot=world.snapshot)
        for world in worlds.values()
    )


def _warm_up(
    flows: tuple[Flow, ...], plan: Plan, since: int, engine: Engine, hands: Hands
) -> WarmUp:
    if plan.warm_up_days != "auto":
        return WarmUp(plan.days_before)
    return looked_for(
        flows, seed=plan.seed, days=plan.days, since=since, engine=engine.name, hands=hands
    )


def _tell(progress: Progress | None, remaining: Remaining | None) -> Tell:
    def tell(done: int, total: int, seconds: float | None) -> None:
        if progress:
            progress(done, total)
        if remaining and seconds is not None:
            remaining(seconds)

    return tell


def _endless(touchpoint: str) -> DesirelineError:
    return DesirelineError(
        "DL228",
        f"a customer came to {MOST_VISITS:,} touchpoints, or was under way for 36,000 years; "
        f"last they came to `{touchpoint}`",
        hint="look for a loop in `next` that customers hardly ever get out of, or a time in it",
    )
