"""Walk one replication and keep all that happened in it, and the names that it speaks of.

What is walked, and how the worlds are made ready for it, is the laboratory's: so it is the
replication that `simulate` walks too, customer by customer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from functools import partial
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
from ..experiments.progress import Progress, UnderWay
from ..experiments.workers import T, Task, Work, arguments, lost_by_name
from ..flow import Flow
from ..plan import Plan
from ..record import Record, in_order
from ..tally import Tally
from .heading import Heading
from .records import AT_ONCE, Records, as_records

A_MONDAY = datetime(2024, 1, 1, tzinfo=UTC)  # where a journey has no calendar
FEWEST = 2  # replications that a plan may have
Walked = Callable[[float, float], None]  # so much of so much, where the engine tells
Take = Callable[[Any], None]  # some records, as an array with named fields
Begin = Callable[[Heading], Take]


@dataclass(frozen=True, slots=True)
class Trace(Heading):
    """One replication: what happened, in order, and when time 0 was."""

    records: Records  # a sequence of Record; its `columns` are one array with named fields
    tally: Tally

    def to_pandas(self) -> Any:
        """Give a DataFrame with a row for each record; raises DL250 without pandas."""
        from .columns import table_of

        return table_of(self, self.records.columns)


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
    walked: Walked | None = None,
    announce: Announce | None = None,
) -> dict[str, Trace]:
    """Walk one replication of each world, on the same luck, with all records.

    It is the one that `experiment.compare` walks in the same worlds; how many replications
    the plan has, and how precise they are to be, does not matter. Only who is counted has
    records. `announce` is told in a sentence before something that takes long.

    Raises DesirelineError DL220 to DL228 for what can't be simulated, DL241 for an engine
    that can't be had, DL244 for a start that can't.
    """
    with _opened(worlds, plan, replication, announce) as (ready, headings, tasks):
        found = _walk(ready, _recorded, tasks, walked)
    return {
        name: Trace(**_fields(heading), records=as_records(records), tally=tally)
        for name, heading, (tally, records) in zip(worlds, headings, found, strict=True)
    }


def walk_telling(
    worlds: Mapping[str, World],
    name: str,
    begin: Begin,
    *,
    plan: Plan = Plan(),  # noqa: B008 - frozen
    replication: int = 0,
    walked: Walked | None = None,
    told: Progress | None = None,
    announce: Announce | None = None,
) -> Tally:
    """Walk one replication of the world of this name, and hand its records over, in order.

    So they need no memory: the compiled engine hands some over whenever their time is past.
    SimPy's are handed over when all have been walked; how far that is, `told` is told. It is
    walked in this process, on no cluster. For the rest see `walk_worlds`.
    """
    with _opened(worlds, replace(plan, on=None), replication, announce) as (ready, headings, tasks):
        at = list(worlds).index(name)
        take, task = begin(headings[at]), tasks[at]
        if task.engine == COMPILED:
            return _walk(ready, partial(_telling, take), [task], walked)[0]
        tally, records = _walk(ready, _recorded, [task], walked)[0]
    hand_over(as_records(records), take, told)
    return tally


@contextmanager
def _opened(
    worlds: Mapping[str, World], plan: Plan, replication: int, announce: Announce | None
) -> Iterator[tuple[Laboratory, list[Heading], list[Task]]]:
    """Make the worlds ready, and give what is to be walked in each."""
    check_plan(Plan(replications=max(FEWEST, replication + 1)))
    enough = replace(plan, replications=FEWEST, precision=None)
    with opened(worlds, enough, None, None, announce) as ready:
        setting = ready.replications.setting
        tasks = [
            Task(number, replication, setting.seed, setting.span, setting.engine)
            for number in range(len(worlds))
        ]
        journeys = [world.journey for world in worlds.values()]
        headings = [_heading(*one, ready) for one in zip(journeys, tasks, strict=True)]
        yield ready, headings, tasks


def _walk(
    ready: Laboratory, work: Work[T], tasks: Sequence[Task], walked: Walked | None
) -> list[T]:
    found: dict[int, T] = {}

    def look(under_way: UnderWay) -> None:
        if walked:
            walked(len(found) + sum(share for share, _ in under_way), len(tasks))

    results: Any = ready.replications.hands(work, ready.flows, tasks, look=look)
    with closing(results):
        for index, kept, _ in results:
            found[index] = kept
    return [found[index] for index in range(len(tasks))]


def _recorded(flow: Flow, task: Task) -> tuple[Tally, Any]:
    """Walk; give the records in order: as they are, or the compiled engine's as an array."""
    with lost_by_name(flow):
        if task.engine == COMPILED:
            from ..compiled.engine import walk_traced

            return walk_traced(flow, **arguments(task))
        records: list[Record] = []
        tally = engine_named(task.engine).walk(flow, **arguments(task), trace=records)
        return tally, in_order(records)


def _telling(take: Take, flow: Flow, task: Task) -> Tally:
    from ..compiled.engine import walk_telling

    with lost_by_name(flow):
        return walk_telling(flow, take=take, **arguments(task))


def hand_over(records: Records, take: Take, told: Progress | None = None) -> None:
    """Hand over records that are all there already, some at a time."""
    for first in range(0, len(records), AT_ONCE):
        if told:
            told(first, len(records))
        take(records.columns[first : first + AT_ONCE])


def tell_again(trace: Trace, begin: Begin) -> Tally:
    """Hand over the records of a trace, as if they were walked now."""
    hand_over(trace.records, begin(trace))
    return trace.tally


def _heading(journey: Journey, task: Task, ready: Laboratory) -> Heading:
    flow = ready.flows[task.world]
    return Heading(
        journey=journey.name,
        titles=tuple(title_of(journey, name) for name in flow.touchpoints),
        flow=flow,
        days=ready.plan.days,
        warm_up_days=ready.plan.days_before,
        seed=task.seed,
        replication=task.replication,
        starts=start_of(journey.calendar) if journey.calendar else A_MONDAY,
        dated=journey.calendar is not None,
        note=ready.note,
    )


def _fields(heading: Heading) -> dict[str, Any]:
    return {field.name: getattr(heading, field.name) for field in fields(heading)}


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


def _customer(record: Record) -> int:
    return record.customer
