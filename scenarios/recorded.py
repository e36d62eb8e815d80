"""Arrivals as they were recorded: a CSV file with a row for each customer.

A column `time` (ISO times, or seconds or durations since the start), and perhaps
`segment` and `start`. Read row by row, so that a million takes seconds.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

from .arrivals import Recorded
from .errors import FileMistakes, Mistake, Place
from .limits import LONGEST_SECONDS
from .moment import Calendar, start_of
from .units import Unfit, nearest, seconds, shown

COLUMNS = ("time", "segment", "start")
MOST_ROWS = 10_000_000
MOST_MISTAKES = 100
MOST_CHARACTERS = 1000  # of a row; longer ones are no arrivals


def read_recorded(
    path: str, *, calendar: Calendar | None, segments: Sequence[str], touchpoints: Sequence[str]
) -> Recorded:
    """Read recorded arrivals, in the order of time.

    Raises OSError when the file can't be opened, and FileMistakes with the rows that can't
    be read, up to a hundred.
    """
    with open(path, encoding="utf-8-sig", newline="") as file:
        reader = _Reader(path, calendar, frozenset(segments), frozenset(touchpoints))
        try:
            return reader.read(csv.reader(_short(file)))
        except UnicodeDecodeError:
            what = f"`{path}` is not UTF-8"
            raise FileMistakes([Mistake("DL106", what, None, "save it as UTF-8")]) from None
        except csv.Error as error:
            reader.note("DL186", f"this is not CSV: {error}", "", 1)
            raise FileMistakes(reader.mistakes) from None


def _short(lines: Iterable[str]) -> Iterator[str]:
    return (line[:MOST_CHARACTERS] for line in lines)


@dataclass(slots=True)
class _Reader:
    """Reads rows and keeps what is wrong with them."""

    path: str
    calendar: Calendar | None
    segments: frozenset[str]
    touchpoints: frozenset[str]
    mistakes: list[Mistake] = field(default_factory=list)
    line: int = 1

    def read(self, rows: Iterator[list[str]]) -> Recorded:
        header = [name.strip() for name in next(rows, [])]
        self._check(header)
        times: list[float] = []
        names: dict[str, list[str]] = {name: [] for name in ("segment", "start") if name in header}
        known = {"segment": self.segments, "start": self.touchpoints}
        columns = [(header.index(name), name, kept, known[name]) for name, kept in names.items()]
        at = header.index("time")
        clock = _Clock(self.calendar)
        for row in islice(rows, MOST_ROWS + 1):
            self.line += 1
            if not row:
                continue
            self._time(row, at, clock, times)
            for index, name, kept, allowed in columns:
                kept.append(self._name(row, index, name, allowed))
            if len(self.mistakes) >= MOST_MISTAKES:
                break
        return self._in_order(times, names)

    def _check(self, header: list[str]) -> None:
        if "time" not in header:
            meant = next((name for name in header if nearest(name, ["time"])), "")
            what = "the first row names the columns, and none of them is `time`"
            at = header.index(meant) + 1 if meant else 1
            self.note("DL186", what, "time" if meant else "", at)
        for index, name in enumerate(header):
            if name not in COLUMNS and "time" in header:
                what = f"{shown(name)} is not a column of recorded arrivals"
                self.note("DL186", what, nearest(name, COLUMNS), index + 1)
        if self.mistakes:
            raise FileMistakes(self.mistakes)

    def _time(self, row: list[str], at: int, clock: _Clock, times: list[float]) -> None:
        text = row[at].strip() if at < len(row) else ""
        try:
            times.append(clock.seconds(text))
        except Unfit as unfit:
            self.note(unfit.code, unfit.what, unfit.nearest, at + 1)
            times.append(0.0)

    def _name(self, row: list[str], at: int, kind: str, known: frozenset[str]) -> str:
        text = row[at].strip() if at < len(row) else ""
        if text not in known:
            is_start = kind == "start"
            code, noun = ("DL103", "touchpoint") if is_start else ("DL141", "segment")
            what = f"{shown(text)} is not a {noun} of the journey"
            self.note(code, what, nearest(text, sorted(known)), at + 1)
        return text

    def note(self, code: str, what: str, meant: str, column: int) -> None:
        """Keep a mistake of the present row."""
        place = Place(self.path, self.line, column)
        hint = f"the columns are {', '.join(COLUMNS)}" if code == "DL186" else ""
        self.mistakes.append(Mistake(code, what, place, hint, meant))

    def _in_order(self, times: list[float], names: dict[str, list[str]]) -> Recorded:
        if not times:
            self.note("DL186", "there are no arrivals in this file", "", 1)
        if len(times) > MOST_ROWS:
            self.note("DL187", f"there are more than {MOST_ROWS:,} arrivals", "", 1)
        if self.mistakes:
            raise FileMistakes(self.mistakes)
        order = sorted(range(len(times)), key=times.__getitem__)
        told = {name: tuple(values[row] for row in order) for name, values in names.items()}
        ordered = tuple(times[row] for row in order)
        return Recorded(ordered, told.get("segment"), told.get("start"))


class _Clock:
    """Turns a written time into seconds since the start."""

    def __init__(self, calendar: Calendar | None) -> None:
        self.zone = ZoneInfo(calendar.zone) if calendar else None
        self.start = start_of(calendar).timestamp() if calendar else 0.0

    def seconds(self, text: str) -> float:
        """Read seconds, a duration or an ISO time. Raises Unfit for anything else."""
        try:
            since = float(text)
        except ValueError:
            since = self._of_a_day(text) if text[4:5] == "-" else self._duration(text)
        if not (math.isfinite(since) and since >= 0):
            raise Unfit("DL185", f"{shown(text)} is before the start")
        if since > LONGEST_SECONDS:
            raise Unfit("DL390", f"{shown(text)} is more than 100 years after the start")
        return since

    def _of_a_day(self, text: str) -> float:
        if self.zone is None:
            what = f"{shown(text)} is a date, and the journey has no calendar"
            raise Unfit("DL182", what)
        try:
            then = datetime.fromisoformat(text)
        except ValueError:
            raise Unfit("DL185", f"{shown(text)} is not a time that there is") from None
        aware = then if then.tzinfo else then.replace(tzinfo=self.zone)
        return aware.timestamp() - self.start

    def _duration(self, text: str) -> float:
        try:
            return seconds(text)
        except Unfit as unfit:
            if unfit.code == "DL390":
                raise
            what = f"{shown(text)} is not a time; write seconds, 2h, or 2026-11-27 09:00"
            raise Unfit("DL185", what) from None
