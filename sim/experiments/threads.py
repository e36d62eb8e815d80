"""Compiled replications in threads of this process.

Compiled code lets the other threads run, so there is nothing to copy to other processes.
Each replication has a watch, by which Ctrl-C ends it, and which shows how far it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue
from time import perf_counter

from ..compiled.watch import Watch
from ..flow import Flow
from .progress import UnderWay
from .workers import Look, Ready, T, Task, Work, timed

LOOK_SECONDS = 1.0  # between two looks at what is under way


@dataclass(frozen=True, slots=True)
class Threads:
    """So many threads."""

    jobs: int

    def __call__(
        self,
        work: Work[T],
        flows: Sequence[Flow],
        tasks: Sequence[Task],
        *,
        look: Look | None = None,
    ) -> Iterator[Ready[T]]:
        """Do the work once for each task; when anything goes wrong, stop what is under way."""
        runs = [_Run(Watch()) for _ in tasks]

        def do(index: int) -> Ready[T]:
            task, run = tasks[index], runs[index]
            run.begun = perf_counter()
            result = timed(work, flows[task.world], index, replace(task, watch=run.watch))
            run.begun = None
            return result

        with ThreadPoolExecutor(self.jobs) as pool:
            futures = [pool.submit(do, index) for index in range(len(tasks))]
            try:
                yield from _as_ready(futures, runs, look or (lambda under_way: None))
            except BaseException:
                for future, run in zip(futures, runs, strict=True):
                    future.cancel()
                    run.watch.stop()
                raise


@dataclass(slots=True)
class _Run:
    """A replication in a thread."""

    watch: Watch
    begun: float | None = None  # none: not yet, or over


def _as_ready(
    futures: Sequence[Future[Ready[T]]], runs: Sequence[_Run], look: Look
) -> Iterator[Ready[T]]:
    """Give results as they become ready, and look at the others in between."""
    ready: SimpleQueue[Future[Ready[T]]] = SimpleQueue()
    for future in futures:
        future.add_done_callback(ready.put)
    left = len(futures)
    while left:
        try:
            yield ready.get(timeout=LOOK_SECONDS).result()
            left -= 1
        except Empty:
            look(_under_way(runs, perf_counter()))


def _under_way(runs: Sequence[_Run], now: float) -> UnderWay:
    begun = [(run.watch.share, run.begun) for run in runs]
    return [(share, now - since) for share, since in begun if since is not None]
