"""What changes by the hour of the week, made flat: when it changes, and to what.

Time is in seconds since a Monday 00:00; weeks repeat.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from desireline.scenarios.week import MINUTES_A_WEEK, Week

SECONDS_A_WEEK = MINUTES_A_WEEK * 60.0


class Profile(NamedTuple):
    """Values over a week: each holds from its start (in seconds) to the next one's."""

    starts: tuple[float, ...]
    values: tuple[float, ...]


def profile_of(week: Week) -> Profile:
    """Flatten a week, leaving out changes that change nothing."""
    edges = sorted({0, *(m for s in week.spans for m in (s.start_minute, s.end_minute))})
    steps: list[tuple[float, float]] = []
    for minute in edges:
        value = week.at(minute)
        if minute < MINUTES_A_WEEK and (not steps or steps[-1][1] != value):
            steps.append((minute * 60.0, value))
    return Profile(tuple(start for start, _ in steps), tuple(value for _, value in steps))


def stretches(profile: Profile) -> Iterator[tuple[float, float, float]]:
    """Give (start, end, value) of one stretch after the other, from time 0, for ever."""
    week = 0.0
    ends = (*profile.starts[1:], SECONDS_A_WEEK)
    while True:
        for start, end, value in zip(profile.starts, ends, profile.values, strict=True):
            yield week + start, week + end, value
        week += SECONDS_A_WEEK


def integral(profile: Profile, start: float, end: float) -> float:
    """Integrate the value over time, from start to end (value times seconds)."""
    total = 0.0
    for begins, ends, value in stretches(profile):
        if begins >= end:
            return total
        total += value * max(0.0, min(ends, end) - max(begins, start))
    raise AssertionError


def mean_value(profile: Profile) -> float:
    """Give the mean over the week."""
    return integral(profile, 0.0, SECONDS_A_WEEK) / SECONDS_A_WEEK
