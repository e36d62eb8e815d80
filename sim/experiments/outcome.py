"""What a simulation says: estimates with intervals, and the samples to pair them by.

Counts and money are per month (365.25/12 days); every figure here is simulated.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..plan import Plan


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

    def __str__(self) -> str:
        """Write the mean and the interval: 1,234 (1,200 to 1,268)."""
        whole = max(abs(self.low), abs(self.high)) >= 1000
        mean, low, high = (
            f"{number:,.0f}" if whole else f"{number:.4g}"
            for number in (self.mean, self.low, self.high)
        )
        return f"{mean} ({low} to {high})"


NOBODY = Estimate(0.0, 0.0, 0.0)


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
class Adjusted:
    """A figure by replication, without what was luck of the twin's customers."""

    values: tuple[float, ...]
    slope: float  # how much of the twin's luck is taken off, over all replications
    cut: float | None  # the variance before, as a multiple of that now; none: nothing is left


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
    adjusted: dict[str, Adjusted] = field(default_factory=dict)  # samples, less a twin's luck

    def to_pandas(self) -> Any:
        """Give a DataFrame with a row for each touchpoint; raises DL250 without pandas."""
        from .frame import table_of

        return table_of(self)
