"""`desireline replay`: what one simulated customer went through, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from ..bar import share_bar
from .asked import FIXED, NOW, announce, asked, asks, replication_option

if TYPE_CHECKING:
    from desireline.sim.traces.story import Story
    from desireline.sim.traces.walk import Trace

    from .asked import Asked

Traces = dict[str, "Trace"]


@click.command()
@click.argument("journey", metavar="JOURNEY")
@click.option(
    "--customer",
    type=int,
    metavar="NUMBER",
    help="Whom to tell of; who arrives first is 0 [with a fix: the first whom it changes]",
)
@replication_option
@asks
@click.option("--json", "as_json", is_flag=True, help="Print the records as JSON, nothing else")
def command(
    journey: str, customer: int | None, replication: int, as_json: bool, **question: Any
) -> None:
    """Tell what one simulated customer went through

    With clock times, what it all took, and how hard it was. With --fix, the same customer
    with the same luck meets the fix too: it is told where the two stories part, what
    differs, and for how many others something does. The whole crowd walks, since customers
    wait for each other; one is told of.
    """
    from desireline.sim.traces.walk import walk_worlds

    if customer is None and not question["fixes"]:
        raise click.UsageError("Name a customer with --customer, or a fix with --fix.")
    read = asked(journey, **question)
    with share_bar() as tell:
        traces = walk_worlds(
            read.worlds,
            plan=read.plan,
            replication=replication,
            walked=partial(tell, "Simulating"),
            announce=announce,
        )
    if customer is None:
        customer = _first_changed(traces)
    if as_json:
        import json

        content = _content(read, traces, customer)
        click.echo(json.dumps(content, indent=1, ensure_ascii=False))
    else:
        click.echo("\n".join(_lines(read, traces, customer)))


def _first_changed(traces: Traces) -> int:
    """Give the first whom the fixes change; where they change nobody, the first of all.

    Raises DesirelineError DL225 when nobody arrived.
    """
    from desireline.sim.traces.walk import first_of
    from desireline.sim.traces.whom import whom_it_changes

    first = whom_it_changes(traces[NOW], traces[FIXED]).first
    return first_of(traces[NOW]) if first is None else first


def _lines(read: Asked, traces: Traces, customer: int) -> Iterator[str]:
    from desireline.reports.words import clean
    from desireline.sim.traces.telling import one_story, two_stories

    now = traces[NOW]
    yield f"{clean(read.journey.title or read.journey.name)}: customer {customer}, simulated"
    yield f"seed {now.seed}, replication {now.replication}, {_when(now)}"
    if now.note:
        yield f"Note: {now.note}."
    yield ""
    if read.fixes:
        name = " and ".join(read.fixes)
        yield from two_stories(now, traces[FIXED], customer, name=name)
    else:
        yield from one_story(now, customer)


def _when(trace: Trace) -> str:
    """Say how long is simulated."""
    from desireline.reports.words import days

    after = f" after a warm-up of {days(trace.warm_up_days)}" if trace.warm_up_days else ""
    return f"{days(trace.days)}{after}"


def _content(read: Asked, traces: Traces, customer: int) -> dict[str, Any]:
    now = traces[NOW]
    content = {
        "customer": customer,
        "seed": now.seed,
        "replication": now.replication,
        "days": now.days,
        "warm_up_days": now.warm_up_days,
        **_story(now, customer),
    }
    if not read.fixes:
        return content
    from desireline.sim.traces.whom import whom_it_changes

    whom = whom_it_changes(now, traces[FIXED])
    fixed = _story(traces[FIXED], customer)
    return content | {"fixes": list(read.fixes), "fixed": fixed, "changes": asdict(whom)}


def _story(trace: Trace, customer: int) -> dict[str, Any]:
    from desireline.sim.clock import seconds
    from desireline.sim.effort import POINT
    from desireline.sim.traces.rows import as_json, rows
    from desireline.sim.traces.story import story_of
    from desireline.sim.traces.walk import of_customer

    own = of_customer(trace, customer)
    story: Story = story_of(trace, own)
    return {
        "completed": story.completed,
        "took_seconds": seconds(story.took),
        "waited_seconds": seconds(story.waited),
        "effort": story.effort / POINT,
        "ces": story.score,
        "records": [as_json(row) for row in rows(trace, own)],
    }
