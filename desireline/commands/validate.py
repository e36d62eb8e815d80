"""`desireline validate`: all mistakes of the files, each with its place."""

from __future__ import annotations

from typing import Any

import click

from desireline.scenarios.errors import FileMistakes, Mistake


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(), metavar="FILE...")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON")
@click.pass_context
def command(ctx: click.Context, files: tuple[str, ...], as_json: bool) -> None:
    """Check files and show every mistake with its place

    A file is a journey or a what-if; the journey that a what-if names is checked with it.
    Exit code 2 when anything is wrong.
    """
    results = [_result(file) for file in files]
    if as_json:
        import json

        click.echo(json.dumps([_as_json(*result) for result in results], indent=2))
    else:
        _say(results)
    if any(error for _, _, error in results):
        ctx.exit(2)


def _result(file: str) -> tuple[str, str, FileMistakes | None]:
    """Give the file, what is in it, and its mistakes."""
    from desireline.scenarios.reading import load

    try:
        return file, _contents(load(file)), None
    except FileMistakes as error:
        return file, "", error


def _contents(read: Any) -> str:
    """Count what was read: (7 touchpoints, 2 walks)."""
    from desireline.scenarios.journey import Journey, names_of

    if isinstance(read, Journey):
        return f"{_many(len(names_of(read)), 'touchpoint')}, {_many(len(read.walks), 'walk')}"
    return f"{_many(len(read.fixes), 'fix', 'fixes')} for {read.journey}"


def _many(count: int, noun: str, plural: str = "") -> str:
    return f"{count} {noun if count == 1 else plural or f'{noun}s'}"


def _say(results: list[tuple[str, str, FileMistakes | None]]) -> None:
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
