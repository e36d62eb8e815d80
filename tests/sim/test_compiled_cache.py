"""Where compiled code is kept, and what is said before it is made; in processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

JOURNEY = "{journey: j, arrivals: 60/h, stages: [{stage: s, touchpoints: {a: {takes: 5s}}}]}"
WHERE = "from desireline.sim.compiled.cache import folder; print(folder())"
ONE_FUNCTION = """
from desireline.sim.compiled.cache import compiled, folder, is_compiled, note_compiled
@compiled
def twice(x):
    return 2 * x
print(folder(), twice(21), is_compiled())
note_compiled()
print(is_compiled())
"""
ANNOUNCED = f"""
from desireline.scenarios.reading import journey_of
from desireline.sim.compiled.cache import note_compiled
from desireline.sim.experiments.laboratory import World, opened
from desireline.sim.plan import Plan
worlds = {{"": World(journey_of({JOURNEY!r}))}}
for engine in ("simpy", "compiled", "compiled"):
    with opened(worlds, Plan(engine=engine), announce=print):
        print(engine)
    if engine == "compiled":
        note_compiled()
"""


def said(folder: Path, code: str, **environ: str) -> list[str]:
    """Run some Python from a file, with these variables; give the lines that it printed."""
    (folder / "script.py").write_text(code, "utf-8")
    known = {**os.environ, **environ}
    run = [sys.executable, str(folder / "script.py")]
    done = subprocess.run(run, env=known, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


@pytest.fixture
def no_folder(tmp_path: Path) -> str:
    """Give a place below which nobody can make a folder, not even root."""
    (tmp_path / "file").write_text("", "utf-8")
    return str(tmp_path / "file" / "cache")


def test_it_is_kept_in_the_cache_folder_of_the_user(tmp_path: Path) -> None:
    """Named after the source that it was made of."""
    (named,) = said(tmp_path, WHERE, XDG_CACHE_HOME=str(tmp_path))
    (by_home,) = said(tmp_path, WHERE, XDG_CACHE_HOME="", HOME=str(tmp_path / "home"))

    assert Path(named).parent == tmp_path / "desireline"
    assert Path(named).name.startswith("compiled-")
    assert Path(by_home) == tmp_path / "home" / ".cache" / "desireline" / Path(named).name


def test_a_home_that_can_not_be_written_has_it_below_the_folder_for_temporary_files(
    tmp_path: Path, no_folder: str
) -> None:
    lines = said(tmp_path, ONE_FUNCTION, XDG_CACHE_HOME=no_folder, TMPDIR=str(tmp_path))

    place, number, before = lines[0].split()
    assert Path(place).is_relative_to(tmp_path)
    assert (number, before, lines[1]) == ("42", "False", "True")


def test_where_nothing_can_be_written_it_is_compiled_anew_and_works(
    tmp_path: Path, no_folder: str
) -> None:
    """Neither kept, nor taken for kept."""
    base = "import tempfile; tempfile.tempdir = " + repr(no_folder)
    lines = said(tmp_path, base + ONE_FUNCTION, XDG_CACHE_HOME=no_folder)

    assert lines == ["None 42 False", "False"]


def test_that_it_takes_half_a_minute_is_said_once_before(tmp_path: Path) -> None:
    """Of the compiled engine only, and not when it has been compiled."""
    lines = said(tmp_path, ANNOUNCED, XDG_CACHE_HOME=str(tmp_path))

    assert lines == [
        "simpy",
        "Compiling the simulation's fast engine, once: about half a minute …",
        "compiled",
        "compiled",
    ]


def test_code_of_older_versions_is_forgotten_but_for_the_last_three(tmp_path: Path) -> None:
    kept = tmp_path / "desireline"
    for age, name in enumerate(("e", "d", "c", "b", "a")):
        (kept / f"compiled-{name}").mkdir(parents=True)
        os.utime(kept / f"compiled-{name}", (1000 - age, 1000 - age))
    (place,) = said(tmp_path, WHERE, XDG_CACHE_HOME=str(tmp_path))

    left = {folder.name for folder in kept.iterdir()}
    assert left == {"compiled-c", "compiled-d", "compiled-e", Path(place).name}
