"""What changes by the hour of the week: opening hours, staffing, arrivals.

A `Week` is written as a mapping from hour ranges to values
(`{mon-fri 09:00-18:00: 6, sat 10:00-16:00: 2}`), or as one value for all hours. What
holds on holidays can be told apart (`holiday 10:00-14:00: 1`); which days they are is
the calendar's to say.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from .units import Unfit, shown

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MINUTES_A_DAY = 24 * 60
MINUTES_A_WEEK = 7 * MINUTES_A_DAY
HOURS_PATTERN = (  # what editors check; `spans_of` is the rule
    "^(otherwise|([Dd]aily|[Hh]oliday|[A-Za-z]{3}(-[A-Za-z]{3})?)"
    r"(\s+\d{1,2}:\d\d-\d{1,2}:\d\d)?)$"
)
RANGE = re.compile(
    r"(?:(?P<first>[a-z]{3})(?:-(?P<last>[a-z]{3}))?|daily|(?P<holiday>holiday))"
    r"(?:\s+(?P<h1>\d{1,2}):(?P<m1>\d\d)-(?P<h2>\d{1,2}):(?P<m2>\d\d))?"
)


@dataclass(frozen=True, slots=True)
class Span:
    """Some minutes of the week (from Monday 00:00, end excluded) and the value that holds."""

    start_minute: int
    end_minute: int
    value: float


@dataclass(frozen=True, slots=True)
class Week:
    """A value for each minute of the week: the spans, in order, and the value outside them."""

    spans: tuple[Span, ...]
    otherwise: float = 0.0
    holiday: tuple[Span, ...] | None = None  # minutes of the day; None: as on a Sunday

    def at(self, minute: float) -> float:
        """Give the value at a minute since some Monday 00:00."""
        inside = minute % MINUTES_A_WEEK
        return next(
            (s.value for s in self.spans if s.start_minute <= inside < s.end_minute),
            self.otherwise,
        )


def constant_week(value: float) -> Week:
    """Give a week in which one value always holds."""
    return Week((), value)


def spans_of(written: str, value: float) -> list[Span]:
    """Read a range like `mon-fri 09:00-18:00`, `sat`, `daily 08:00-20:00` or `holiday`.

    A holiday's span counts the minutes of the day, all others those of the week.

    Raises Unfit for an unknown day, or a range that ends before it starts.
    """
    try:
        return _spans_of(written, value)
    except Unfit as unfit:
        raise Unfit(unfit.code, unfit.what, at=written) from None


def _spans_of(written: str, value: float) -> list[Span]:
    found = RANGE.fullmatch(written.strip().lower())
    if found is None:
        what = f"{shown(written)} is not an hour range; write it like mon-fri 09:00-18:00"
        raise Unfit("DL130", what)
    start = _minute(found["h1"], found["m1"]) if found["h1"] else 0
    end = _minute(found["h2"], found["m2"]) if found["h1"] else MINUTES_A_DAY
    if end <= start:
        raise Unfit("DL130", f"{shown(written)} ends before it starts; split it at midnight")
    if found["holiday"]:
        return [Span(start, end, value)]
    return [
        Span(day * MINUTES_A_DAY + start, day * MINUTES_A_DAY + end, value)
        for day in _days(found["first"], found["last"])
    ]


def _minute(hours: str, minutes: str) -> int:
    total = int(hours) * 60 + int(minutes)
    if int(minutes) > 59 or total > MINUTES_A_DAY:
        raise Unfit("DL130", f"`{hours}:{minutes}` is not a time of day")
    return total


def _days(first: str | None, last: str | None) -> range:
    if first is None:
        return range(7)
    for day in (first, last or first):
        if day not in DAYS:
            raise Unfit("DL130", f"`{day}` is not a day; days are {', '.join(DAYS)}")
    start, end = DAYS.index(first), DAYS.index(last or first)
    if end < start:
        raise Unfit("DL130", f"`{first}-{last}` ends before it starts; the week begins on mon")
    return range(start, end + 1)


def week(written: dict[str, float], *, otherwise: float = 0.0) -> Week:
    """Build a week from ranges and values; `otherwise` is the value outside them.

    A mapping may name its own `otherwise`, and ranges of a `holiday`. Raises Unfit when
    two ranges overlap.
    """
    ranges = {text: value for text, value in written.items() if text != "otherwise"}
    feasts = {text: ranges.pop(text) for text in list(ranges) if _is_holiday(text)}
    return Week(
        _in_order(ranges),
        written.get("otherwise", otherwise),
        _in_order(feasts) if feasts else None,
    )


def _is_holiday(text: str) -> bool:
    return text.strip().lower().startswith("holiday")


def _in_order(ranges: dict[str, float]) -> tuple[Span, ...]:
    spans = sorted(
        ((span, text) for text, value in ranges.items() for span in spans_of(text, value)),
        key=lambda pair: pair[0].start_minute,
    )
    for (before, _), (after, text) in itertools.pairwise(spans):
        if after.start_minute < before.end_minute:
            day = DAYS[after.start_minute // MINUTES_A_DAY]
            day = "holidays" if _is_holiday(text) else day
            what = f"two hour ranges hold at once on {day}; let one end first"
            raise Unfit("DL138", what, at=text)
    return tuple(span for span, _ in spans)
