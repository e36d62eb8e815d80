"""`desireline simulate`: a crowd walks the journey as the plan assumes it."""

from __future__ import annotations

from typing import Any

import click

from ..bar import progress_bar
from .asked import NOW, announce, asked, asks, jobs_option

INTERRUPTED = 130


class _Share(click.ParamType[Any]):
    """A share as the language writes it: 2%, or 0.02."""

    name = "share"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        from desireline.scenarios.units import Unfit, share

        try:
            plain = float(value)
        except ValueError:
            plain = None
        try:
            return share(value if plain is None else plain)
        except Unfit as unfit:
            self.fail(unfit.what, param, ctx)


@click.command()
@click.argument("journey", metavar="JOURNEY")
@asks
@click.option("--replications", type=int, help="How many replications [20]")
@click.option(
    "--precision",
    type=_Share(),
    metavar="SHARE",
    help="Go on until the 95% interval reaches no further than this (2%) to either side",
)
@click.option("--on", metavar="CLUSTER", help="local, or dask://host:port [this machine]")
@jobs_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else")
def command(journey: str, as_json: bool, **question: Any) -> int:
    """Simulate a journey and show where customers leave

    Prints who gets where, who leaves because of what, times and waits, a month, with 95%
    intervals. With --fix, the same customers meet the fix too, and the differences are
    printed. All figures are simulated.
    """
    from desireline.sim.experiments.experiment import compare

    from .simulate_json import as_text
    from .simulate_tables import print_tables

    read = asked(journey, **question)
    with progress_bar("Simulating") as bar:
        outcomes = compare(
            read.worlds,
            plan=read.plan,
            progress=bar.progress,
            remaining=bar.remaining,
            announce=announce,
        )
    if as_json:
        click.echo(as_text(read.journey, read.fixes, outcomes))
    else:
        print_tables(read.journey, read.fixes, outcomes)
    return INTERRUPTED if outcomes[NOW].interrupted else 0
