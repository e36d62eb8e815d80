"""Walk one replication and keep all that happened in it, and the names that it speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Literal

from desireline.scenarios.errors import DesirelineError
from desireline.scenarios.journey import Journey, title_of
from desireline.scenarios.moment import start_of

from ..checks import check_flow, check_plan
from ..clock import days as days_in_ticks
from ..customer import MOST_VISITS, EndlessWalk
from ..engine import Engine, engine_for
from ..flatten import compile_flow
from ..flow import Flow
from ..plan import Plan
from ..record import Record, in_order
from ..span import Span
from ..tally import Tally

A_MONDAY = datetime(2024, 1, 1, tzinfo=UTC)  # where a journey has no calendar


@dataclass(frozen=True, slots=True)
class Trace:
    """One replication: what happened, in order, and when time 0 was."""

    journey: str
    titles: tuple[str, ...]  # of the touchpoints
    flow: Flow
    days: float
    seed: int
    replication: int
    starts: datetime
    records: Sequence[Record]
    tally: Tally


def walk_traced(
    journey: Journey,
    *,
    days: float = 14.0,
    seed: int = 7,
    replication: int = 0,
    engine: Literal["auto", "simpy", "compiled"] = "auto",
) -> Trace:
    """Walk one replication with all its records: the one that `simulate` walks, too.

    Raises DesirelineError DL220 to DL228 for what can't be simulated, DL241 for an engine
    that can't be had.
    """
    check_plan(Plan(replications=max(2, replication + 1), days=days, seed=seed))
    plan = Plan(replications=1, days=days, seed=seed, engine=engine)
    flow = compile_flow(journey, days=days)
    check_flow(flow, plan)
    walked_by = engine_for(flow, plan)
    records, tally = _walk(walked_by, flow, days=days, seed=seed, replication=replication)
    return Trace(
        journey=journey.name,
        titles=tuple(title_of(journey, name) for name in flow.touchpoints),
        flow=flow,
        days=days,
        seed=seed,
        replication=replication,
        starts=start_of(journey.calendar) if journey.calendar else A_MONDAY,
        records=records,
        tally=tally,
    )


def _walk(
    engine: Engine, flow: Flow, *, days: float, seed: int, replication: int
) -> tuple[list[Record], Tally]:
    records: list[Record] = []
    span = Span(0, days_in_ticks(days))
    try:
        tally = engine.walk(flow, seed=seed, replication=replication, span=span, trace=records)
    except EndlessWalk as endless:
        raise DesirelineError(
            "DL228",
            f"a customer came to {MOST_VISITS:,} touchpoints, last to "
            f"`{flow.touchpoints[endless.place]}`",
            hint="look for a loop in `next` that customers hardly ever get out of",
        ) from None
    return in_order(records), tally


def by_customer(records: Sequence[Record]) -> list[list[Record]]:
    """Give each customer's records, in order of their numbers."""
    ordered = sorted(records, key=_customer)
    return [list(own) for _, own in groupby(ordered, key=_customer)]


def of_customer(trace: Trace, number: int) -> list[Record]:
    """Give one customer's records.

    Raises DesirelineError DL225 when nobody arrived, DL248 when this one did not.
    """
    own = [record for record in trace.records if record.customer == number]
    if own:
        return own
    if not trace.records:
        raise DesirelineError("DL225", "nobody arrives in this replication", hint="more --days")
    numbers = {record.customer for record in trace.records}
    raise DesirelineError(
        "DL248",
        f"there is no customer {number} in replication {trace.replication} of seed {trace.seed}",
        hint=f"customers are numbered from {min(numbers)} to {max(numbers)}, as they arrive",
    )


def moment_of(starts: datetime, ticks: int) -> datetime:
    """Give when something was by the clocks of the place, so many ticks after the start.

    Raises DesirelineError DL249 when no calendar reaches that far.
    """
    try:
        there = starts.astimezone(UTC) + timedelta(microseconds=ticks)
        return there.astimezone(starts.tzinfo)
    except OverflowError:
        raise DesirelineError(
            "DL249",
            "somebody is still in the journey after the year 9999, and has no date then",
            hint="look for a time that is much too long: in `takes`, `returns` or `after`",
        ) from None


def _customer(record: Record) -> int:
    return record.customer
