"""What hangs on the calendar: seasons, promotions, holidays; and what recorded arrivals replace."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from . import limits
from .finding import Finding, touchpoints_at
from .journey import Journey
from .moment import seconds_until
from .tree import Path
from .week import Week

CALENDAR: tuple[Path, ...] = (("calendar",),)
REPLACED = ("rate", "growth", "season", "promotions")


def calendar(journey: Journey) -> Iterator[Finding]:
    """Find what needs to know the date in a journey without a calendar."""
    if journey.calendar is None:
        for path, whose in _dated(journey):
            what = f"{whose} needs a calendar, and the journey has none"
            hint = "say when it begins: calendar: {starts: 2026-11-02}"
            yield Finding(path, "DL182", what, hint, at_key=True, rests_on=CALENDAR)


def _dated(journey: Journey) -> Iterator[tuple[Path, str]]:
    if journey.arrivals.season:
        yield ("arrivals", "season"), "a season"
    for name, promotion in journey.arrivals.promotions.items():
        if isinstance(promotion.starts, datetime):
            yield ("arrivals", "promotions", name, "starts"), "a promotion's date"
    for path, hours in _weeks(journey):
        if hours is not None and hours.holiday is not None:
            yield path, "an hour range of holidays"


def _weeks(journey: Journey) -> Iterator[tuple[Path, Week | None]]:
    short = "rate" not in journey.arrivals.model_fields_set
    yield ("arrivals",) if short else ("arrivals", "rate"), journey.arrivals.rate
    for name, resource in journey.resources.items():
        yield ("resources", name, "hours"), resource.hours
        yield ("resources", name, "breaks"), resource.breaks
    for path, _, touchpoint in touchpoints_at(journey):
        yield (*path, "takes-by-hour"), touchpoint.pace
        for number, rule in enumerate(touchpoint.next_if):
            yield (*path, "next-if", number, "hours"), rule.hours


def promotions(journey: Journey) -> Iterator[Finding]:
    """Find promotions that are over before the simulated time begins, or far beyond it."""
    for name, promotion in journey.arrivals.promotions.items():
        starts = promotion.starts
        if isinstance(starts, datetime) and journey.calendar is not None:
            until = seconds_until(journey.calendar, starts) + promotion.lasts
            if until <= 0:
                what = f"`{name}` is over before the calendar starts ({journey.calendar.starts})"
                path: Path = ("arrivals", "promotions", name, "starts")
                yield Finding(path, "DL184", what, rests_on=CALENDAR)
            elif until > limits.LONGEST_SECONDS:
                what = f"`{name}` ends more than 100 years after {journey.calendar.starts}"
                path = ("arrivals", "promotions", name, "starts")
                hint = "no journey is simulated for so long"
                yield Finding(path, "DL390", what, hint, rests_on=CALENDAR)


def replaced(journey: Journey) -> Iterator[Finding]:
    """Find figures of arrivals that recorded ones take the place of."""
    if journey.arrivals.recorded is not None:
        for key in REPLACED:
            if key in journey.arrivals.model_fields_set:
                what = f"`{key}` changes nothing: the recorded arrivals come as they were"
                hint = f"take `{key}` or `recorded` out"
                yield Finding(("arrivals", key), "DL183", what, hint, at_key=True)
