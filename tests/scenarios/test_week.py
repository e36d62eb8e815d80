"""Hours of the week: ranges, their order, and what holds outside them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desireline.scenarios.units import Unfit
from desireline.scenarios.week import constant_week, week

DAY = 1440


def test_ranges_hold_in_their_hours() -> None:
    """The end is excluded, the week begins on Monday and repeats."""
    hours = week({"mon-fri 09:00-18:00": 6.0, "sat 10:00-16:00": 2.0})

    assert [hours.at(m) for m in (539, 540, 1079, 1080)] == [0.0, 6.0, 6.0, 0.0]
    assert hours.at(5 * DAY + 600) == 2.0
    assert hours.at(7 * DAY + 540) == 6.0


def test_otherwise_and_constant() -> None:
    """A value for the rest, or for all."""
    assert week({"sun": 1.0, "otherwise": 3.0}).at(0) == 3.0
    assert week({"daily 08:00-24:00": 1.0}).at(1439) == 1.0
    assert constant_week(5.0).at(12345) == 5.0


@pytest.mark.parametrize(
    ("ranges", "code", "at"),
    [
        (["mon-fri 18:00-09:00"], "DL130", "mon-fri 18:00-09:00"),
        (["mon 09:00-09:00"], "DL130", "mon 09:00-09:00"),
        (["fri-mon"], "DL130", "fri-mon"),
        (["mo-fr"], "DL130", "mo-fr"),
        (["xyz"], "DL130", "xyz"),
        (["mon 09:60-10:00"], "DL130", "mon 09:60-10:00"),
        (["mon 09:00-25:00"], "DL130", "mon 09:00-25:00"),
        (["mon-fri 09:00-18:00", "wed 17:00-19:00"], "DL138", "wed 17:00-19:00"),
        (["mon", "daily"], "DL138", "daily"),
    ],
)
def test_ranges_that_are_none(ranges: list[str], code: str, at: str) -> None:
    """The one to change is named."""
    with pytest.raises(Unfit) as caught:
        week(dict.fromkeys(ranges, 1.0))

    assert (caught.value.code, caught.value.at) == (code, at)


@given(st.text(max_size=30))
def test_any_text_is_a_range_or_unfit(text: str) -> None:
    """Never another error."""
    code = "DL130"
    try:
        week({text: 1.0})
    except Unfit as unfit:
        code = unfit.code

    assert code == "DL130"
