"""A run: walk, compare, simulate, price, and keep all of it in one folder.

What was seen is written down before anything is made of it. Whatever stops a run after
that, the folder stays, marked as incomplete, with what there is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from desireline.probes.seen import WalkSeen
from desireline.probes.shopper import Interrupted, walk_journey
from desireline.probes.trip.trip import Evidence
from desireline.scenarios.errors import DesirelineError
from desireline.scenarios.journey import Journey
from desireline.sim.checks import check_flow, check_plan
from desireline.sim.flatten import compile_flow
from desireline.sim.plan import Plan

from .page import write_page
from .record import Record
from .run_record import make_record, told_of
from .store import RUNS, close_run, mark_incomplete, open_run, write_record, write_walks
from .words import cleaned


@dataclass(frozen=True, slots=True)
class Opened:
    """A run has begun; all it makes goes to this folder, until it is whole."""

    folder: Path


@dataclass(frozen=True, slots=True)
class Walking:
    """The shopper says how it goes, in a line."""

    line: str


@dataclass(frozen=True, slots=True)
class Simulating:
    """So many replications are done, of how many, for which of the figures."""

    what: str  # prices or inputs
    done: int
    total: int


Event = Opened | Walking | Simulating
Listener = Callable[[Event], None]


@dataclass(frozen=True, slots=True)
class Wish:
    """How a run is to be made."""

    walks: Sequence[str] = ()  # none: all of the journey's
    headed: bool = False
    allow_danger: bool = False
    evidence: Evidence = "lite"
    plan: Plan = field(default_factory=Plan)
    runs: Path = RUNS  # where the runs are kept
    command: str = "desireline run"  # what replays it
    environ: Mapping[str, str] | None = None  # none: this process's


def make_run(
    journey_path: Path,
    *,
    journey: Journey,
    wish: Wish = Wish(),
    on_event: Listener | None = None,
    now: datetime | None = None,
    version: str = "",
) -> tuple[Record, Path]:
    """Make a whole run, and give its record and its folder.

    `on_event` hears how it goes. `now` is the time that names the folder (none: the
    clock's). Raises DesirelineError for a journey that can't be walked or simulated and
    for a disk that can't be written to, KeyboardInterrupt on Ctrl-C; what was seen until
    then stays in the folder, which then ends in `.incomplete`.
    """
    check_plan(wish.plan)
    check_flow(compile_flow(journey), wish.plan)  # before anybody walks for nothing
    tell = on_event or (lambda event: None)
    made_at = now or datetime.now(UTC)
    told = told_of(journey_path, command=wish.command, made_at=made_at, version=version)
    folder = open_run(wish.runs, made_at)
    with _kept(folder):
        tell(Opened(folder))
        walks = _walk(journey, folder, wish, tell)
        write_walks(folder, walks)
        record = make_record(
            journey,
            walks,
            told=told,
            plan=wish.plan,
            on_simulating=lambda what, done, total: tell(Simulating(what, done, total)),
        )
        write_record(folder, record)
        write_page(record, folder)
        return record, close_run(folder)


def _walk(journey: Journey, folder: Path, wish: Wish, tell: Listener) -> tuple[WalkSeen, ...]:
    """Walk, and on Ctrl-C keep what was seen so far. A journey without walks is not walked."""
    if not journey.walks and not wish.walks:
        return ()
    try:
        walks = walk_journey(
            journey,
            walks=tuple(wish.walks),
            headed=wish.headed,
            allow_danger=wish.allow_danger,
            evidence=wish.evidence,
            out=folder,
            environ=wish.environ,
            on_event=lambda line: tell(Walking(line)),
        )
    except Interrupted as stopped:
        write_walks(folder, cleaned(stopped.seen))
        raise
    return cleaned(walks)


@contextmanager
def _kept(folder: Path) -> Iterator[None]:
    """Say in the folder what stopped the run; an empty folder is taken away again."""
    try:
        yield
    except BaseException as stopped:
        with suppress(OSError):
            folder.rmdir()  # only when nothing is in it
        if folder.exists():
            mark_incomplete(folder, _why(stopped))
        raise


def _why(stopped: BaseException) -> str:
    if isinstance(stopped, KeyboardInterrupt):
        return "interrupted"
    if isinstance(stopped, DesirelineError):
        return str(stopped)
    return f"desireline itself failed: {type(stopped).__name__}"
