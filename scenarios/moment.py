"""Days and moments: when the simulated time begins, in which zone, and which days are holidays."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, PlainValidator, WithJsonSchema

from . import limits
from .shape import Shape
from .units import TIME_PATTERN, Unfit, nearest, seconds, shown

DAY_PATTERN = r"^\d{4}-\d\d-\d\d$"
MOMENT_PATTERN = r"^\d{4}-\d\d-\d\d([T ]\d{1,2}:\d\d(:\d\d)?)?$"


def day(given: Any) -> date:
    """Parse a day (`2026-11-27`)."""
    if isinstance(given, date) and not isinstance(given, datetime):
        return given
    if isinstance(given, str) and re.fullmatch(DAY_PATTERN, given.strip()):
        try:
            return date.fromisoformat(given.strip())
        except ValueError:
            pass  # no such day, like 2026-02-30
    raise Unfit("DL174", f"{shown(given)} is not a day; write it like 2026-11-27")


def moment(given: Any) -> datetime | float:
    """Parse a date and time (`2026-11-27 09:00`), or a duration since the start in seconds."""
    if isinstance(given, datetime) or (
        type(given) is float and 0 <= given <= limits.LONGEST_SECONDS
    ):
        return given
    text = given.strip() if isinstance(given, str) else ""
    if not re.fullmatch(MOMENT_PATTERN, text):
        return _since_the_start(given)
    try:
        return datetime.fromisoformat(_two_digits(text))
    except ValueError:
        raise Unfit("DL174", f"{shown(given)} is not a time that there is") from None


def _two_digits(text: str) -> str:
    """Write the hour as ISO 8601 does: 09:00 for 9:00."""
    return re.sub(r"[T ](\d):", r"T0\1:", text)


def _since_the_start(given: Any) -> float:
    try:
        return seconds(given)
    except Unfit as unfit:
        if unfit.code == "DL390":
            raise
        what = f"{shown(given)} is not a time; write it like 2026-11-27 09:00, or 4 days"
        raise Unfit("DL174", what) from None


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones()) | {"UTC"}


def _zone(given: Any) -> Any:
    if isinstance(given, str) and given not in _zones():
        what = f"{shown(given)} is not a time zone; write it like Europe/Berlin"
        raise Unfit("DL175", what, nearest=_nearest_zone(given))
    return given


def _nearest_zone(given: str) -> str:
    """Give the zone that was perhaps meant: of the same city, or spelled alike."""
    cities = {name.rpartition("/")[2]: name for name in sorted(_zones())}
    whole = nearest(given, sorted(_zones()))
    city = nearest(given.rpartition("/")[2], cities)
    return whole or cities.get(city, "")


def _first(given: date) -> date:
    if not limits.FIRST_DAY <= given <= limits.LAST_DAY:
        what = f"simulated time can't begin on {shown(given)}"
        hint = f"write a day from {limits.FIRST_DAY} to {limits.LAST_DAY}"
        raise Unfit("DL392", f"{what}; {hint}")
    return given


Day = Annotated[
    date,
    BeforeValidator(day),
    WithJsonSchema({"type": "string", "pattern": DAY_PATTERN, "examples": ["2026-11-27"]}),
]
Moment = Annotated[
    datetime | float,
    PlainValidator(moment),
    WithJsonSchema({"type": "string", "pattern": f"{MOMENT_PATTERN}|{TIME_PATTERN}"}),
]
Zone = Annotated[str, BeforeValidator(_zone), WithJsonSchema({"type": "string"})]


class Calendar(Shape):
    """The day on which simulated time begins at midnight, where, and the holidays."""

    zone: Zone = "UTC"
    starts: Annotated[Day, AfterValidator(_first)]
    holidays: tuple[Day, ...] = ()


def start_of(calendar: Calendar) -> datetime:
    """Give the moment at which simulated time begins."""
    zone = ZoneInfo(calendar.zone)
    return datetime(calendar.starts.year, calendar.starts.month, calendar.starts.day, tzinfo=zone)


def seconds_until(calendar: Calendar, then: datetime) -> float:
    """Give the seconds from the start to a moment; without a zone it is the calendar's.

    As clocks run on: a day on which the clocks change has 23 or 25 hours.
    """
    aware = then if then.tzinfo else then.replace(tzinfo=ZoneInfo(calendar.zone))
    return aware.timestamp() - start_of(calendar).timestamp()
