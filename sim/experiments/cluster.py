"""Replications on a cluster: the same tasks, done by workers of Dask.

A worker that dies costs its own tasks, which others take over; since a task's result
hangs on nothing but the task, the answer is the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from socket import create_connection
from typing import Any

from desireline.scenarios.errors import DesirelineError

from ..flow import Flow
from .workers import Hands, Look, Ready, T, Task, Work, timed

LOCAL = "local"
SCHEME = "dask://"
PATIENCE_SECONDS = 8  # with a scheduler that does not answer, and with one without workers


@contextmanager
def on_cluster(where: str, jobs: int) -> Iterator[Hands]:
    """Join a cluster (dask://host:port), or start one on this machine (local).

    `jobs` are the workers of one that is started.

    Raises DesirelineError DL242 when Dask is not installed, DL243 when there is no such
    cluster, nobody works on it, or its workers have another desireline.
    """
    if find_spec("distributed") is None:
        raise DesirelineError(
            "DL242",
            f"to simulate on `{where}` takes Dask, which is not installed",
            hint="pip install 'desireline[dask]'",
        )
    with _started(jobs) if where == LOCAL else _joined(where) as client:
        yield _Cluster(client, where)


@dataclass(frozen=True, slots=True)
class _Cluster:
    """The workers of a cluster."""

    client: Any
    where: str

    def __call__(
        self,
        work: Work[T],
        flows: Sequence[Flow],
        tasks: Sequence[Task],
        *,
        look: Look | None = None,
    ) -> Iterator[Ready[T]]:
        held = [self.client.submit(_itself, flow, pure=False) for flow in flows]
        futures = [
            self.client.submit(timed, work, held[task.world], index, task, pure=False)
            for index, task in enumerate(tasks)
        ]
        try:
            for future in _dask().as_completed(futures, loop=self.client.loop):
                yield future.result()
        except _dask().KilledWorker as killed:
            raise _no_cluster(self.where, "its workers die again and again") from killed
        except BaseException:
            self.client.cancel(futures)
            raise


def _dask() -> Any:
    """Import Dask; most of it has no types."""
    return import_module("distributed")


def _itself(flow: Flow) -> Flow:
    """Give the flow: as a task, so that a worker's death does not lose it."""
    return flow


@contextmanager
def _started(jobs: int) -> Iterator[Any]:
    cluster = _dask().LocalCluster(
        n_workers=jobs,
        threads_per_worker=1,
        processes=True,
        dashboard_address="127.0.0.1:0",  # none has it look for the usual port
    )
    with cluster, _dask().Client(cluster, set_as_default=False) as client:
        yield client


@contextmanager
def _joined(where: str) -> Iterator[Any]:
    host, _, port = where.removeprefix(SCHEME).rpartition(":")
    if not where.startswith(SCHEME) or not host or not port.isdigit():
        raise _no_cluster(where, "it is not the address of one")
    try:
        create_connection((host, int(port)), PATIENCE_SECONDS).close()  # refused at once
        address = f"tcp://{host}:{port}"
        client = _dask().Client(address, timeout=PATIENCE_SECONDS, set_as_default=False)
    except (OSError, ValueError) as nobody:
        raise _no_cluster(where, "no scheduler answers there") from nobody
    with client:
        _check_workers(client, where)
        yield client


def _check_workers(client: Any, where: str) -> None:
    """See that somebody works there, and with the same desireline."""
    try:
        client.wait_for_workers(1, timeout=PATIENCE_SECONDS)
    except TimeoutError as nobody:
        raise _no_cluster(where, "nobody works there") from nobody
    own = version("desireline")
    try:
        theirs = set(client.run(version, "desireline").values())
    except ModuleNotFoundError as missing:
        raise _no_cluster(where, "its workers have no desireline") from missing
    if theirs != {own}:
        others = ", ".join(sorted(theirs - {own}))
        raise _no_cluster(where, f"its workers have desireline {others}, here it is {own}")


def _no_cluster(where: str, why: str) -> DesirelineError:
    return DesirelineError(
        "DL243",
        f"can't simulate on `{where}`: {why}",
        hint="write `local`, or `dask://host:port` of a scheduler whose workers have desireline",
    )
