"""Dates in running text: `2026-03-04`, `4 March 2026`, `March 4th, 2026`, `04.03.2026`.

English, German and French. A date that two countries read differently (03/04/2026), or
without a year, has no normal form.
"""

from __future__ import annotations

import datetime
import re

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january januar jan jänner janvier janv", "february februar feb février févr fév",
            "march märz mar mär mrz mars", "april apr avril avr", "may mai",
            "june juni jun juin", "july juli jul juillet juil", "august aug août",
            "september sept sep septembre", "october oktober oct okt octobre",
            "november nov novembre", "december dezember dec dez décembre déc",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?"
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.)?"
YEAR = r"(?P<year>\d{4})"
TIME = r"(?:[T ]\d\d:?\d\d(?::?\d\d(?:\.\d+)?)?\s?(?:Z|[+-]\d\d:?\d\d)?)?"
FORMS = tuple(
    re.compile(rf"(?<![\w.,/-]){form}(?![\w/-]|[.,]\d)", re.IGNORECASE)
    for form in (
        rf"{YEAR}-(?P<month>\d\d)-(?P<day>\d\d){TIME}",
        rf"{DAY}\s?(?:of\s)?{MONTH},?\s?{YEAR}",
        rf"{MONTH}\s?{DAY},?\s{YEAR}",
        r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4}|\d\d)",
        r"(?P<first>\d{1,2})/(?P<second>\d{1,2})/(?P<year>\d{4})",
        r"(?P<year>\d{4})/(?P<month>\d\d)/(?P<day>\d\d)",
        r"(?P<day>\d{1,2})-(?P<month>\d{1,2})-(?P<year>\d{4})",
        rf"{DAY}-{MONTH}-{YEAR}",
    )
)
YEARLESS = re.compile(
    rf"(?<![\w.,/-])(?:\d{{1,2}}(?:st|nd|rd|th|er|\.)?\s(?:of\s)?{MONTH}"
    rf"|{MONTH.replace('<month>', '<other>')}\s\d{{1,2}}(?:st|nd|rd|th)?)(?![\w/-])"
    r"|(?<![\w.,/-])\d{1,2}\.\d{1,2}\.(?!\d)",
    re.IGNORECASE,
)


def normal(text: str) -> str | None:
    """Give `2026-03-04` for the one date in a text, else None."""
    forms = {_form(span) for span in spans(text)}
    return forms.pop() if len(forms) == 1 else None


def find(text: str) -> list[str]:
    """Give the pieces of a text that are dates."""
    return [span[0] for span in spans(text)]


def why_not(text: str) -> str:
    """Say what keeps one date from being compared; empty when nothing is known."""
    for span in spans(text):
        if _form(span) is None:
            two_ways = "first" in span.groupdict() and not _is_only_one_way(span)
            return "day and month can be read in two ways" if two_ways else "there is no such day"
    return "the year is not said" if YEARLESS.search(text) else ""


def spans(text: str) -> list[re.Match[str]]:
    """Give where the dates of a text stand, in its order."""
    found = [span for form in FORMS for span in form.finditer(text)]
    return sorted(found, key=lambda span: span.start())


def day_of(span: re.Match[str]) -> datetime.date | None:
    """Give the day that a place of `spans` means; None when it is none, or one of two."""
    parts = span.groupdict()
    year = int(parts["year"]) + (2000 if len(parts["year"]) == 2 else 0)
    if "first" in parts:
        first, second = int(parts["first"]), int(parts["second"])
        if not _is_only_one_way(span):
            return None
        month, day = (second, first) if first > 12 or first == second else (first, second)
    else:
        month = MONTHS.get(parts["month"].lower()) or int(parts["month"])
        day = int(parts["day"])
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _form(span: re.Match[str]) -> str | None:
    day = day_of(span)
    return day.isoformat() if day else None


def _is_only_one_way(span: re.Match[str]) -> bool:
    first, second = int(span["first"]), int(span["second"])
    return first == second or first > 12 or second > 12
