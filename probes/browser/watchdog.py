"""End what lasts too long, from a thread of its own.

One thread keeps the time of all that is waited for, since to start one costs more than most
waits take. It does not know what it ends.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

TICK_SECONDS = 0.2  # between two looks at the time


class Watchdog:
    """Calls `bark` from another thread, once for each block that lasts too long."""

    def __init__(self, bark: Callable[[], None]) -> None:
        """Keep what to do; no thread is started yet."""
        self._bark = bark
        self._until: dict[object, float] = {}  # blocks under way, and when each has to be over
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Bark when the block is not over in time; blocks may stand in one another."""
        self._start()
        block = object()
        with self._lock:
            self._until[block] = time.monotonic() + seconds
        try:
            yield
        finally:
            with self._lock:
                self._until.pop(block, None)

    def stop(self) -> None:
        """End the thread; the next block starts another."""
        self._over.set()
        self._thread = None

    def _start(self) -> None:
        if self._thread is None:
            self._over = threading.Event()
            run = threading.Thread(target=self._watch, args=(self._over,), daemon=True)
            self._thread = run
            run.start()

    def _watch(self, over: threading.Event) -> None:
        while not over.wait(TICK_SECONDS):
            for _ in self._late():
                self._bark()

    def _late(self) -> list[object]:
        """Give the blocks that are late, each once."""
        now = time.monotonic()
        with self._lock:
            late = [block for block, until in self._until.items() if until <= now]
            for block in late:
                del self._until[block]
        return late
