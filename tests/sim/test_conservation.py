"""Rows that add up, on journeys that nobody chose."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desireline.scenarios.journey import Journey
from desireline.scenarios.response import Effect
from desireline.sim.chain import visits_a_customer
from desireline.sim.crowd import walk_crowd
from desireline.sim.flow import compile_flow
from desireline.sim.shift import Shift
from desireline.sim.tally import Tally

NAMES = ["ad", "shop", "chat", "pay", "use"]
SHARES = st.floats(0.0, 1.0).map(lambda share: round(share, 3))
TIMES = st.sampled_from(
    [
        {"constant": "2 min"},
        {"exponential": "5 min"},
        {"lognormal": {"mean": "3 min", "cv": 1.5}},
        {"gamma": {"mean": "3 min", "cv": 0.5}},
        {"uniform": {"low": "0s", "high": "10 min"}},
        {"empirical": ["10s", "1 min", "3 min"]},
    ]
)


@st.composite
def routes(draw: st.DrawFn, names: list[str]) -> dict[str, float]:
    """Give shares that add up to one, over some touchpoints and the end."""
    weights = {name: draw(st.integers(0, 5)) for name in names} | {"end": draw(st.integers(1, 5))}
    return {name: weight / sum(weights.values()) for name, weight in weights.items()}


@st.composite
def touchpoints(draw: st.DrawFn, names: list[str]) -> dict[str, Any]:
    """Give a touchpoint, with or without a queue, failures and responses."""
    written: dict[str, Any] = {
        "takes": draw(TIMES),
        "leaves": draw(SHARES),
        "fails": draw(SHARES),
        "retries": draw(st.integers(0, 3)),
        "next": draw(routes(names)),
    }
    if draw(st.booleans()):
        written["responds"] = {"wait": "wait-guess", "effort": "x1.3 per point over 1"}
    if draw(st.booleans()):
        written |= {"needs": "clerks", "patience": draw(TIMES)}
        written["on-abandon"] = {draw(st.sampled_from(names)): draw(SHARES) * 0.9}
    return written


@st.composite
def journeys(draw: st.DrawFn) -> Journey:
    """Give a journey of a few touchpoints, segments and one resource."""
    names = NAMES[: draw(st.integers(1, 5))]
    old = draw(SHARES)
    return Journey.model_validate(
        {
            "journey": "any",
            "arrivals": "60/h",
            "completes": [draw(st.sampled_from(names))],
            "segments": {"new": {"share": 1 - old}, "old": {"share": old}},
            "resources": {
                "clerks": {
                    "hours": {"daily 03:00-06:00": draw(st.integers(0, 9)), "otherwise": 2},
                    "priority": draw(st.sampled_from([[], ["old"]])),
                }
            },
            "stages": [
                {"stage": "all", "touchpoints": {n: draw(touchpoints(names)) for n in names}}
            ],
        }
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(journeys(), st.integers(0, 2**63), st.booleans())
def test_everybody_arrives_and_everybody_goes(journey: Journey, seed: int, gap: bool) -> None:
    """Arrived = ended + left by all causes, and each touchpoint's rows add up."""
    effect = Effect(0.4, -0.1, 0.9, "guess", "guess")
    shifts = [Shift("ad", "price", effect, 2.0, 30.0, 0.5, 0.1)] if gap else []
    flow = compile_flow(journey, shifts)
    tally = walk_crowd(flow, seed=seed, replication=0, days=0.2, warm_up_days=0.05)

    assert sum(tally.arrived) == tally.ended + sum(map(sum, tally.left))
    assert visits_a_customer(flow) is not None
    assert_rows_add_up(tally)


def assert_rows_add_up(tally: Tally) -> None:
    """Nobody is served without a visit, reaches twice, or completes without arriving."""
    for visits, reached, served in zip(tally.visits, tally.reached, tally.served, strict=True):
        assert visits >= reached
        assert visits >= served
    assert sum(tally.asked) - sum(tally.gave_up) <= sum(tally.served)
    assert sum(tally.visits) - sum(tally.gave_up) == sum(tally.served)
    for completed, arrived in zip(tally.completed, tally.arrived, strict=True):
        assert completed <= arrived
    assert all(seconds >= 0 for seconds in tally.wait_seconds)
    assert sum(tally.asked_seconds) == sum(tally.segment_wait_seconds) or all(tally.arrived)
