"""How an observation moves the model: in the code and in the manual the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from walked_shop import shop

from desireline.reports.effects import FAILURE, PULLS, effect_at, shift_of, units_of
from desireline.scenarios.prior import default_prior
from desireline.scenarios.response import DRIVERS

PAGE = Path(__file__).parents[2] / "docs" / "background" / "gaps.md"
ROW = re.compile(r"^\| `([\w-]+)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.M)


def test_the_manuals_table_is_the_codes() -> None:
    """Driver, what one unit is, seconds, points, and how many units count at most."""
    told = {row[0]: tuple(map(str.strip, row[1:])) for row in ROW.findall(PAGE.read_text("utf-8"))}

    assert told == {
        driver: (pull.counts, f"{pull.seconds:g}", f"{pull.effort:g}", f"{pull.most:g}")
        for driver, pull in PULLS.items()
    }


def test_every_driver_that_can_be_seen_has_its_pull() -> None:
    """Effort is felt, and coming again is the crowd's: a walk sees neither."""
    assert set(PULLS) == set(DRIVERS) - {"effort", "again"}


@pytest.mark.parametrize("driver", PULLS)
def test_without_a_response_the_built_in_prior_holds(driver: str) -> None:
    """The ad responds to nothing in particular."""
    assert effect_at(shop(), "ad", driver) == default_prior(driver).effect


def test_the_plans_response_comes_first() -> None:
    """The checkout responds to fields: 4% per field."""
    effect = effect_at(shop(), "checkout", "fields")

    assert effect is not None
    assert effect.log_odds == pytest.approx(0.0392, abs=1e-4)


def test_units_are_counted_over_the_promise_and_up_to_a_most() -> None:
    """The first 30 s of a page that never loads frighten everybody."""
    assert units_of(shop(), "ad", "load-time", 5.0, 2.0) == 3.0
    assert units_of(shop(), "ad", "load-time", 1.0, 2.0) == 0.0
    assert units_of(shop(), "ad", "load-time", 500.0, 2.0) == 30.0


def test_a_shift_takes_time_and_effort_too() -> None:
    """Four fields more: 20 s, and a fifth of a point."""
    shift = shift_of(shop(), "ad", "fields/ad", "fields", 4.0)

    assert (shift.units, shift.seconds) == (4.0, 20.0)
    assert shift.effort == pytest.approx(0.2)
    assert shift.fail_share == 0.0


def test_effort_has_an_end() -> None:
    """Thirty turns with a bot are not thirty times as bad as one."""
    assert shift_of(shop(), "ad", "x", "wait", 30.0).effort == 1.5


def test_a_failure_takes_customers_without_asking() -> None:
    """No odds, no time: nobody gets through."""
    shift = shift_of(shop(), "ad", "works/ad", FAILURE, 1.0)

    assert (shift.effect, shift.fail_share, shift.seconds, shift.effort) == (None, 1.0, 0, 0)
