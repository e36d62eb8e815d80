"""Numbers as they are spoken, in figures: `zero eight hundred`, `3 0 2 3`, `nine thirty a.m.`.

English and German digits, one by one; English numbers up to the thousands. What it does not
know: German numbers above nine, fractions, ordinals.
"""

from __future__ import annotations

import re

DIGITS = {
    **dict.fromkeys(("zero", "oh", "null"), "0"), **dict.fromkeys(("one", "eins"), "1"),
    **dict.fromkeys(("two", "zwei", "zwo"), "2"), **dict.fromkeys(("three", "drei"), "3"),
    **dict.fromkeys(("four", "vier"), "4"), **dict.fromkeys(("five", "fünf"), "5"),
    **dict.fromkeys(("six", "sechs"), "6"), **dict.fromkeys(("seven", "sieben"), "7"),
    **dict.fromkeys(("eight", "acht"), "8"), **dict.fromkeys(("nine", "neun"), "9"),
}  # fmt: skip
SMALL = {
    word: value
    for value, word in enumerate(
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
         "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
         "nineteen")
    )
}  # fmt: skip
TENS = {
    word: value * 10
    for value, word in enumerate(
        ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), start=2
    )
}
SCALES = {"hundred": 100, "thousand": 1000}
LEAST_DIGITS = 4  # said one by one: fewer are no number to call
ONE = rf"(?:\d{{1,4}}|{'|'.join(DIGITS)})"
REPEATED = rf"(?:(?:double|triple)\s)?{ONE}"
RUN = re.compile(
    rf"(?<![\w.,])(?:(?P<plus>plus|\+)\s?)?{REPEATED}(?:[\s,.–-]{{1,3}}{REPEATED}){{3,30}}(?![\w:])",
    re.IGNORECASE,
)
PIECE = re.compile(rf"(?:(?P<times>double|triple)\s)?(?P<one>{ONE})", re.IGNORECASE)
NAME = "|".join([*SMALL, *TENS, *SCALES])
NUMBER = re.compile(rf"\b(?:{NAME})(?:(?:[\s-]|\sand\s)(?:{NAME}))*\b", re.IGNORECASE)


PRICE = re.compile(
    r"\b(\d{1,6}) (dollars?|euros?|pounds?)(?: and)? (\d\d)\b(?! (?:days|hours|weeks))"
    r"(?: cents?| pence)?",
    re.IGNORECASE,
)


def in_figures(text: str) -> str:
    """Write a text's spoken numbers in figures, as they would be printed."""
    return PRICE.sub(r"\1.\3 \2", NUMBER.sub(_number, RUN.sub(_digits, text)))


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


def _number(found: re.Match[str]) -> str:
    whole = part = 0
    for word in re.split(r"[\s-]+", found[0].lower()):
        if word in SCALES and SCALES[word] == 100:
            part = max(part, 1) * 100
        elif word in SCALES:
            whole, part = whole + max(part, 1) * 1000, 0
        elif word != "and":
            part += SMALL.get(word, TENS.get(word, 0))
    return str(whole + part)
