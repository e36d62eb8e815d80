"""`desireline replay`: what one simulated customer went through, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from ..bar import share_bar
from .asked import FIXED, NOW, announce, asked, asks, replication_option

if TYPE_CHECKING:
    from desireline.sim.traces.story import Sentence, Story
    from desireline.sim.traces.walk import Trace

    from .asked import Asked

Traces = dict[str, "Trace"]


@click.command()
@click.argument("journey", metavar="JOURNEY")
@click.option(
    "--customer",
    type=int,
    required=True,
    metavar="NUMBER",
    help="Whom to tell of; who arrives first is 0",
)
@replication_option
@asks
@click.option("--json", "as_json", is_flag=True, help="Print the records as JSON, nothing else")
def command(journey: str, customer: int, replication: int, as_json: bool, **question: Any) -> None:
    """Tell what one simulated customer went through

    With clock times, what it all took, and how hard it was. With --fix, the same customer
    with the same luck meets the fix too: it is told where the two stories part, and what
    differs. The whole crowd walks, since customers wait for each other; one is told of.
    """
    from desireline.sim.traces.walk import walk_worlds

    read = asked(journey, **question)
    with share_bar() as tell:
        traces = walk_worlds(
            read.worlds,
            plan=read.plan,
            replication=replication,
            walked=partial(tell, "Simulating"),
            announce=announce,
        )
    if as_json:
        import json

        content = _content(read, traces, customer)
        click.echo(json.dumps(content, indent=1, ensure_ascii=False))
    else:
        click.echo("\n".join(_lines(read, traces, customer)))


def _lines(read: Asked, traces: Traces, customer: int) -> Iterator[str]:
    from desireline.reports.words import clean

    now = traces[NOW]
    yield f"{clean(read.journey.title or read.journey.name)}: customer {customer}, simulated"
    yield f"seed {now.seed}, replication {now.replication}, {_when(now)}"
    if now.note:
        yield f"Note: {now.note}."
    yield ""
    yield from _both(read, traces, customer) if read.fixes else _one(read, now, customer)


def _one(read: Asked, trace: Trace, customer: int) -> Iterator[str]:
    from desireline.sim.traces.story import is_long, story_of
    from desireline.sim.traces.walk import of_customer

    story = story_of(trace, of_customer(trace, customer))
    yield from _told(read, trace, story.sentences, long=is_long(story.sentences))
    yield f"\n{story.end}"


def _both(read: Asked, traces: Traces, customer: int) -> Iterator[str]:
    """Tell once what is alike, then each of the two ways, then what differs."""
    from desireline.reports.words import clean
    from desireline.sim.traces.fork import fork_of
    from desireline.sim.traces.story import is_long

    fork = fork_of(traces[NOW], traces[FIXED], customer)
    long = is_long((*fork.now.sentences, *fork.other.sentences))
    fixed = f"With {clean(' and '.join(read.fixes))}"
    yield from _told(read, traces[NOW], fork.shared, long=long)
    if fork.is_none:
        yield f"\n{fork.now.end}\n\n{fixed}, all of it is the same."
        return
    for heading, world, story in (("As it is", NOW, fork.now), (fixed, FIXED, fork.other)):
        yield f"\n{heading}"
        yield from _told(read, traces[world], story.sentences[fork.alike :], long=long)
        yield story.end
    yield f"\n{fork.differs}"


def _told(read: Asked, trace: Trace, sentences: Sequence[Sentence], *, long: bool) -> Iterator[str]:
    from desireline.reports.words import clean
    from desireline.sim.traces.story import clocks

    dated = read.journey.calendar is not None
    times = clocks(trace, sentences, dated=dated, long=long)
    for time, sentence in zip(times, sentences, strict=True):
        yield f"{time}  {clean(sentence.text)}"


def _when(trace: Trace) -> str:
    """Say how long is simulated."""
    after = f" after a warm-up of {_days(trace.warm_up_days)}" if trace.warm_up_days else ""
    return f"{_days(trace.days)}{after}"


def _days(count: float) -> str:
    return f"{count:g} {'day' if count == 1 else 'days'}"


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
    return content | {"fixes": list(read.fixes), "fixed": _story(traces[FIXED], customer)}


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
