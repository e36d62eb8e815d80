"""Facts: what must read the same wherever a customer meets it.

Two spellings of one fact have the same normal form: `€ 45,00` and `EUR 45.00`, `3 days`
and `72 hours`. What has no normal form can't be compared, and that is said.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Literal

from . import amounts, clock_times, contacts, dates, durations, opening, percentages
from .shape import Shape

FactKind = Literal[
    "money", "duration", "phone", "email", "date", "time", "hours", "percentage", "text"
]
FACT_EXAMPLES: dict[FactKind, str] = {
    "money": "129.00 EUR",
    "duration": "3 days",
    "phone": "+49 30 23125 142",
    "email": "help@example.com",
    "date": "2026-03-04",
    "time": "2026-07-04 19:30",
    "hours": "Mon-Fri 9:00-18:00",
    "percentage": "20%",
    "text": "Summit Trek",
}
MOST_CHARACTERS = 100_000  # of a text that facts are looked for in
UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))


class Fact(Shape):
    """One fact, what kind it is, and what the plan promises (if it promises anything)."""

    kind: FactKind
    promised: str | None = None
    title: str | None = None


def normal(
    kind: FactKind,
    text: str,
    *,
    region: str | None = "DE",
    currency: str | None = None,
    zone: str | None = None,
) -> str | None:
    """Give the normal form of the one fact in a text, to compare by; None when it has none.

    `45.00 EUR`, `3 days`, `+493023125142`, `help@example.com`, `2026-03-04`,
    `2026-07-04T17:30Z`, `mon-fri 09:00-18:00`, `20%`, or the text with its white space
    folded. None when there is no such fact, when there are several that differ, or when it
    can be read in two ways: `why_not` says which. `region` is the country of phone numbers
    without a country code (DE when it is None); `currency` is that of amounts without one,
    and tells dollars and crowns apart; `zone` is that of times without one. What changes the
    meaning stays: `from 20.00 EUR`, `9.00 EUR per month`, `9.00 EUR excl. VAT`,
    `3 working days`, `at least 3 days`, `3-5 days`.
    """
    clean = _clean(text)
    if not clean:
        return None
    match kind:
        case "money":
            return amounts.normal(clean, currency)
        case "duration":
            return durations.normal(clean)
        case "phone":
            return contacts.normal_phone(clean, region)
        case "email":
            return contacts.normal_email(clean)
        case "date":
            return dates.normal(clean)
        case "time":
            return clock_times.normal(clean, zone)
        case "hours":
            return opening.normal(clean)
        case "percentage":
            return percentages.normal(clean)
        case "text":
            return clean


def why_not(
    kind: FactKind,
    text: str,
    *,
    region: str | None = "DE",
    currency: str | None = None,
    zone: str | None = None,
) -> str:
    """Say why a text has no normal form; empty when it has one."""
    if normal(kind, text, region=region, currency=currency, zone=zone) is not None:
        return ""
    clean = _clean(text)
    pieces = list(dict.fromkeys(find(kind, clean, region=region)))
    if len(pieces) > 1:
        return "it says several: " + ", ".join(pieces[:4])
    reasons: dict[FactKind, Callable[[], str]] = {
        "money": lambda: amounts.why_not(clean, currency),
        "duration": lambda: durations.why_not(clean),
        "date": lambda: dates.why_not(clean),
        "time": lambda: clock_times.why_not(clean, zone),
        "hours": lambda: opening.why_not(clean),
        "percentage": lambda: percentages.why_not(clean),
    }
    why = reasons[kind]() if kind in reasons else ""
    return why or f"no {kind} is stated"


def find(kind: FactKind, text: str, *, region: str | None = "DE") -> list[str]:
    """Give the pieces of a text that are such a fact, in the order of the text.

    `Delivered to you within 3 days, free` holds the duration `3 days`. A text is one
    piece as a whole, for the kind text. Each piece can be given to `normal`.
    """
    clean = _clean(text)
    finders: dict[FactKind, Callable[[str], list[str]]] = {
        "money": amounts.find,
        "duration": durations.find,
        "phone": lambda words: contacts.find_phones(words, region),
        "email": contacts.find_emails,
        "date": dates.find,
        "time": clock_times.find,
        "hours": opening.find,
        "percentage": percentages.find,
        "text": lambda words: [words] if words else [],
    }
    return finders[kind](clean)


def _clean(text: str) -> str:
    """Fold white space, compose letters, and drop what can't be seen."""
    composed = unicodedata.normalize("NFC", text[:MOST_CHARACTERS].translate(UNSEEN))
    return " ".join(composed.split())
