"""Who takes the records of a replication: to keep them all, or to pass them on."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from .memory import blank, take_pages
from .state import RECORD

Take = Callable[[NDArray[np.void]], None]


class Kept:
    """Records one after the other in one array, however many."""

    def __init__(self, about: int) -> None:
        """Be ready for about so many."""
        self._array = blank(about, RECORD)
        self._count = 0

    def room(self, most: int) -> NDArray[np.void]:
        """Give where up to so many may be put next."""
        count = self._count + most
        if count > self._array.size:
            longer = blank(max(count, 3 * self._array.size // 2), RECORD)
            longer[: self._count] = self.records
            self._array = longer
        take_pages(self._array, self._count, count)
        return self._array[self._count :]

    def filled(self, count: int) -> None:
        """Keep so many, which were put there."""
        self._count += count

    @property
    def records(self) -> NDArray[np.void]:
        """Give all that were taken."""
        return self._array[: self._count]


class Passed:
    """Records that somebody else reads, before the same room is filled again."""

    def __init__(self, take: Take) -> None:
        """Pass them on to this one."""
        self._take = take
        self._room = blank(0, RECORD)

    def room(self, most: int) -> NDArray[np.void]:
        """Give where up to so many may be put next."""
        if most > self._room.size:
            self._room = blank(3 * most // 2, RECORD)
        return self._room

    def filled(self, count: int) -> None:
        """Pass on so many, which were put there."""
        if count:
            self._take(self._room[:count])
