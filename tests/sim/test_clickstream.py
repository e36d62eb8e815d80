"""A journey counted from a real clickstream, simulated, against what the clickstream recorded."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from desireline.scenarios.journey import Journey
from desireline.scenarios.reading import load_journey
from desireline.scenarios.route import shares_of
from desireline.sim.clock import DAYS_A_MONTH
from desireline.sim.experiments.estimate import predict
from desireline.sim.experiments.experiment import simulate
from desireline.sim.experiments.outcome import Outcome
from desireline.sim.plan import Plan

FOLDER = Path(__file__).parents[2] / "docs" / "clickstream"
RECORDED = yaml.safe_load((FOLDER / "recorded.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def simulated() -> Outcome:
    """As many days as were recorded, 20 times."""
    journey = load_journey(FOLDER / "journey.yaml")
    return simulate(journey, plan=Plan(replications=20, days=RECORDED["days"]))


@pytest.mark.slow
@pytest.mark.parametrize("step", RECORDED["reached"])
def test_the_recorded_funnel_lies_in_the_simulated_one(step: str, simulated: Outcome) -> None:
    """The share of sessions that reach a step: where 95% of such periods lie, and no wider."""
    samples = simulated.samples
    found = predict(
        [a / b for a, b in zip(samples[f"reached:{step}"], samples["arrived"], strict=True)]
    )

    assert found.low <= RECORDED["reached"][step] / RECORDED["sessions"] <= found.high
    assert found.high - found.low < 0.04


@pytest.mark.slow
def test_as_many_sessions_come_as_were_recorded(simulated: Outcome) -> None:
    months = RECORDED["days"] / DAYS_A_MONTH
    found = predict([arrived * months for arrived in simulated.samples["arrived"]])

    assert found.low <= RECORDED["sessions"] <= found.high


@pytest.mark.slow
def test_sessions_are_as_long_as_recorded(simulated: Outcome) -> None:
    """In events exactly; in minutes, but for the last page, whose end no log knows."""
    visits = sum(touchpoint.visits.mean for touchpoint in simulated.touchpoints)
    events = visits / simulated.arrived.mean
    minutes = simulated.minutes.mean * (events - 1) / events

    assert events == pytest.approx(RECORDED["events"], rel=0.01)
    assert minutes == pytest.approx(RECORDED["minutes"], rel=0.03)


def goes_on(journey: Journey, name: str) -> dict[str, float]:
    """Give where customers go on to from a touchpoint, with shares."""
    return shares_of(journey.touchpoint(name).next)


def test_counting(tmp_path: Path) -> None:
    """Two sessions: one looks around and goes, one buys in the wrong order and stays content."""
    events = [
        ("a", 1, "home", "10:00:00"),
        ("a", 1, "catalog", "10:00:30"),
        ("a", 1, "product_view", "10:02:00"),
        ("b", 2, "product_view", "11:00:00"),
        ("b", 2, "purchase", "11:01:00"),
        ("b", 2, "add_to_cart", "11:03:00"),
        ("b", 2, "product_view", "11:04:00"),
    ]
    stream = tmp_path / "stream.csv"
    with stream.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["user_id", "session_id", "event", "timestamp"])
        writer.writerows((u, s, event, f"2024-01-08 {at}") for u, s, event, at in events)
    count = [sys.executable, str(FOLDER / "count.py"), str(stream), "--to", str(tmp_path)]
    subprocess.run(count, check=True)

    journey = load_journey(tmp_path / "journey.yaml")
    recorded = yaml.safe_load((tmp_path / "recorded.yaml").read_text("utf-8"))

    assert journey.starts == {"pages-0": 0.5, "product-view": 0.5}
    assert goes_on(journey, "pages-0") == {"pages-0": 0.5, "product-view": 0.5}
    assert journey.touchpoint("product-view").leave_share == 0.5
    assert goes_on(journey, "product-view") == {"add-to-cart": 1.0}
    assert goes_on(journey, "add-to-cart") == {"purchase": 1.0}
    assert goes_on(journey, "purchase") == {"pages-6": 1.0}
    assert goes_on(journey, "pages-6") == {"end": 1.0}
    assert recorded["reached"] == {
        "product-view": 2,
        "add-to-cart": 1,
        "cart": 0,
        "shipping-details": 0,
        "payment-details": 0,
        "purchase": 1,
    }
