"""`desireline run`: walk, simulate, compare, and write the consistency report."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .asked import jobs_option

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from desireline.probes.trip.trip import Evidence
    from desireline.reports.record import Record
    from desireline.reports.run import Event, Wish
    from desireline.scenarios.journey import Journey
    from desireline.sim.plan import Plan

PHASES = {"prices": "Pricing the gaps", "inputs": "Trying the inputs 20% worse"}


@click.command()
@click.argument("journey", type=click.Path(path_type=Path))
@click.option("--walk", "walks", multiple=True, metavar="NAME", help="Only this walk (repeatable)")
@click.option(
    "--evidence",
    type=click.Choice(["none", "lite", "full"]),
    default="lite",
    show_default=True,
    help="Kept: steps alone; pages and pictures; also a film of what failed, when walked again",
)
@click.option("--headed", is_flag=True, help="Show the browser")
@click.option("--allow-danger", is_flag=True, help="Do authorised steps that order, send, delete")
@click.option("--replications", type=int, default=20, show_default=True, help="How often")
@click.option("--days", type=float, default=14.0, show_default=True, help="How long each one is")
@click.option("--seed", type=int, default=7, show_default=True, help="Another is another crowd")
@jobs_option
@click.option(
    "--fail-on",
    default="any",
    show_default=True,
    metavar="WHAT",
    help="Gaps to end with 1 for: any, priced, never, customers a month (10), kinds (too-slow,…)",
)
@click.option("--out", type=click.Path(path_type=Path), help="Keeps the runs; .desireline/runs")
@click.option("--json", "as_json", is_flag=True, help="Print the record as JSON, nothing else")
def command(
    journey: Path,
    walks: tuple[str, ...],
    evidence: Evidence,
    headed: bool,
    allow_danger: bool,
    replications: int,
    days: float,
    seed: int,
    jobs: int | None,
    fail_on: str,
    out: Path | None,
    as_json: bool,
) -> int:
    """Walk, simulate, compare, and write the consistency report

    Ends with 0 when consistent, 1 with gaps that --fail-on counts (`priced`: the range of
    what it loses lies above zero), else 3 when something could not be looked at. The report
    stands in .desireline/runs/TIME/report.html.
    """
    from desireline.reports.run import Wish
    from desireline.reports.run_fail_on import exit_code
    from desireline.reports.run_fail_on import fail_on as read_fail_on
    from desireline.reports.run_text import print_result
    from desireline.reports.store import PAGE, RUNS, record_as_json
    from desireline.scenarios.reading import load_journey
    from desireline.sim.plan import Plan

    counts = read_fail_on(fail_on)
    plan = Plan(replications=replications, days=days, seed=seed, jobs=jobs)
    wish = Wish(
        walks=walks,
        evidence=evidence,
        headed=headed,
        allow_danger=allow_danger,
        plan=plan,
        runs=out or RUNS,
        command=_replay(journey, walks, plan, allow_danger=allow_danger),
    )
    record, folder = _run(journey, load_journey(journey), wish)
    if as_json:
        click.echo(record_as_json(record), nl=False)
    else:
        print_result(record, folder / PAGE)
    return exit_code(record, counts)


def _replay(journey: Path, walks: tuple[str, ...], plan: Plan, *, allow_danger: bool) -> str:
    """Give the command that makes this run again."""
    import shlex

    words = ["desireline", "run", str(journey)]
    words += [word for name in walks for word in ("--walk", name)]
    words += ["--allow-danger"] if allow_danger else []
    words += ["--replications", str(plan.replications)]
    return shlex.join([*words, "--days", f"{plan.days:g}", "--seed", str(plan.seed)])


def _run(path: Path, journey: Journey, wish: Wish) -> tuple[Record, Path]:
    """Make the run; when it stops short, say where what was seen is kept."""
    from desireline import __version__
    from desireline.reports.run import make_run

    with _shown() as listener:
        try:
            return make_run(
                path, journey=journey, wish=wish, on_event=listener, version=__version__
            )
        finally:
            listener.say_what_is_kept()


class _Listener:
    """Tells stderr how a run goes: a line a touchpoint, then a bar where somebody looks."""

    def __init__(self, bar: Progress | None) -> None:
        self.bar, self.folder = bar, Path()
        self.tasks: dict[str, TaskID] = {}

    def __call__(self, event: Event) -> None:
        from desireline.reports.run import Opened, Walking

        if isinstance(event, Opened):
            self.folder = event.folder
        elif isinstance(event, Walking):
            self._say(event.line)
        elif self.bar:
            if event.what not in self.tasks:
                self.tasks[event.what] = self.bar.add_task(PHASES[event.what])
            task = self.tasks[event.what]
            self.bar.update(task, completed=event.done, total=event.total)

    def say_what_is_kept(self) -> None:
        """Name the folder of a run that stopped short, if anything is in it."""
        if self.folder.name and self.folder.is_dir():
            self._say(f"What was seen until then is kept in {self.folder}")

    def _say(self, line: str) -> None:
        from rich.text import Text

        if self.bar:
            self.bar.console.print(Text(line), soft_wrap=True)
        else:
            click.echo(line, err=True)


@contextmanager
def _shown() -> Iterator[_Listener]:
    """Open a bar on stderr when somebody looks."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True, highlight=False)
    if not console.is_terminal:
        yield _Listener(None)
        return
    columns = TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn(compact=True)
    with Progress(*columns, console=console, transient=True) as bar:
        yield _Listener(bar)
