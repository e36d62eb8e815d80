"""`desireline replay`: what one simulated customer went through, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from desireline.scenarios.journey import Journey
    from desireline.sim.traces.story import Story
    from desireline.sim.traces.walk import Trace


@click.command()
@click.argument("journey", metavar="JOURNEY")
@click.option(
    "--customer",
    type=int,
    required=True,
    metavar="NUMBER",
    help="Whom to tell of; who arrives first is 0",
)
@click.option("--days", type=float, default=14.0, show_default=True, help="How long")
@click.option("--seed", type=int, default=7, show_default=True, help="Another is another crowd")
@click.option(
    "--replication",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Which one of those that `simulate` walks; the first is 0",
)
@click.option("--json", "as_json", is_flag=True, help="Print the records as JSON, nothing else")
def command(
    journey: str, customer: int, days: float, seed: int, replication: int, as_json: bool
) -> None:
    """Tell what one simulated customer went through

    With clock times, what it all took, and how hard it was. The whole crowd walks, since
    customers wait for each other; one of them is told of.
    """
    from desireline.scenarios.reading import load_journey
    from desireline.sim.traces.story import story_of
    from desireline.sim.traces.walk import of_customer, walk_traced

    read = load_journey(journey)
    trace = walk_traced(read, days=days, seed=seed, replication=replication)
    story = story_of(trace, of_customer(trace, customer))
    if as_json:
        import json

        click.echo(json.dumps(_as_json(trace, story), indent=1, ensure_ascii=False))
    else:
        click.echo("\n".join(_lines(read, trace, story)))


def _lines(journey: Journey, trace: Trace, story: Story) -> Iterator[str]:
    from desireline.reports.words import clean
    from desireline.sim.traces.story import clocks

    title = clean(journey.title or journey.name)
    yield f"{title}: customer {story.customer}, simulated"
    days = f"{trace.days:g} {'day' if trace.days == 1 else 'days'}"
    yield f"seed {trace.seed}, replication {trace.replication}, {days}\n"
    times = clocks(trace, story.sentences, dated=journey.calendar is not None)
    for time, sentence in zip(times, story.sentences, strict=True):
        yield f"{time}  {clean(sentence.text)}"
    yield f"\n{story.end}"


def _as_json(trace: Trace, story: Story) -> dict[str, Any]:
    from desireline.sim.clock import seconds
    from desireline.sim.effort import POINT, effort_score
    from desireline.sim.traces.rows import as_json, rows
    from desireline.sim.traces.walk import of_customer

    own = of_customer(trace, story.customer)
    return {
        "customer": story.customer,
        "seed": trace.seed,
        "replication": trace.replication,
        "days": trace.days,
        "took_seconds": seconds(story.took),
        "waited_seconds": seconds(story.waited),
        "effort": story.effort / POINT,
        "ces": effort_score(story.effort) / POINT,
        "records": [as_json(row) for row in rows(trace, own)],
    }
