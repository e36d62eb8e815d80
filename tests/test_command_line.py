"""The face: help, exit codes, and what each command must not import."""

import subprocess
import sys
from pathlib import Path

import pytest

from desireline.cli import COMMANDS, program, run

HEAVY = ("playwright", "numpy", "simpy")


def loaded_by(code: str) -> list[str]:
    """Run some code in a fresh Python and give the heavy modules that it imported."""
    said = f"{code}\nimport sys; print([m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", said], check=True, capture_output=True, text=True)
    found: list[str] = ast_list(done.stdout.splitlines()[-1])
    return found


def ast_list(text: str) -> list[str]:
    """Read a printed list."""
    import ast

    return list(ast.literal_eval(text))


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_one_summary(name: str) -> None:
    """The list of commands and the command's own docstring say the same."""
    import click

    command = program.get_command(click.Context(program), name)

    assert command is not None
    assert (command.help or "").splitlines()[0] == COMMANDS[name]


def test_help_loads_nothing_heavy() -> None:
    """Whoever asks for help waits for nothing."""
    assert loaded_by("from desireline.cli import run; run(['--help'])") == []


def test_validate_loads_nothing_heavy() -> None:
    """An editor calls it at every save."""
    journey = Path("scenarios/gallery/summit-outfitters/journey.yaml").resolve()

    assert loaded_by(f"from desireline.cli import run; run(['validate', {str(journey)!r}])") == []


def test_unknown_command_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 2, and the nearest name."""
    assert run(["simulat"]) == 2
    assert "simulate" in capsys.readouterr().err


def test_missing_file_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    """No traceback for the user's mistake."""
    assert run(["validate", "no-such-file.yaml"]) == 2
    assert "Traceback" not in capsys.readouterr().err
