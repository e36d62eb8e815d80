"""The commands of the language, as people run them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from desireline.cli import run
from desireline.scenarios.starter import write_starter

BAD = """\
journey: x
stages:
  - stage: buy
    touchpoints:
      till: {next: {dor: 100%}}
      door:
"""
HEAVY = ("playwright", "numpy", "simpy", "rich", "phonenumbers", "jinja2")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder with the starter and a file with a mistake, and go there."""
    write_starter(tmp_path)
    (tmp_path / "bad.yaml").write_text(BAD, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_fine_files_are_counted(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """On stdout, one a line; nothing on stderr."""
    assert run(["validate", "journey.yaml", "whatif.yaml"]) == 0

    out, err = capsys.readouterr()
    assert out.splitlines() == [
        "ok  journey.yaml  (7 touchpoints, 0 walks)",
        "ok  whatif.yaml  (2 fixes for journey.yaml)",
    ]
    assert err == ""


def test_mistakes_are_shown_in_the_houses_form(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """On stderr, without colours; exit code 2; the fine files are still said to be."""
    assert run(["validate", "bad.yaml", "journey.yaml"]) == 2

    out, err = capsys.readouterr()
    assert out == "ok  journey.yaml  (7 touchpoints, 0 walks)\n"
    assert err == (
        "error[DL103]: `dor` is not a touchpoint of the journey\n"
        "  bad.yaml:5:21\n"
        "      till: {next: {dor: 100%}}\n"
        "                    ^^^ did you mean `door`?\n"
        "hint: there are till, door\n"
        "\n"
        "1 mistake found\n"
    )


def test_a_journeys_mistakes_are_shown_once(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also when its what-if is validated with it."""
    (project / "journey.yaml").write_text(BAD, "utf-8")
    assert run(["validate", "journey.yaml", "whatif.yaml"]) == 2

    assert capsys.readouterr().err.count("error[DL103]") == 1


def test_json_is_json_and_nothing_else(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """For other programs."""
    assert run(["validate", "--json", "journey.yaml", "bad.yaml"]) == 2

    out, err = capsys.readouterr()
    fine, bad = json.loads(out)
    assert err == ""
    assert (fine["ok"], bad["ok"]) == (True, False)
    assert bad["mistakes"] == [
        {"code": "DL103", "what": "`dor` is not a touchpoint of the journey", "file": "bad.yaml",
         "line": 5, "column": 21, "nearest": "door", "hint": "there are till, door"},
    ]  # fmt: skip


def test_a_missing_file_is_a_mistake_like_others(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the nearest name."""
    assert run(["validate", "jurney.yaml", "."]) == 2

    err = capsys.readouterr().err
    assert "error[DL101]" in err
    assert "did you mean `journey.yaml`?" in err
    assert "error[DL102]" in err


def test_a_snapshot_is_checked_against_its_journey(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whichever is given first; what was not looked at is said."""
    (project / "today.yaml").write_text(
        "snapshot: my-journey\nnow: {basket: {served: 1}, ad: {served: 2}}\n", "utf-8"
    )
    assert run(["validate", "today.yaml", "journey.yaml"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "ok  today.yaml  (3 customers in my-journey)",
        "ok  journey.yaml  (7 touchpoints, 0 walks)",
    ]

    assert run(["validate", "today.yaml"]) == 0
    assert "whose file was not looked at: name it with `journey:`" in capsys.readouterr().out

    (project / "today.yaml").write_text(
        "snapshot: my-journey\nnow: {baskett: {served: 1}}\n", "utf-8"
    )
    assert run(["validate", "today.yaml", "journey.yaml"]) == 2
    assert "did you mean `basket`?" in capsys.readouterr().err


def test_validate_loads_nothing_that_is_not_needed(project: Path) -> None:
    """An editor calls it at every save."""
    code = (
        "import sys; from desireline.cli import run; run(['validate', 'whatif.yaml', 'bad.yaml']);"
        f"print([m for m in {HEAVY} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    assert done.stdout.splitlines()[-1] == "[]"


def test_show_prints_the_map(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In 80 columns where nobody says how many there are."""
    assert run(["show", "journey.yaml"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Buying in a small shop  (my-journey)"
    assert max(map(len, lines)) <= 80
    text = "\n".join(lines)
    for word in ("checkout ★", "35% leave", "loads in 2 s", "→ basket 92%", "left open"):
        assert word in text
    open_ends = lines[lines.index("left open") + 1 :]
    assert len(open_ends) > 2
    assert all(line.startswith("  ") for line in open_ends)


def test_show_tells_the_same_as_json(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All that the table holds."""
    assert run(["show", "--json", "journey.yaml"]) == 0

    shown = json.loads(capsys.readouterr().out)
    assert shown["completes"] == ["delivered"]
    assert shown["touchpoints"][0]["touchpoint"] == "ad"
    assert {"touchpoint": "ad", "says": "promises nothing"} in shown["open"]


def test_show_refuses_a_whatif(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It has no map."""
    assert run(["show", "whatif.yaml"]) == 2
    assert "DL118" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("of", "key"), [("journey", "stages"), ("whatif", "fixes"), ("snapshot", "now")]
)
def test_schema_prints_json(of: str, key: str, capsys: pytest.CaptureFixture[str]) -> None:
    """To be saved beside the files."""
    assert run(["schema", of]) == 0
    assert key in json.loads(capsys.readouterr().out)["properties"]


def test_init_writes_and_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Here or in a new folder, and never over something."""
    monkeypatch.chdir(tmp_path)

    assert run(["init", "boots"]) == 0
    assert run(["init", "boots"]) == 2
    assert "DL170" in capsys.readouterr().err
    assert run(["init"]) == 0
    assert run(["validate", "boots/journey.yaml", "boots/whatif.yaml", "journey.yaml"]) == 0


@pytest.mark.slow
def test_the_starter_simulates_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The tutorial's next step."""
    monkeypatch.chdir(tmp_path)

    assert run(["init"]) == 0
    words = "simulate journey.yaml --replications 2 --days 2 --fix shorter-checkout"
    assert run(words.split()) == 0
    assert "complete" in capsys.readouterr().out


def test_a_pipe_that_closes_is_no_error(project: Path) -> None:
    """`desireline schema | head -1` ends quietly."""
    words = [sys.executable, "-m", "desireline", "schema"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()
