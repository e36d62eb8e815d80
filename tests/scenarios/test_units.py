"""Units as people write them, in one internal unit."""

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desireline.scenarios.units import (
    Money,
    Unfit,
    at_most,
    money,
    money_per_hour,
    nearest,
    per_hour,
    seconds,
    share,
    shown,
    turns,
)

PARSERS = (seconds, share, per_hour, money, money_per_hour, at_most, turns)
GIVEN = st.one_of(
    st.text(max_size=30), st.integers(), st.floats(), st.none(), st.booleans(),
    st.lists(st.integers()), st.dictionaries(st.text(), st.integers()),
    st.from_regex(r"[0-9.,]{1,20}\s?(s|min|h|%|/h|EUR|EUR/h|turns)", fullmatch=True),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "value"),
    [("95s", 95), ("2 min", 120), ("1h 30min", 5400), ("4min", 240), ("3 days", 259200),
     ("250 ms", 0.25), ("2 Weeks", 1209600), ("1.5h", 5400)],
)  # fmt: skip
def test_durations(text: str, value: float) -> None:
    """In seconds."""
    assert seconds(text) == pytest.approx(value)


@pytest.mark.parametrize(("text", "value"), [("22%", 0.22), (0.5, 0.5), (1, 1.0), ("0.4 %", 0.004)])
def test_shares(text: object, value: float) -> None:
    """From 0 to 1."""
    assert share(text) == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "value"), [("60/h", 60), ("48/day", 2), ("2 per min", 120), ("7 / week", 1 / 24)]
)
def test_rates(text: str, value: float) -> None:
    """Events per hour."""
    assert per_hour(text) == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [("129.00 EUR", "129.00", "EUR"), ("€129", "129", "EUR"), ("1,299.00 EUR", "1299.00", "EUR"),
     ("EUR 1,000,000", "1000000", "EUR"), ("£9.50", "9.50", "GBP")],
)  # fmt: skip
def test_amounts(text: str, amount: str, currency: str) -> None:
    """The point is decimal, the comma groups thousands."""
    assert money(text) == Money(Decimal(amount), currency)


@pytest.mark.parametrize("text", ["45,00 EUR", "1,29 EUR", "1.299,00 EUR", "EUR", "5", "5 euros"])
def test_amounts_that_could_be_misread(text: str) -> None:
    """A decimal comma is refused, never taken for thousands."""
    with pytest.raises(Unfit):
        money(text)


@pytest.mark.parametrize(
    "text", ["5", "-5s", "5 parsecs", "s", "", "1.2.3s", "5s5", "99" * 200 + "s"]
)
def test_durations_that_are_none(text: str) -> None:
    """A number needs a unit that we know."""
    with pytest.raises(Unfit):
        seconds(text)


@given(st.sampled_from(PARSERS), GIVEN)
def test_whatever_is_given_is_parsed_or_unfit(parse: object, given: object) -> None:
    """A finite value that is not negative, or a mistake with a code and a short sentence."""
    assert callable(parse)
    told, number = "DL1", 0.0
    try:
        value = parse(given)
        number = float(value.amount if isinstance(value, Money) else value)
    except Unfit as unfit:
        told = f"{unfit.code} {unfit.what}"

    assert told.startswith("DL1")
    assert len(told) < 160
    assert math.isfinite(number)
    assert number >= 0


@pytest.mark.parametrize(
    ("name", "known", "found"),
    [("baskt", ["basket", "chat"], "basket"), ("crat", ["chat", "cart"], "cart"),
     ("Cart", ["cart"], "cart"), ("zzz", ["cart"], ""), ("x" * 10**6, ["x"], ""), ("a", [], "")],
)  # fmt: skip
def test_nearest(name: str, known: list[str], found: str) -> None:
    """Swapped letters first; case does not matter; nothing when nothing is near."""
    assert nearest(name, known) == found


@pytest.mark.parametrize(
    ("value", "text"),
    [(True, "`true`"), (None, "nothing"), ("", "nothing"), ([1], "a list"), ("a\x1b", "`a�`"),
     ({}, "a mapping of keys to values"), ("x" * 100, f"`{'x' * 57}…`")],
)  # fmt: skip
def test_values_are_quoted_as_the_file_has_them(value: object, text: str) -> None:
    """Short, printable, and not in Python's words."""
    assert shown(value) == text
