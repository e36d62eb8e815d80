"""What the figures rest on: each input with its source, and what it changes."""

from __future__ import annotations

from typing import Any

import pytest
from walked_shop import NORMALS, delivery, shop, walked
from walked_shop import price as stated

from desireline.reports.gaps import Found, find_gaps
from desireline.reports.price import price
from desireline.reports.record import Input
from desireline.reports.trust import (
    NOT_SIMULATED,
    if_worse,
    inputs_of,
    stretched,
    typical_seconds,
)
from desireline.reports.views import compare_views
from desireline.scenarios.spread import Spread
from desireline.sim.plan import Plan

PLAN = Plan(replications=4, days=7, jobs=1)
FLAWS: dict[str, Any] = {
    "landing": {"loads_seconds": 6.0},
    "cart": {"facts": (stated("139.00 EUR"), delivery())},
}


def inputs(**changed: dict[str, Any]) -> tuple[Input, ...]:
    """Give the inputs of a run with such gaps."""
    found: tuple[Found, ...] = find_gaps(
        shop(), compare_views(shop(), [walked(**changed)], NORMALS)
    )
    return inputs_of(shop(), found, price(shop(), found, plan=PLAN), plan=PLAN)


def test_without_a_gap_nothing_rests_on_anything() -> None:
    """No price, no input."""
    assert inputs() == ()


def test_every_effect_share_and_time_at_a_gap_is_an_input() -> None:
    """Of touchpoints with a gap; others don't bear on it."""
    assert {given.name for given in inputs(**FLAWS)} == {
        "load-time: odds to leave, per s",
        "contradiction: odds to leave, per fact",
        "Landing: leave although every promise holds",
        "Landing: takes",
        "Cart: leave although every promise holds",
        "Cart: takes",
    }


def test_what_has_no_source_is_called_a_guess() -> None:
    """And what has one names it."""
    sources = {given.name: given.source for given in inputs(**FLAWS)}

    assert sources["load-time: odds to leave, per s"].startswith("Akamai")
    assert sources["contradiction: odds to leave, per fact"] == "guess"
    assert sources["Cart: takes"] == "guess"


def test_the_three_weightiest_are_really_simulated() -> None:
    """The others say that they are not."""
    words = [given.if_worse for given in inputs(**FLAWS)]

    assert all("the gaps lose about" in said for said in words[:3])
    assert words[3:] == [NOT_SIMULATED] * 3


def test_a_worse_effect_loses_more() -> None:
    """Only the effect differs, so only the loss may."""
    (effect,) = [g for g in inputs(**FLAWS) if g.name.startswith("contradiction")]

    assert effect.if_worse.endswith("more")


def test_an_input_that_bears_on_nothing_changes_nothing() -> None:
    """Nobody queues for the cart: whoever takes longer there keeps nobody waiting."""
    (takes,) = [g for g in inputs(cart=FLAWS["cart"]) if g.name == "Cart: takes"]

    assert takes.if_worse.startswith("nothing: the gaps lose about")


def test_values_are_written_with_their_unit() -> None:
    """A share, odds with their range, a time."""
    values = {given.name: given.value for given in inputs(**FLAWS)}

    assert values["Cart: leave although every promise holds"] == "25%"
    assert values["contradiction: odds to leave, per fact"] == "x1.57 (1.05–2.59)"
    assert values["Cart: takes"] == "constant, about 40 s"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (400.0, 436.6, "the gaps lose about 437 customers a month: 37 more"),
        (400.0, 373.0, "the gaps lose about 373 customers a month: 27 fewer"),
        (400.0, 400.2, "nothing: the gaps lose about 400 customers a month either way"),
    ],
)
def test_the_words_follow_the_numbers(before: float, after: float, said: str) -> None:
    """Computed, never written."""
    assert if_worse(before, after) == said


@pytest.mark.parametrize(
    ("written", "typical"),
    [
        ("10s", 12.0),
        ({"exponential": "10s"}, 12.0),
        ({"lognormal": {"mean": "10s", "cv": 0.8}}, 12.0),
        ({"weibull": {"scale": "10s", "shape": 2.0}}, 12.0),
        ({"uniform": {"low": "5s", "high": "15s"}}, 12.0),
        ({"triangular": {"low": "5s", "mode": "10s", "high": "15s"}}, 12.0),
        ({"empirical": ["5s", "15s"]}, 12.0),
    ],
)
def test_every_kind_of_time_can_be_a_fifth_longer(written: Any, typical: float) -> None:
    """Its form stays, its times grow."""
    longer = stretched(Spread.model_validate(written), 1.2)

    assert typical_seconds(longer) == pytest.approx(typical)
    assert longer.kind == Spread.model_validate(written).kind
