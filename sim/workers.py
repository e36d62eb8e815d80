"""Replications on all cores.

Which worker walks which crowd, and in which order they are ready, changes nothing: each
tally goes to its own place, and sums are taken in a fixed order.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import resource_tracker
from queue import SimpleQueue
from threading import Event, Thread

from desireline.scenarios.errors import DesirelineError

from .checks import visits_expected
from .crowd import walk_crowd
from .customer import MOST_VISITS, EndlessWalk
from .flow import Flow
from .outcome import Plan
from .tally import Tally

PATIENCE_SECONDS = 10.0  # with processes that are told to end
WORTH_STARTING = 200_000  # visits: about as long as starting two workers takes
Progress = Callable[[int, int], None]  # done, of total


@dataclass(frozen=True, slots=True)
class Task:
    """One replication of one world."""

    flow: Flow
    replication: int
    seed: int
    days: float
    warm_up_days: float


def tallies(flows: Sequence[Flow], plan: Plan, progress: Progress) -> list[list[Tally]]:
    """Walk each flow's crowd `plan.replications` times; give tallies by flow, then replication.

    Raises DesirelineError DL225 when a replication saw no customer, DL228 when one of
    them went round without end.
    """
    count = plan.replications
    tasks = [
        Task(flow, replication, plan.seed, plan.days, plan.warm_up_days)
        for flow in flows
        for replication in range(count)
    ]
    jobs = _jobs(flows, plan)
    done: dict[int, Tally] = {}
    try:
        for index, tally in _in_turn(tasks) if jobs == 1 else _side_by_side(tasks, jobs):
            done[index] = tally
            progress(len(done), len(tasks))
    except EndlessWalk as endless:
        raise _endless(flows[0].touchpoints[endless.place]) from None
    ordered = [done[index] for index in range(len(tasks))]
    if not all(sum(tally.arrived) for tally in ordered):
        raise DesirelineError(
            "DL225", "nobody arrived in one of the replications", hint="simulate more --days"
        )
    return [ordered[start : start + count] for start in range(0, len(tasks), count)]


def _jobs(flows: Sequence[Flow], plan: Plan) -> int:
    """Stay in this process when starting others would take longer than the work."""
    if plan.jobs >= 0:
        return max(1, plan.jobs)
    work = plan.replications * sum(visits_expected(flow, plan) for flow in flows)
    return 1 if work < WORTH_STARTING else plan.jobs


def _endless(touchpoint: str) -> DesirelineError:
    return DesirelineError(
        "DL228",
        f"a customer came to {MOST_VISITS:,} touchpoints, last to `{touchpoint}`",
        hint="look for a loop in `next` that customers hardly ever get out of",
    )


def _walk(index: int, task: Task) -> tuple[int, Tally]:
    return index, walk_crowd(
        task.flow,
        seed=task.seed,
        replication=task.replication,
        days=task.days,
        warm_up_days=task.warm_up_days,
    )


def _in_turn(tasks: Sequence[Task]) -> Iterator[tuple[int, Tally]]:
    return (_walk(index, task) for index, task in enumerate(tasks))


def _side_by_side(tasks: Sequence[Task], jobs: int) -> Iterator[tuple[int, Tally]]:
    """Walk the tasks in other processes; Ctrl-C ends them at once.

    A thread of its own talks to the processes: an interruption hits only the main thread,
    and so never in the middle of what they say to each other.
    """
    ready: SimpleQueue[tuple[int, Tally] | BaseException] = SimpleQueue()
    stopped = Event()
    thread = Thread(target=_hand_out, args=(tasks, jobs, ready, stopped), daemon=True)
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
    tasks: Sequence[Task],
    jobs: int,
    ready: SimpleQueue[tuple[int, Tally] | BaseException],
    stopped: Event,
) -> None:
    from joblib import Parallel, delayed  # type: ignore[import-untyped]

    calls = (
        delayed(_walk)(index, task) for index, task in enumerate(tasks) if not stopped.is_set()
    )
    try:
        _be_deaf()
        for walked in Parallel(n_jobs=jobs, return_as="generator_unordered")(calls):
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
