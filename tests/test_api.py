"""The Python interface: what `import desireline as dl` gives."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import desireline as dl
from desireline.cli import run
from desireline.scenarios.errors import DesirelineError

SHOP = Path(__file__).parent.parent / "scenarios/gallery/summit-outfitters/journey.yaml"
QUICK: dict[str, Any] = {"replications": 4, "days": 7, "jobs": 1}


def test_simulating_a_journey_from_python_gives_the_command_lines_figures() -> None:
    outcome = dl.simulate(dl.load(SHOP), **QUICK)

    assert outcome.completed.low < outcome.completed.mean < outcome.completed.high
    assert outcome == dl.simulate(dl.load(SHOP), **QUICK)


def test_a_change_is_compared_on_the_same_customers() -> None:
    now = dl.load(SHOP)
    found = dl.compare({"now": now, "fixed": dl.change(now, {"cart.leaves": "x0.5"})}, **QUICK)

    gain = dl.difference(found["fixed"], found["now"], "completed")

    assert found["now"].arrived == found["fixed"].arrived
    assert gain.low > 0


def test_an_outcome_as_a_table_has_a_row_for_each_touchpoint() -> None:
    outcome = dl.simulate(dl.load(SHOP), **QUICK)

    table = outcome.to_pandas()

    assert list(table.index) == [touchpoint.name for touchpoint in outcome.touchpoints]
    assert table.loc["cart", "reached"] == outcome.touchpoints[4].reached.mean


def test_the_fixes_of_a_what_if_are_journeys_to_compare() -> None:
    found = dl.compare({"now": dl.load(SHOP), **dl.fixes(SHOP.with_name("whatif.yaml"))}, **QUICK)
    now = found.pop("now")

    differences = dl.differences(now, found, "completed")
    table = dl.table(differences)

    assert list(table.index) == list(found)
    assert list(table.columns) == ["mean", "low", "high", "p_value", "adjusted", "holds"]
    for name, one in differences.items():
        assert table.loc[name, "low"] == one.mean.low
        assert bool(table.loc[name, "holds"]) == one.holds
    assert any(one.holds for one in differences.values())


def test_an_estimate_is_written_with_its_interval() -> None:
    assert str(dl.Estimate(11175.31, 11097.6, 11252.9)) == "11,175 (11,098 to 11,253)"
    assert str(dl.Estimate(0.12345, -0.2, 0.4)) == "0.1235 (-0.2 to 0.4)"


def test_a_trace_as_a_table_has_a_row_for_each_record() -> None:
    """Of the replication that is simulated, too."""
    journey = dl.load(SHOP)
    trace = dl.trace(journey, replication=3, days=2)
    table = trace.to_pandas()
    outcome = dl.simulate(journey, **QUICK | {"days": 2})

    assert len(table) == len(trace.records)
    completed = (table["what"] == "completes").sum()
    assert completed == pytest.approx(outcome.samples["completed"][3] * 2 / (365.25 / 12))


def test_one_customer_is_told_alone_or_in_two_worlds() -> None:
    journey = dl.load(SHOP)
    fixed = dl.change(journey, {"checkout-contact.leaves": "x0.2"})
    traces = dl.traces({"now": journey, "fixed": fixed}, days=2)
    whom = dl.whom(traces["now"], traces["fixed"])

    alone = dl.tell(traces["now"], whom.gained[0])
    both = dl.tell(traces["now"], whom.gained[0], other=traces["fixed"], name="half the fields")

    assert "completes the journey" not in alone
    assert "\n\nWith half the fields\n" in both
    assert both.endswith(whom.told)


def test_a_trace_is_written_as_the_command_does(tmp_path: Path) -> None:
    to = tmp_path / "t.jsonl"
    dl.write(dl.trace(dl.load(SHOP), days=0.5), to)
    words = ["trace", str(SHOP), "--days", "0.5", "--to", str(tmp_path / "c.jsonl")]

    assert run(words) == 0
    assert to.read_bytes() == (tmp_path / "c.jsonl").read_bytes()


def test_what_is_offered_can_be_completed_by_an_editor() -> None:
    """The names that type checkers see are those that there are."""
    source = Path(dl.__file__).read_text("utf-8")

    assert re.findall(r"from \.api import (\w+) as \1\n", source) == dl.api.__all__


def test_a_file_with_mistakes_is_one_clear_error(tmp_path: Path) -> None:
    broken = tmp_path / "journey.yaml"
    broken.write_text("journey: x\nstages: []\n", "utf-8")

    with pytest.raises(DesirelineError, match="stages"):
        dl.load(broken)


def test_a_name_that_is_not_there_says_which_are() -> None:
    with pytest.raises(AttributeError, match="simulate"):
        _ = dl.simulte


def test_importing_desireline_loads_nothing_heavy() -> None:
    code = "import sys, desireline; print([m for m in sys.modules if m in %r])"
    heavy = ("numpy", "simpy", "playwright", "pydantic", "numba")
    done = subprocess.run(
        [sys.executable, "-c", code % (heavy,)], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"
