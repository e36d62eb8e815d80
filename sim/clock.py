"""The crowd's clock: whole microseconds from the start of the simulated time.

A whole number has no rounding error: sums of times come out alike in whatever order they
are taken, and two things happen at the same instant or they don't. So two engines, and any
number of workers, can agree to the last bit.
"""

from __future__ import annotations

TICKS_A_SECOND = 1_000_000
TICKS_A_MINUTE = 60 * TICKS_A_SECOND
TICKS_AN_HOUR = 3600 * TICKS_A_SECOND
TICKS_A_DAY = 24 * TICKS_AN_HOUR
DAYS_A_MONTH = 365.25 / 12
TICKS_A_WEEK = 7 * TICKS_A_DAY
FOR_EVER = 1 << 60  # 36,000 years


def ticks(seconds: float) -> int:
    """Give the nearest whole number of ticks; what never comes is FOR_EVER away."""
    there = seconds * TICKS_A_SECOND + 0.5
    return int(there) if there < FOR_EVER else FOR_EVER


def seconds(count: int) -> float:
    """Give a number of ticks in seconds."""
    return count / TICKS_A_SECOND


def days(count: float) -> int:
    """Give a number of days in ticks."""
    return ticks(count * 86400.0)
