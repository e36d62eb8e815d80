"""What a trace is of: one replication, the names that it speaks of, and when its time 0 was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from desireline.scenarios.errors import DesirelineError

from ..flow import Flow


@dataclass(frozen=True, slots=True)
class Heading:
    """One replication: which, and of what."""

    journey: str
    titles: tuple[str, ...]  # of the touchpoints
    flow: Flow
    days: float  # that are counted
    warm_up_days: float  # before them
    seed: int
    replication: int
    starts: datetime
    dated: bool  # the journey has a calendar
    note: str  # what makes the warm-up doubtful; empty where nothing does


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
