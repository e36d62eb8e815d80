"""The face: help, exit codes, and what each command must not import."""

import subprocess
import sys
from pathlib import Path

import pytest

from desireline.cli import COMMANDS, program, run

JOURNEY = "scenarios/gallery/summit-outfitters/journey.yaml"
EACH = {"trace": ["--to", "never.csv"], "replay": ["--customer", "0"]}
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


@pytest.mark.parametrize(
    ("command", "option", "value", "told"),
    [
        ("simulate", "--jobs", "0", "0 is not in the range 1<=x<=1024"),
        ("simulate", "--jobs", "-1", "-1 is not in the range"),
        ("simulate", "--jobs", "99999999999", "is not in the range"),
        ("run", "--jobs", "0", "0 is not in the range 1<=x<=1024"),
        ("probe", "--jobs", "0", "0 is not in the range 1<=x<=64"),
        ("probe", "--slow", "nan", "'nan' is no time"),
        ("probe", "--slow", "10 days", "'10 days' is too long"),
        ("simulate", "--replications", "0", "0 replications give no interval"),
        ("simulate", "--replications", "1", "1 replication gives no interval"),
        ("simulate", "--replications", "99999999999", "are more than the luck is for"),
        ("simulate", "--days", "nan", "nan days can't be simulated"),
        ("simulate", "--days", "-1", "-1 days can't be simulated"),
        ("simulate", "--warm-up", "inf", "a warm-up of inf days can't be simulated"),
        ("simulate", "--precision", "nan", "`nan` is not a share"),
        ("simulate", "--precision", "0", "a precision of 0 can't be reached"),
        ("run", "--replications", "-3", "-3 replications give no interval"),
        ("run", "--days", "1e300", "1e+300 days can't be simulated"),
        ("run", "--fail-on", "-1", "`-1` is nothing to fail on"),
        ("trace", "--replication", "16777216", "16777216 is not in the range 0<=x<=16777215"),
        ("replay", "--replication", "-1", "-1 is not in the range"),
        ("replay", "--customer", "-1", "there is no customer -1"),
        ("demo-shop", "--port", "70000", "70000 is not in the range"),
    ],
)
def test_numbers_that_nobody_can_mean(
    command: str, option: str, value: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Refused as wrong use, before anything is walked or simulated."""
    file = [] if command == "demo-shop" else [JOURNEY]
    given = [*file, *EACH.get(command, []), option, value]

    assert run([command, *given]) == 2
    assert told in " ".join(capsys.readouterr().err.split())


def test_a_browser_s_driver_waits_for_no_journey(tmp_path: Path) -> None:
    """What reads journeys is imported while the driver starts, not before."""
    code = (
        "import desireline.probes.browser.early as early, sys\n"
        "def stop(**wish): raise SystemExit([m for m in ('pydantic', 'yaml')\n"
        "  if m in sys.modules])\n"
        "early.open_early = stop\n"
        f"from desireline.cli import run; run(['probe', {str(tmp_path / 'j.yaml')!r}])"
    )

    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)

    assert done.stderr.strip() == "[]"
