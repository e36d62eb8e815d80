"""Walk one replication and keep all that happened in it, and the names that it speaks of.

What is walked, and how the worlds are made ready for it, is the laboratory's: so it is the
replication that `simulate` walks too, customer by customer.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any

from desireline.scenarios.errors import DesirelineError
from desireline.scenarios.journey import Journey, title_of
from desireline.scenarios.moment import start_of
from desireline.scenarios.snapshot import Snapshot

from ..arrival import EARLIER
from ..checks import check_plan
from ..engine import COMPILED, engine_named
from ..experiments.laboratory import Announce, Laboratory, World, opened
from ..experiments.progress import UnderWay
from ..experiments.workers import Task, arguments, lost_by_name
from ..flow import Flow
from ..plan import Plan
from ..record import Record, in_order
from ..tally import Tally
from .records import Records, as_records

A_MONDAY = datetime(2024, 1, 1, tzinfo=UTC)  # where a journey has no calendar
FEWEST = 2  # replications that a plan may have
Walked = Callable[[float, float], None]  # so much of so much, where the engine tells


@dataclass(frozen=True, slots=True)
class Trace:
    """One replication: what happened, in order, and when time 0 was."""

    journey: str
    titles: tuple[str, ...]  # of the touchpoints
    flow: Flow
    days: float  # that are counted
    warm_up_days: float  # before them
    seed: int
    replication: int
    starts: datetime
    dated: bool  # the journey has a calendar
    records: Records  # a sequence of Record; its `columns` are one array with named fields
    tally: Tally
    note: str = ""  # what makes the warm-up doubtful

    def to_pandas(self) -> Any:
        """Give a DataFrame with a row for each record; raises DL250 without pandas."""
        from .rows import table_of

        return table_of(self)


def walk_traced(
    journey: Journey,
    *,
    plan: Plan = Plan(),  # noqa: B008 - frozen
    replication: int = 0,
    snapshot: Snapshot | None = None,
) -> Trace:
    """Walk one replication of a journey with all its records; see `walk_worlds`."""
    worlds = {"": World(journey, snapshot=snapshot)}
    return walk_worlds(worlds, plan=plan, replication=replication)[""]


def walk_worlds(
    worlds: Mapping[str, World],
    *,
    plan: Plan = Plan(),  # noqa: B008 - frozen
    replication: int = 0,
    only: Collection[str] | None = None,
    walked: Walked | None = None,
    announce: Announce | None = None,
) -> dict[str, Trace]:
    """Walk one replication of each world, or of `only` some, on the same luck, with all records.

    It is the one that `experiment.compare` walks in the same worlds; how many replications
    the plan has, and how precise they are to be, does not matter. Only who is counted has
    records. `announce` is told in a sentence before something that takes long.

    Raises DesirelineError DL220 to DL228 for what can't be simulated, DL241 for an engine
    that can't be had, DL244 for a start that can't.
    """
    check_plan(Plan(replications=max(FEWEST, replication + 1)))
    names = list(worlds)
    wanted = names if only is None else [name for name in names if name in only]
    with opened(
        worlds, replace(plan, replications=FEWEST, precision=None), None, None, announce
    ) as ready:
        setting = ready.replications.setting
        tasks = [
            Task(names.index(name), replication, setting.seed, setting.span, setting.engine)
            for name in wanted
        ]
        found = _walk(ready, tasks, walked)
    return {
        name: _trace(worlds[name].journey, ready, task, *kept)
        for name, task, kept in zip(wanted, tasks, found, strict=True)
    }


def _walk(
    ready: Laboratory, tasks: Sequence[Task], walked: Walked | None
) -> list[tuple[Tally, Records]]:
    found: dict[int, tuple[Tally, Any]] = {}

    def look(under_way: UnderWay) -> None:
        if walked:
            walked(len(found) + sum(share for share, _ in under_way), len(tasks))

    results: Any = ready.replications.hands(_recorded, ready.flows, tasks, look=look)
    with closing(results):
        for index, kept, _ in results:
            found[index] = kept
    kept_in_order = (found[index] for index in range(len(tasks)))
    return [(tally, as_records(rows)) for tally, rows in kept_in_order]


def _recorded(flow: Flow, task: Task) -> tuple[Tally, Any]:
    """Walk; give the records in order: as they are, or the compiled engine's as an array."""
    with lost_by_name(flow):
        if task.engine == COMPILED:
            from ..compiled.engine import walk_traced

            return walk_traced(flow, **arguments(task))
        records: list[Record] = []
        tally = engine_named(task.engine).walk(flow, **arguments(task), trace=records)
        return tally, in_order(records)


def _trace(
    journey: Journey, ready: Laboratory, task: Task, tally: Tally, records: Records
) -> Trace:
    flow = ready.flows[task.world]
    return Trace(
        journey=journey.name,
        titles=tuple(title_of(journey, name) for name in flow.touchpoints),
        flow=flow,
        days=ready.plan.days,
        warm_up_days=ready.plan.days_before,
        seed=task.seed,
        replication=task.replication,
        starts=start_of(journey.calendar) if journey.calendar else A_MONDAY,
        dated=journey.calendar is not None,
        records=records,
        tally=tally,
        note=ready.note,
    )


def by_customer(records: Sequence[Record]) -> list[list[Record]]:
    """Give each customer's records, in order of their numbers."""
    ordered = sorted(records, key=_customer)
    return [list(own) for _, own in groupby(ordered, key=_customer)]


def of_customer(trace: Trace, number: int, where: str = "") -> list[Record]:
    """Give one customer's records.

    Raises DesirelineError DL225 when nobody arrived, DL248 when this one did not.
    """
    own = [record for record in trace.records if record.customer == number]
    if own:
        return own
    first_of(trace)  # nobody at all is another mistake
    replication = f"replication {trace.replication} of seed {trace.seed}"
    raise DesirelineError(
        "DL248",
        f"there is no customer {number}{where} in {replication}",
        hint=f"customers are numbered {_numbers(trace)}",
    )


def first_of(trace: Trace) -> int:
    """Give the number of who is told of first; raises DesirelineError DL225 when nobody is."""
    if not trace.records:
        raise DesirelineError("DL225", "nobody arrives in this replication", hint="more --days")
    return trace.records[0].customer


def _numbers(trace: Trace) -> str:
    """Say which numbers there are: of who arrives, and of who waited when time began."""
    numbers = {record.customer for record in trace.records}
    arrived = [number for number in numbers if number < EARLIER]
    there = numbers.difference(arrived)
    told = []
    if arrived:
        after = " after the warm-up" if trace.warm_up_days else ""
        told.append(f"from {min(arrived)} to {max(arrived)}, as they arrive{after}")
    if there:
        told.append(f"from {min(there)} to {max(there)}, who wait when time begins")
    return "; ".join(told)


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
