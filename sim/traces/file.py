"""A trace into a file: what kind of file its ending says, and whole or not at all."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, TextIO, TypeVar

from desireline.scenarios.errors import DesirelineError

from ..experiments.progress import Progress
from .event_log import cases
from .log_csv import write_csv
from .log_xes import write_xes
from .parquet import check_pyarrow, write_parquet
from .rows import as_json, plain, rows
from .walk import Trace

RECORDS, EVENTS = "records", "events"
KINDS = {".jsonl": RECORDS, ".parquet": RECORDS, ".csv": EVENTS, ".xes": EVENTS}
OFTEN = 1 << 12  # after so many items it is told how far the work is
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Written:
    """What a file holds."""

    count: int
    kind: str  # records or events
    customers: int


def write_trace(
    walk: Callable[[], Trace], to: Path, *, progress: Progress | None = None
) -> Written:
    """Walk, and write what was walked; what `to` can't be is found out before.

    Raises DesirelineError DL245 for an ending that says no kind of file, DL246 when Parquet
    can't be written here, DL247 when nothing can be written there.
    """
    ending = to.suffix.lower()
    _check_ending(to, ending)
    with _whole(to) as file:
        trace = walk()
        customers = sum(trace.tally.arrived)
        told = _Told(progress, customers if KINDS[ending] == EVENTS else len(trace.records))
        if ending == ".parquet":
            count = write_parquet(trace, file, told.at)
        else:
            text = TextIOWrapper(file, "utf-8", newline="")
            count = _WRITERS[ending](trace, told, text)
            text.flush()
            text.detach()
    return Written(count, KINDS[ending], customers)


@dataclass(frozen=True, slots=True)
class _Told:
    """Tells how far the work is, while things are gone through."""

    progress: Progress | None
    total: int

    def at(self, number: int) -> None:
        """Tell that the work is so far."""
        if self.progress:
            self.progress(number, self.total)

    def __call__(self, items: Iterable[Item]) -> Iterator[Item]:
        for number, item in enumerate(items):
            if not number % OFTEN:
                self.at(number)
            yield item


def _write_json(trace: Trace, told: _Told, file: TextIO) -> int:
    count = 0
    for row in told(rows(trace, trace.records)):
        file.write(json.dumps(as_json(row), ensure_ascii=False) + "\n")
        count += 1
    return count


_WRITERS: dict[str, Callable[[Trace, _Told, TextIO], int]] = {
    ".jsonl": _write_json,
    ".csv": lambda trace, told, file: write_csv(trace, told(cases(trace)), file),
    ".xes": lambda trace, told, file: write_xes(trace, told(cases(trace)), file),
}


def _check_ending(to: Path, ending: str) -> None:
    if ending not in KINDS:
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
