"""Where runs are kept: one folder each, whole or marked as incomplete.

A run is made in `<time>.incomplete`, beside its place, and renamed when everything is in
it: a folder without that ending is whole. Whatever stops a run, what was measured until
then stays in the incomplete folder. `latest.html` leads to the newest report: it is a link, or
where the system has none for us a page that goes on to it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from desireline.probes.keep import walks_as_json
from desireline.probes.seen import WalkSeen
from desireline.scenarios.errors import DesirelineError

from .record import SCHEMA_VERSION, Record

RUNS = Path(".desireline") / "runs"
INCOMPLETE = ".incomplete"
RECORD, WALKS, PAGE, LATEST, WHY = "run.json", "walks.json", "report.html", "latest.html", "why.txt"
SAME_SECOND = 1000  # runs that may start within one second
GOES_ON = '<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url={url}">\n'


def open_run(runs: Path, now: datetime) -> Path:
    """Make the folder of a new run, incomplete as yet, named by its start in UTC.

    Raises DesirelineError DL401 when it can't be made.
    """
    stamp = now.astimezone(UTC).strftime("%Y-%m-%dT%H-%M-%SZ")
    try:
        runs.mkdir(parents=True, exist_ok=True)
        for number in range(1, SAME_SECOND):
            name = stamp if number == 1 else f"{stamp}-{number}"
            if not (runs / name).exists():
                with suppress(FileExistsError):
                    (runs / f"{name}{INCOMPLETE}").mkdir()
                    return runs / f"{name}{INCOMPLETE}"
    except OSError as error:
        raise _cannot_write(runs, error) from error
    raise DesirelineError("DL401", f"`{runs}` is full of runs that started at {stamp}")


def close_run(folder: Path) -> Path:
    """Rename a run's folder to its place, now that everything is in it; give the place."""
    place = folder.with_name(folder.name.removesuffix(INCOMPLETE))
    try:
        os.rename(folder, place)
    except OSError as error:
        raise _cannot_write(place, error) from error
    _point_to(place)
    return place


def _point_to(place: Path) -> None:
    """Turn `latest.html` to a run's report; never leave it leading to an older one.

    Raises DesirelineError DL401 when that can't be done.
    """
    latest, new = place.parent / LATEST, place.parent / f".{place.name}.html"
    try:
        try:
            new.symlink_to(Path(place.name) / PAGE)
        except (OSError, NotImplementedError):
            new.write_text(GOES_ON.format(url=f"{place.name}/{PAGE}"), "utf-8")
        os.replace(new, latest)
    except OSError as error:
        new.unlink(missing_ok=True)
        whole = f"; the run itself is whole: {place}"
        raise _cannot_write(latest, error, more=whole) from error


def mark_incomplete(folder: Path, why: str) -> None:
    """Say in an unfinished run's folder what stopped it."""
    with suppress(OSError):
        _write(folder / WHY, why + "\n")


def write_walks(folder: Path, walks: Sequence[WalkSeen]) -> Path:
    """Keep what was seen, before anything is made of it."""
    return _write(folder / WALKS, _dumped(walks_as_json(walks)))


def write_record(folder: Path, record: Record) -> Path:
    """Keep the record of a run."""
    return _write(folder / RECORD, record_as_json(record))


def read_record(path: Path) -> Record:
    """Read a run's record, from its folder or its `run.json`.

    Raises DesirelineError: DL402 when there is none, DL403 when it is no JSON, DL404 when
    it is no record, DL405 when a newer desireline wrote it.
    """
    file = path / RECORD if path.is_dir() else path
    text = _text(file)
    version = _version(file, text)
    if version > SCHEMA_VERSION:
        raise DesirelineError(
            "DL405",
            f"`{file}` has schema_version {version}; this desireline reads up to {SCHEMA_VERSION}",
            hint="update desireline: pip install --upgrade desireline",
        )
    return _shaped(file, text)


def record_as_json(record: Record) -> str:
    """Write a record as JSON, always alike: keys in order, numbers exact.

    Raises ValueError for a number that JSON has no word for (NaN, infinity).
    """
    return _dumped(_shape().dump_python(record, mode="python"))


def _dumped(plain: object) -> str:
    return json.dumps(plain, ensure_ascii=False, allow_nan=False, sort_keys=True, indent=1) + "\n"


@cache
def _shape() -> TypeAdapter[Record]:
    return TypeAdapter(Record)


def _version(file: Path, text: str) -> int:
    given = _parsed(file, text)
    version = given.get("schema_version") if isinstance(given, dict) else None
    if type(version) is not int:
        raise _foreign(file, "it has no schema_version")
    return version


def _parsed(file: Path, text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        where = f"line {error.lineno}" if isinstance(error, json.JSONDecodeError) else str(error)
        raise DesirelineError(
            "DL403",
            f"`{file}` is no JSON that can be read: {where}",
            hint="a run that was cut off is in a folder ending in .incomplete; run it again",
        ) from error


def _refuse(word: str) -> float:
    raise ValueError(f"{word} is not a number")


def _shaped(file: Path, text: str) -> Record:
    try:
        return _shape().validate_json(text, strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise _foreign(file, f"at {where or 'its top'}: {first['msg']}") from error


def _foreign(file: Path, why: str) -> DesirelineError:
    return DesirelineError(
        "DL404",
        f"`{file}` is not the record of a run: {why}",
        hint=f"name a folder under {RUNS}, or the {RECORD} in it",
    )


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise DesirelineError(
            "DL403", f"`{file}` is no JSON that can be read: not UTF-8"
        ) from error
    except OSError as error:
        raise DesirelineError(
            "DL402",
            f"`{file}` can't be read: {error.strerror}",
            hint=f"`desireline run JOURNEY` writes runs under {RUNS}",
        ) from error


def _write(file: Path, text: str) -> Path:
    """Write a file whole or not at all."""
    part = file.with_name(f".{file.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="\n") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        os.replace(part, file)
    except OSError as error:
        raise _cannot_write(file, error) from error
    return file


def _cannot_write(path: Path, error: OSError, *, more: str = "") -> DesirelineError:
    return DesirelineError(
        "DL401",
        f"`{path}` can't be written: {error.strerror}{more}",
        hint="make room or give rights there, or name another folder with --out",
    )
