"""Moments in running text: `4 July 2026, 7:30 pm`, `04.07.2026 um 19:30 Uhr`, `2026-07-04T17:30Z`.

A moment is compared as an instant in UTC: 19:30 on a page from Berlin and 17:30Z in its data are
one, in summer. Words like CEST or GMT are understood; without any, the shopper's time zone is
meant. A time of day without a date is compared as it stands. Half of a clock (`7:30` without
am or pm) is read as the 24-hour clock that most of Europe writes.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo, available_timezones

from . import dates

# Words that mean one offset wherever they are written; EST, CST or IST mean several.
OFFSETS = {"z": 0, "utc": 0, "gmt": 0, "wet": 0, "bst": 60, "west": 60, "cet": 60, "mez": 60,
           "cest": 120, "mesz": 120, "eet": 120, "eest": 180}  # fmt: skip
UNCLEAR = ("est", "edt", "cst", "cdt", "pst", "pdt", "mst", "mdt", "ist", "et", "ct", "pt")
CLOCK = re.compile(
    r"(?<![\w.,:/-])(?:(?P<hour>[01]?\d|2[0-4])(?P<mark>[:.h])(?P<minute>[0-5]\d)"
    r"(?::[0-5]\d(?:\.\d+)?)?|(?P<full>[01]?\d|2[0-4])(?=\s?(?:[ap]\.?m\b|uhr\b|h\b|o['’]clock\b)))"
    r"(?:\s?(?P<half>[ap])\.?m\b\.?|\s?(?P<uhr>uhr\b|h\b|o['’]clock\b))?"
    r"(?:\s?(?P<zone>Z\b|[+-]\d\d:?\d\d\b|(?:UTC|GMT)(?:[+-]\d{1,2})?\b"
    r"|(?:CES?T|MES?Z|BST|WES?T|EES?T|[ECMP][SD]T|IST|[ECP]T)\b))?",
    re.IGNORECASE,
)
ISO = re.compile(
    r"(?<!\w)(\d{4}-\d\d-\d\d)[T ](\d\d):?(\d\d)(?::?\d\d(?:\.\d+)?)?"
    r"\s?(Z|[+-]\d\d:?\d\d)?(?![\w:])"
)
WORDS = {"noon": "12:00", "midday": "12:00", "midnight": "00:00", "mittags": "12:00",
         "mitternacht": "00:00", "midi": "12:00", "minuit": "00:00"}  # fmt: skip
WORD = re.compile(rf"(?:\b12\s)?\b({'|'.join(WORDS)})\b", re.IGNORECASE)
GAP = re.compile(
    r"[\s,;:(|·•–—-]{0,4}(?:(?:at|um|ab|à|from|starts|starting|beginn|einlass|doors)[\s:]{1,2})?"
)
MOST_APART = 24  # characters between a date and its time


@dataclass(frozen=True, slots=True)
class Moment:
    """A time in a text, with its date when one stands beside it."""

    start: int
    end: int
    form: str | None
    unclear: str = ""


def normal(text: str, zone: str | None) -> str | None:
    """Give `2026-07-04T17:30Z` (or `19:30` without a date) for the one moment in a text."""
    forms = {moment.form for moment in _moments(_plain(text), zone)}
    return forms.pop() if len(forms) == 1 else None


def find(text: str) -> list[str]:
    """Give the pieces of a text that are moments."""
    plain = _plain(text)
    return [plain[moment.start : moment.end].strip() for moment in _moments(plain, None)]


def why_not(text: str, zone: str | None) -> str:
    """Say what keeps one moment from being compared; empty when nothing is known."""
    return next((m.unclear for m in _moments(_plain(text), zone) if m.form is None), "")


def _plain(text: str) -> str:
    return WORD.sub(lambda word: WORDS[word[1].lower()], text)


def _moments(text: str, zone: str | None) -> Iterator[Moment]:
    taken: list[tuple[int, int]] = []
    for iso in ISO.finditer(text):
        taken.append(iso.span())
        day = datetime.date.fromisoformat(iso[1]) if _is_day(iso[1]) else None
        yield _moment(iso.span(), day, int(iso[2]), int(iso[3]), iso[4] or "", zone)
    days = dates.spans(text)
    for clock in CLOCK.finditer(text):
        inside = any(start <= clock.start() < end for start, end in taken)
        in_date = any(d.start() <= clock.start() < d.end() for d in days)
        if inside or in_date or not _is_clock(clock):
            continue
        hour, minute = int(clock["hour"] or clock["full"]), int(clock["minute"] or 0)
        if clock["half"]:
            hour = hour % 12 + (12 if clock["half"].lower() == "p" else 0)
        beside = _date_beside(text, clock, days)
        span = clock.span()
        if beside:
            span = min(span[0], beside.start()), max(span[1], beside.end())
        day = dates.day_of(beside) if beside else None
        if beside and day is None:
            yield Moment(*span, None, dates.why_not(beside[0]))
        else:
            yield _moment(span, day, hour, minute, clock["zone"] or "", zone)


def _is_clock(clock: re.Match[str]) -> bool:
    """Leave out numbers with a point (an amount, a version) that nothing calls a time."""
    if clock["mark"] == ".":
        return clock["half"] is not None or clock["uhr"] is not None
    return not (clock["half"] and int(clock["hour"] or clock["full"]) > 12)


def _date_beside(
    text: str, clock: re.Match[str], days: list[re.Match[str]]
) -> re.Match[str] | None:
    for day in days:
        before = text[day.end() : clock.start()] if day.end() <= clock.start() else None
        after = text[clock.end() : day.start()] if clock.end() <= day.start() else None
        if before is not None and GAP.fullmatch(before):
            return day
        if after is not None and re.fullmatch(r"[\s,]{0,3}(?:on|am|le)?\s?(?:\w+,?\s)?", after):
            return day
    return None


def _moment(
    span: tuple[int, int], day: datetime.date | None, hour: int, minute: int, said: str,
    zone: str | None,
) -> Moment:  # fmt: skip
    if hour == 24 and minute:
        return Moment(*span, None, "there is no such time")
    if day is None:
        return Moment(*span, f"{hour % 24:02d}:{minute:02d}")
    local = datetime.datetime.combine(day, datetime.time(hour % 24, minute))
    local += datetime.timedelta(days=hour == 24)
    if said:
        offset = _offset(said)
        if offset is None:
            return Moment(*span, None, f"{said.upper()} means several time zones")
        return Moment(*span, _utc(local - datetime.timedelta(minutes=offset)))
    if zone is None or zone not in available_timezones():
        return Moment(*span, None, "its time zone is not said")
    return Moment(*span, *_in_zone(local, ZoneInfo(zone)))


def _in_zone(local: datetime.datetime, zone: ZoneInfo) -> tuple[str | None, str]:
    """Give the instant, unless the clocks were put forward or back over it."""
    first, second = (local.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    if first != second or first is None:
        return None, "the clocks are changed then: it is no time, or two"
    return _utc(local - first), ""


def _utc(moment: datetime.datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M}Z"


def _offset(said: str) -> int | None:
    """Give minutes before UTC; None for a word that means several zones."""
    said = said.lower()
    if said in UNCLEAR:
        return None
    if said in OFFSETS:
        return OFFSETS[said]
    found = re.fullmatch(r"(?:utc|gmt)?([+-])(\d{1,2}):?(\d\d)?", said)
    if found is None:
        return None
    minutes = int(found[2]) * 60 + int(found[3] or 0)
    return -minutes if found[1] == "-" else minutes


def _is_day(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True
