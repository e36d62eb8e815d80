"""The Python interface: read a journey, simulate it, compare what-ifs, follow one customer.

    import desireline as dl

    journey = dl.load("journey.yaml")
    found = dl.compare({"now": journey, **dl.fixes("whatif.yaml")}, replications=40)
    now = found.pop("now")
    dl.table(dl.differences(now, found, "completed"))
    print(dl.tell(dl.trace(journey), 17))

Functions here parse and hand on; what is simulated is the same as on the command line.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from os import PathLike
from pathlib import Path
from typing import Any

from desireline.scenarios.change import apply
from desireline.scenarios.journey import Journey
from desireline.scenarios.reading import load_journey, load_snapshot, load_whatif
from desireline.scenarios.snapshot import Snapshot
from desireline.sim.experiments import experiment
from desireline.sim.experiments.differences import Difference, differences
from desireline.sim.experiments.experiment import World, difference
from desireline.sim.experiments.frame import table_of_differences as table
from desireline.sim.experiments.outcome import Estimate, Outcome
from desireline.sim.plan import Plan
from desireline.sim.traces.file import write_trace
from desireline.sim.traces.telling import one_story, two_stories
from desireline.sim.traces.walk import Trace, tell_again, walk_worlds
from desireline.sim.traces.whom import Whom
from desireline.sim.traces.whom import whom_it_changes as whom

__all__ = [
    "Difference",
    "Estimate",
    "Journey",
    "Outcome",
    "Plan",
    "Snapshot",
    "Trace",
    "Whom",
    "change",
    "compare",
    "difference",
    "differences",
    "fixes",
    "load",
    "simulate",
    "snapshot",
    "table",
    "tell",
    "trace",
    "traces",
    "whom",
    "write",
]
File = str | PathLike[str]


def load(path: File) -> Journey:
    """Read a journey's file.

    Raises FileMistakes, a DesirelineError, with everything that is wrong in it.
    """
    return load_journey(Path(path))


def snapshot(path: File, journey: Journey) -> Snapshot:
    """Read who is where in a journey when time begins; raises as `load` does."""
    return load_snapshot(Path(path), journey)


def fixes(path: File) -> dict[str, Journey]:
    """Read a what-if's file: give the journey that it names, once with each of its fixes.

    Raises as `load` does.
    """
    whatif, journey = load_whatif(Path(path))
    return {name: apply(journey, fix.changes) for name, fix in whatif.fixes.items()}


def change(journey: Journey, changes: Mapping[str, str]) -> Journey:
    """Give the journey with changes, written as a what-if's are: `{"agents.capacity": "+2"}`.

    Raises FileMistakes, a DesirelineError, for changes that can't be made.
    """
    return apply(journey, changes)


def simulate(journey: Journey, *, now: Snapshot | None = None, **plan: Any) -> Outcome:
    """Simulate a journey; `plan` takes what `Plan` does: replications, days, seed, precision, …

    Raises DesirelineError for a journey or a plan that can't be simulated.
    """
    return compare({"": journey}, now=now, **plan)[""]


def compare(
    journeys: Mapping[str, Journey], *, now: Snapshot | None = None, **plan: Any
) -> dict[str, Outcome]:
    """Simulate several journeys on the same luck, customer by customer; see `simulate`."""
    return experiment.compare(_worlds(journeys, now), plan=Plan(**plan))


def trace(
    journey: Journey, *, replication: int = 0, now: Snapshot | None = None, **plan: Any
) -> Trace:
    """Walk one replication of those that `simulate` walks, and keep all that happened in it."""
    return traces({"": journey}, replication=replication, now=now, **plan)[""]


def traces(
    journeys: Mapping[str, Journey],
    *,
    replication: int = 0,
    now: Snapshot | None = None,
    **plan: Any,
) -> dict[str, Trace]:
    """Walk one replication of several journeys, of those that `compare` walks; see `trace`."""
    return walk_worlds(_worlds(journeys, now), plan=Plan(**plan), replication=replication)


def tell(trace: Trace, customer: int, *, other: Trace | None = None, name: str = "the fix") -> str:
    """Tell in sentences what one customer of a trace went through.

    With the trace of an `other` journey, called by its `name`, it is told where the two part,
    what differs, and for how many customers something does.

    Raises DesirelineError DL248 for a customer who did not arrive.
    """
    if other is None:
        return "\n".join(one_story(trace, customer))
    return "\n".join(two_stories(trace, other, customer, name=name))


def write(trace: Trace, path: File) -> None:
    """Write a trace into a file: .jsonl or .parquet for records, .xes or .csv for an event log.

    Raises DesirelineError DL245 to DL247 for what can't be written.
    """
    write_trace(partial(tell_again, trace), Path(path))


def _worlds(journeys: Mapping[str, Journey], now: Snapshot | None) -> dict[str, World]:
    return {name: World(journey, snapshot=now) for name, journey in journeys.items()}
