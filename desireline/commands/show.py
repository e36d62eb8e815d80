"""`desireline show`: the map in a terminal, and what it leaves open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from desireline.scenarios.coverage import Covered
    from desireline.scenarios.journey import Journey


@click.command()
@click.argument("file", type=click.Path(), metavar="FILE")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON")
def command(file: str, as_json: bool) -> None:
    """Print a journey's map: what is assumed, promised and looked at

    ★ marks a moment of truth. Below the map stands what it leaves open: what nobody owns,
    promises nothing, or is looked at by no walk.
    """
    from desireline.scenarios.reading import load_journey

    journey = load_journey(file)
    if as_json:
        import json

        click.echo(json.dumps(_as_json(journey), indent=2, ensure_ascii=False))
    else:
        _print(journey)


def _as_json(journey: Journey) -> dict[str, Any]:
    from dataclasses import asdict

    from desireline.scenarios.coverage import coverage, uncovered
    from desireline.scenarios.journey import completes_of, starts_of

    return {
        "journey": journey.name,
        "title": journey.title,
        "starts": starts_of(journey),
        "completes": list(completes_of(journey)),
        "touchpoints": [asdict(covered) for covered in coverage(journey)],
        "facts": {name: fact.promised for name, fact in journey.facts.items()},
        "walks": {name: [stop.at for stop in walk.route] for name, walk in journey.walks.items()},
        "open": [asdict(note) for note in uncovered(journey)],
    }


def _print(journey: Journey) -> None:
    from rich.console import Console

    console = Console(highlight=False, markup=False, emoji=False)
    with console.capture() as captured:
        console.print(f"{journey.title or journey.name}  ({journey.name})", style="bold")
        console.print(_headline(journey))
        console.print(_table(journey))
        _print_facts(console, journey)
        _print_open(console, journey)
    lines = captured.get().splitlines()
    click.echo("\n".join(line.rstrip() for line in lines))


def _headline(journey: Journey) -> str:
    from desireline.scenarios.coverage import percent
    from desireline.scenarios.journey import completes_of, starts_of

    starts = ", ".join(f"{name} {percent(share)}" for name, share in starts_of(journey).items())
    return f"starts at {starts}; completes at {', '.join(completes_of(journey))}"


def _table(journey: Journey) -> Table:
    from rich import box
    from rich.table import Table

    from desireline.scenarios.coverage import coverage

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for title in ("touchpoint", "assumed", "○ promised", "● looked at"):
        table.add_column(title, overflow="fold", min_width=len(title))
    rows = coverage(journey)
    for stage in journey.stages:
        owner = stage.owner or "owned by nobody"
        table.add_row(f"{stage.name.upper()}\n{owner}", style="bold")
        for row in rows:
            if row.touchpoint in stage.touchpoints:
                table.add_row(*_cells(row, stage.owner))
        table.add_section()
    return table


def _cells(row: Covered, stage_owner: str | None) -> tuple[str, ...]:
    """Give a touchpoint's cells; its owner only where it is not the stage's."""
    name = f"{row.touchpoint}{' ★' if row.moment_of_truth else ''}"
    here = (name, row.channel, *([row.owner] if row.owner != (stage_owner or "") else []))
    onwards = [f"→ {way}" for way in row.onwards] or ["→ done"]
    looked = (*row.looked_at, f"reads {', '.join(row.read)}") if row.read else row.looked_at
    columns = (here, (*row.assumed, *onwards), row.promised, looked)
    return tuple("\n".join(column) or "–" for column in columns)


def _print_facts(console: Console, journey: Journey) -> None:
    if journey.facts:
        console.print("\nfacts", style="bold")
    for name, fact in journey.facts.items():
        console.print(
            f"  {name}: {fact.promised or 'any value, the same everywhere'} ({fact.kind})"
        )


def _print_open(console: Console, journey: Journey) -> None:
    from rich.padding import Padding
    from rich.text import Text

    from desireline.scenarios.coverage import uncovered

    places: dict[str, list[str]] = {}
    for note in uncovered(journey):
        places.setdefault(note.says, []).append(note.touchpoint)
    if places:
        console.print("\nleft open", style="bold")
    for says, where in places.items():
        listed = ", ".join(filter(None, where))
        line = Text(f"{says}{f': {listed}' if listed else ''}")
        console.print(Padding(line, (0, 0, 0, 2)))
