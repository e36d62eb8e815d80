"""A trace into a file: what kind of file its ending says, and whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import Any, BinaryIO, TextIO, TypeVar

from desireline.scenarios.errors import DesirelineError

from ..experiments.progress import Progress
from ..tally import Tally
from .event_log import Case, cases
from .heading import Heading
from .json_lines import json_file
from .log_csv import write_csv
from .log_xes import write_xes
from .parquet import check_pyarrow, parquet_file
from .records import EvenPieces, joined
from .rows import plain
from .walk import Begin, Take

RECORDS, EVENTS = "records", "events"
RECORD_FILES: dict[str, Callable[[Heading, BinaryIO], AbstractContextManager[Take]]] = {
    ".jsonl": json_file,
    ".parquet": parquet_file,
}
EVENT_FILES: dict[str, Callable[[Heading, Iterable[Case], TextIO], int]] = {
    ".csv": write_csv,
    ".xes": write_xes,
}
OFTEN = 1 << 12  # after so many customers it is told how far the work is
Item = TypeVar("Item")
Walk = Callable[[Begin], Tally]


@dataclass(frozen=True, slots=True)
class Written:
    """What a file holds."""

    count: int
    kind: str  # records or events
    customers: int


def write_trace(walk: Walk, to: Path, *, progress: Progress | None = None) -> Written:
    """Walk, and write what is walked: records as they are handed over, events when all are.

    What `to` can't be is found out before anybody walks. `progress` is told how many customers'
    events are written.

    Raises DesirelineError DL245 for an ending that says no kind of file, DL246 when Parquet
    can't be written here, DL247 when nothing can be written there, DL249 when a record is too
    late for any calendar.
    """
    ending = to.suffix.lower()
    _check_ending(to, ending)
    with _whole(to) as file:
        if ending in RECORD_FILES:
            return _write_records(walk, ending, file)
        return _write_events(walk, ending, file, progress)


def _write_records(walk: Walk, ending: str, file: BinaryIO) -> Written:
    taker: list[EvenPieces] = []
    with ExitStack() as stack:

        def begin(heading: Heading) -> Take:
            taker.append(EvenPieces(stack.enter_context(RECORD_FILES[ending](heading, file))))
            return taker[0].take

        customers = sum(walk(begin).arrived)
        taker[0].end()
    return Written(taker[0].total, RECORDS, customers)


def _write_events(walk: Walk, ending: str, file: BinaryIO, progress: Progress | None) -> Written:
    """Write customer by customer, which takes the whole crowd."""
    headings: list[Heading] = []
    pieces: list[Any] = []

    def begin(heading: Heading) -> Take:
        headings.append(heading)
        return lambda some: pieces.append(some.copy())

    customers = sum(walk(begin).arrived)
    (heading,) = headings
    told = _told(cases(heading, joined(pieces)), customers, progress)
    text = TextIOWrapper(file, "utf-8", newline="")
    count = EVENT_FILES[ending](heading, told, text)
    text.flush()
    text.detach()
    return Written(count, EVENTS, customers)


def _told(items: Iterable[Item], total: int, progress: Progress | None) -> Iterator[Item]:
    """Tell how far the work is, while things are gone through."""
    for number, item in enumerate(items):
        if progress and not number % OFTEN:
            progress(number, total)
        yield item


def _check_ending(to: Path, ending: str) -> None:
    if ending not in {*RECORD_FILES, *EVENT_FILES}:
        raise DesirelineError(
            "DL245",
            f"what `{plain(str(to))}` is to hold can't be told from its ending",
            hint="end it in .jsonl or .parquet for every record, in .xes or .csv for an event log",
        )
    if ending == ".parquet":
        check_pyarrow()


@contextmanager
def _whole(to: Path) -> Iterator[BinaryIO]:
    """Open a file beside its place, and put it there when it is whole."""
    place = Path(os.path.realpath(to))
    part = place.with_name(f".{place.name}.{os.getpid()}.part")
    if place.exists() and not place.is_file():
        raise _unwritable(to, "it is no file")
    if not place.parent.is_dir():
        raise _unwritable(to, f"there is no folder `{plain(str(to.parent))}`")
    try:
        with part.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, place)
    except OSError as error:
        raise _unwritable(to, error.strerror or str(error)) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _unwritable(to: Path, why: str) -> DesirelineError:
    return DesirelineError(
        "DL247",
        f"`{plain(str(to))}` can't be written: {why}",
        hint="make what it lacks there (a folder, room, rights), or name another file",
    )
