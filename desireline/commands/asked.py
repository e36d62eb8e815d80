"""What `simulate`, `trace` and `replay` are asked alike: which worlds, when, on which luck.

One home for these options, so that they mean the same: a replication that `simulate` walked
is told, or written down, by the same words on the command line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from desireline.scenarios.journey import Journey
    from desireline.scenarios.whatif import WhatIf
    from desireline.sim.experiments.experiment import World
    from desireline.sim.plan import Plan

DAY_SECONDS = 86400.0
NOW, FIXED = "now", "fixed"
Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Asked:
    """Worlds to be walked, and how."""

    journey: Journey  # as things are
    fixes: tuple[str, ...]
    worlds: dict[str, World]  # now, and fixed where there are fixes
    plan: Plan


class _Days(click.ParamType[Any]):
    """A number of days, or `auto`."""

    name = "days"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float | str:
        if value == "auto":
            return "auto"
        try:
            return float(value)
        except ValueError:
            self.fail(f"{value!r} is neither a number of days nor auto", param, ctx)


OPTIONS = (
    click.option(
        "--whatif", metavar="FILE", help="Where the fixes are [whatif.yaml beside JOURNEY]"
    ),
    click.option(
        "--fix",
        "fixes",
        multiple=True,
        metavar="FIX",
        help="A fix by its name, or a change like 'checkout.leaves: -4pp'; several work together",
    ),
    click.option(
        "--days", type=float, help="Counted days of a replication [14, or as the what-if says]"
    ),
    click.option(
        "--warm-up",
        "warm_up_days",
        type=_Days(),
        metavar="DAYS|auto",
        help="Days before them, not counted; auto finds out [0, or as the what-if says]",
    ),
    click.option(
        "--start",
        type=click.Choice(["empty", "filled"]),
        default="empty",
        show_default=True,
        help="Whether anybody is in the journey at first; filled: as many as if nobody ever waited",
    ),
    click.option("--starts-with", metavar="FILE", help="A snapshot: who is there when time begins"),
    click.option(
        "--seed", type=int, help="Another seed is another crowd [7, or as the what-if says]"
    ),
    click.option(
        "--engine",
        type=click.Choice(["auto", "simpy", "compiled"]),
        default="auto",
        show_default=True,
        help="Both give the same figures; compiled is far quicker once it is loaded",
    ),
)
MOST_REPLICATIONS = 1 << 24  # as many as the luck is for
jobs_option = click.option(
    "--jobs", type=click.IntRange(1, 1024), help="How many replications at once [one per core]"
)
replication_option = click.option(
    "--replication",
    type=click.IntRange(0, MOST_REPLICATIONS - 1),
    default=0,
    show_default=True,
    help="Which one of those that `simulate` walks; the first is 0",
)


def asks(command: Command) -> Command:
    """Give a command these options."""
    return reduce(lambda under, option: option(under), reversed(OPTIONS), command)


def asked(
    journey: str,
    *,
    whatif: str | None,
    fixes: tuple[str, ...],
    starts_with: str | None,
    **plan: Any,
) -> Asked:
    """Read what is asked for; what is None in the `plan` is as the what-if says, or as usual."""
    from desireline.scenarios.reading import load_journey, load_snapshot
    from desireline.sim.experiments.experiment import World

    from .asked_fixes import chosen_fixes, read_whatif

    read = load_journey(journey)
    named = read_whatif(Path(journey), whatif, fixes)
    given = {name: value for name, value in plan.items() if value is not None}
    there = load_snapshot(starts_with, read) if starts_with else None
    worlds = {NOW: World(read, snapshot=there)}
    if fixes:
        worlds[FIXED] = World(chosen_fixes(read, named, fixes), snapshot=there)
    return Asked(read, fixes, worlds, replace(_usual(named), **given))


def announce(sentence: str) -> None:
    """Say that something takes long, beside what is printed."""
    click.echo(sentence, err=True)


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
