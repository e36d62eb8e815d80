"""Numbers as people read them, and strangers' text made harmless."""

from __future__ import annotations

import pytest
from walked_shop import walked

from desireline.reports.words import (
    amount,
    clean,
    clean_block,
    cleaned,
    duration,
    figure,
    listed,
    number,
    plural,
    spread,
)
from desireline.sim.experiments.outcome import Estimate


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0"),
        (0.04, "0.04"),
        (0.3, "0.3"),
        (3.14159, "3.1"),
        (9.96, "10"),
        (212.4, "212"),
        (999.6, "1,000"),
        (1234, "1,230"),
        (12345, "12,300"),
        (-3.2, "−3.2"),
        (-0.001, "0"),
    ],
)
def test_numbers_are_as_exact_as_they_deserve(value: float, said: str) -> None:
    """Three digits count, small ones keep decimals, no minus before zero."""
    assert number(value) == said


def test_a_figure_and_its_range_share_their_exactness() -> None:
    """The biggest of the three decides."""
    assert figure(Estimate(212.3, 164.1, 259.2)) == "212 (164–259)"
    assert figure(Estimate(9.4, 3.25, 15.5)) == "9 (3–16)"
    assert figure(Estimate(1234, 990.2, 1500)) == "1,230 (990–1,500)"


def test_a_range_with_a_sign_is_written_with_to() -> None:
    """Two dashes in a row can't be read."""
    assert spread(Estimate(12, -3.4, 28)) == "−3 to 28"


def test_money_has_its_currency_before_the_range() -> None:
    """29,100 EUR (24,000–34,300)."""
    assert amount(Estimate(29100, 24000, 34333), "EUR") == "29,100 EUR (24,000–34,300)"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 s"),
        (0.05, "0.05 s"),
        (2, "2 s"),
        (4.13, "4.1 s"),
        (95, "95 s"),
        (180, "3 min"),
        (7200, "2 h"),
        (259200, "3 days"),
    ],
)
def test_times_have_the_unit_that_people_use(seconds: float, said: str) -> None:
    """From two of a unit on."""
    assert duration(seconds) == said


def test_lists_end_with_and() -> None:
    """Too many are counted."""
    assert listed([]) == ""
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed(list("abcdef"), most=3) == "a, b and 4 more"


def test_plurals() -> None:
    """One has no s."""
    assert plural(1, "field") == "1 field"
    assert plural(1400, "field") == "1,400 fields"


def test_strangers_text_cannot_steer_a_terminal() -> None:
    """Escapes, direction marks and half characters go; lines become one."""
    assert clean("a\x1b[31mb\u202ec\ud800\n\td\u00ad\x00") == "a [31mbc d"


def test_strangers_text_is_bounded() -> None:
    """And says that it was cut."""
    assert clean("x" * 1000, limit=10) == "x" * 9 + "…"
    assert len(clean_block("line\n" * 100_000)) <= 20_000


def test_a_record_is_cleaned_everywhere() -> None:
    """Every text of a walk, its lines in `text` kept apart."""
    dirty = walked(ad={"title": "a\x07b", "text": "one\x1b\ntwo", "console": ("\u202ec",)})

    ad = cleaned(dirty).touchpoints[0]

    assert (ad.title, ad.text, ad.console) == ("a b", "one\ntwo", ("c",))
