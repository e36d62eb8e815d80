"""What a simulation says: estimates with intervals, and the samples to pair them by.

Counts and money are per month (365.25/12 days); every figure here is simulated.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

DAYS_A_MONTH = 365.25 / 12


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean and its 95% interval."""

    mean: float
    low: float
    high: float

    @property
    def could_be_chance(self) -> bool:
        """Tell whether the interval holds zero."""
        return self.low <= 0 <= self.high


NOBODY = Estimate(0.0, 0.0, 0.0)


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
    jobs: int = -1  # workers; -1: one per core
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


@dataclass(frozen=True, slots=True)
class TouchpointOutcome:
    """One touchpoint: visits and leavers a month, minutes a visit, effort points added."""

    name: str
    reached: Estimate  # customers who came here at least once
    visits: Estimate
    left: dict[str, Estimate]  # by cause: own, wait, failure, or a gap's name
    minutes: Estimate  # a visit's service time
    wait_minutes: Estimate  # a visit's wait; zero where nobody queues
    effort: Estimate  # points felt up to and at here, mean of visits
    returned: Estimate = NOBODY  # left here a month, and came back later


@dataclass(frozen=True, slots=True)
class ResourceOutcome:
    """One resource: how busy it is, and who waits for it."""

    name: str
    utilisation: Estimate  # share of the staffed time
    wait_minutes: Estimate  # of all who asked for it
    abandoned: Estimate  # share of those who asked
    turned_away: Estimate = NOBODY  # likewise: line full, closed, or too long to join
    called_back: Estimate = NOBODY  # likewise: patience ran out, and they were called back
    wait_quantiles: dict[float, Estimate] = field(default_factory=dict)  # minutes, by share


@dataclass(frozen=True, slots=True)
class SegmentOutcome:
    """One kind of customer."""

    name: str
    arrived: Estimate
    completed: Estimate
    completion: Estimate  # share of those who arrived
    wait_minutes: Estimate  # in all queues, mean of customers
    ces: Estimate  # simulated


@dataclass(frozen=True, slots=True)
class Outcome:
    """The whole journey, simulated.

    Its plan says what was done: so many replications, after so many days of warm-up.
    """

    plan: Plan
    arrived: Estimate
    completed: Estimate
    completion: Estimate  # share of those who arrived
    value: Estimate  # money a month, in the journey's currency
    minutes: Estimate  # from arrival to the end, mean of customers
    effort: Estimate  # points at the end, mean of customers
    ces: Estimate  # simulated customer effort score, 1 to 7, 7 very easy
    nps: Estimate  # simulated, -100 to 100
    touchpoints: tuple[TouchpointOutcome, ...]
    resources: tuple[ResourceOutcome, ...]
    samples: dict[str, tuple[float, ...]]  # by figure (completed, value, …): one per replication
    segments: tuple[SegmentOutcome, ...] = ()
    notes: tuple[str, ...] = ()  # in words: what makes the figures doubtful
    stay_quantiles: dict[float, Estimate] = field(default_factory=dict)  # minutes, by share
    engine: str = "simpy"  # which one ran
    interrupted: bool = False  # Ctrl-C: fewer replications than were asked for
    exact: dict[str, float] = field(default_factory=dict)  # the same figures, known exactly
    why_not_exact: tuple[str, ...] = ()  # sentences, where they can't be known

    def to_pandas(self) -> Any:
        """Give a DataFrame with a row for each touchpoint; raises DL250 without pandas."""
        from .frame import table_of

        return table_of(self)
