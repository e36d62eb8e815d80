"""Units as people write them: `95s`, `60/h`, `22%`, `129.00 EUR`, `at most 8`.

Each parses to one internal unit, named by its type: seconds, events per hour, a
share from 0 to 1, a `Money`. A number without a unit is refused where a unit could
be meant: 5 what?
"""

from __future__ import annotations

import difflib
import itertools
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from . import limits

SECONDS = {
    **dict.fromkeys(("ms", "millisecond", "milliseconds"), 0.001),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1.0),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), 60.0),
    **dict.fromkeys(("h", "hr", "hour", "hours"), 3600.0),
    **dict.fromkeys(("d", "day", "days"), 86400.0),
    **dict.fromkeys(("w", "week", "weeks"), 604800.0),
    **dict.fromkeys(("month", "months"), 365.25 / 12 * 86400.0),
}
NUMBER = r"(\d{1,15}(?:\.\d{1,15})?)"
MINUS = "-−"
SYMBOLS = {"€": "EUR", "£": "GBP", "$": "USD", "¥": "JPY"}


class Unfit(ValueError):
    """Something written that does not read as what it should be; `code` is the mistake's."""

    def __init__(self, code: str, what: str, *, nearest: str = "", at: str = "") -> None:
        """Keep the code, the sentence, what was perhaps meant, and the key below that it is."""
        super().__init__(what)
        self.code = code
        self.what = what
        self.nearest = nearest
        self.at = at


def nearest(name: str, known: Iterable[str]) -> str:
    """Give the known name that was perhaps meant, or nothing."""
    if len(name) > 60:
        return ""
    lower = {one.lower(): one for one in itertools.islice(known, 1000) if len(one) <= 80}
    found = difflib.get_close_matches(name.lower(), lower, n=3, cutoff=0.6)
    swapped = [one for one in found if sorted(one) == sorted(name.lower())]
    return lower[(swapped or found)[0]] if found else ""


def shown(value: object) -> str:
    """Quote a value for a person, as the file would write it, at most 60 characters."""
    if isinstance(value, dict):
        return "a mapping of keys to values"
    if isinstance(value, list | tuple):
        return "a list"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if value is None or not text.strip():
        return "nothing"
    clean = "".join(c if c.isprintable() else "�" for c in text)
    return f"`{clean[:57] + '…' if len(clean) > 60 else clean}`"


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency (ISO 4217 code)."""

    amount: Decimal
    currency: str

    def __str__(self) -> str:
        """Write it as the language does."""
        return f"{self.amount:.2f} {self.currency}"


def seconds(text: object) -> float:
    """Parse a duration (`95s`, `2 min`, `3 days`, `1h 30min`) to seconds.

    Raises Unfit when it has no unit or none that we know, or is longer than can be.
    """
    if isinstance(text, str):
        parts = re.findall(rf"{NUMBER}\s*([A-Za-z]+)", text)
        rest = re.sub(rf"{NUMBER}\s*([A-Za-z]+)", "", text).strip()
        if parts and not rest and all(unit.lower() in SECONDS for _, unit in parts):
            total = sum(float(number) * SECONDS[unit.lower()] for number, unit in parts)
            return _bounded(total, limits.LONGEST_SECONDS, text, limits.TOO_LONG)
    what = f"{shown(text)} is not a duration; write it like 95s, 2 min, 4h or 3 days"
    raise Unfit("DL123", what, nearest=_with(text, "s"))


def _bounded(value: float, most: float, written: object, too_much: str) -> float:
    if value > most:
        raise Unfit("DL390", f"{shown(written)} {too_much}")
    return value


def _with(text: object, unit: str) -> str:
    """Give what a bare number was perhaps meant to be."""
    bare = isinstance(text, int | float | str) and re.fullmatch(NUMBER, str(text).strip())
    return f"{str(text).strip()}{unit}" if bare else ""


def share(text: object) -> float:
    """Parse a share (`22%`, or a number from 0 to 1) to a number from 0 to 1."""
    value: float | None = None
    if isinstance(text, str) and (found := re.fullmatch(rf"{NUMBER}\s*%", text.strip())):
        value = float(found[1]) / 100
    elif isinstance(text, int | float) and not isinstance(text, bool):
        value = float(text)
    if value is None or not 0 <= value <= 1:
        what = f"{shown(text)} is not a share; write it like 22%, from 0% to 100%"
        bare = type(text) is int and 1 < text <= 100
        raise Unfit("DL124", what, nearest=f"{text}%" if bare else "")
    return value


def per_hour(text: object) -> float:
    """Parse a rate (`60/h`, `500/day`) to events per hour."""
    if isinstance(text, str):
        found = re.fullmatch(rf"{NUMBER}\s*(?:/|per)\s*([A-Za-z]+)", text.strip())
        if found and found[2].lower() in SECONDS:
            rate = float(found[1]) * 3600 / SECONDS[found[2].lower()]
            return _bounded(rate, limits.MOST_AN_HOUR, text, limits.TOO_OFTEN)
    what = f"{shown(text)} is not a rate; write it like 60/h or 500/day"
    raise Unfit("DL126", what, nearest=_with(text, "/h"))


def money(text: object) -> Money:
    """Parse an amount (`129.00 EUR`, `€129`)."""
    if isinstance(text, Money):
        return text
    if isinstance(text, str):
        plain = re.sub(r"(?<=\d),(?=\d{3}(?:\D|$))", "", text.strip())
        after = re.fullmatch(rf"{NUMBER}\s*([A-Z]{{3}}|[€£$¥])", plain)
        before = re.fullmatch(rf"([A-Z]{{3}}|[€£$¥])\s*{NUMBER}", plain)
        if after or before:
            number, sign = (after[1], after[2]) if after else (before[2], before[1])  # type: ignore[index]
            return Money(Decimal(number), SYMBOLS.get(sign, sign))
    what = f"{shown(text)} is not an amount; write it like 129.00 EUR"
    raise Unfit("DL125", what, nearest=_with(text, " EUR"))


def money_per_hour(text: object) -> Money:
    """Parse what an hour costs (`31 EUR/h`)."""
    if isinstance(text, Money):
        return text
    if isinstance(text, str) and (found := re.fullmatch(r"(.+?)\s*(?:/|per)\s*h(?:our)?", text)):
        return money(found[1])
    what = f"{shown(text)} is not a cost per hour; write it like 31 EUR/h"
    raise Unfit("DL127", what, nearest=_with(text, " EUR/h"))


def at_most(text: object) -> int:
    """Parse an upper limit (`at most 8`, `8`)."""
    found = re.fullmatch(r"(?:at most\s+)?(\d{1,9})", str(text).strip())
    if found is None or isinstance(text, bool):
        raise Unfit("DL128", f"{shown(text)} is not a limit; write it like: at most 8")
    return int(found[1])


def at_least(text: object) -> int:
    """Parse a lower limit (`at least 3`, `3`), from 1."""
    found = re.fullmatch(r"(?:at least\s+)?(\d{1,9})", str(text).strip())
    if found is None or isinstance(text, bool) or int(found[1]) < 1:
        raise Unfit("DL128", f"{shown(text)} is not a lower limit; write it like: at least 3")
    return int(found[1])


def over(text: object) -> int:
    """Parse what must be exceeded (`over 5`, `5`)."""
    found = re.fullmatch(r"(?:over\s+)?(\d{1,9})", str(text).strip())
    if found is None or isinstance(text, bool):
        raise Unfit("DL128", f"{shown(text)} is not a length of a line; write it like: over 5")
    return int(found[1])


def factor(text: object) -> float:
    """Parse a factor (`x1.3`)."""
    if isinstance(text, str) and (found := re.fullmatch(rf"[x×*]\s*{NUMBER}", text.strip())):
        return _bounded(float(found[1]), limits.LARGEST_FACTOR, text, limits.TOO_LARGE)
    what = f"{shown(text)} is not a factor; write it like x1.3"
    raise Unfit("DL172", what, nearest=f"x{text}" if _with(text, "x") else "")


def growth(text: object) -> float:
    """Parse by how much something grows each month (`3% per month`, `-2% per month`)."""
    form = rf"([-+−]?)\s*{NUMBER}\s*%\s*(?:/|per\s)\s*month"
    found = re.fullmatch(form, text.strip()) if isinstance(text, str) else None
    value = float(found[2]) / 100 if found else math.inf
    if found is None or value > 1 or (value == 1 and found[1] in (*MINUS,)):
        what = f"{shown(text)} is not a growth; write it like 3% per month, at most 100%"
        bare = isinstance(text, str) and re.fullmatch(rf"[-+−]?{NUMBER}\s*%", text.strip())
        raise Unfit("DL173", what, nearest=f"{str(text).strip()} per month" if bare else "")
    return -value if found[1] in (*MINUS,) else value


def turns(text: object) -> int:
    """Parse a number of turns in a conversation (`2 turns`)."""
    found = re.fullmatch(r"(\d{1,9})(?:\s*turns?)?", str(text).strip())
    if found is None or isinstance(text, bool):
        raise Unfit("DL128", f"{shown(text)} is not a number of turns; write it like: 2 turns")
    return int(found[1])


def _pass_number(parse: Any, most: float = math.inf, too_much: str = "") -> BeforeValidator:
    """Accept what is already in the internal unit when a shape is built in Python."""

    def read(given: Any) -> Any:
        if type(given) is float and math.isfinite(given):
            return _bounded(given, most, f"{given:g}", too_much)
        return parse(given)

    return BeforeValidator(read)


# What editors check; the parsers above are the rule.
_NUMBER = r"\d+(\.\d+)?"
_UNIT = "(" + "|".join(sorted(SECONDS, key=len, reverse=True)) + ")"
_CURRENCY = "([A-Z]{3}|[€£$¥])"
_MONEY = rf"({_CURRENCY}\s*[\d,]+(\.\d+)?|[\d,]+(\.\d+)?\s*{_CURRENCY})"
TIME_PATTERN = rf"^\s*({_NUMBER}\s*{_UNIT}\s*)+$"
FACTOR_PATTERN = rf"^\s*[x×*]\s*{_NUMBER}\s*$"
RATE_PATTERN = rf"^\s*{_NUMBER}\s*(/|per)\s*{_UNIT}\s*$"


def _text(examples: list[str], pattern: str, **more: Any) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "examples": examples, "pattern": pattern, **more})


def _or_number(kind: str, examples: list[str], pattern: str, **more: Any) -> WithJsonSchema:
    return _text(examples, pattern, **(more | {"type": ["string", kind]}))


Seconds = Annotated[
    float,
    _pass_number(seconds, limits.LONGEST_SECONDS, limits.TOO_LONG),
    _text(["95s", "2 min", "3 days"], TIME_PATTERN),
]
PerHour = Annotated[
    float,
    _pass_number(per_hour, limits.MOST_AN_HOUR, limits.TOO_OFTEN),
    _text(["60/h", "500/day"], RATE_PATTERN),
]
Share = Annotated[
    float,
    BeforeValidator(share),
    _or_number("number", ["22%"], rf"^\s*{_NUMBER}\s*%\s*$", minimum=0, maximum=1),
]
Price = Annotated[
    Money,
    BeforeValidator(money),
    PlainSerializer(str),
    _text(["129.00 EUR", "€129"], rf"^\s*{_MONEY}\s*$"),
]
PricePerHour = Annotated[
    Money,
    BeforeValidator(money_per_hour),
    PlainSerializer(str),
    _text(["31 EUR/h"], rf"^\s*{_MONEY}\s*(/|per)\s*h(our)?$"),
]
AtMost = Annotated[
    int,
    BeforeValidator(at_most),
    _or_number("integer", ["at most 8"], r"^\s*(at most\s+)?\d+\s*$", minimum=0),
]
AtLeast = Annotated[
    int,
    BeforeValidator(at_least),
    _or_number("integer", ["at least 3"], r"^\s*(at least\s+)?\d+\s*$", minimum=1),
]
Over = Annotated[
    int,
    BeforeValidator(over),
    _or_number("integer", ["over 5"], r"^\s*(over\s+)?\d+\s*$", minimum=0),
]
Factor = Annotated[
    float,
    _pass_number(factor, limits.LARGEST_FACTOR, limits.TOO_LARGE),
    _text(["x1.3"], FACTOR_PATTERN),
]
Growth = Annotated[
    float,
    _pass_number(growth),
    _text(["3% per month"], rf"^\s*[-+−]?\s*{_NUMBER}\s*%\s*(/|per )\s*month\s*$"),
]
Turns = Annotated[
    int,
    BeforeValidator(turns),
    _or_number("integer", ["2 turns"], r"^\s*\d+\s*(turns?)?\s*$", minimum=0),
]
