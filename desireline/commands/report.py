"""`desireline report`: the page of a stored run, written again from its record."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("run", type=click.Path(path_type=Path))
def command(run: Path) -> None:
    """Write the page of a stored run again

    RUN is the run's folder, or its run.json or report.html.
    """
    from desireline.reports.page import write_page
    from desireline.reports.store import read_record

    if run.suffix == ".html":
        run = run.resolve().parent  # latest.html leads to the report of a run
    folder = run if run.is_dir() else run.parent
    click.echo(write_page(read_record(run), folder))
