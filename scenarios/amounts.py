"""Amounts of money in running text, as shops write them.

Signs before and after the number, points and commas in both roles, `129,-`, ranges, and what
changes the meaning: `from`, `up to`, `per month`, `excl. VAT`; in English, German and French.
Knows nothing of exchange rates: an amount in another currency is another amount. `Total 1 299 €`
can be read in two ways (one and two hundred ninety-nine, or a thousand more), so it is not read.
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
TO = re.compile(r"\s?(?:-|–|—|to|bis|and|und|à|et)\s?")
BETWEEN = re.compile(r"\b(?:between|zwischen|entre)\s$", re.IGNORECASE)
LEAD = re.compile(
    r"\b(from|starting (?:at|from)|as low as|ab|à partir de|dès|up to|bis zu|jusqu['’]à"
    r"|\d{1,3} (?:for|für|pour))\s$",
    re.IGNORECASE,
)
LEADS = {
    **dict.fromkeys(
        ("from", "starting at", "starting from", "as low as", "ab", "à partir de", "dès"), "from "
    ),
    **dict.fromkeys(("up to", "bis zu", "jusqu'à", "jusqu’à"), "up to "),
}
FIRST_OF_TWO = re.compile(rf"(?<![\w.,'’])({GROUPED}|{PLAIN})\s?(?:-|–|—|to|bis|à)\s?$")
FIRST_BETWEEN = re.compile(
    rf"\b(?:between|zwischen|entre)\s({GROUPED}|{PLAIN})\s(?:and|und|et)\s$", re.IGNORECASE
)
UNTAXED = re.compile(
    r"\s?[,(]?\s?(?:(?:excl?\.?|excluding|exclusive of|plus|zzgl\.?|zuzüglich|exkl\.?|ohne|without"
    r"|before|hors|\+)\s?(?:\d{1,2}\s?%\s)?(?:VAT|tax(?:es)?|MwSt\b|USt\b|Mehrwertsteuer|GST|TVA"
    r"|taxes)|HT\b|net\b|netto\b)",
    re.IGNORECASE,
)
BEFORE = re.compile(r"(\w+\.?)?\s?(?<!\d)\d{1,3}\s$")  # a number that may be the thousands
NUMBERED = ("size", "größe", "gr", "gr.", "taille", "art", "art.", "no", "no.", "nr", "nr.", "qty",
            "menge", "pos", "pos.", "step")  # fmt: skip
CENTS_AFTER = re.compile(r"(?<=\d)€(?=\d\d(?!\d))")  # 45€50
EVERY = re.compile(
    r"\s?(?:per|an?|each|pro|je|im|par|/)\s?(month|mo|year|yr|week|day|night|hour|person|monat"
    r"|jahr|woche|tag|nacht|stunde|mois|an|année|semaine|jour|nuit|heure|personne)\b"
    r"|\s(monthly|yearly|annually|weekly|monatlich|mtl|jährlich|wöchentlich|p\.\s?m\.|p\.\s?a\.)"
    r"(?!\w)",
    re.IGNORECASE,
)
PERIODS = {
    "mo": "month", "monat": "month", "monthly": "month", "monatlich": "month", "mtl": "month",
    "yr": "year", "jahr": "year", "yearly": "year", "annually": "year", "jährlich": "year",
    "woche": "week", "weekly": "week", "tag": "day", "nacht": "night", "stunde": "hour",
    "mois": "month", "p.m.": "month", "an": "year", "année": "year", "p.a.": "year",
    "semaine": "week", "wöchentlich": "week", "jour": "day", "nuit": "night", "heure": "hour",
    "personne": "person",
}  # fmt: skip
FREE = re.compile(
    r"(?:for free|free(?: of charge)?|gratis|kostenlos|kostenfrei|umsonst|gratuite?|offerte?"
    r"|complimentary)[.!]?",
    re.IGNORECASE,
)
NO_SIGN = "which currency is meant is not said"


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
    high: str = ""  # the second number of a range
    untaxed: bool = False
    unclear: str = ""  # why it has no normal form


def normal(text: str, currency: str | None) -> str | None:
    """Give `45.00 EUR` for the one amount in a text, else None."""
    text = _joined(text)
    if currency and FREE.fullmatch(text):
        return f"0.00 {currency}"
    found = list(_priced(text))
    if not found and currency and AMOUNT.fullmatch(text):
        return f"{_decimal(text):.2f} {currency}"
    forms = {_form(price, currency) for price in found}
    return forms.pop() if len(forms) == 1 else None


def find(text: str) -> list[str]:
    """Give the pieces of a text that are amounts with a currency, or say that it is free."""
    bare = text.strip(" :–—-.!")
    if FREE.fullmatch(bare):
        return [bare]
    joined = _joined(text)
    return [joined[price.start : price.end].strip() for price in _priced(joined)]


def why_not(text: str, currency: str | None) -> str:
    """Say what keeps one amount from being compared; empty when it can be, or nothing is known."""
    joined = _joined(text)
    for price in _priced(joined):
        if _form(price, currency) is None:
            return price.unclear or NO_SIGN
    if AMOUNT.fullmatch(joined) or FREE.fullmatch(joined):
        return "" if currency else NO_SIGN
    return ""


def _joined(text: str) -> str:
    """Take blanks for group signs where nothing else is in the text: 1 299,00 €."""
    text = CENTS_AFTER.sub(",", text) + (" €" if CENTS_AFTER.search(text) else "")
    found = ALONE.fullmatch(text)
    if found is None or any(side.strip() not in ("", *ALL_SIGNS) for side in found.group(1, 3)):
        return text
    return f"{found[1]}{found[2].replace(' ', '’')}{found[3]}"


def _form(price: Priced, currency: str | None) -> str | None:
    code = _code(price.sign, currency)
    if code is None or price.unclear:
        return None
    number = f"{'-' if price.negative else ''}{_decimal(price.number):.2f}"
    lead = LEADS.get(price.lead, "")
    if price.high:
        number, lead = f"{number}-{_decimal(price.high):.2f}", ""
    every = f" per {PERIODS.get(price.every, price.every)}" if price.every else ""
    return f"{lead}{number} {code}{every}{' excl. VAT' if price.untaxed else ''}"


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
        if index and prices[index - 1].high and prices[index - 1].end >= price.end:
            continue
        following = prices[index + 1] if index + 1 < len(prices) else None
        if following and _is_range(text, price, following):
            price.high, price.end = following.number, following.end
            if following.sign != price.sign:
                price.unclear = "a range in two currencies"
        _look_around(text, price)
        yield price


def _is_range(text: str, price: Priced, following: Priced) -> bool:
    """Tell whether two amounts are the ends of one range: `and` joins them only after between."""
    to = TO.fullmatch(text, price.end, following.start)
    between = BETWEEN.search(text, max(0, price.start - 12), price.start)
    return to is not None and (to[0].strip() not in ("and", "und", "et") or between is not None)


def _look_around(text: str, price: Priced) -> None:
    _look_before(text, price)
    if price.high and (between := BETWEEN.search(text, max(0, price.start - 12), price.start)):
        price.start = between.start()
    if every := EVERY.match(text, price.end):
        price.every = (every[1] or every[2]).lower().replace(" ", "")
        price.end = every.end()
    if untaxed := UNTAXED.match(text, price.end):
        price.untaxed, price.end = True, untaxed.end()
    if lead := LEAD.search(text, max(0, price.start - 20), price.start):
        price.lead = lead[1].lower()
        price.start = lead.start()
        if price.lead[:1].isdigit():
            price.unclear = "a price for several"
    if price.high and _decimal(price.number) > _decimal(price.high):
        price.unclear = price.unclear or "a range that runs backwards"


def _look_before(text: str, price: Priced) -> None:
    """See whether the number is the second of two, or the end of a longer one."""
    begin = max(0, price.start - 20)
    first = FIRST_OF_TWO.search(text, begin, price.start)
    first = first or FIRST_BETWEEN.search(text, begin, price.start)
    if first and not price.high:  # 20 to 30 €: the first number has no sign of its own
        price.high, price.number, price.start = price.number, first[1], first.start()
    grouped = BEFORE.search(text, begin, price.start) if text[price.start].isdigit() else None
    whole = re.split(r"[.,'’]", price.number)[0]
    if grouped and len(whole) == 3 and (grouped[1] or "").lower() not in NUMBERED:
        price.unclear = "its thousands can be read in two ways"


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
