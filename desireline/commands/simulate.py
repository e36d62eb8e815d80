"""`desireline simulate`: a crowd walks the journey as the plan assumes it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..bar import progress_bar

if TYPE_CHECKING:
    from desireline.scenarios.whatif import WhatIf
    from desireline.sim.plan import Plan

DAY_SECONDS = 86400.0
INTERRUPTED = 130


class _Days(click.ParamType[Any]):
    """A number of days, or `auto`."""

    name = "days"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float | str:
        return "auto" if value == "auto" else float(click.FLOAT.convert(value, param, ctx))


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
@click.option("--whatif", metavar="FILE", help="Where the fixes are [whatif.yaml beside JOURNEY]")
@click.option(
    "--fix",
    "fixes",
    multiple=True,
    metavar="FIX",
    help="A fix by its name, or a change like 'checkout.leaves: -4pp'; several work together",
)
@click.option("--replications", type=int, help="How many replications [20]")
@click.option("--days", type=float, help="Counted days of each one [14, or as the what-if says]")
@click.option(
    "--warm-up",
    type=_Days(),
    metavar="DAYS|auto",
    help="Days before them, not counted; auto finds out [0, or as the what-if says]",
)
@click.option(
    "--start",
    type=click.Choice(["empty", "filled"]),
    default="empty",
    show_default=True,
    help="Whether anybody is in the journey at first; filled: as many as if nobody ever waited",
)
@click.option("--starts-with", metavar="FILE", help="A snapshot: who is there when time begins")
@click.option(
    "--precision",
    type=_Share(),
    metavar="SHARE",
    help="Go on until the 95% interval reaches no further than this (2%) to either side",
)
@click.option(
    "--engine",
    type=click.Choice(["auto", "simpy", "compiled"]),
    default="auto",
    show_default=True,
    help="Both give the same figures; compiled is far quicker once it is loaded",
)
@click.option("--on", metavar="CLUSTER", help="local, or dask://host:port [this machine]")
@click.option("--seed", type=int, help="Another seed is another crowd [7, or as the what-if says]")
@click.option("--jobs", type=int, default=-1, help="How many processes [one per core]")
@click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else")
def command(
    journey: str,
    whatif: str | None,
    fixes: tuple[str, ...],
    replications: int | None,
    days: float | None,
    warm_up: float | str | None,
    start: str,
    starts_with: str | None,
    precision: float | None,
    engine: str,
    on: str | None,
    seed: int | None,
    jobs: int,
    as_json: bool,
) -> int:
    """Simulate a journey and show where customers leave

    Prints who gets where, who leaves because of what, times and waits, a month, with 95%
    intervals. With --fix, the same customers meet the fix too, and the differences are
    printed. All figures are simulated.
    """
    from desireline.scenarios.reading import load_journey, load_snapshot
    from desireline.sim.experiments.experiment import World, compare

    from .simulate_fixes import chosen_fixes, read_whatif
    from .simulate_json import as_text
    from .simulate_tables import print_tables

    read = load_journey(journey)
    named = read_whatif(Path(journey), whatif, fixes)
    written: dict[str, Any] = {
        "replications": replications,
        "days": days,
        "warm_up_days": warm_up,
        "precision": precision,
        "seed": seed,
        "engine": engine,
        "on": on,
        "start": start,
        "jobs": jobs,
    }
    given = {name: value for name, value in written.items() if value is not None}
    plan = replace(_usual(named), **given)
    there = load_snapshot(starts_with, read) if starts_with else None
    worlds = {"now": World(read, snapshot=there)}
    if fixes:
        worlds["fixed"] = World(chosen_fixes(read, named, fixes), snapshot=there)
    with progress_bar("Simulating") as bar:
        outcomes = compare(
            worlds,
            plan=plan,
            progress=bar.progress,
            remaining=bar.remaining,
            announce=lambda sentence: click.echo(sentence, err=True),
        )
    if as_json:
        click.echo(as_text(read, fixes, outcomes))
    else:
        print_tables(read, fixes, outcomes)
    return INTERRUPTED if outcomes["now"].interrupted else 0


def _usual(whatif: WhatIf | None) -> Plan:
    """Give the plan of the what-if, else the plan's own defaults."""
    from desireline.sim.plan import Plan

    if whatif is None:
        return Plan()
    horizon = whatif.horizon
    warm_up = horizon.warm_up
    return Plan(
        days=horizon.run / DAY_SECONDS,
        warm_up_days=warm_up if isinstance(warm_up, str) else (warm_up or 0.0) / DAY_SECONDS,
        precision=whatif.precision,
        seed=whatif.seed,
    )
