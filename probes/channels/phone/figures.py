"""Numbers as they are spoken, in figures: `zero eight hundred`, `3 0 2 3`, `zwölf Euro fünfzig`.

English and German: digits one by one, numbers up to 999 999, prices with their cents, times of day
with their minutes. What it does not know: ordinals, `halb zehn`, `quarter past nine`.
"""

from __future__ import annotations

import re

from desireline.scenarios.number_words import numbers, value_of

DIGITS = {
    **dict.fromkeys(("zero", "oh", "null"), "0"), **dict.fromkeys(("one", "eins"), "1"),
    **dict.fromkeys(("two", "zwei", "zwo"), "2"), **dict.fromkeys(("three", "drei"), "3"),
    **dict.fromkeys(("four", "vier"), "4"), **dict.fromkeys(("five", "fünf"), "5"),
    **dict.fromkeys(("six", "sechs"), "6"), **dict.fromkeys(("seven", "sieben"), "7"),
    **dict.fromkeys(("eight", "acht"), "8"), **dict.fromkeys(("nine", "neun"), "9"),
}  # fmt: skip
LEAST_DIGITS = 4  # said one by one: fewer are no number to call
ONE = rf"(?:\d{{1,4}}|{'|'.join(DIGITS)})"
REPEATED = rf"(?:(?:double|triple)\s)?{ONE}"
RUN = re.compile(
    rf"(?<![\w.,])(?:(?P<plus>plus|\+)\s?)?{REPEATED}(?:[\s,.–-]{{1,3}}{REPEATED}){{3,30}}(?![\w:])",
    re.IGNORECASE,
)
PIECE = re.compile(rf"(?:(?P<times>double|triple)\s)?(?P<one>{ONE})", re.IGNORECASE)
SHARE = re.compile(r"\b(\d{1,6}) (?:point|komma) (\d(?: ?\d){0,3})\b", re.IGNORECASE)
PRICE = re.compile(
    r"\b(\d{1,6}) (dollars?|euros?|pounds?)(?:(?:,? (?:and|und))? (\d\d?) (?:cents?|pence)\b"
    r"|(?: and| und)? (\d\d)\b(?! (?:days|hours|weeks|minutes|tage|stunden|wochen|minuten)))",
    re.IGNORECASE,
)
CLOCK = re.compile(
    r"\b(\d{1,2}) ([0-5]\d)(?= ?[ap]\.?m\b)|\b(\d{1,2}) uhr ([0-5]?\d)\b(?! uhr)", re.IGNORECASE
)


def in_figures(text: str) -> str:
    """Write a text's spoken numbers in figures, as they would be printed."""
    plain = numbers().sub(lambda found: str(value_of(found[0])), RUN.sub(_digits, text))
    plain = SHARE.sub(lambda found: f"{found[1]}.{found[2].replace(' ', '')}", plain)
    return CLOCK.sub(_clock, PRICE.sub(_price, plain))


def _price(found: re.Match[str]) -> str:
    return f"{found[1]}.{found[3] or found[4]:0>2} {found[2]}"


def _clock(found: re.Match[str]) -> str:
    hour, minutes = found[1] or found[3], found[2] or found[4]
    return f"{hour}:{minutes:0>2}{' Uhr' if found[3] else ''}"


def _digits(found: re.Match[str]) -> str:
    """Join digits that were said one by one, when most of them were."""
    pieces = list(PIECE.finditer(found[0]))
    said = "".join(_piece(piece) for piece in pieces)
    one_by_one = sum(len(piece["one"]) == 1 or not piece["one"].isdigit() for piece in pieces)
    if one_by_one < LEAST_DIGITS or "." in found[0][:-1].replace(". ", ""):
        return found[0]
    tail = found[0][len(found[0].rstrip(" ,.–-")) :]
    return ("+" if found["plus"] else "") + said + tail


def _piece(piece: re.Match[str]) -> str:
    digit = DIGITS.get(piece["one"].lower(), piece["one"])
    return digit * {"double": 2, "triple": 3}.get((piece["times"] or "").lower(), 1)
