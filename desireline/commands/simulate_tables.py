"""What `desireline simulate` prints: the answer first, then who goes where, and how it feels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import fmean

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from desireline.scenarios.journey import Journey
from desireline.sim.experiments.experiment import best_values, difference
from desireline.sim.experiments.outcome import Outcome, TouchpointOutcome

from .simulate_words import (
    answer,
    clock,
    context,
    exactly,
    fix_answer,
    level,
    luck_taken_off,
    moved,
    number,
    percent,
    where_most_leave,
)

CAUSES = {"own": "anyway", "wait": "for the wait", "effort": "for effort", "failure": "failed"}


def print_tables(journey: Journey, fixes: Sequence[str], outcomes: Mapping[str, Outcome]) -> None:
    """Print what was simulated; with fixes, what they change."""
    console = Console(highlight=False)
    now = outcomes["now"]
    console.print(f"[bold]{escape(journey.title or journey.name)}[/]\n")
    console.print(escape(answer(now, journey.currency)))
    console.print(escape(_second_sentence(journey, fixes, outcomes)))
    tables = _changes(journey, now, outcomes["fixed"]) if fixes else _tables(journey, now)
    for table in tables:
        console.print()
        console.print(table)
    console.print()
    for note in dict.fromkeys(note for outcome in outcomes.values() for note in outcome.notes):
        console.print(f"[bold]Note:[/] {escape(note)}.")
    begins = journey.calendar.starts.isoformat() if journey.calendar else "a Monday"
    console.print(context(now, fixed=bool(fixes), begins=begins), style="dim")
    for sentence in (exactly(now), luck_taken_off(now)):
        if sentence:
            console.print(escape(sentence), style="dim")


def _second_sentence(
    journey: Journey, fixes: Sequence[str], outcomes: Mapping[str, Outcome]
) -> str:
    if fixes:
        return fix_answer(fixes, outcomes["now"], outcomes["fixed"], journey.currency)
    return where_most_leave(outcomes["now"])


def _tables(journey: Journey, outcome: Outcome) -> list[Table]:
    tables = [_reach(journey, outcome), _visits(journey, outcome)]
    tables += [_resources(outcome)] if outcome.resources else []
    return [*tables, _customers(outcome)]


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    table.add_column(columns[0], header_style="dim")
    for name in columns[1:]:
        table.add_column(name, justify="right", header_style="dim")
    return table


def _reach(journey: Journey, outcome: Outcome) -> Table:
    """Who gets where, and who leaves because of what."""
    causes = [cause for cause in CAUSES if any(cause in t.left for t in outcome.touchpoints)]
    headings = [f"left {CAUSES[cause]}" for cause in causes]
    table = _table("Customers a month", "", "reached", "of all", *headings)
    found = {touchpoint.name: touchpoint for touchpoint in outcome.touchpoints}
    for stage in journey.stages:
        table.add_row(f"[dim]{escape(stage.name)}[/]")
        for name in stage.touchpoints:
            table.add_row(*_reach_row(found[name], outcome, causes))
    return table


def _reach_row(found: TouchpointOutcome, outcome: Outcome, causes: Sequence[str]) -> list[str]:
    share = found.reached.mean / outcome.arrived.mean
    left = [level(found.left[cause]) if cause in found.left else "" for cause in causes]
    return [f"  {escape(found.name)}", level(found.reached), f"{share:.0%}", *left]


def _visits(journey: Journey, outcome: Outcome) -> Table:
    """What a visit is like."""
    waits = [name for name, _, touchpoint in journey.touchpoints() if touchpoint.needs]
    wait = ["wait"] if waits else []
    table = _table("A visit", "", "per customer", "takes", *wait, "effort so far")
    for found in outcome.touchpoints:
        waited = [clock(found.wait_minutes) if found.name in waits else ""] if waits else []
        times = found.visits.mean / found.reached.mean if found.reached.mean else 0.0
        effort = level(found.effort, 2)
        table.add_row(
            f"  {escape(found.name)}", f"{times:.2f}", clock(found.minutes), *waited, effort
        )
    return table


def _resources(outcome: Outcome) -> Table:
    table = _table("Resources", "", "busy", "wait", "give up")
    for found in outcome.resources:
        busy, gave_up = percent(found.utilisation), percent(found.abandoned)
        table.add_row(f"  {escape(found.name)}", busy, clock(found.wait_minutes), gave_up)
    return table


def _customers(outcome: Outcome) -> Table:
    """How the customers fare, by segment where there are several, and all together."""
    table = _table("Customers", "", "arrive", "complete", "share", "CES", "NPS")
    segments = outcome.segments if len(outcome.segments) > 1 else ()
    for found in segments:
        counts = level(found.arrived), level(found.completed), percent(found.completion)
        table.add_row(f"  {escape(found.name)}", *counts, level(found.ces, 2), "")
    counts = level(outcome.arrived), level(outcome.completed), percent(outcome.completion)
    table.add_row("  all", *counts, level(outcome.ces, 2), level(outcome.nps, 1))
    return table


def _changes(journey: Journey, now: Outcome, fixed: Outcome) -> list[Table]:
    """What the fixes change: all in all, and up- and downstream."""
    tables = [_sums(journey, now, fixed), _reach_changes(journey, now, fixed)]
    return [*tables, _resource_changes(now, fixed)] if now.resources else tables


def _sums(journey: Journey, now: Outcome, fixed: Outcome) -> Table:
    table = _table("A month", "", "now", "fixed", "difference", "")
    rows = {"complete": ("completed", None), f"value, {journey.currency}": ("value", None)}
    scores = {"CES (1 to 7)": ("ces", 3), "NPS": ("nps", 1)}
    for title, (name, digits) in {**rows, **scores}.items():
        means = (number(getattr(world, name).mean, digits) for world in (now, fixed))
        table.add_row(f"  {title}", *means, *_moved(now, fixed, name, digits))
    for cause, words in CAUSES.items():
        if any(now.samples[f"left:{cause}"]) or any(fixed.samples[f"left:{cause}"]):
            means = (number(fmean(best_values(w, f"left:{cause}"))) for w in (now, fixed))
            table.add_row(f"  leave {words}", *means, *_moved(now, fixed, f"left:{cause}"))
    return table


def _moved(
    now: Outcome, fixed: Outcome, figure: str, digits: int | None = None, factor: float = 1.0
) -> tuple[str, str]:
    change = difference(fixed, now, figure)
    chance = "could be chance" if change.could_be_chance and change.low < change.high else ""
    return moved(change, digits, factor), chance


def _reach_changes(journey: Journey, now: Outcome, fixed: Outcome) -> Table:
    table = _table("Who gets there, a month", "", "now", "fixed", "difference", "")
    then = {touchpoint.name: touchpoint for touchpoint in fixed.touchpoints}
    before = {touchpoint.name: touchpoint for touchpoint in now.touchpoints}
    for stage in journey.stages:
        table.add_row(f"[dim]{escape(stage.name)}[/]")
        for name in stage.touchpoints:
            counts = number(before[name].reached.mean), number(then[name].reached.mean)
            table.add_row(f"  {escape(name)}", *counts, *_moved(now, fixed, f"reached:{name}"))
    return table


def _resource_changes(now: Outcome, fixed: Outcome) -> Table:
    table = _table("Resources", "", "now", "fixed", "difference", "")
    for before, after in zip(now.resources, fixed.resources, strict=True):
        name, label = before.name, escape(before.name)
        busy = f"{before.utilisation.mean:.1%}", f"{after.utilisation.mean:.1%}"
        table.add_row(f"  {label}, busy", *busy, *_moved(now, fixed, f"busy:{name}", 1, 100.0))
        waits = number(before.wait_minutes.mean, 1), number(after.wait_minutes.mean, 1)
        table.add_row(f"  {label}, minutes waited", *waits, *_moved(now, fixed, f"wait:{name}", 1))
        gone = f"{before.abandoned.mean:.1%}", f"{after.abandoned.mean:.1%}"
        table.add_row(
            f"  {label}, give up", *gone, *_moved(now, fixed, f"gave-up:{name}", 1, 100.0)
        )
    return table
