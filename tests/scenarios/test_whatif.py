"""The horizon of a what-if: how long, and how much of its start does not count."""

from pathlib import Path

import pytest

from desireline.scenarios.errors import FileMistakes
from desireline.scenarios.reading import load_whatif
from desireline.scenarios.whatif import Horizon

JOURNEY = "journey: x\nstages: [{stage: s, touchpoints: {a: {leaves: 5%}, b: }}]\n"


def horizon(folder: Path, written: str) -> Horizon:
    """Read the horizon of a what-if."""
    (folder / "journey.yaml").write_text(JOURNEY, "utf-8")
    file = folder / "whatif.yaml"
    fixes = "fixes: {less: {changes: {a.leaves: x0.5}}}"
    file.write_text(f"whatif: y\njourney: journey.yaml\n{fixes}\nhorizon: {written}\n", "utf-8")
    return load_whatif(file)[0].horizon


def test_the_warm_up(tmp_path: Path) -> None:
    """None, a time, or what the figures show."""
    assert horizon(tmp_path, "{run: 7 days}").warm_up is None
    assert horizon(tmp_path, "{warm-up: 2 days}").warm_up == 172800.0
    assert horizon(tmp_path, "{warm-up: auto}").warm_up == "auto"


@pytest.mark.parametrize("written", ["soon", "2", "Auto"])
def test_warm_ups_that_are_none(tmp_path: Path, written: str) -> None:
    """A number alone has no unit."""
    with pytest.raises(FileMistakes) as caught:
        horizon(tmp_path, f"{{warm-up: {written}}}")

    assert caught.value.code == "DL123"
