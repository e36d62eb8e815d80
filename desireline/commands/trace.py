"""`desireline trace`: everything that happens in one replication, for other tools to read."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..bar import share_bar
from .asked import announce, asked, asks, replication_option

if TYPE_CHECKING:
    from desireline.sim.tally import Tally
    from desireline.sim.traces.heading import Heading
    from desireline.sim.traces.walk import Begin, Take

    from ..bar import Tell
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
        walk = partial(_walk, read, replication, tell)
        written = write_trace(walk, to, progress=partial(tell, "Writing"))
    click.echo(
        f"Wrote {written.count:,} {written.kind} of {written.customers:,} customers "
        f"to {clean(str(to))}"
    )


def _walk(read: Asked, replication: int, tell: Tell, begin: Begin) -> Tally:
    """Walk the world that is asked for: the fixed one, or else the journey as it is."""
    from desireline.sim.traces.walk import walk_telling

    def begun(heading: Heading) -> Take:
        if heading.note:
            click.echo(f"Note: {heading.note}.", err=True)
        return begin(heading)

    return walk_telling(
        read.worlds,
        list(read.worlds)[-1],
        begun,
        plan=read.plan,
        replication=replication,
        walked=partial(tell, "Simulating"),
        told=partial(tell, "Writing"),
        announce=announce,
    )
