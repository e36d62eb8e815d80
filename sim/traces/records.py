"""The records of a trace: an array, and each a record when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, overload

from ..record import Record

AT_ONCE = 1 << 16  # are made records together


class Records(Sequence[Record]):
    """Records in order, of which only the numbers are kept, in columns."""

    def __init__(self, columns: Any) -> None:
        """Take an array with a field for each of a record's names, which nobody changes."""
        self.columns = columns

    def __len__(self) -> int:
        """Give how many there are."""
        return len(self.columns)

    def __iter__(self) -> Iterator[Record]:
        """Go through them, some at once: so Ctrl-C ends it soon."""
        for first in range(0, len(self), AT_ONCE):
            yield from map(Record._make, self.columns[first : first + AT_ONCE].tolist())

    @overload
    def __getitem__(self, index: int) -> Record: ...
    @overload
    def __getitem__(self, index: slice) -> Records: ...
    def __getitem__(self, index: int | slice) -> Record | Records:
        """Give one, or some."""
        if isinstance(index, slice):
            return Records(self.columns[index])
        return Record._make(self.columns[index].tolist())

    def __eq__(self, other: object) -> bool:
        """Tell whether others say the same, in the same order."""
        if not isinstance(other, Records):
            return NotImplemented
        return len(self) == len(other) and bool((self.columns == other.columns).all())

    def __hash__(self) -> int:
        """Give a number that is the same for equal ones."""
        return hash((len(self), *(self[:1])))


def as_records(found: Any) -> Records:
    """Give as records what an engine kept: an array with named fields, or a list of records."""
    import numpy as np

    if not isinstance(found, list):
        return Records(found)
    kinds = np.dtype([(name, np.int64) for name in Record._fields])
    return Records(
        np.array(found, np.int64).reshape(-1, len(Record._fields)).view(kinds).reshape(-1)
    )
