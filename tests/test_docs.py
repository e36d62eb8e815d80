"""The manual is true: its commands run, its journeys validate, its pages are complete."""

import re
import shlex
import subprocess
from pathlib import Path

import pytest
from commands_page import PAGE, commands_page
from python_page import PAGE as PYTHON_PAGE
from python_page import python_page

from desireline.cli import run

ROOT = Path(__file__).parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
LINKED = [*PAGES, *(ROOT / "docs").rglob("*.ipynb")]
BLOCK = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"\bDL\d{3}\b")
SOURCES = [
    path
    for room in ("scenarios", "sim", "probes", "reports", "desireline")
    for path in (ROOT / room).rglob("*.py")
    if not any(parent.is_symlink() for parent in path.parents)
]


def blocks(page: Path, language: str) -> list[str]:
    """Give the page's code blocks of a language that are meant to be run."""
    found = BLOCK.findall(page.read_text("utf-8"))
    return [body for name, words, body in found if name == language and "not-run" not in words]


def with_blocks(language: str) -> list[Path]:
    """Give the pages that have such blocks."""
    return [page for page in PAGES if blocks(page, language)]


@pytest.mark.slow
@pytest.mark.parametrize("page", with_blocks("sh"), ids=lambda page: page.name)
def test_commands_run_as_written(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each `desireline` line of a page runs, one after the other, and ends well."""
    monkeypatch.chdir(tmp_path)
    for line in "".join(blocks(page, "sh")).splitlines():
        words = shlex.split(line, comments=True)
        if words[:1] == ["cd"]:
            monkeypatch.chdir(words[1])
        elif words:
            assert words[0] == "desireline", f"cannot run: {line}"
            assert run(words[1:]) == 0, line


@pytest.mark.parametrize("page", with_blocks("yaml"), ids=lambda page: page.name)
def test_journeys_validate(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each block that starts with `journey:` is a valid journey."""
    monkeypatch.chdir(tmp_path)
    for number, body in enumerate(blocks(page, "yaml")):
        file = tmp_path / f"{number}.yaml"
        file.write_text(body, "utf-8")
        if re.match(r"(#[^\n]*\n)*journey:", body):
            assert run(["validate", str(file)]) == 0, body


def test_every_error_code_has_its_paragraph_and_no_other() -> None:
    """A code is looked up in the manual: it must be there."""
    used = {code for path in SOURCES for code in CODE.findall(_strings(path))}
    pages = (ROOT / "docs" / "errors").glob("*.md")
    told = {c for p in pages for c in re.findall(r"^## (DL\d{3})", p.read_text("utf-8"), re.M)}

    assert used == told


def _strings(path: Path) -> str:
    """Give a file's text without comments and docstrings' examples of codes."""
    return re.sub(r'"""(?s:.*?)"""', "", path.read_text("utf-8"))


def test_links_inside_the_manual_lead_somewhere() -> None:
    """A relative link names a file or folder that is there."""
    dead = [
        f"{page.relative_to(ROOT)}: {link}"
        for page in LINKED
        for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text("utf-8"))
        if "://" not in link and not (page.parent / link).exists()
    ]

    assert dead == []


def test_the_commands_page_is_up_to_date() -> None:
    """Made anew by `python tests/commands_page.py`."""
    assert PAGE.read_text("utf-8") == commands_page()


def test_the_python_page_is_up_to_date() -> None:
    """Made anew by `python tests/python_page.py`."""
    assert PYTHON_PAGE.read_text("utf-8") == python_page()


def test_no_file_names_a_registry_or_a_machines_path() -> None:
    """The project's files hold on any machine."""
    slash, dash = "/", "-"
    words = (f"index{dash}url", f"{slash}work{slash}", f"{slash}root{slash}")
    list_files = ["git", "ls-files", "-z"]
    listed = subprocess.run(list_files, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    texts = [
        ROOT / n
        for n in listed.split("\0")
        if n.endswith((".py", ".md", ".toml", ".yaml", ".ipynb"))
    ]

    assert texts
    assert [
        str(path)
        for path in texts
        if path.is_file() and any(word in path.read_text("utf-8") for word in words)
    ] == []


def test_each_error_has_a_number_of_its_own() -> None:
    pages = (ROOT / "docs" / "errors").glob("*.md")
    told = [code for page in pages for code in re.findall(r"^## (DL\d+)$", page.read_text(), re.M)]

    assert [code for code in set(told) if told.count(code) > 1] == []
