"""Units as people write them: `95s`, `60/h`, `22%`, `129.00 EUR`, `at most 8`.

Each parses to one internal unit, named by its type: seconds, events per hour, a
share from 0 to 1, a `Money`. A number without a unit is refused where a unit could
be meant: 5 what?
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

SECONDS = {
    **dict.fromkeys(("ms", "millisecond", "milliseconds"), 0.001),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1.0),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), 60.0),
    **dict.fromkeys(("h", "hr", "hour", "hours"), 3600.0),
    **dict.fromkeys(("d", "day", "days"), 86400.0),
    **dict.fromkeys(("w", "week", "weeks"), 604800.0),
    **dict.fromkeys(("month", "months"), 365.25 / 12 * 86400.0),
}
NUMBER = r"(\d+(?:\.\d+)?)"
SYMBOLS = {"€": "EUR", "£": "GBP", "$": "USD", "¥": "JPY"}


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

    Raises ValueError when it has no unit or none that we know.
    """
    if isinstance(text, str):
        parts = re.findall(rf"{NUMBER}\s*([A-Za-z]+)", text)
        rest = re.sub(rf"{NUMBER}\s*([A-Za-z]+)", "", text).strip()
        if parts and not rest and all(unit.lower() in SECONDS for _, unit in parts):
            return sum(float(number) * SECONDS[unit.lower()] for number, unit in parts)
    raise ValueError(f"`{text}` is not a duration; write it like 95s, 2 min, 4h or 3 days")


def share(text: object) -> float:
    """Parse a share (`22%`, or a number from 0 to 1) to a number from 0 to 1."""
    value: float | None = None
    if isinstance(text, str) and (found := re.fullmatch(rf"{NUMBER}\s*%", text.strip())):
        value = float(found[1]) / 100
    elif isinstance(text, int | float) and not isinstance(text, bool):
        value = float(text)
    if value is None or not 0 <= value <= 1:
        raise ValueError(f"`{text}` is not a share; write it like 22%, from 0% to 100%")
    return value


def per_hour(text: object) -> float:
    """Parse a rate (`60/h`, `500/day`) to events per hour."""
    if isinstance(text, str):
        found = re.fullmatch(rf"{NUMBER}\s*(?:/|per)\s*([A-Za-z]+)", text.strip())
        if found and found[2].lower() in SECONDS:
            return float(found[1]) * 3600 / SECONDS[found[2].lower()]
    raise ValueError(f"`{text}` is not a rate; write it like 60/h or 500/day")


def money(text: object) -> Money:
    """Parse an amount (`129.00 EUR`, `€129`)."""
    if isinstance(text, Money):
        return text
    if isinstance(text, str):
        plain = text.strip().replace(",", "")
        after = re.fullmatch(rf"{NUMBER}\s*([A-Z]{{3}}|[€£$¥])", plain)
        before = re.fullmatch(rf"([A-Z]{{3}}|[€£$¥])\s*{NUMBER}", plain)
        if after or before:
            number, sign = (after[1], after[2]) if after else (before[2], before[1])  # type: ignore[index]
            return Money(Decimal(number), SYMBOLS.get(sign, sign))
    raise ValueError(f"`{text}` is not an amount; write it like 129.00 EUR")


def money_per_hour(text: object) -> Money:
    """Parse what an hour costs (`31 EUR/h`)."""
    if isinstance(text, Money):
        return text
    if isinstance(text, str) and (found := re.fullmatch(r"(.+?)\s*(?:/|per)\s*h(?:our)?", text)):
        return money(found[1])
    raise ValueError(f"`{text}` is not a cost per hour; write it like 31 EUR/h")


def at_most(text: object) -> int:
    """Parse an upper limit (`at most 8`, `8`)."""
    found = re.fullmatch(r"(?:at most\s+)?(\d+)", str(text).strip())
    if found is None or isinstance(text, bool):
        raise ValueError(f"`{text}` is not a limit; write it like: at most 8")
    return int(found[1])


def turns(text: object) -> int:
    """Parse a number of turns in a conversation (`2 turns`)."""
    found = re.fullmatch(r"(\d+)(?:\s*turns?)?", str(text).strip())
    if found is None or isinstance(text, bool):
        raise ValueError(f"`{text}` is not a number of turns; write it like: 2 turns")
    return int(found[1])


def _pass_number(parse: Any) -> BeforeValidator:
    """Accept what is already in the internal unit when a shape is built in Python."""
    return BeforeValidator(lambda given: given if type(given) is float else parse(given))


def _text(examples: list[str], **more: Any) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "examples": examples, **more})


Seconds = Annotated[float, _pass_number(seconds), _text(["95s", "2 min", "3 days"])]
PerHour = Annotated[float, _pass_number(per_hour), _text(["60/h", "500/day"])]
Share = Annotated[
    float,
    BeforeValidator(share),
    WithJsonSchema({"type": ["string", "number"], "examples": ["22%"]}),
]
Price = Annotated[
    Money, BeforeValidator(money), PlainSerializer(str), _text(["129.00 EUR", "€129"])
]
PricePerHour = Annotated[
    Money, BeforeValidator(money_per_hour), PlainSerializer(str), _text(["31 EUR/h"])
]
AtMost = Annotated[int, BeforeValidator(at_most), WithJsonSchema({"type": ["string", "integer"]})]
Turns = Annotated[int, BeforeValidator(turns), WithJsonSchema({"type": ["string", "integer"]})]
