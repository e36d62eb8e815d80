"""Facts: what must read the same wherever a customer meets it.

Two spellings of one fact have the same normal form: `€ 45,00` and `EUR 45.00`, `3 days`
and `72 hours`. What has no normal form can't be compared, and that is said.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Literal

from . import amounts, contacts, dates, durations
from .shape import Shape

FactKind = Literal["money", "duration", "phone", "email", "date", "text"]
FACT_EXAMPLES: dict[FactKind, str] = {
    "money": "129.00 EUR",
    "duration": "3 days",
    "phone": "+49 30 23125 142",
    "email": "help@example.com",
    "date": "2026-03-04",
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
    kind: FactKind, text: str, *, region: str | None = "DE", currency: str | None = None
) -> str | None:
    """Give the normal form of the one fact in a text, to compare by; None when it has none.

    `45.00 EUR`, `3 days`, `+493023125142`, `help@example.com`, `2026-03-04`, or the text
    with its white space folded. None when there is no such fact, when there are several
    that differ, or when it can be read in two ways. `region` is the country of phone
    numbers without a country code (DE when it is None); `currency` is that of amounts
    without one, and tells dollars and crowns apart. What changes the meaning stays:
    `from 20.00 EUR`, `9.00 EUR per month`, `3 working days`, `at least 3 days`, `3-5 days`.
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
        case "text":
            return clean


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
        "text": lambda words: [words] if words else [],
    }
    return finders[kind](clean)


def _clean(text: str) -> str:
    """Fold white space, compose letters, and drop what can't be seen."""
    composed = unicodedata.normalize("NFC", text[:MOST_CHARACTERS].translate(UNSEEN))
    return " ".join(composed.split())
