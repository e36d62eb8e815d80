"""Dates in running text: `2026-03-04`, `4 March 2026`, `March 4th, 2026`, `04.03.2026`.

A date that two countries read differently (03/04/2026), or without a year, has no
normal form.
"""

from __future__ import annotations

import datetime
import re

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january januar jan jänner", "february februar feb", "march märz mar mär",
            "april apr", "may mai", "june juni jun", "july juli jul", "august aug",
            "september sept sep", "october oktober oct okt", "november nov",
            "december dezember dec dez",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?"
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?"
YEAR = r"(?P<year>\d{4})"
FORMS = tuple(
    re.compile(rf"(?<![\w.,/-]){form}(?![\w/-]|[.,]\d)", re.IGNORECASE)
    for form in (
        rf"{YEAR}-(?P<month>\d\d)-(?P<day>\d\d)(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?",
        rf"{DAY}\s?(?:of\s)?{MONTH},?\s?{YEAR}",
        rf"{MONTH}\s?{DAY},?\s{YEAR}",
        r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4}|\d\d)",
        r"(?P<first>\d{1,2})/(?P<second>\d{1,2})/(?P<year>\d{4})",
        r"(?P<year>\d{4})/(?P<month>\d\d)/(?P<day>\d\d)",
    )
)


def normal(text: str) -> str | None:
    """Give `2026-03-04` for the one date in a text, else None."""
    forms = {_form(span) for span in _spans(text)}
    return forms.pop() if len(forms) == 1 else None


def find(text: str) -> list[str]:
    """Give the pieces of a text that are dates."""
    return [span[0] for span in _spans(text)]


def _spans(text: str) -> list[re.Match[str]]:
    found = [span for form in FORMS for span in form.finditer(text)]
    return sorted(found, key=lambda span: span.start())


def _form(span: re.Match[str]) -> str | None:
    parts = span.groupdict()
    year = int(parts["year"]) + (2000 if len(parts["year"]) == 2 else 0)
    if "first" in parts:
        first, second = int(parts["first"]), int(parts["second"])
        if first != second and first <= 12 and second <= 12:
            return None
        month, day = (second, first) if first > 12 or first == second else (first, second)
    else:
        month = MONTHS.get(parts["month"].lower()) or int(parts["month"])
        day = int(parts["day"])
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None
