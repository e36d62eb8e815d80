"""The Python interface: read a journey, simulate it, compare what-ifs.

    import desireline as dl

    journey = dl.load("journey.yaml")
    now = dl.simulate(journey, replications=40)
    fixed = dl.simulate(dl.change(journey, {"checkout.leaves": "-4pp"}), replications=40)
    dl.difference(fixed, now, "completed")

Functions here parse and hand on; what is simulated is the same as on the command line.
"""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from typing import Any

from desireline.scenarios.change import apply
from desireline.scenarios.journey import Journey
from desireline.scenarios.reading import load_journey, load_snapshot
from desireline.scenarios.snapshot import Snapshot
from desireline.sim.experiments import experiment
from desireline.sim.experiments.differences import Difference, differences
from desireline.sim.experiments.experiment import World, difference
from desireline.sim.experiments.outcome import Estimate, Outcome
from desireline.sim.plan import Plan

__all__ = [
    "Difference",
    "Estimate",
    "Journey",
    "Outcome",
    "Plan",
    "change",
    "compare",
    "difference",
    "differences",
    "load",
    "simulate",
    "snapshot",
]


def load(path: str | PathLike[str]) -> Journey:
    """Read a journey's file.

    Raises FileMistakes, a DesirelineError, with everything that is wrong in it.
    """
    return load_journey(Path(path))


def snapshot(path: str | PathLike[str], journey: Journey) -> Snapshot:
    """Read who is where in a journey when time begins; raises as `load` does."""
    return load_snapshot(Path(path), journey)


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
    worlds = {name: World(journey, snapshot=now) for name, journey in journeys.items()}
    return experiment.compare(worlds, plan=Plan(**plan))
