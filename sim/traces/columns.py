"""Some records of a trace by columns, a name each, made from their numbers all at once.

What they hold are the rows of `rows.py`, which tell of one record after the other.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from operator import add, ne
from typing import Any, NamedTuple

import numpy as np

from ..clock import TICKS_A_SECOND, TICKS_AN_HOUR
from ..experiments.frame import imported_pandas
from ..record import What
from .heading import Heading, moment_of
from .rows import SECONDS, TIMES, VALUES, WORDS, Row, names_of, plain

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
A_TICK = timedelta(microseconds=1)


class Column(NamedTuple):
    """A value for each record, or the number of its name."""

    values: Any  # an array
    names: list[str] | None = None
    there: Any = None  # where there is a value; none: everywhere


def columns_of(heading: Heading, some: Any) -> dict[str, Column]:
    """Give records by columns, in the order of a row's names; times are microseconds of UTC.

    Raises DesirelineError DL249 when no calendar reaches as far as they do.
    """
    if len(some):
        moment_of(heading.starts, int(some["at"][-1]))  # the last of them
    begins = (heading.starts - EPOCH) // A_TICK
    places = [plain(name) for name in heading.flow.touchpoints]
    value = some["value"]
    found = {
        "at": Column(some["at"] / TICKS_A_SECOND),
        "time": Column(some["at"] + begins),
        "customer": Column(some["customer"]),
        "what": _named(some["what"], [WORDS[what] for what in What]),
        "touchpoint": _named(some["place"], places),
    }
    for name, names in names_of(heading).items():
        found[name] = _named(value, names, _is_valued(some, name))
    found[SECONDS] = Column(value / TICKS_A_SECOND, there=_is_valued(some, SECONDS))
    found[TIMES] = Column(value, there=_is_valued(some, TIMES))
    return {name: found[name] for name in Row._fields}


def _is_valued(some: Any, name: str) -> Any:
    """Tell of which records the value goes by this name."""
    return np.isin(some["what"], [what for what, named in VALUES.items() if named == name])


def _named(numbers: Any, names: list[str], there: Any = None) -> Column:
    """Give a column of names, of which each is there once, though two may read alike."""
    known: dict[str, int] = {}
    places = np.array([known.setdefault(name, len(known)) for name in names] or [0], np.int32)
    numbers = numbers if there is None else np.where(there, numbers, 0)
    return Column(places[numbers], [*known], there)


def clock_times(heading: Heading, some: Any) -> list[str]:
    """Give when each was by the clocks of the place, in ISO 8601.

    These hardly ever change: what holds at both ends of an hour holds in between.
    """
    at = some["at"]
    hours, where = np.unique(at // TICKS_AN_HOUR, return_inverse=True)
    begin = [_ahead(heading, hour * TICKS_AN_HOUR) for hour in hours.tolist()]
    end = [_ahead(heading, (hour + 1) * TICKS_AN_HOUR - 1) for hour in hours.tolist()]
    ahead, words = (np.array(column, object)[where] for column in zip(*begin, strict=True))
    changing = np.array([*map(ne, begin, end)], bool)[where]
    for number in np.flatnonzero(changing).tolist():
        ahead[number], words[number] = _ahead(heading, int(at[number]))
    local = at + (heading.starts - EPOCH) // A_TICK + ahead.astype(np.int64)
    moments = np.datetime_as_string(local.astype("M8[us]"), "us")
    return [*map(add, moments.tolist(), words.tolist())]


def _ahead(heading: Heading, ticks: int) -> tuple[int, str]:
    """Give how far the place's clocks are ahead of UTC, in microseconds, and as it is written."""
    moment = moment_of(heading.starts, ticks)
    written = moment.isoformat(timespec="microseconds")[len("2024-01-01T00:00:00.000000") :]
    return (moment.utcoffset() or timedelta()) // A_TICK, written


def table_of(heading: Heading, some: Any) -> Any:
    """Give records as a DataFrame; raises DesirelineError DL250 without pandas."""
    pandas = imported_pandas()
    columns = columns_of(heading, some)
    table = {name: _filled(column) for name, column in columns.items()}
    times = pandas.to_datetime(columns["time"].values, unit="us", utc=True)
    return pandas.DataFrame(table | {"time": times.tz_convert(heading.starts.tzinfo)})


def _filled(column: Column) -> Any:
    """Give a column as one array: names for numbers, and none or NaN where there is nothing."""
    values, names, there = column
    if names is None:
        return values if there is None else np.where(there, values, np.nan)
    numbers = values if there is None else np.where(there, values, len(names))
    return np.array([*names, None], object)[numbers]
