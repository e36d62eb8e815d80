"""The journey of `contended.yaml` once more, as plain numbers for the peers.

Seven stages, three segments, a support loop served by twenty agents. Hours and shares.
Knows nothing of any engine, nor of desireline: a peer must not need either.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log, sqrt

STAGES = ("discover", "evaluate", "buy", "access", "use", "support", "reengage")
SUPPORT = STAGES.index("support")
GAVE_UP = len(STAGES)  # as a row of routes: after waiting for support in vain
LEFT, DONE = len(STAGES), len(STAGES) + 1  # as a column of routes: where the journey ends
END = "end"

ARRIVALS_PER_HOUR = 47.0
AGENTS = 20
PATIENCE_HOURS = 0.25  # the mean; exponential


@dataclass(frozen=True, slots=True)
class Times:
    """How long a stage takes: exponential, or lognormal where `cv` is given."""

    mean_hours: float
    cv: float | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """What happens at a stage: a time, who leaves, and how many in 100 go on where."""

    takes: Times
    leave_share: float
    onwards: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Segment:
    """A kind of customer: slower or quicker, readier to leave or less so."""

    share: float
    times: float
    leaves: float


SEGMENTS = {
    "new": Segment(share=0.5, times=1.0, leaves=1.2),
    "returning": Segment(share=0.3, times=0.8, leaves=0.9),
    "business": Segment(share=0.2, times=1.3, leaves=0.7),
}
VISITS = {
    "discover": Visit(Times(0.1), 0.10, {"evaluate": 90}),
    "evaluate": Visit(Times(4.0, cv=1.2), 0.12, {"discover": 15, "buy": 73}),
    "buy": Visit(Times(0.25), 0.06, {"evaluate": 4, "access": 90}),
    "access": Visit(Times(8.0, cv=0.5), 0.03, {"use": 90, "support": 7}),
    "use": Visit(Times(48.0, cv=1.0), 0.04, {"use": 31, "support": 34, "reengage": 23, END: 8}),
    "support": Visit(Times(0.4), 0.10, {"use": 90}),
    "reengage": Visit(Times(24.0), 0.20, {"evaluate": 35, "use": 35, END: 10}),
}
AFTER_GIVING_UP = Visit(Times(0.0), 0.40, {"use": 60})


def shares(segment: Segment, visit: Visit) -> tuple[float, ...]:
    """Give where a visit ends: a share for every stage, then LEFT, then DONE."""
    leave_share = visit.leave_share * segment.leaves
    stay = (1 - leave_share) / sum(visit.onwards.values())
    onwards = [visit.onwards.get(stage, 0) * stay for stage in STAGES]
    return (*onwards, leave_share, visit.onwards.get(END, 0) * stay)


def routes() -> tuple[tuple[tuple[float, ...], ...], ...]:
    """Give the shares by segment, then by stage, with GAVE_UP as the last row."""
    rows = [*(VISITS[stage] for stage in STAGES), AFTER_GIVING_UP]
    return tuple(tuple(shares(segment, row) for row in rows) for segment in SEGMENTS.values())


def takes() -> tuple[tuple[Times, ...], ...]:
    """Give how long the stages take, by segment."""
    return tuple(
        tuple(_stretched(VISITS[stage].takes, segment.times) for stage in STAGES)
        for segment in SEGMENTS.values()
    )


def _stretched(times: Times, factor: float) -> Times:
    return Times(times.mean_hours * factor, times.cv)


def log_normal(times: Times) -> tuple[float, float]:
    """Give the mean and the standard deviation of a lognormal time's logarithm."""
    variance = log(1 + (times.cv or 0.0) ** 2)
    return log(times.mean_hours) - variance / 2, sqrt(variance)
