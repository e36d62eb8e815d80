"""Numbers in the reader's words."""

from __future__ import annotations

import pytest

from desireline.reports.page_numbers import (
    compact,
    count,
    lasting,
    listed,
    moment,
    money,
    money_span,
    percent,
    plural,
    short_money,
    span,
    with_span,
)
from desireline.sim.experiments.outcome import Estimate


@pytest.mark.parametrize(
    ("number", "written"),
    [(0, "0"), (0.04, "0"), (0.07, "0.1"), (7, "7"), (9.4, "9.4"), (9.97, "10"),
     (1234.4, "1,234"), (-0.01, "0"), (-12, "−12"), (-3.25, "−3.2")],
)  # fmt: skip
def test_counts(number: float, written: str) -> None:
    """Customers are whole, but for the few; a minus is a minus, and never before zero."""
    assert count(number) == written


def test_a_span_with_a_minus_in_it_says_to() -> None:
    """`−9–44` could not be read."""
    assert span(Estimate(18, -9, 44)) == "−9 to 44"
    assert span(Estimate(212, 164, 259)) == "164–259"
    assert with_span(Estimate(212, 164, 259)) == "212 (164–259)"


@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [(63_600, "GBP", "£63,600"), (149_200, "GBP", "£149k"), (1_250_000, "EUR", "€1.2M"),
     (25e6, "USD", "$25M"), (-300, "EUR", "−€300"), (-0.2, "EUR", "€0"), (900, "SEK", "900 SEK")],
)  # fmt: skip
def test_money(amount: float, currency: str, written: str) -> None:
    """A sign where there is one, else the code; large amounts shortened."""
    assert money(amount, currency) == written


def test_money_in_a_headline_is_shorter() -> None:
    """Five digits say more than is known."""
    assert short_money(54_549, "EUR") == "€55k"
    assert short_money(-54_549, "SEK") == "−55k SEK"
    assert short_money(8_400, "EUR") == "€8,400"
    assert money_span(Estimate(0, -2e5, 3e5), "EUR") == "−€200k to €300k"


@pytest.mark.parametrize(
    ("seconds", "written"),
    [(0.31, "0.3 s"), (48, "48 s"), (192, "3 min 12 s"), (120, "2 min"), (7500, "2 h 5 min")],
)
def test_spans_of_time(seconds: float, written: str) -> None:
    """The two largest units."""
    assert lasting(seconds) == written


def test_moments() -> None:
    """Told in UTC, whatever zone it was stamped in; nonsense stays as it is."""
    assert moment("2026-11-22T10:00:00+01:00") == "22 Nov 2026, 09:00 UTC"
    assert moment("2026-11-22T09:00:00") == "22 Nov 2026, 09:00 UTC"
    assert moment("yesterday") == "yesterday"


def test_words() -> None:
    """Small numbers are words; lists end with `and`."""
    assert plural(1, "gap") == "one gap"
    assert plural(6, "gap") == "six gaps"
    assert plural(0, "gap") == "no gaps"
    assert plural(45, "gap") == "45 gaps"
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed(list("abcdefg")) == "a, b, c and 4 more"
    assert listed([]) == ""
    assert percent(0.083) == "8.3%"
    assert percent(0.63) == "63%"
    assert [compact(n) for n in (950, 6_920, 12_345)] == ["950", "6.9k", "12k"]
