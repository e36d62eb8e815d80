"""`desireline trace`: everything that happens in one replication, for other tools to read."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..bar import share_bar
from .asked import announce, asked, asks, replication_option

if TYPE_CHECKING:
    from desireline.sim.traces.walk import Trace, Walked

    from .asked import Asked


@click.command()
@click.argument("journey", metavar="JOURNEY")
@click.option(
    "--to",
    required=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A .jsonl or .parquet of all records; a .xes or .csv is an event log",
)
@replication_option
@asks
def command(journey: str, to: Path, replication: int, **question: Any) -> None:
    """Write down all that happens in one replication

    Every record as JSON lines or Parquet, or an event log (XES or CSV) for process-mining
    tools, by the ending of FILE. It is the replication that `simulate` walks with the same
    options; with --fix, the one with the fixes. Where the journey has no calendar, time
    begins on Monday, 2024-01-01, 00:00 UTC.
    """
    from desireline.reports.words import clean
    from desireline.sim.traces.file import write_trace

    read = asked(journey, **question)
    with share_bar() as tell:
        walk = partial(_walk, read, replication, partial(tell, "Simulating"))
        written = write_trace(walk, to, progress=partial(tell, "Writing"))
    click.echo(
        f"Wrote {written.count:,} {written.kind} of {written.customers:,} customers "
        f"to {clean(str(to))}"
    )


def _walk(read: Asked, replication: int, walked: Walked) -> Trace:
    """Walk the world that is asked for: the fixed one, or else the journey as it is."""
    from desireline.sim.traces.walk import walk_worlds

    world = list(read.worlds)[-1]
    traces = walk_worlds(
        read.worlds,
        plan=read.plan,
        replication=replication,
        only=[world],
        walked=walked,
        announce=announce,
    )
    if note := traces[world].note:
        click.echo(f"Note: {note}.", err=True)
    return traces[world]
