"""The whole way: the demo shop walked, simulated, compared, priced, told."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml

pytestmark = pytest.mark.slow


@dataclass(frozen=True, slots=True)
class Demo:
    """A finished demo: its exit code, what it printed, and its record."""

    code: int
    printed: str
    folder: Path
    record: dict[str, Any]


def demo(folder: Path, *options: str) -> Demo:
    """Run `desireline demo` as a user does, in a folder of its own."""
    command = [sys.executable, "-m", "desireline", "demo", "--strict"]
    done = subprocess.run(
        [*command, *options],
        cwd=folder,
        capture_output=True,
        text=True,
        env=os.environ,
        timeout=300,
    )
    runs = sorted((folder / ".desireline" / "runs").glob("*/run.json"))
    assert len(runs) == 1, done.stdout + done.stderr
    record = json.loads(runs[0].read_text("utf-8"))
    return Demo(done.returncode, done.stdout, runs[0].parent, record)


@pytest.fixture(scope="module")
def flawed(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The shop as it opens, with all its contradictions: what `make demo` shows."""
    return demo(tmp_path_factory.mktemp("flawed"))


@pytest.fixture(scope="module")
def truth() -> list[dict[str, Any]]:
    """What was planted."""
    text = (files("desireline.scenarios.gallery") / "summit-outfitters" / "truth.yaml").read_text()
    planted: list[dict[str, Any]] = yaml.safe_load(text)
    return planted


def told(planted: dict[str, Any], gap: dict[str, Any]) -> bool:
    """Tell whether a gap of the report is this planted contradiction."""
    same_place = bool({gap["touchpoint"], *gap["places"]} & set(planted["at"]))
    same_fact = "fact" not in planted or planted["fact"] in gap["name"]
    return gap["kind"] == planted["kind"] and same_place and same_fact


def test_every_planted_contradiction_is_found(flawed: Demo, truth: list[dict[str, Any]]) -> None:
    """All of them."""
    gaps = flawed.record["gaps"]

    assert [p["flaw"] for p in truth if not any(told(p, gap) for gap in gaps)] == []


def test_nothing_is_named_that_is_not_there(flawed: Demo, truth: list[dict[str, Any]]) -> None:
    """A false alarm costs the reader's trust."""
    gaps = flawed.record["gaps"]

    assert [g["sentence"] for g in gaps if not any(told(p, g) for p in truth)] == []


def test_each_gap_has_a_price_with_a_range(flawed: Demo) -> None:
    """Customers and money, each with its interval, dearest first."""
    gaps = flawed.record["gaps"]
    lost = [gap["lost"] for gap in gaps]

    assert all(price["low"] < price["mean"] < price["high"] for price in lost)
    assert [p["mean"] for p in lost] == sorted((p["mean"] for p in lost), reverse=True)
    assert all(gap["money"]["low"] < gap["money"]["high"] for gap in gaps)


def test_gaps_end_with_one_and_say_where_the_report_is(flawed: Demo) -> None:
    """The verdict, the dearest gap and the report's path stand on the terminal."""
    page = flawed.folder / "report.html"

    assert flawed.code == 1
    assert "Not consistent" in flawed.printed
    assert flawed.record["gaps"][0]["sentence"].split(",")[0][:40] in flawed.printed
    assert page.is_file()
    assert "report.html" in flawed.printed


def test_a_shop_that_keeps_its_word_is_consistent(tmp_path: Path) -> None:
    """With everything planted switched off nothing is left to say, and exit 0."""
    perfect = demo(tmp_path, "--without", "all", "--replications", "4")

    assert perfect.record["gaps"] == []
    assert perfect.record["conclusion"] == "Consistent"
    assert perfect.record["lost"] == {"mean": 0.0, "low": 0.0, "high": 0.0}
    assert perfect.code == 0
