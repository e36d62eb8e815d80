"""`desireline validate`: all mistakes of the files, each with its place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from desireline.scenarios.errors import FileMistakes, Mistake

if TYPE_CHECKING:
    from desireline.scenarios.journey import Journey
    from desireline.scenarios.snapshot import Snapshot
    from desireline.scenarios.whatif import WhatIf

Result = tuple[str, str, FileMistakes | None]


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(), metavar="FILE...")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON")
@click.pass_context
def command(ctx: click.Context, files: tuple[str, ...], as_json: bool) -> None:
    """Check files and show every mistake with its place

    A file is a journey, a what-if or a snapshot; the journey that a what-if names is checked
    with it. A snapshot is checked against the journey whose file it names, or else against
    the one of its name among FILE. Exit code 2 when anything is wrong.
    """
    results = _results(files)
    if as_json:
        import json

        click.echo(json.dumps([_as_json(*result) for result in results], indent=2))
    else:
        _say(results)
    if any(error for _, _, error in results):
        ctx.exit(2)


def _results(files: tuple[str, ...]) -> list[Result]:
    """Give each file, what is in it, and its mistakes; a snapshot's journey is read before it."""
    from desireline.scenarios.journey import Journey
    from desireline.scenarios.reading import is_snapshot, load

    journeys: list[Journey] = []
    results: dict[str, Result] = {}
    for file in sorted(files, key=is_snapshot):
        try:
            read = load(file, journeys=journeys)
        except FileMistakes as error:
            results[file] = file, "", error
            continue
        journeys += [read] if isinstance(read, Journey) else []
        results[file] = file, _contents(read, journeys), None
    return [results[file] for file in files]


def _contents(read: Journey | WhatIf | Snapshot, journeys: Sequence[Journey]) -> str:
    """Count what was read: (7 touchpoints, 2 walks)."""
    from desireline.scenarios.journey import Journey, names_of
    from desireline.scenarios.snapshot import Snapshot

    if isinstance(read, Journey):
        return f"{_many(len(names_of(read)), 'touchpoint')}, {_many(len(read.walks), 'walk')}"
    if not isinstance(read, Snapshot):
        return f"{_many(len(read.fixes), 'fix', 'fixes')} for {read.journey}"
    counted = f"{_many(read.customers, 'customer')} in {read.of}"
    if read.journey or any(journey.name == read.of for journey in journeys):
        return counted
    return f"{counted}, whose file was not looked at: name it with `journey:`, or here"


def _many(count: int, noun: str, plural: str = "") -> str:
    return f"{count} {noun if count == 1 else plural or f'{noun}s'}"


def _say(results: list[Result]) -> None:
    """Print what is fine to stdout, and each mistake once to stderr."""
    told: dict[str, None] = {}
    hidden = 0
    for file, contents, error in results:
        if error is None:
            click.echo(f"{click.style('ok', fg='green')}  {file}  ({contents})")
            continue
        hidden += error.found - len(error.mistakes)
        told |= dict.fromkeys(_coloured(mistake) for mistake in error.mistakes)
    for text in told:
        click.echo(f"{text}\n", err=True)
    if told:
        shown = f"; the first {len(told)} are shown" if hidden else ""
        click.echo(f"{_many(len(told) + hidden, 'mistake')} found{shown}", err=True)


def _coloured(mistake: Mistake) -> str:
    """Give a mistake as a terminal shows it; click takes the colours out elsewhere."""
    lines = str(mistake).splitlines()
    head, _, rest = lines[0].partition(" ")
    lines[0] = f"{click.style(head, fg='red', bold=True)} {rest}"
    return "\n".join(
        click.style(line, fg="red") if line.lstrip().startswith("^") else line for line in lines
    )


def _as_json(file: str, contents: str, error: FileMistakes | None) -> dict[str, Any]:
    mistakes = [_mistake_as_json(mistake) for mistake in (error.mistakes if error else ())]
    return {"file": file, "ok": error is None, "contents": contents, "mistakes": mistakes}


def _mistake_as_json(mistake: Mistake) -> dict[str, Any]:
    place = mistake.place
    return {
        "code": mistake.code,
        "what": mistake.what,
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "nearest": mistake.nearest,
        "hint": mistake.hint,
    }
