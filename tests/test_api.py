"""The Python interface: what `import desireline as dl` gives."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import desireline as dl
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
