"""Records in order, however many there are and however little paper there is to begin with."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from desireline.scenarios.reading import journey_of
from desireline.sim.clock import TICKS_A_DAY
from desireline.sim.compiled import engine
from desireline.sim.flatten import compile_flow
from desireline.sim.span import Span

SHOP = """
journey: shop
arrivals: 200/h
resources: {agents: {hours: 12}}
stages:
- stage: all
  touchpoints:
    look: {takes: {exponential: 3h}, leaves: 30%, next: {buy: 70%, chat: 30%}}
    chat: {needs: agents, takes: {exponential: 8 min}, patience: {exponential: 5 min},
           on-abandon: {buy: 50%}, next: {buy: 100%}}
    buy: {takes: {lognormal: {mean: 2 days, cv: 1}}, leaves: 10%, next: {look: 60%, end: 40%}}
"""
ALONE = SHOP.replace("needs: agents, ", "").replace(", patience: {exponential: 5 min},", ",")


def traced(text: str, days: int) -> NDArray[np.void]:
    """Walk the journey, and give its records."""
    flow = compile_flow(journey_of(text))
    span = Span(TICKS_A_DAY, days * TICKS_A_DAY)
    return engine.walk_traced(flow, seed=4, replication=0, span=span)[1]


@pytest.mark.parametrize("text", [SHOP, ALONE.replace("on-abandon: {buy: 50%}, ", "")])
def test_paper_that_is_used_again_changes_no_record(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twenty days are more than fits at first; with paper for all, the same records come out."""
    found = traced(text, 20)
    monkeypatch.setattr(engine, "FIRST_PAPER", 1 << 22)
    at_once = traced(text, 20)

    assert found.size > 600_000
    assert np.array_equal(found, at_once)


def test_cases_that_are_short_are_dealt_out_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """All cases together are some minutes; with long ones, the same records come out."""
    found = traced(SHOP, 60)
    monkeypatch.setattr(engine, "A_CASE", 1)
    monkeypatch.setattr(engine, "CASES", 1 << 40)
    short = traced(SHOP, 60)

    assert found.size > 2_000_000
    assert np.array_equal(found, short)


def test_records_stand_in_the_order_of_time_and_customer() -> None:
    found = traced(SHOP, 20)
    later = np.diff(found["at"])

    assert (later >= 0).all()
    assert (np.diff(found["customer"])[later == 0] >= 0).all()
