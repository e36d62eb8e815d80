"""Replications on all cores.

Which worker walks which crowd, and in which order they are ready, changes nothing: each
result goes to its own place, and sums are taken in a fixed order. SimPy's crowds walk in
processes of their own; compiled ones in threads (see threads.py).
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from multiprocessing import resource_tracker
from queue import SimpleQueue
from threading import Event, Thread
from time import perf_counter
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from ..customer import EndlessWalk
from ..engine import COMPILED, Engine, engine_named
from ..flow import Flow
from ..plan import Plan
from ..span import Span
from ..tally import Tally
from .progress import Progress as Progress
from .progress import UnderWay

if TYPE_CHECKING:
    from ..compiled.watch import Watch

PATIENCE_SECONDS = 10.0  # with processes that are told to end
WORTH_STARTING = 200_000  # visits: about as long as starting two workers takes
T = TypeVar("T")


class NoWayOut(Exception):
    """A customer goes round without end; carries the name of the touchpoint they are at."""


@dataclass(frozen=True, slots=True)
class Task:
    """One replication of one world."""

    world: int  # an index of the flows
    replication: int
    seed: int
    span: Span
    engine: str
    watch: Watch | None = None  # to look at it, and to stop it, from outside


Work = Callable[[Flow, Task], T]
Look = Callable[[UnderWay], None]
Ready = tuple[int, T, float]  # the task's index, its result, and the seconds that it took


class Hands(Protocol):
    """Something that does work for many tasks, and gives results as they become ready."""

    def __call__(
        self,
        work: Work[T],
        flows: Sequence[Flow],
        tasks: Sequence[Task],
        *,
        look: Look | None = None,
    ) -> Iterator[Ready[T]]:
        """Do the work once for each task; `look` hears now and then how far what runs is."""
        ...


def walk(flow: Flow, task: Task) -> Tally:
    """Walk the crowd of one task.

    Raises NoWayOut when a customer went round without end.
    """
    with lost_by_name(flow):
        return engine_named(task.engine).walk(flow, **arguments(task))


def arguments(task: Task) -> dict[str, Any]:
    """Give what an engine takes beside the flow."""
    given = {"seed": task.seed, "replication": task.replication, "span": task.span}
    return given if task.watch is None else {**given, "watch": task.watch}


@contextmanager
def lost_by_name(flow: Flow) -> Iterator[None]:
    """Name the touchpoint at which a customer who goes round without end was last."""
    try:
        yield
    except EndlessWalk as endless:
        raise NoWayOut(flow.touchpoints[endless.place]) from None


def hands_for(plan: Plan, engine: Engine, visits: float) -> AbstractContextManager[Hands]:
    """Give who does the work: here, in threads, in processes, or on a cluster.

    `visits` says how much work there is. Raises DesirelineError DL242 or DL243 for a
    cluster that can't be had.
    """
    if plan.on is not None:
        from .cluster import on_cluster

        return on_cluster(plan.on, jobs_of(plan))
    jobs = jobs_of(plan)
    if engine.name == COMPILED:
        from .threads import Threads

        return nullcontext(Threads(jobs))
    if plan.jobs is None and visits < WORTH_STARTING:
        jobs = 1
    hands: Hands = _in_turn if jobs == 1 else _Processes(jobs)
    return nullcontext(hands)


def jobs_of(plan: Plan) -> int:
    """Give how many workers a plan asks for."""
    return cores() if plan.jobs is None else plan.jobs


def timed(work: Work[T], flow: Flow, index: int, task: Task) -> Ready[T]:
    """Do the work for one task, and take the time."""
    begun = perf_counter()
    return index, work(flow, task), perf_counter() - begun


def cores() -> int:
    """Give how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):  # not on macOS and Windows
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _in_turn(
    work: Work[T], flows: Sequence[Flow], tasks: Sequence[Task], *, look: Look | None = None
) -> Iterator[Ready[T]]:
    return (timed(work, flows[task.world], index, task) for index, task in enumerate(tasks))


@dataclass(frozen=True, slots=True)
class _Processes:
    """Other processes; Ctrl-C ends them at once.

    A thread of its own talks to the processes: an interruption hits only the main thread,
    and so never in the middle of what they say to each other.
    """

    jobs: int

    def __call__(
        self,
        work: Work[T],
        flows: Sequence[Flow],
        tasks: Sequence[Task],
        *,
        look: Look | None = None,
    ) -> Iterator[Ready[T]]:
        ready: SimpleQueue[Ready[T] | BaseException] = SimpleQueue()
        stopped = Event()
        calls = ((work, flows[task.world], index, task) for index, task in enumerate(tasks))
        thread = Thread(
            target=_hand_out, args=(calls, min(self.jobs, len(tasks)), ready, stopped), daemon=True
        )
        thread.start()
        try:
            for _ in tasks:
                walked = ready.get()
                if isinstance(walked, BaseException):
                    raise walked
                yield walked
        except BaseException:
            stopped.set()
            _end_workers()
            raise
        finally:
            thread.join(PATIENCE_SECONDS)


def _hand_out(
    calls: Iterator[tuple[Work[T], Flow, int, Task]],
    jobs: int,
    ready: SimpleQueue[Ready[T] | BaseException],
    stopped: Event,
) -> None:
    from joblib import Parallel, delayed  # type: ignore[import-untyped]

    try:
        _be_deaf()
        ahead = (delayed(timed)(*call) for call in calls if not stopped.is_set())
        one_by_one = Parallel(n_jobs=jobs, batch_size=1, return_as="generator_unordered")
        for walked in one_by_one(ahead):
            ready.put(walked)
    except BaseException as error:
        ready.put(error)


def _be_deaf() -> None:
    """Block Ctrl-C in this thread, and so in the processes that it starts: it is not theirs."""
    if hasattr(signal, "pthread_sigmask"):  # not on Windows
        resource_tracker.ensure_running()  # else it is started later, and unblocks the signal
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def _end_workers() -> None:
    from joblib.externals.loky import get_reusable_executor  # type: ignore[import-untyped]

    get_reusable_executor(reuse=True).shutdown(wait=False, kill_workers=True)
