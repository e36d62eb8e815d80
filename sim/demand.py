"""Who arrives when, made flat: the rate by hour, times growth, season and promotions.

Growth goes up in steps of a day. What has a date ends with the simulated time: after it,
weeks are like the last one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from itertools import accumulate
from math import exp, inf, log1p

from desireline.scenarios.arrivals import MONTHS, Promotion, Recorded
from desireline.scenarios.journey import Journey
from desireline.scenarios.moment import Calendar, seconds_until
from desireline.scenarios.week import Week

from .clock import DAYS_A_MONTH, TICKS_A_DAY, TICKS_A_WEEK, ticks
from .flow import Arrivals, Replay
from .timeline import Timeline, merged, tidy

Factor = Callable[[int], float]
BEYOND_ALL = 200.0  # the logarithm of a growth that bounds.py refuses


def arrivals_of(journey: Journey, timeline: Callable[[Week], Timeline], days: int) -> Arrivals:
    """Flatten a journey's arrivals for so many days."""
    written = journey.arrivals
    shares = written.groups or {1: 1.0}
    limits = [limit / sum(shares.values()) for limit in accumulate(shares.values())]
    groups = tuple(zip([*limits[:-1], inf], shares, strict=True))
    plain = Arrivals(timeline(written.rate), groups, None)
    if written.replayed:
        return plain._replace(replay=_replay(written.replayed, journey))
    changes = [factors for factors in _factors(journey, days) if factors is not None]
    rate = merged(lambda *values: _product(values), plain.rate, *changes)
    mean = plain.mean_group
    return plain._replace(rate=rate._replace(values=tuple(v / mean for v in rate.values)))


def _product(values: tuple[float, ...]) -> float:
    result = 1.0
    for value in values:
        result *= value
    return result


def _factors(journey: Journey, days: int) -> Iterator[Timeline | None]:
    written, calendar = journey.arrivals, journey.calendar
    horizon = 7 * (days // 7 + 2)
    if written.growth:
        steps = [(day * TICKS_A_DAY, _grown(written.growth, day)) for day in range(horizon)]
        yield _timeline(steps, horizon)
    if written.season and calendar:
        yield _timeline(list(_months(written.season, calendar, horizon)), horizon)
    for promotion in written.promotions.values():
        yield _promoted(promotion, calendar)


def _grown(growth: float, day: int) -> float:
    """Give the factor of a day; a fall of all customers in a month leaves nobody."""
    if growth <= -1:
        return float(day == 0)
    months = day / DAYS_A_MONTH
    return float((1 + growth) ** months) if log1p(growth) * months < BEYOND_ALL else exp(BEYOND_ALL)


def _months(
    season: dict[str, float], calendar: Calendar, horizon: int
) -> Iterator[tuple[int, float]]:
    for number in range(horizon):
        day = calendar.starts + timedelta(days=number)
        if number == 0 or day.day == 1:
            midnight = datetime.combine(day, time())
            since = ticks(seconds_until(calendar, midnight)) if number else 0
            yield since, season.get(MONTHS[day.month - 1], 1.0)


def _promoted(promotion: Promotion, calendar: Calendar | None) -> Timeline:
    starts = promotion.starts
    if isinstance(starts, datetime):
        if calendar is None:
            raise AssertionError("a date needs a calendar: the reader has seen to it")
        starts = seconds_until(calendar, starts)
    first, last = ticks(max(0.0, starts)), ticks(max(0.0, starts + promotion.lasts))
    horizon = last // TICKS_A_DAY // 7 * 7 + 14
    steps = [(0, 1.0), (first, promotion.rate), (last, 1.0)]
    return _timeline(steps, horizon)


def _timeline(steps: list[tuple[int, float]], horizon: int) -> Timeline:
    """Make a timeline of steps in order (a later one wins); its last week repeats."""
    pattern = horizon * TICKS_A_DAY - TICKS_A_WEEK
    at = dict(steps)
    at.setdefault(pattern, [value for start, value in steps if start <= pattern][-1])
    edges = sorted(at)
    return tidy(edges, [at[edge] for edge in edges], pattern, horizon * TICKS_A_DAY)


def _replay(recorded: Recorded, journey: Journey) -> Replay:
    segments = {name: number for number, name in enumerate(journey.segments)}
    names = [name for name, _, _ in journey.touchpoints()]
    places = {name: number for number, name in enumerate(names)}
    return Replay(
        tuple(ticks(time) for time in recorded.times),
        tuple(segments[name] for name in recorded.segments) if recorded.segments else None,
        tuple(places[name] for name in recorded.starts) if recorded.starts else None,
    )
