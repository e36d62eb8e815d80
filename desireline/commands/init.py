"""`desireline init`: a small project to begin with."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=".", metavar="[DIR]")
def command(folder: Path) -> None:
    """Write a small project that runs at once

    Into DIR, or here. Nothing that is there already is overwritten.
    """
    from desireline.scenarios.starter import write_starter

    for file in write_starter(folder):
        click.echo(str(file))
    journey = folder / "journey.yaml"
    click.echo(f"\nNext: desireline show {journey}\n      desireline simulate {journey}", err=True)
