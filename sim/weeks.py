"""From weeks and calendars to timelines: opening hours on dates, holidays and summer time.

Without a calendar time starts on a Monday 00:00, and every week is alike. With one it
starts at the local midnight of a date; hours are those of the wall clock, so a day on
which the clock is changed has 23 or 25 of them.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from desireline.scenarios.moment import Calendar, seconds_until
from desireline.scenarios.week import MINUTES_A_DAY, MINUTES_A_WEEK, Span, Week

from .clock import TICKS_A_DAY, TICKS_A_MINUTE, TICKS_A_WEEK, ticks
from .timeline import Timeline, tidy

SUNDAY = 6


def timeline_of(week: Week, calendar: Calendar | None = None, *, days: int = 0) -> Timeline:
    """Flatten a week; with a calendar, for so many days from its start.

    After these days, weeks are like the last one, without holidays.
    """
    if calendar is None:
        edges = [minute * TICKS_A_MINUTE for minute in _edges(week.spans, MINUTES_A_WEEK)]
        return tidy(edges, [week.at(edge / TICKS_A_MINUTE) for edge in edges], 0, TICKS_A_WEEK)
    return _dated(week, calendar, 7 * (days // 7 + 2))


def _edges(spans: tuple[Span, ...], end: int) -> list[int]:
    inside = {m for span in spans for m in (span.start_minute, span.end_minute) if m < end}
    return sorted({0} | inside)


def _dated(week: Week, calendar: Calendar, days: int) -> Timeline:
    """Flatten day by day; the last week, which repeats, has no holidays."""
    edges: dict[int, float] = {}
    holidays = frozenset(calendar.holidays)
    for number in range(days):
        day = calendar.starts + timedelta(days=number)
        is_holiday = day in holidays and number < days - 7
        for minute, value in _day(week, day.weekday(), is_holiday=is_holiday):
            edges.setdefault(_since(calendar, day, minute), value)
    pattern = days * TICKS_A_DAY - TICKS_A_WEEK
    return _with_pattern(edges, pattern)


def _with_pattern(edges: dict[int, float], pattern: int) -> Timeline:
    """Cut at a whole number of weeks, which the change of clocks may have moved."""
    times = sorted(edges)
    values = [edges[time] for time in times]
    if pattern not in edges:
        before = max(n for n, time in enumerate(times) if time < pattern)
        times.insert(before + 1, pattern)
        values.insert(before + 1, values[before])
    end = pattern + TICKS_A_WEEK
    kept = [(time, value) for time, value in zip(times, values, strict=True) if time < end]
    return tidy([time for time, _ in kept], [value for _, value in kept], pattern, end)


def _since(calendar: Calendar, day: date, minute: int) -> int:
    wall_clock = datetime.combine(day, time()) + timedelta(minutes=minute)
    return ticks(seconds_until(calendar, wall_clock))


def _day(week: Week, weekday: int, *, is_holiday: bool) -> list[tuple[int, float]]:
    """Give (minute, value) of each change in a day, the first at midnight."""
    if is_holiday and week.holiday is not None:
        alone = Week(week.holiday, week.otherwise)
        return [(minute, alone.at(minute)) for minute in _edges(week.holiday, MINUTES_A_DAY)]
    first = (SUNDAY if is_holiday else weekday) * MINUTES_A_DAY
    minutes = _edges(week.spans, MINUTES_A_WEEK)
    inside = {0, *(m - first for m in minutes if first <= m < first + MINUTES_A_DAY)}
    return [(minute, week.at(first + minute)) for minute in sorted(inside)]
