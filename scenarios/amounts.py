"""Amounts of money in running text, as shops write them.

Signs before and after the number, points and commas in both roles, `129,-`, and what
changes the meaning: `from`, `up to`, `per month`. Knows nothing of exchange rates: an
amount in another currency is another amount.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

SIGNS = {
    "€": "EUR", "£": "GBP", "₹": "INR", "₽": "RUB", "₺": "TRY", "₩": "KRW", "₴": "UAH",
    "¥": "JPY", "zł": "PLN", "Kč": "CZK", "Ft": "HUF", "Fr.": "CHF", "SFr.": "CHF",
    "US$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "NZ$": "NZD",
    "R$": "BRL", "Euro": "EUR", "Euros": "EUR", "euro": "EUR", "euros": "EUR", "eur": "EUR",
    "pounds": "GBP",
}  # fmt: skip
CODES = (
    "EUR", "USD", "GBP", "CHF", "PLN", "CZK", "SEK", "NOK", "DKK", "ISK", "JPY", "CAD",
    "AUD", "NZD", "INR", "BRL", "CNY", "HUF", "RON", "BGN", "TRY", "UAH", "KRW", "MXN",
    "ZAR", "SGD", "HKD", "AED", "ILS", "THB", "RUB",
)  # fmt: skip
# Signs that several countries share: the currency decides that is asked for.
SHARED = {
    **dict.fromkeys(("$", "dollars"), ("USD", "AUD", "CAD", "NZD", "SGD", "HKD", "MXN")),
    **dict.fromkeys(("kr", "kr."), ("", "SEK", "NOK", "DKK", "ISK")),
}
ALL_SIGNS = sorted((*SIGNS, *CODES, *SHARED), key=len, reverse=True)
SIGN = re.compile(rf"(?<![A-Za-z])(?:{'|'.join(map(re.escape, ALL_SIGNS))})(?![A-Za-zäöüß])")
GROUPED = r"\d{1,3}(?:[.,'’]\d{3})+(?:[.,]\d{1,2})?"
PLAIN = r"\d{1,9}(?:[.,]\d{1,3}|[.,][-–—]{1,2})?"
AMOUNT = re.compile(rf"(?<![\d.,'’])(?:{GROUPED}|{PLAIN})(?![.,'’]?\d)")
ALONE = re.compile(r"(\D{0,5})(\d{1,3}(?: \d{3})+(?:[.,]\d{1,2})?)(\D{0,5})")
TO = re.compile(r"\s?(?:-|–|—|to|bis|and|und)\s?")
LEAD = re.compile(r"\b(from|starting at|ab|up to|bis zu|\d{1,3} (?:for|für))\s$", re.IGNORECASE)
FIRST_OF_TWO = re.compile(rf"(?<![\w.,'’])(?:{GROUPED}|{PLAIN})\s?(?:-|–|—|to|bis)\s?$")
EVERY = re.compile(
    r"\s?(?:per|an?|each|pro|im|/)\s?(month|mo|year|yr|week|day|night|hour|person|monat|jahr"
    r"|woche|tag|nacht|stunde)\b|\s(monthly|yearly|annually|weekly|monatlich|mtl|jährlich)\b",
    re.IGNORECASE,
)
PERIODS = {
    "mo": "month", "monat": "month", "monthly": "month", "monatlich": "month", "mtl": "month",
    "yr": "year", "jahr": "year", "yearly": "year", "annually": "year", "jährlich": "year",
    "woche": "week", "weekly": "week", "tag": "day", "nacht": "night", "stunde": "hour",
}  # fmt: skip
FREE = ("free", "for free", "free of charge", "gratis", "kostenlos", "kostenfrei")


@dataclass(slots=True)
class Priced:
    """A number in a text and the sign that belongs to it."""

    start: int
    end: int
    number: str
    sign: str = ""
    negative: bool = False
    lead: str = ""
    every: str = ""
    is_range: bool = False


def normal(text: str, currency: str | None) -> str | None:
    """Give `45.00 EUR` for the one amount in a text, else None."""
    text = _joined(text)
    if currency and text.lower() in FREE:
        return f"0.00 {currency}"
    found = list(_priced(text))
    if not found and currency and AMOUNT.fullmatch(text):
        return f"{_decimal(text):.2f} {currency}"
    forms = {_form(price, currency) for price in found}
    return forms.pop() if len(forms) == 1 else None


def find(text: str) -> list[str]:
    """Give the pieces of a text that are amounts with a currency."""
    return [text[price.start : price.end].strip() for price in _priced(_joined(text))]


def _joined(text: str) -> str:
    """Take blanks for group signs where nothing else is in the text: 1 299,00 €."""
    found = ALONE.fullmatch(text)
    if found is None or any(side.strip() not in ("", *ALL_SIGNS) for side in found.group(1, 3)):
        return text
    return f"{found[1]}{found[2].replace(' ', '’')}{found[3]}"


def _form(price: Priced, currency: str | None) -> str | None:
    code = _code(price.sign, currency)
    if code is None or price.is_range or price.lead[:1].isdigit():
        return None
    lead = {"ab": "from ", "starting at": "from ", "bis zu": "up to "}.get(
        price.lead, f"{price.lead} " if price.lead else ""
    )
    every = f" per {PERIODS.get(price.every, price.every)}" if price.every else ""
    return f"{lead}{'-' if price.negative else ''}{_decimal(price.number):.2f} {code}{every}"


def _code(sign: str, currency: str | None) -> str | None:
    if sign in SHARED:
        codes = SHARED[sign]
        return currency if currency in codes else codes[0] or None
    return SIGNS.get(sign, sign)


def _decimal(number: str) -> Decimal:
    """Read a number: the last point or comma is decimal unless three digits follow it."""
    number = number.rstrip(".,-–—")
    *whole, last = re.split(r"[.,'’]", number)
    if not whole:
        return Decimal(last)
    if len(last) == 3 and whole[0] != "0":
        return Decimal("".join((*whole, last)))
    return Decimal(f"{''.join(whole)}.{last}")


def _priced(text: str) -> Iterator[Priced]:
    """Go through the amounts that have a sign, with what stands around them."""
    prices = [price for price in _with_signs(text) if price.sign]
    for index, price in enumerate(prices):
        if index and prices[index - 1].is_range and prices[index - 1].end >= price.end:
            continue
        following = prices[index + 1] if index + 1 < len(prices) else None
        if following and TO.fullmatch(text, price.end, following.start):
            price.is_range, price.end = True, following.end
        _look_around(text, price)
        yield price


def _look_around(text: str, price: Priced) -> None:
    if every := EVERY.match(text, price.end):
        price.every = (every[1] or every[2]).lower()
        price.end = every.end()
    if lead := LEAD.search(text, max(0, price.start - 20), price.start):
        price.lead = lead[1].lower()
        price.start = lead.start()
    before = FIRST_OF_TWO.search(text, max(0, price.start - 20), price.start)
    if before:  # 20 to 30 €: the first number has no sign of its own
        price.is_range, price.start = True, before.start()


def _with_signs(text: str) -> list[Priced]:
    """Give each number the sign before it, or else the one after it."""
    signs = list(SIGN.finditer(text))
    ends = {sign.end(): sign for sign in signs}
    begins = {sign.start(): sign for sign in signs}
    found = [
        Priced(number.start(), number.end(), number[0])
        for number in AMOUNT.finditer(text)
        if number.start() in ends or not text[number.start() - 1 : number.start()].isalpha()
    ]
    taken: set[int] = set()
    for index, price in enumerate(found):
        left = _left(text, price, ends)
        right = begins.get(price.end) or (
            begins.get(price.end + 1) if text[price.end : price.end + 1] == " " else None
        )
        following = found[index + 1] if index + 1 < len(found) else None
        if left and left.start() not in taken:
            _take(text, price, left, taken)
            if right and right[0] in CODES and not _wanted(right, following, ends, text):
                price.end = right.end()
        elif right and not _leave(text, price, right, following, ends, begins):
            price.sign, price.end = right[0], right.end()
            price.negative = _minus(text, price.start)
            price.start -= price.negative
            taken.add(right.start())
    return found


def _left(text: str, price: Priced, ends: dict[int, re.Match[str]]) -> re.Match[str] | None:
    before = text[max(0, price.start - 2) : price.start]
    gap = len(before) - len(before.rstrip("-−").removesuffix(" "))
    return ends.get(price.start - gap) or ends.get(price.start)


def _take(text: str, price: Priced, sign: re.Match[str], taken: set[int]) -> None:
    inner = text[sign.end() : price.start].strip() in ("-", "−")
    price.negative = inner or _minus(text, sign.start())
    price.sign = sign[0]
    price.start = sign.start() - (price.negative and not inner)
    taken.add(sign.start())


def _minus(text: str, at: int) -> bool:
    return text[at - 1 : at] in ("-", "−") and (at < 2 or text[at - 2] in " (")


def _wanted(
    sign: re.Match[str], following: Priced | None, ends: dict[int, re.Match[str]], text: str
) -> bool:
    return following is not None and _left(text, following, ends) is sign


def _leave(
    text: str, price: Priced, sign: re.Match[str], following: Priced | None,
    ends: dict[int, re.Match[str]], begins: dict[int, re.Match[str]],
) -> bool:  # fmt: skip
    """Tell whether the sign after a number belongs to the next one: Size 42 €129.00."""
    if not _wanted(sign, following, ends, text) or following is None:
        return False
    if following.end in begins or following.end + 1 in begins:
        return False
    closer = following.start == sign.end() and sign.start() > price.end
    return closer or (not re.search(r"[.,]", price.number) and "." in following.number)
