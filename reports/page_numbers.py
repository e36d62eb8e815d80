"""Numbers in the reader's words: counts, money, shares, spans of time, and their ranges."""

from __future__ import annotations

from datetime import UTC, datetime

from desireline.sim.experiments.outcome import Estimate

from .words import between

SIGNS = {"EUR": "€", "GBP": "£", "USD": "$", "JPY": "¥"}
SMALL = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve",
)  # fmt: skip


def count(number: float) -> str:
    """Write a number of customers: `1,234`; below ten with one decimal, unless it is whole."""
    if 0 < abs(number) < 9.95 and abs(number - round(number)) >= 0.05:
        return minus(f"{number:.1f}")
    return minus(f"{number:,.0f}")


def minus(text: str) -> str:
    """Write a true minus sign, and never minus zero."""
    if text.startswith("-"):
        return text[1:] if not text.strip("-0.,") else "\N{MINUS SIGN}" + text[1:]
    return text


def span(estimate: Estimate) -> str:
    """Write an interval: `164–259`; with a minus in it, `−9 to 44`."""
    return between(count(estimate.low), count(estimate.high))


def with_span(estimate: Estimate) -> str:
    """Write an estimate and its interval: `212 (164–259)`."""
    return f"{count(estimate.mean)} ({span(estimate)})"


def money(amount: float, currency: str) -> str:
    """Write an amount of money: `€63,600`, `€149k` from a hundred thousand on."""
    size = abs(amount)
    if size >= 1e7:
        number = f"{size / 1e6:,.0f}M"
    elif size >= 1e6:
        number = f"{size / 1e6:.1f}M"
    elif size >= 1e5:
        number = f"{size / 1e3:.0f}k"
    else:
        number = f"{size:,.0f}"
    sign = SIGNS.get(currency)
    return minus(
        ("-" if amount < 0 and number != "0" else "")
        + (f"{sign}{number}" if sign else f"{number} {currency}")
    )


def short_money(amount: float, currency: str) -> str:
    """Write an amount for a headline: `€55k` from ten thousand on."""
    if not 9_950 <= abs(amount) < 1e5:
        return money(amount, currency)
    sign, number = SIGNS.get(currency), f"{abs(amount) / 1e3:.0f}k"
    return minus(
        ("-" if amount < 0 else "") + (f"{sign}{number}" if sign else f"{number} {currency}")
    )


def short_money_span(estimate: Estimate, currency: str) -> str:
    """Write an interval of money for a headline."""
    return between(short_money(estimate.low, currency), short_money(estimate.high, currency))


def money_span(estimate: Estimate, currency: str) -> str:
    """Write an interval of money: `€128k–€170k`."""
    return between(money(estimate.low, currency), money(estimate.high, currency))


def percent(share: float) -> str:
    """Write a share: `71%`; small ones with a decimal."""
    return f"{share:.1%}" if 0 < share < 0.0995 else f"{share:.0%}"


def lasting(seconds: float) -> str:
    """Write a span of time: `48 s`, `3 min 12 s`, `2 h 5 min`."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s" if whole else f"{seconds:.1f} s"
    if whole < 3600:
        return f"{whole // 60} min" + (f" {whole % 60} s" if whole % 60 else "")
    minutes = round(seconds / 60)
    return f"{minutes // 60} h" + (f" {minutes % 60} min" if minutes % 60 else "")


def moment(written: str) -> str:
    """Write a time stamp (ISO 8601) as `22 Nov 2026, 09:00 UTC`; as it is when it is none."""
    try:
        when = datetime.fromisoformat(written)
    except ValueError:
        return written
    utc = when.astimezone(UTC) if when.tzinfo else when
    return f"{utc.day} {utc:%b %Y, %H:%M} UTC"


def number_word(number: int) -> str:
    """Write a small whole number as a word, as in a sentence."""
    return SMALL[number] if 0 <= number < len(SMALL) else f"{number:,}"


def plural(number: int, one: str, many: str = "") -> str:
    """Write a counted noun: `one gap`, `six gaps`."""
    return f"{number_word(number)} {one if number == 1 else many or one + 's'}"


def sentence(text: str) -> str:
    """Begin with a capital."""
    return text[:1].upper() + text[1:]


def listed(names: list[str], most: int = 4) -> str:
    """Name a few: `a, b and c`, `a, b, c and 5 more`."""
    if len(names) > most:
        names = [*names[: most - 1], f"{len(names) - most + 1} more"]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def compact(number: float) -> str:
    """Write a number where there is little room: `950`, `6.9k`, `12k`."""
    if abs(number) < 1000:
        return minus(f"{number:.0f}")
    return minus(f"{number / 1000:.1f}k" if abs(number) < 9950 else f"{number / 1000:,.0f}k")
