"""The wheel holds every file of the checkout: setuptools drops a folder that nobody listed."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("sim", "probes", "reports", "scenarios")
KINDS = {".py", ".j2", ".css", ".js", ".json", ".yaml", ".svg", ".html", ".txt", ".typed"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a real wheel from a copy of the files that git would hand out."""
    folder = tmp_path_factory.mktemp("wheel")
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in filter(None, names.split("\0")):
        source, copy = ROOT / name, folder / "source" / name
        if source.is_file() and not source.is_symlink():
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(source.read_bytes())
    build = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation"]
    subprocess.run(
        [*build, "--disable-pip-version-check", "-w", str(folder), str(folder / "source")],
        check=True,
        capture_output=True,
    )
    return next(folder.glob("*.whl"))


@pytest.mark.slow
def test_wheel_holds_every_file_of_the_checkout(wheel: Path) -> None:
    """Compare the wheel with the folders."""
    packed = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        f"desireline/{path.relative_to(ROOT).as_posix()}"
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.suffix in KINDS and "__pycache__" not in path.parts
    }

    assert wanted, "no files found in the rooms"
    assert wanted - packed == set()


@pytest.mark.slow
def test_wheel_holds_nothing_outside_desireline(wheel: Path) -> None:
    """A user's project has folders named reports and probes too."""
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}

    assert {top for top in tops if not top.endswith(".dist-info")} == {"desireline"}
