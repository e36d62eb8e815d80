"""A thread to walk in, whose browser's driver starts at once: before it is known what to walk.

The driver takes longer to start than a journey to be read. Nothing but the thread itself may
use its driver. What this imports is light, since it comes before everything else; Playwright is
imported before the thread begins, since the driver's process can't start without it, and while
both go on, the two threads take turns quickly: each word of the driver waits for one.
"""

from __future__ import annotations

import queue
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from .session import Session

NAME = "desireline-shopper"  # of the thread
TURN_SECONDS = 0.0005  # of a thread that computes, when another wants to
GRACE_SECONDS = 10.0  # for a driver that nobody needs any more to be gone


class Early:
    """A session whose driver is starting, in the thread that will use it."""

    def __init__(self, session: Session) -> None:
        """Start the thread and the driver."""
        self.session = session
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=NAME, daemon=True)
        self._thread.start()

    def give(self, job: Callable[[], None]) -> None:
        """Do a job in the thread, once; the session is closed after it."""
        self._jobs.put(job)

    def end(self, seconds: float | None = None) -> None:
        """Begin nothing more, and wait until the session is closed (at most some seconds)."""
        self._jobs.put(None)
        self._thread.join(seconds)

    def _run(self) -> None:
        try:
            with suppress(Exception):  # whoever opens the browser meets it again, and tells it
                self.session.start()
            job = self._jobs.get()
            if job is not None:
                job()
        finally:
            self.session.close()


@contextmanager
def open_early(*, headed: bool = False, film: bool = False) -> Iterator[Early]:
    """Let a driver start while a block finds out what to walk; unused, it is ended after it.

    Whoever hears of a mistake in the meantime needn't wait for that: a driver ends when this
    program does. Only one for films has a folder to remove.
    """
    with suppress(ImportError):  # the thread tells of it
        import playwright.sync_api  # noqa: F401

    before = sys.getswitchinterval()
    sys.setswitchinterval(TURN_SECONDS)
    early = Early(Session(headed=headed, film=film))
    try:
        yield early
    except BaseException:
        early.end(GRACE_SECONDS if film else 0.0)
        raise
    finally:
        sys.setswitchinterval(before)
    early.end()
