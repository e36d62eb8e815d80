"""`desireline probe`: walk the live touchpoints, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desireline.probes.seen import WalkSeen
    from desireline.probes.trip.trip import Evidence

FOLDER = Path(".desireline") / "probes"
LONGEST_PAUSE_SECONDS = 60.0


class _Pause(click.ParamType[Any]):
    """A duration as journeys write it: 500ms, 2s."""

    name = "time"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        if isinstance(value, float):  # what is not asked for imports nothing: a driver starts first
            return value
        from desireline.scenarios.units import seconds

        try:
            pause = seconds(value)
        except ValueError:
            self.fail(f"{value!r} is no time; write it like 500ms or 2s", param, ctx)
        if pause > LONGEST_PAUSE_SECONDS:
            self.fail(f"{value!r} is too long to wait before each step; at most 1 min", param, ctx)
        return pause


@click.command()
@click.argument("journey", type=click.Path(path_type=Path))
@click.option("--walk", "walks", multiple=True, metavar="NAME", help="Only this walk (repeatable)")
@click.option("--only", metavar="TOUCHPOINT", help="Walk up to this touchpoint")
@click.option(
    "--evidence",
    type=click.Choice(["none", "lite", "full"]),
    default="lite",
    show_default=True,
    help="Kept: steps alone; pages and pictures; also a film of what failed, when walked again",
)
@click.option("--trace", is_flag=True, help="Film each walk: trace, requests, video")
@click.option("--headed", is_flag=True, help="Show the browser")
@click.option(
    "--slow", type=_Pause(), default=0.0, metavar="TIME", help="Wait before each step: 500ms"
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1, max=64),
    default=1,
    show_default=True,
    help="Walks at the same time; their times are then not comparable",
)
@click.option("--allow-danger", is_flag=True, help="Do authorised steps that order, send, delete")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for result and pictures")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON")
def command(
    journey: Path,
    walks: tuple[str, ...],
    only: str | None,
    evidence: Evidence,
    trace: bool,
    headed: bool,
    slow: float,
    jobs: int,
    allow_danger: bool,
    out: Path | None,
    as_json: bool,
) -> int:
    """Walk the live touchpoints as a customer would

    Ends with 0 when every walk got through (flaky and degraded ones are named), 1 when a
    touchpoint failed, 3 when one could not be looked at, 130 on Ctrl-C. The result stands in
    .desireline/probes/TIME/walks.json, beside the pictures and films.
    """
    from desireline.probes.browser.early import open_early

    with open_early(headed=headed, film=trace or evidence == "full") as early:
        from desireline.probes.keep import new_folder
        from desireline.probes.shopper import Interrupted, walk_journey
        from desireline.probes.trip.trip import Limits
        from desireline.scenarios.reading import load_journey

        loaded = load_journey(journey)
        folder = out or new_folder(FOLDER)
        try:
            seen = walk_journey(
                loaded,
                walks=walks,
                only=only,
                headed=headed,
                evidence=evidence,
                trace=trace,
                jobs=jobs,
                limits=Limits(pause_seconds=slow),
                allow_danger=allow_danger,
                out=folder,
                on_event=lambda line: click.echo(line, err=True),
                early=early,
            )
        except Interrupted as stopped:
            _tell(stopped.seen, folder, as_json=as_json)
            raise
    _tell(seen, folder, as_json=as_json)
    return _exit_code(seen)


def _tell(seen: Sequence[WalkSeen], folder: Path, *, as_json: bool) -> None:
    """Keep and print what was seen."""
    import json

    from desireline.probes.keep import walks_as_json, write_walks
    from desireline.probes.words import table_of

    file = write_walks(seen, folder)
    if as_json:
        click.echo(json.dumps(walks_as_json(seen), ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(table_of(walk, folder) for walk in seen))
    click.echo(f"Kept in {file}", err=True)


def _exit_code(seen: Sequence[WalkSeen]) -> int:
    verdicts = {walk.verdict for walk in seen}
    if "failed" in verdicts:
        return 1
    return 3 if "could not look" in verdicts else 0
