"""How to simulate: how often, how long, from which seed, by what and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Plan:
    """How to simulate: how often, how long, from which seed, by what and where.

    With a `precision`, replications go on until the 95% interval of the mean of `figure`
    reaches no further than this share of it to either side, in every world, or until
    there are `most`. A journey that starts `filled` has in it, at first, everybody who
    would be there if nobody ever waited.
    """

    replications: int = 20
    days: float = 14.0  # counted days of each replication
    warm_up_days: float | Literal["auto"] = 0.0  # simulated before them, and not counted
    seed: int = 7
    jobs: int | None = None  # workers at once; none: one per core
    engine: Literal["auto", "simpy", "compiled"] = "auto"
    on: str | None = None  # none: this machine; local or dask://host:port: a cluster
    precision: float | None = None
    figure: str = "completed"
    most: int = 1000
    start: Literal["empty", "filled"] = "empty"

    @property
    def days_before(self) -> float:
        """Give the days before those that are counted; 0 while that is to be found out."""
        return 0.0 if isinstance(self.warm_up_days, str) else self.warm_up_days
