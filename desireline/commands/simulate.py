"""`desireline simulate`: a crowd walks the journey as the plan assumes it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from desireline.scenarios.whatif import WhatIf
    from desireline.sim.outcome import Plan
    from desireline.sim.workers import Progress

DAY_SECONDS = 86400.0


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
    "--warm-up", type=float, help="Days before them, not counted [0, or as the what-if says]"
)
@click.option("--seed", type=int, help="Another seed is another crowd [7, or as the what-if says]")
@click.option("--jobs", type=int, default=-1, help="How many processes [one per core]")
@click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else")
def command(
    journey: str,
    whatif: str | None,
    fixes: tuple[str, ...],
    replications: int | None,
    days: float | None,
    warm_up: float | None,
    seed: int | None,
    jobs: int,
    as_json: bool,
) -> None:
    """Simulate a journey and show where customers leave

    Prints who gets where, who leaves because of what, times and waits, a month, with 95%
    intervals. With --fix, the same customers meet the fix too, and the differences are
    printed. All figures are simulated.
    """
    from desireline.scenarios.reading import load_journey
    from desireline.sim.experiment import World, compare

    from .simulate_fixes import chosen_fixes, read_whatif
    from .simulate_json import as_text
    from .simulate_tables import print_tables

    read = load_journey(journey)
    named = read_whatif(Path(journey), whatif, fixes)
    plan = _plan(named, replications, days, warm_up, seed, jobs)
    worlds = {"now": World(read)}
    if fixes:
        worlds["fixed"] = World(chosen_fixes(read, named, fixes))
    with _progress() as progress:
        outcomes = compare(worlds, plan=plan, progress=progress)
    if as_json:
        click.echo(as_text(read, fixes, outcomes))
    else:
        print_tables(read, fixes, outcomes)


def _plan(
    whatif: WhatIf | None,
    replications: int | None,
    days: float | None,
    warm_up: float | None,
    seed: int | None,
    jobs: int,
) -> Plan:
    """Take what the command line says, else the what-if, else the plan's own defaults."""
    from desireline.sim.outcome import Plan

    usual = Plan()
    if whatif:
        usual = Plan(
            days=whatif.horizon.run / DAY_SECONDS,
            warm_up_days=whatif.horizon.warm_up / DAY_SECONDS,
            seed=whatif.seed,
        )
    return Plan(
        replications=usual.replications if replications is None else replications,
        days=usual.days if days is None else days,
        warm_up_days=usual.warm_up_days if warm_up is None else warm_up,
        seed=usual.seed if seed is None else seed,
        jobs=jobs,
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
        yield lambda done, total: bar.update(task, completed=done, total=total)
