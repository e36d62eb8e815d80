"""Numbers, times and lists as people read them; strangers' text made harmless.

What a site shows is printed on a terminal, a page and a feed: it is kept plain, bounded,
and without the characters that steer a terminal or turn the reading direction.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from desireline.sim.experiments.outcome import Estimate

Thing = TypeVar("Thing")
LINE = 400  # characters that a line of a stranger's text may have
BLOCK = 20_000  # and a page of it
QUOTE = 60  # and what a sentence quotes
INVISIBLE = {"Cf", "Cs", "Co", "Cn"}  # direction marks, halves of characters, nobody's characters
SPANS = ((86400.0, "days"), (3600.0, "h"), (60.0, "min"))  # each used from two of it on


def clean(text: str, *, limit: int = LINE) -> str:
    """Give a stranger's text as one plain line of at most `limit` characters."""
    plain = " ".join("".join(_printable(c) for c in text[: 4 * limit]).split())
    return plain if len(plain) <= limit else plain[: limit - 1].rstrip() + "…"


def clean_block(text: str, *, limit: int = BLOCK) -> str:
    """Give a stranger's text as plain lines of together at most `limit` characters."""
    lines = (clean(line, limit=limit) for line in text[:limit].splitlines())
    return "\n".join(line for line in lines if line)[:limit]


def _printable(character: str) -> str:
    category = unicodedata.category(character)
    return "" if category in INVISIBLE else " " if category == "Cc" else character


def cleaned(thing: Thing, *, block: bool = False) -> Thing:
    """Give a record with every text in it made harmless; numbers stay as they are.

    The field `text` holds lines; every other text is one line.
    """
    given: Any = thing
    if isinstance(given, str):
        given = clean_block(given) if block else clean(given)
    elif isinstance(given, tuple):
        given = tuple(cleaned(item) for item in given)
    elif isinstance(given, dict):
        given = {cleaned(key): cleaned(value) for key, value in given.items()}
    elif is_dataclass(given) and not isinstance(given, type):
        parts = {f.name: getattr(given, f.name) for f in fields(given)}
        new = {key: cleaned(value, block=key == "text") for key, value in parts.items()}
        given = replace(given, **new)
    return given  # type: ignore[no-any-return]


def quote(text: str, *, limit: int = QUOTE) -> str:
    """Give a stranger's words as a sentence quotes them."""
    return f"“{clean(text, limit=limit)}”"


def listed(items: Sequence[str], *, most: int = 6) -> str:
    """Join as people list: `a, b and c`; of too many, the first and how many more."""
    shown = list(items)
    if len(shown) > most:
        shown = [*shown[: most - 1], f"{len(items) - most + 1} more"]
    if len(shown) < 2:
        return "".join(shown)
    return f"{', '.join(shown[:-1])} and {shown[-1]}"


def plural(count: int, one: str, many: str = "") -> str:
    """Give a count with its noun: `1 field`, `14 fields`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def days(count: float) -> str:
    """Write a number of days: `1 day`, `0.5 days`."""
    return f"{count:g} {'day' if count == 1 else 'days'}"


def duration(seconds: float) -> str:
    """Write a time in the unit that people would use: `4.1 s`, `95 s`, `3 min`, `2 days`."""
    length, unit = next(
        ((length, unit) for length, unit in SPANS if seconds >= 2 * length), (1.0, "s")
    )
    text = f"{seconds:.2f}" if 0 < seconds < 0.1 else f"{seconds / length:.1f}"
    return f"{text.removesuffix('.0')} {unit}"


def share(value: float) -> str:
    """Write a share from 0 to 1 as a percentage."""
    return f"{100 * value:.1f}".removesuffix(".0") + "%"


def number(value: float, *, largest: float | None = None) -> str:
    """Write a figure as exactly as it deserves; `largest` is the biggest beside it.

    Below 1 two decimals, below 10 one, below 1,000 whole, above that three digits.
    """
    size = abs(value) if largest is None else abs(largest)
    if size < 10:
        text = f"{abs(value):.{1 if size >= 1 else 2}f}"
        text = text.rstrip("0").rstrip(".")
    else:
        step = 10 ** max(0, math.floor(math.log10(size)) - 2)
        text = f"{round(abs(value) / step) * step:,}"
    return f"−{text}" if value < 0 and text != "0" else text


def spread(estimate: Estimate) -> str:
    """Write a 95% interval: `164–259`, or `−3 to 28` where a sign is in it."""
    largest = max(abs(estimate.low), abs(estimate.high), abs(estimate.mean))
    low, high = number(estimate.low, largest=largest), number(estimate.high, largest=largest)
    return between(low, high)


def between(low: str, high: str) -> str:
    """Write two ends as a range: `164–259`; with a minus in it, `−9 to 44`."""
    return f"{low} to {high}" if "−" in low + high else f"{low}–{high}"


def figure(estimate: Estimate) -> str:
    """Write an estimate and its interval: `212 (164–259)`."""
    largest = max(abs(estimate.low), abs(estimate.high), abs(estimate.mean))
    return f"{number(estimate.mean, largest=largest)} ({spread(estimate)})"


def amount(estimate: Estimate, currency: str) -> str:
    """Write money and its interval: `29,100 EUR (24,000–34,000)`."""
    largest = max(abs(estimate.low), abs(estimate.high), abs(estimate.mean))
    return f"{number(estimate.mean, largest=largest)} {currency} ({spread(estimate)})"
