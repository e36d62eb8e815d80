"""The same customer has the same luck in every world."""

from __future__ import annotations

from itertools import pairwise
from statistics import correlation

import pytest
import yaml

from desireline.scenarios.arrivals import Arrivals
from desireline.scenarios.journey import Journey
from desireline.scenarios.response import Effect
from desireline.scenarios.week import constant_week
from desireline.sim.clock import days
from desireline.sim.crowd import walk_crowd
from desireline.sim.experiments.experiment import World, compare, difference
from desireline.sim.flatten import compile_flow
from desireline.sim.plan import Plan
from desireline.sim.randomness import (
    MASK,
    NEXT_VISIT,
    Purpose,
    customer_key,
    offset,
    replication_key,
    spread_uniform,
    uniform,
)
from desireline.sim.shift import Shift
from desireline.sim.span import Span

SHOP = """
journey: shop
arrivals: 20/h
segments: {{new: {{share: 60%, value: 100 EUR}}, old: {{share: 40%, value: 50 EUR}}}}
resources: {{agents: {{hours: {{mon-fri 09:00-18:00: 3}}, priority: [old]}}}}
completes: [order]
stages:
- stage: buy
  touchpoints:
    ad: {{leaves: 40%}}
    product: {{takes: {{lognormal: {{mean: 60s, cv: 1}}}}, leaves: 20%,
              next: {{cart: 70%, chat: 30%}}}}
    chat: {{needs: agents, takes: {{exponential: 9 min}}, patience: {{exponential: 5 min}},
           on-abandon: {{cart: 50%}}, leaves: 10%, next: {{cart: 100%}}}}
    cart: {{takes: {{gamma: {{mean: 40s, cv: 0.5}}}}, leaves: {cart},
           next: {{checkout: 90%, product: 10%}}}}
    checkout: {{takes: {{exponential: 95s}}, leaves: 22%, fails: 3%, retries: 1}}
    order: {{}}
"""
GUESS = Effect(0.4, 0.1, 0.9, "guess", "guess")


def shop(cart: str = "20%") -> Journey:
    """Give the shop, with a share of customers who leave at the cart."""
    return Journey.model_validate(yaml.safe_load(SHOP.format(cart=cart)))


def visit_key(customer: int, visit: int) -> int:
    """Give the key of a customer's visit; 0 is the arrival."""
    return (customer + visit * NEXT_VISIT) & MASK


def test_a_fix_changes_nothing_before_it() -> None:
    """Nobody comes back to ad, and the chat is reached before the cart or after a loop."""
    text = SHOP.replace("checkout: 90%, product: 10%", "checkout: 100%")
    before, after = (
        walk_crowd(
            compile_flow(Journey.model_validate(yaml.safe_load(text.format(cart=leaves)))),
            seed=7,
            replication=0,
            span=Span(0, days(5)),
        )
        for leaves in ("20%", "5%")
    )

    assert before.arrived == after.arrived
    for place in range(3):
        assert before.visits[place] == after.visits[place]
        assert before.left[place] == after.left[place]
        assert before.wait_ticks[place] == after.wait_ticks[place]
        assert before.service_ticks[place] == after.service_ticks[place]
    assert sum(after.completed) > sum(before.completed)


def test_less_leaving_moves_customers_one_way_only() -> None:
    """Each step down of the share loses nobody whom the higher share had kept."""
    text = SHOP.replace("needs: agents", "channel: chat").replace("product: 10%", "end: 10%")
    completed = [
        walk_crowd(
            compile_flow(Journey.model_validate(yaml.safe_load(text.format(cart=f"{leaves}%")))),
            seed=7,
            replication=replication,
            span=Span(0, days(1)),
        ).completed
        for replication in range(5)
        for leaves in (60, 40, 20, 0)
    ]

    for replication in range(0, 20, 4):
        for fewer, more in pairwise(completed[replication : replication + 4]):
            assert all(a <= b for a, b in zip(fewer, more, strict=True))


def test_a_gap_takes_nobody_who_was_lost_anyway() -> None:
    """Causes are stacked, gaps last: who leaves for another reason keeps it."""
    plan = Plan(replications=5, days=5, jobs=1)
    worlds = {
        "promised": World(shop()),
        "seen": World(shop(), [Shift("ad", "price", GUESS, 1.0)]),
    }
    outcomes = compare(worlds, plan=plan)

    assert outcomes["promised"].samples["left:ad:own"] == outcomes["seen"].samples["left:ad:own"]
    assert min(outcomes["seen"].samples["left:ad:price"]) > 0


def test_two_gaps_draw_the_same_effects_alone_and_together() -> None:
    price, slow = Shift("ad", "price", GUESS, 1.0), Shift("product", "slow", GUESS, 1.0)
    plan = Plan(replications=3, days=2, jobs=1)
    worlds = {"one": World(shop(), [price]), "both": World(shop(), [slow, price])}
    outcomes = compare(worlds, plan=plan)

    assert outcomes["one"].samples["left:ad:price"] == outcomes["both"].samples["left:ad:price"]


def test_the_order_in_which_gaps_are_named_changes_nothing() -> None:
    """Two at one touchpoint: each keeps its leavers."""
    gaps = [Shift("ad", "price", GUESS, 1.0), Shift("ad", "message", GUESS, 1.0)]
    worlds = {"one way": World(shop(), gaps), "other": World(shop(), gaps[::-1])}
    outcomes = compare(worlds, plan=Plan(replications=3, days=2, jobs=1))

    assert outcomes["one way"] == outcomes["other"]


@pytest.mark.slow
def test_any_number_of_jobs_gives_the_same_figures() -> None:
    """Exactly, although a quiet world's replications are ready before a busy one's."""
    busy = shop().model_copy(update={"arrivals": Arrivals(rate=constant_week(400.0))})
    quiet = [World(shop("5%"), [Shift("ad", "price", GUESS, units)]) for units in (1.0, 2.0)]
    worlds = {"busy": World(busy), "quiet": quiet[0], "busier": World(busy), "calm": quiet[1]}
    alone, shared = (
        compare(worlds, plan=Plan(replications=3, days=2, jobs=jobs)) for jobs in (1, 2)
    )

    for name in worlds:
        assert alone[name].samples == shared[name].samples
        assert alone[name].touchpoints == shared[name].touchpoints


def test_the_same_luck_makes_differences_sharp() -> None:
    """The paired interval is far narrower than two simulations of their own would give."""
    plan = Plan(replications=20, days=3, jobs=1)
    outcomes = compare({"now": World(shop()), "then": World(shop("15%"))}, plan=plan)
    other = compare(
        {"then": World(shop("15%"))}, plan=Plan(replications=20, days=3, seed=8, jobs=1)
    )
    gain = difference(outcomes["then"], outcomes["now"], "completed")
    apart = [
        a - b
        for a, b in zip(
            other["then"].samples["completed"], outcomes["now"].samples["completed"], strict=True
        )
    ]

    assert gain.low > 0
    assert max(apart) - min(apart) > 2 * (gain.high - gain.low)


def test_draws_are_uniform_and_independent_of_their_neighbours() -> None:
    """Mean, variance, and correlation across each part of the address, within 4 errors."""
    keys = [customer_key(replication_key(7, r), c) for r in range(20) for c in range(250)]
    draws = [[uniform(visit_key(k, v), offset(p)) for v in (0, 1) for p in Purpose] for k in keys]
    flat = [u for row in draws for u in row]
    count = len(flat)

    assert min(flat) > 0
    assert max(flat) < 1
    assert sum(flat) / count == pytest.approx(1 / 2, abs=4 / (12 * count) ** 0.5)
    for one in range(16):
        for other in range(one):
            products = [(row[one] - 0.5) * (row[other] - 0.5) * 12 for row in draws]
            assert abs(sum(products)) < 4.5 * len(products) ** 0.5
    along = [(a - 0.5) * (b - 0.5) * 12 for a, b in pairwise(row[0] for row in draws)]
    assert abs(sum(along)) < 4 * len(along) ** 0.5


def test_draws_are_the_same_on_every_machine() -> None:
    """Literal values: a change here makes every stored seed mean something else."""
    visit = visit_key(customer_key(replication_key(7, 0), 41), 3)

    assert uniform(visit, offset(Purpose.LEAVE)) == 0.4679347673319464
    assert uniform(visit, offset(Purpose.FAILURE, 2)) == 0.7350308412647616
    assert spread_uniform(7, 0, "price at ad") == 0.2977142035961151


def test_the_draws_of_a_named_thing_cover_its_range_evenly() -> None:
    """Sixteen replications see each sixteenth of the range once."""
    cells = [int(16 * spread_uniform(7, number, "price at ad")) for number in range(16)]

    assert sorted(cells) == list(range(16))
    assert cells != sorted(cells)


def test_the_draws_of_two_names_have_nothing_to_do_with_each_other() -> None:
    """Correlation over 1,024 replications: below four standard errors."""
    first = [spread_uniform(7, number, "price at ad") for number in range(1024)]
    second = [spread_uniform(7, number, "slow category") for number in range(1024)]

    assert abs(correlation(first, second)) < 4 / 1024**0.5
