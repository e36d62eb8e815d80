"""`desireline trace`: everything that happens in one replication, for other tools to read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

if TYPE_CHECKING:
    from desireline.sim.experiments.progress import Progress


@click.command()
@click.argument("journey", metavar="JOURNEY")
@click.option(
    "--to",
    required=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A .jsonl or .parquet of all records; a .xes or .csv is an event log",
)
@click.option("--days", type=float, default=14.0, show_default=True, help="How long")
@click.option("--seed", type=int, default=7, show_default=True, help="Another is another crowd")
@click.option(
    "--replication",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Which one of those that `simulate` walks; the first is 0",
)
@click.option(
    "--engine",
    type=click.Choice(("auto", "simpy", "compiled")),
    default="auto",
    show_default=True,
    help="Who walks; the records are the same",
)
def command(
    journey: str,
    to: Path,
    days: float,
    seed: int,
    replication: int,
    engine: Literal["auto", "simpy", "compiled"],
) -> None:
    """Write down all that happens in one replication

    Every record as JSON lines or Parquet, or an event log (XES or CSV) for process-mining
    tools, by the ending of FILE. Where the journey has no calendar, time begins on Monday,
    2024-01-01, 00:00 UTC.
    """
    from desireline.reports.words import clean
    from desireline.scenarios.reading import load_journey
    from desireline.sim.traces.file import write_trace
    from desireline.sim.traces.walk import walk_traced

    walk = partial(
        walk_traced,
        load_journey(journey),
        days=days,
        seed=seed,
        replication=replication,
        engine=engine,
    )
    with _progress() as progress:
        written = write_trace(walk, to, progress=progress)
    click.echo(
        f"Wrote {written.count:,} {written.kind} of {written.customers:,} customers "
        f"to {clean(str(to))}"
    )


@contextmanager
def _progress() -> Iterator[Progress | None]:
    """Show a bar on stderr to whoever looks."""
    from rich.console import Console
    from rich.progress import Progress as Bar

    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    with Bar(console=console, transient=True) as bar:
        task = bar.add_task("Simulating", total=None)
        yield lambda done, total: bar.update(
            task, description="Writing", completed=done, total=total
        )
