"""What a gap costs: the same crowd with it and without it, and how far we know."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from walked_shop import NORMALS, delivery, shop, walked
from walked_shop import price as stated

from desireline.reports.gaps import Found, find_gaps
from desireline.reports.price import Priced, price
from desireline.reports.price_range import Pulls, ranged
from desireline.reports.record import Gap
from desireline.reports.views import compare_views
from desireline.scenarios.journey import Journey
from desireline.sim.experiments.experiment import World, compare, difference, paired
from desireline.sim.experiments.outcome import Estimate
from desireline.sim.plan import Plan

PLAN = Plan(replications=6, days=2, jobs=1)
DEARER: dict[str, Any] = {"cart": {"facts": (stated("139.00 EUR"), delivery())}}
SLOW: dict[str, Any] = {"landing": {"loads_seconds": 6.0}}
DOWN: dict[str, Any] = {"checkout": {"verdict": "failed", "message": "error 500", "facts": ()}}


def found_in(journey: Journey, **changed: dict[str, Any]) -> tuple[Found, ...]:
    """Find the gaps of a walk that differs so."""
    return find_gaps(journey, compare_views(journey, [walked(**changed)], NORMALS))


def priced(plan: Plan = PLAN, **changed: dict[str, Any]) -> Priced:
    """Price the gaps of a walk that differs so."""
    return price(shop(), found_in(shop(), **changed), plan=plan)


def the_gap(found: Priced, name: str) -> Gap:
    """Give a gap by its name."""
    return next(gap for gap in found.gaps if gap.name == name)


def test_a_consistent_journey_loses_exactly_nothing() -> None:
    """Not about nothing."""
    none = priced()

    assert none.gaps == ()
    assert none.lost == none.money == Estimate(0.0, 0.0, 0.0)
    assert none.as_seen == none.as_promised


def test_a_gap_loses_customers_and_their_money() -> None:
    """A completed journey is worth 100 EUR."""
    gap = the_gap(priced(**DEARER), "fact/price")

    assert 0 < gap.lost.low < gap.lost.mean < gap.lost.high
    assert gap.money.mean == pytest.approx(100 * gap.lost.mean)


def test_more_leave_because_of_a_gap_than_are_lost() -> None:
    """Some would have left further down the road."""
    gap = the_gap(priced(**DEARER), "fact/price")

    assert gap.leavers.mean > gap.lost.mean


def test_one_gap_is_all_that_is_lost() -> None:
    """The total says what the gap says, range and all."""
    one = priced(**DEARER)

    assert one.lost.mean == one.gaps[0].lost.mean
    assert one.lost.low == pytest.approx(one.gaps[0].lost.low, rel=0.2)
    assert one.lost.high == pytest.approx(one.gaps[0].lost.high, rel=0.1)


def test_the_dearest_gap_comes_first() -> None:
    """All together lose more than their sum: who is brought back meets the other gap still."""
    two = priced(**DEARER, **SLOW)

    assert [gap.lost.mean for gap in two.gaps] == sorted(
        (gap.lost.mean for gap in two.gaps), reverse=True
    )
    assert two.lost.mean > sum(gap.lost.mean for gap in two.gaps)


def test_the_prices_are_paired_differences() -> None:
    """The mean is that of `difference`, on the same random numbers."""
    found = found_in(shop(), **DEARER, **SLOW)
    shifts = [shift for gap in found for shift in gap.shifts]
    without = [shift for shift in shifts if shift.cause != "fact/price"]
    worlds = compare({"a": World(shop(), without), "b": World(shop(), shifts)}, plan=PLAN)

    gap = the_gap(price(shop(), found, plan=PLAN), "fact/price")

    assert gap.lost.mean == pytest.approx(difference(worlds["a"], worlds["b"], "completed").mean)


def test_nothing_else_brings_customers_back_while_nobody_gets_through() -> None:
    """Only mending the checkout does."""
    blocked = priced(**DEARER, **DOWN)
    checkout, cart = the_gap(blocked, "works/checkout"), the_gap(blocked, "fact/price")

    assert cart.lost == Estimate(0.0, 0.0, 0.0)
    assert blocked.as_seen.completed.mean == 0
    assert checkout.lost.mean > 0
    assert (checkout.source_kind, checkout.source) == ("measured", "the walk itself")


def test_an_effect_that_may_be_nothing_could_be_chance() -> None:
    """The guess about dead links reaches down to no effect at all."""
    gap = the_gap(priced(cart={"dead_links": ("/x",)}), "links-work/cart")

    assert gap.lost.could_be_chance
    assert gap.source_kind == "guess"


def test_a_pull_of_nothing_costs_nothing() -> None:
    """The response counts fields over 12; there are 9."""
    stages: Any = shop().model_dump(mode="json", by_alias=True)["stages"]
    stages[1]["touchpoints"]["checkout"]["responds"] = {"fields": "4% per field over 12"}
    for touchpoint in stages[1]["touchpoints"].values():
        touchpoint.pop("takes"), touchpoint.pop("promises")
    stages[1]["touchpoints"]["checkout"]["promises"] = {"fields": "at most 8"}
    for touchpoint in stages[0]["touchpoints"].values():
        touchpoint.pop("takes"), touchpoint.pop("promises")
    journey = shop(stages=stages)

    (gap,) = price(journey, found_in(journey, checkout={"fields": 9}), plan=PLAN).gaps

    assert gap.units == 0
    assert gap.lost == gap.leavers == Estimate(0.0, 0.0, 0.0)


def test_the_same_run_twice_is_the_same_run() -> None:
    """Another seed is another crowd."""
    assert priced(**DEARER).gaps == priced(**DEARER).gaps
    assert priced(replace(PLAN, seed=8), **DEARER).gaps != priced(**DEARER).gaps


FLAWS: list[dict[str, Any]] = [
    DEARER,
    SLOW,
    DOWN,
    {"ad": {"facts": ()}, "mail": {"arrives_seconds": 7200.0}},
    {"chat": {"human_came": False, "answers_seconds": 900.0}},
]
ORDER = ["ad", "landing", "cart", "checkout", "chat", "mail"]


@settings(max_examples=20, deadline=None, derandomize=True)
@given(flaws=st.lists(st.sampled_from(FLAWS), unique_by=id), seed=st.integers(0, 1000))
def test_funnel_leavers_and_losses_add_up(flaws: list[dict[str, Any]], seed: int) -> None:
    """In every replication of every world: who reaches a touchpoint goes on, or leaves there
    of a cause that has a name; who arrives completes or leaves; what is lost is who completes
    in the one world and not in the other.
    """
    changed = {name: spot for flaw in flaws for name, spot in flaw.items()}
    plan = Plan(replications=2, days=0.5, jobs=1, seed=seed)
    found = priced(plan, **changed)

    for world in (found.as_promised, found.as_seen):
        for number in range(plan.replications):
            figures = {name: values[number] for name, values in world.samples.items()}
            assert_funnel_adds_up(figures)
    for gap in found.gaps:
        left = [t.left.get(gap.name, Estimate(0, 0, 0)).mean for t in found.as_seen.touchpoints]
        assert gap.leavers.mean == pytest.approx(sum(left))
    completed = found.as_promised.completed.mean - found.as_seen.completed.mean
    assert found.lost.mean == pytest.approx(completed)


def assert_funnel_adds_up(figures: dict[str, float]) -> None:
    """Assert that nobody is lost or counted twice, in one replication."""

    def left_at(name: str) -> float:
        return sum(v for key, v in figures.items() if key.startswith(f"left:{name}:"))

    for here, there in pairwise(ORDER):
        went_on = figures[f"reached:{there}"]
        assert figures[f"reached:{here}"] == pytest.approx(left_at(here) + went_on)
    assert figures["left"] == pytest.approx(sum(map(left_at, ORDER)))
    assert figures["arrived"] == pytest.approx(
        figures["left"] + figures["completed"] - left_at("mail")
    )


def pulls(*each: float) -> Pulls:
    """Give pulls whose whole range is from 0.2 to 1.8."""
    return Pulls(each, each, 0.2, 1.8)


def test_a_loss_that_follows_the_pull_has_the_pulls_range() -> None:
    """No chance is in it, so the range is the effect's alone."""
    found = ranged([50.0, 100.0, 150.0], pulls(0.5, 1.0, 1.5))

    assert (found.mean, found.low, found.high) == pytest.approx((100.0, 20.0, 180.0))


def test_chance_widens_the_range() -> None:
    """What the pull does not explain is added in squares."""
    sure = ranged([50.0, 100.0, 150.0], pulls(0.5, 1.0, 1.5))
    noisy = ranged([70.0, 80.0, 150.0], pulls(0.5, 1.0, 1.5))

    assert noisy.mean == sure.mean
    assert noisy.low < sure.low
    assert noisy.high > sure.high


def test_without_a_drawn_effect_the_range_is_the_means() -> None:
    """A failure: plus and minus Student's t times the standard error."""
    found = ranged([90.0, 100.0, 110.0], Pulls((1.0,) * 3, (1.0,) * 3, 1.0, 1.0))

    assert found.low == pytest.approx(100 - 4.3027 * 10 / 3**0.5, abs=0.01)


@pytest.mark.slow
def test_the_pull_explains_most_of_the_spread() -> None:
    """If the simulation drew its effects otherwise than we think, this would be near 1."""
    from statistics import stdev

    from desireline.reports.price_range import pulls_in

    plan = Plan(replications=16, days=14)
    (gap,) = found_in(shop(), **DEARER)
    worlds = compare({"a": World(shop()), "b": World(shop(), gap.shifts)}, plan=plan)
    lost = paired(worlds["a"], worlds["b"], "completed")
    each = pulls_in(shop(), gap, worlds["b"]).each
    ratio = sum(lost) / sum(each)

    unexplained = stdev([loss - ratio * pull for loss, pull in zip(lost, each, strict=True)])

    assert unexplained < 0.35 * stdev(lost)
