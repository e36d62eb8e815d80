"""The house: five rooms, arrows only downwards, no file without its essay."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BELOW = {
    "scenarios": set[str](),
    "sim": {"scenarios"},
    "probes": {"scenarios"},
    "reports": {"scenarios", "sim", "probes"},
    "desireline": {"scenarios", "sim", "probes", "reports"},
}
FILES = sorted(
    path
    for room in BELOW
    for path in (ROOT / room).rglob("*.py")
    if not any(parent.is_symlink() for parent in path.parents)
)


def rooms_used(path: Path) -> set[str]:
    """Give the rooms that a file imports, from anywhere in it."""
    used = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names = [node.module] + [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            parts = name.split(".")
            if parts[0] == "desireline" and len(parts) > 1 and parts[1] in BELOW:
                used.add(parts[1])
    return used


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_arrows_run_only_downwards(path: Path) -> None:
    """A room imports only rooms below it, and itself by relative imports."""
    room = path.relative_to(ROOT).parts[0]

    assert rooms_used(path) <= BELOW[room]


@pytest.mark.parametrize("path", sorted((ROOT / "sim").glob("*.py")), ids=lambda path: path.name)
def test_the_model_knows_nothing_of_experiments_and_traces(path: Path) -> None:
    """In sim/, arrows run from experiments/ and traces/ to the model and its engines."""
    modules = [
        node.module or ""
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.level == 1
    ]

    assert not [name for name in modules if name.split(".")[0] in {"experiments", "traces"}]


SHOPPER = (  # each may use those before it
    "seen", "keep", "words", "safety", "browser", "page", "channels", "facts", "trip", "verbs",
    "walk", "shopper", "recorder",
)  # fmt: skip


@pytest.mark.parametrize(
    "path",
    sorted((ROOT / "probes").rglob("*.py")),
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_the_shopper_is_built_in_layers(path: Path) -> None:
    """In probes/, a folder uses only those below it."""
    place = path.relative_to(ROOT / "probes").with_suffix("").parts
    if place == ("__init__",):
        return
    used = [
        (*place[: len(place) - node.level], *(node.module or "").split("."))[0] or alias.name
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.level
        for alias in node.names
    ]

    assert {name for name in used if SHOPPER.index(name) > SHOPPER.index(place[0])} == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_says_what_it_is(path: Path) -> None:
    """A module's docstring is its letter to the next reader."""
    said = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""

    assert len(said) > 20


def test_bare_room_names_are_not_importable_elsewhere(tmp_path: Path) -> None:
    """Installed, only `desireline` is there: no `sim`, no `reports`."""
    rooms = ("sim", "probes", "reports", "scenarios")
    code = f"import importlib.util as u; print([r for r in {rooms} if u.find_spec(r)])"
    run = [sys.executable, "-c", code]
    found = subprocess.run(run, cwd=tmp_path, check=True, capture_output=True, text=True)

    assert found.stdout.strip() == "[]"
