"""What is asked of the shopper, before anything is walked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from desireline.scenarios.journey import Journey

from ..safety.pace import Pace
from ..trip.trip import Evidence, Limits

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of the shopper."""

    journey: Journey
    names: tuple[str, ...]
    only: str | None
    out: Path
    allow_danger: bool
    environ: Mapping[str, str]
    limits: Limits
    evidence: Evidence = "lite"
    trace: bool = False  # film the first walk too
    beside_others: bool = False  # other walks are under way at the same time
    pace: Pace = field(default_factory=Pace)
