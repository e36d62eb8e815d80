"""Text is cleaned, clipped and measured before anything is drawn."""

from __future__ import annotations

import pytest

from desireline.reports.page_text import clean, clip, fit, text_width, tie, wrap


@pytest.mark.parametrize("unfit", ["\x00", "\x1b", "\x7f", "\u202e", "\u2066", "\ud800", "\uffff"])
def test_what_no_page_can_show_is_replaced(unfit: str) -> None:
    """Control characters, text turners and lone surrogates would break or forge the page."""
    cleaned = clean(f"a{unfit}b")

    assert unfit not in cleaned
    assert cleaned[0] + cleaned[-1] == "ab"


def test_other_scripts_stay_as_they_are() -> None:
    """An accent, a right-to-left word and a smiley are text like any other."""
    text = "Zoë שלום 日本 🥾"

    assert clean(text) == text


def test_a_long_text_is_cut_and_says_so() -> None:
    """The cut is seen."""
    assert clip("abcdef", 4) == "abc…"
    assert clip("abcd", 4) == "abcd"


def test_fit_keeps_within_the_width() -> None:
    """What is drawn is never wider than its room."""
    shown = fit("Checkout: contact and delivery details", 90, 12, bold=True)

    assert shown.endswith("…")
    assert text_width(shown, 12, bold=True) <= 90


def test_a_word_of_ten_thousand_letters_fits_too() -> None:
    """A site can write anything."""
    assert text_width(fit("W" * 10_000, 50, 12), 12) <= 50


def test_wide_letters_count_as_wide() -> None:
    """An ideograph is a full square, a combining accent nothing."""
    assert text_width("日本", 10) > 2 * text_width("e", 10)
    assert text_width("e\u0301", 10) == text_width("e", 10)


def test_wrap_breaks_at_spaces() -> None:
    """The last line takes what is left, cut to fit."""
    assert wrap("Checkout: contact", 60, 11, 2) == ["Checkout:", "contact"]
    assert wrap("a b c d e f g h i", 20, 11, 1)[0].endswith("…")
    assert wrap("", 60, 11, 2) == []


@pytest.mark.parametrize(
    ("text", "tied"),
    [("129.00 EUR", "129.00\xa0EUR"), ("in 2 s or 3 days", "in 2\xa0s or 3\xa0days")],
)
def test_a_number_keeps_its_unit_on_its_line(text: str, tied: str) -> None:
    """A line that begins with EUR reads badly."""
    assert tie(text) == tied


def test_a_number_is_not_tied_to_any_word() -> None:
    """Only units are."""
    assert tie("3 steps in 5 shops") == "3 steps in 5 shops"
