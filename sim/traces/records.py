"""The records of a trace: an array, and each a record when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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


class EvenPieces:
    """Records that are handed over in pieces of one size, however they come."""

    def __init__(self, take: Callable[[Any], None]) -> None:
        """Hand them over to this one."""
        self._to = take
        self._held: Any = None  # an array of one piece, of which so many are filled
        self._count = 0
        self.total = 0

    def take(self, some: Any) -> None:
        """Take some more."""
        import numpy as np

        self.total += len(some)
        if self._held is None:
            self._held = np.empty(AT_ONCE, some.dtype)
        while len(some):
            fit = some[: AT_ONCE - self._count]
            self._held[self._count : self._count + len(fit)] = fit
            self._count += len(fit)
            some = some[len(fit) :]
            if self._count == AT_ONCE:
                self.end()

    def end(self) -> None:
        """Hand over what is left."""
        if self._count:
            self._to(self._held[: self._count])
        self._count = 0


def joined(pieces: Sequence[Any]) -> Records:
    """Give as records what was handed over piece by piece."""
    import numpy as np

    return Records(np.concatenate(pieces)) if pieces else as_records([])


def as_records(found: Any) -> Records:
    """Give as records what an engine kept: an array with named fields, or a list of records."""
    import numpy as np

    if not isinstance(found, list):
        return Records(found)
    kinds = np.dtype([(name, np.int64) for name in Record._fields])
    return Records(
        np.array(found, np.int64).reshape(-1, len(Record._fields)).view(kinds).reshape(-1)
    )
