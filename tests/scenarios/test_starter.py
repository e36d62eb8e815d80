"""The starter project: complete, valid, never over something else."""

from pathlib import Path

import pytest

from desireline.scenarios.errors import DesirelineError
from desireline.scenarios.reading import load_journey, load_whatif, mistakes_in
from desireline.scenarios.starter import starter_files, write_starter


def test_it_validates(tmp_path: Path) -> None:
    """Both files, and nothing is left lying about."""
    written = write_starter(tmp_path / "a" / "b")

    assert {path.name for path in (tmp_path / "a" / "b").iterdir()} == {p.name for p in written}
    assert mistakes_in(tmp_path / "a" / "b" / "journey.yaml", environ={}) == []
    whatif, journey = load_whatif(tmp_path / "a" / "b" / "whatif.yaml", environ={})
    assert whatif.compare
    assert journey.touchpoint("basket").leave_share > 0.05


def test_the_commented_walk_is_one(tmp_path: Path) -> None:
    """Taking the marks away is all there is to do."""
    text = starter_files()["journey.yaml"]
    walk = text[text.index("# walks:") :].replace("# ", "", 1).replace("\n# ", "\n")
    before = text[: text.index("# A walk looks")]
    file = tmp_path / "journey.yaml"
    file.write_text(f"site: https://www.example.com\n{before}{walk}", "utf-8")

    assert "look-around" in load_journey(file, environ={}).walks


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """What is there is named, and nothing is written beside it."""
    (tmp_path / "whatif.yaml").write_text("mine")
    with pytest.raises(DesirelineError) as caught:
        write_starter(tmp_path)

    assert caught.value.code == "DL170"
    assert "whatif.yaml" in caught.value.what
    assert "journey.yaml" not in caught.value.what
    assert [path.name for path in tmp_path.iterdir()] == ["whatif.yaml"]
    assert (tmp_path / "whatif.yaml").read_text() == "mine"


def test_a_folder_that_can_not_be_made(tmp_path: Path) -> None:
    """A file stands in the way."""
    (tmp_path / "file").write_text("")
    with pytest.raises(DesirelineError) as caught:
        write_starter(tmp_path / "file" / "project")

    assert caught.value.code == "DL171"


def test_a_write_that_fails_half_way_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of it or nothing: here the third file's name turns out to be taken by a folder."""
    rename = Path.rename

    def third_fails(self: Path, target: Path) -> Path:
        if target.name == "journey.schema.json":
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", third_fails)
    with pytest.raises(DesirelineError) as caught:
        write_starter(tmp_path)

    assert "No space left" in caught.value.what
    assert list(tmp_path.iterdir()) == []
