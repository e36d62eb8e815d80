"""One record that holds everything: single numbers, and where the arrays are.

A compiled function that takes twenty arrays passes, and counts references to, each of
them at every call. One record is one pointer; what it points to is kept alive by `Memory`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from mmap import PAGESIZE, mmap
from typing import Any

import numpy as np
from numba import carray, types  # type: ignore[attr-defined]
from numba.core import cgutils
from numba.extending import intrinsic

from .cache import inlined

try:
    from mmap import MAP_ANONYMOUS, MAP_PRIVATE
except ImportError:  # Windows knows no other kind
    OWN: dict[str, int] = {}
else:
    OWN = {"flags": MAP_PRIVATE | MAP_ANONYMOUS}
POPULATE = 23  # Linux's MADV_POPULATE_WRITE, which Python does not name


def blank(count: int, dtype: np.dtype[Any]) -> Any:
    """Give an array of zeros, whose memory is taken in small pages as it fills.

    numpy asks for huge pages where much is wanted. A virtual machine may have to get each of
    these from its host first, which was measured to take four times as long.
    """
    room = mmap(-1, max(1, count) * dtype.itemsize, **OWN)
    return np.frombuffer(room, dtype)[:count]


def take_pages(array: Any, start: int, stop: int) -> None:
    """Take the memory of so many items of a blank array at once, before they are filled.

    Linux takes a page when it is first written to, which costs more than to fill it: that was
    measured to cost 1.5 to 5 times as long as all at once. Elsewhere it stays so.
    """
    if sys.platform == "linux" and start < stop:
        first = start * array.itemsize // PAGESIZE * PAGESIZE
        with suppress(OSError):  # a Linux older than 5.14
            room = array.base.base.obj  # an array of an array of a view of the room
            room.madvise(POPULATE, first, stop * array.itemsize - first)


class Memory:
    """Arrays, and the record that leads to them."""

    def __init__(self, arrays: Mapping[str, np.dtype[Any]], numbers: Mapping[str, str]) -> None:
        """Name the arrays with their types, and the single numbers with theirs."""
        self.types = dict(arrays)
        fields = [(name, "u8") for name in arrays] + list(numbers.items())
        self.record = np.zeros(1, np.dtype(fields, align=True))
        self.arrays: dict[str, Any] = {}

    def put(self, **arrays: Any) -> None:
        """Have these arrays be used from now on."""
        for name, array in arrays.items():
            kept = np.ascontiguousarray(array, self.types[name])
            self.arrays[name] = kept
            self.record[0][name] = kept.ctypes.data

    def clear(self, **sizes: int) -> None:
        """Have arrays of so many zeros be used from now on."""
        self.put(**{name: np.zeros(size, self.types[name]) for name, size in sizes.items()})

    def set(self, **numbers: float) -> None:
        """Set single numbers."""
        for name, number in numbers.items():
            self.record[0][name] = number

    def get(self, name: str) -> int:
        """Give a single number."""
        return int(self.record[0][name])


def _pointer_code(typing_context: Any, address: Any) -> Any:
    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.inttoptr(args[0], cgutils.voidptr_t)

    return types.voidptr(address), code


_pointer: Any = intrinsic(_pointer_code)


def array(field: str, dtype: Any) -> Callable[[Any], Any]:
    """Give the compiled function that leads from the record to one of its arrays."""

    def find(record: Any) -> Any:
        return carray(_pointer(record[field]), (1,), dtype)

    return inlined(find)


def table(field: str, dtype: Any, width: str) -> Callable[[Any], Any]:
    """Likewise to an array of two dimensions; the record knows how wide it is."""

    def find(record: Any) -> Any:
        return carray(_pointer(record[field]), (1, record[width]), dtype)

    return inlined(find)
