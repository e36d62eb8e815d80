"""A trace as JSON lines: an object for each record, with what there is to say of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from typing import Any, BinaryIO

import numpy as np

from .columns import Column, clock_times, columns_of
from .heading import Heading
from .rows import VALUES
from .walk import Take


@contextmanager
def json_file(heading: Heading, file: BinaryIO) -> Iterator[Take]:
    """Give who writes records into a file, which ends with the block.

    It raises DesirelineError DL249 when no calendar reaches as far as they do.
    """
    text = TextIOWrapper(file, "utf-8", newline="")
    try:
        yield lambda some: text.writelines(_lines(heading, some))
        text.flush()
    finally:
        text.detach()


def _lines(heading: Heading, some: Any) -> Iterator[str]:
    columns = columns_of(heading, some)
    alike = ("at", "customer", "what", "touchpoint")
    told = (_written(columns[name]).tolist() for name in alike)
    rows = zip(*told, clock_times(heading, some), _values(columns, len(some)), strict=True)
    for at, customer, what, touchpoint, time, value in rows:
        yield (
            f'{{"at": {at}, "time": "{time}", "customer": {customer}, "what": {what}, '
            f'"touchpoint": {touchpoint}{value}}}\n'
        )


def _values(columns: dict[str, Column], count: int) -> list[str]:
    """Give what stands behind, with its name: each record has one value at most."""
    found = np.full(count, "", object)
    for name in set(VALUES.values()):
        values, names, there = columns[name]
        own = _written(Column(values[there], names)).tolist()
        found[there] = [f', "{name}": {value}' for value in own]
    return found.tolist()


def _written(column: Column) -> Any:
    """Give a column as JSON writes it: numbers as they are, names in quotes."""
    if column.names is None:
        return column.values
    names = [json.dumps(name, ensure_ascii=False) for name in column.names]
    return np.array(names or [""], object)[column.values]
