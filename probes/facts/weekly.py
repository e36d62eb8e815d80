"""Opening hours as JSON-LD writes them: a week out of its entries, in the words of a timetable.

A week is one fact, though schema.org spreads it over a list: `openingHours` holds texts,
`openingHoursSpecification` objects with days, `opens` and `closes`. Entries for a season or
a feast (`validFrom`, `PublicHolidays`) are exceptions, and left out. By schema.org's rule who
does not say when they open are closed; from midnight to 23:59 is the whole day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

WEEKLY = ("openingHours", "openingHoursSpecification")  # keys whose list is one fact
MOST_ENTRIES = 60
CLOCK = re.compile(r"T?(\d{1,2}):(\d\d)")
LAST_PART = re.compile(r"[^/#]*$")
EXCEPTIONS = ("validFrom", "validThrough")


def weeks(entries: Iterable[tuple[dict[str, Any], Any]]) -> list[str]:
    """Give one timetable for each object whose entries they are."""
    owned: dict[int, list[Any]] = {}
    for owner, entry in entries:
        owned.setdefault(id(owner), []).append(entry)
    return [week for one in owned.values() if (week := _week(one[:MOST_ENTRIES]))]


def _week(entries: Sequence[Any]) -> str:
    return ", ".join(filter(None, (_entry(entry) for entry in entries)))


def _entry(entry: Any) -> str:
    if isinstance(entry, str):
        return entry[:200].strip()
    if not isinstance(entry, dict) or any(entry.get(key) for key in EXCEPTIONS):
        return ""
    given = entry.get("dayOfWeek")
    days = [name for day in _listed(given) if (name := _day(day)) and name != "PublicHolidays"]
    if given and not days:
        return ""
    return f"{', '.join(days)} {_hours(entry)}".strip()


def _hours(entry: dict[str, Any]) -> str:
    opens, closes = _clock(entry.get("opens")), _clock(entry.get("closes"))
    if not opens or (opens, closes) == ("00:00", "00:00"):
        return "closed"
    return f"{opens}-{'24:00' if (opens, closes) == ('00:00', '23:59') else closes}"


def _clock(given: Any) -> str:
    text = str(given or "")[:40].strip()
    found = CLOCK.match(text)
    return f"{found[1]:0>2}:{found[2]}" if found else text


def _day(given: Any) -> str:
    if isinstance(given, dict):
        given = given.get("name") or given.get("@id")
    found = LAST_PART.search(str(given or "")[:100])
    return found[0] if found else ""


def _listed(given: Any) -> list[Any]:
    return given[:MOST_ENTRIES] if isinstance(given, list) else [given]
