"""The same figures on a cluster, whatever happens to its workers."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from desireline.scenarios.errors import DesirelineError
from desireline.scenarios.journey import Journey
from desireline.sim.experiments.experiment import World, compare, simulate
from desireline.sim.plan import Plan

SHORT = Plan(replications=2, days=1, jobs=1)


def busy(rate: str) -> World:
    """Give a queue that takes a while to simulate."""
    text = f"""
    journey: queue
    arrivals: {rate}
    resources: {{clerks: {{hours: 30}}}}
    stages:
    - stage: all
      touchpoints: {{desk: {{needs: clerks, takes: {{exponential: 1 min}}}}}}
    """
    return World(Journey.model_validate(yaml.safe_load(text)))


WORLDS = {"now": busy("400/h"), "then": busy("500/h")}


@contextmanager
def started(what: str, *words: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Keep a scheduler or a worker running."""
    command = [sys.executable, "-W", "ignore", "-m", f"distributed.cli.dask_{what}", *words]
    process = subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        assert process.stderr is not None
        process.stderr.close()


def said(process: subprocess.Popen[str], pattern: str) -> str:
    """Read what a program says until it says what is awaited."""
    assert process.stderr is not None
    for line in process.stderr:
        if found := re.search(pattern, line):
            return found[1]
    raise AssertionError(f"it ended without saying {pattern}")


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[str]:
    """Give the host and port of a scheduler without workers."""
    words = ("--host", "127.0.0.1", "--port", "0", "--dashboard-address", "127.0.0.1:0")
    with started("scheduler", *words, folder=tmp_path) as process:
        yield said(process, r"Scheduler at: *tcp://(\S+)")


@pytest.mark.slow
def test_a_worker_that_dies_changes_nothing(scheduler: str, tmp_path: Path) -> None:
    """Killed after the third of 16 tasks, while it is at work on another one."""
    plan = Plan(replications=8, days=1)
    words = (f"tcp://{scheduler}", "--no-nanny", "--nthreads", "1", "--local-directory", ".")
    with ExitStack() as stack:
        workers = [
            stack.enter_context(started("worker", *words, folder=tmp_path)) for _ in range(2)
        ]
        for worker in workers:
            said(worker, r"(Registered to)")

        def kill(done: int, total: int) -> None:
            if done == 3:
                os.kill(workers[0].pid, signal.SIGKILL)

        found = compare(WORLDS, plan=replace(plan, on=f"dask://{scheduler}"), progress=kill)
        assert workers[0].wait(10) == -signal.SIGKILL
        assert workers[1].poll() is None
    alone = compare(WORLDS, plan=replace(plan, jobs=1))

    for name in WORLDS:
        assert found[name].samples == alone[name].samples
        assert found[name].resources == alone[name].resources


@pytest.mark.slow
def test_a_cluster_of_this_machine_gives_the_same_figures() -> None:
    found = compare(WORLDS, plan=replace(SHORT, on="local", jobs=2))
    alone = compare(WORLDS, plan=SHORT)

    assert found["then"].samples == alone["then"].samples


def test_an_address_at_which_nobody_answers() -> None:
    """Port 9 of this machine: nothing listens there."""
    with pytest.raises(DesirelineError) as refused:
        simulate(WORLDS["now"].journey, plan=replace(SHORT, on="dask://127.0.0.1:9"))

    assert refused.value.code == "DL243"
    assert "no scheduler answers" in refused.value.what


@pytest.mark.parametrize("where", ["127.0.0.1:8786", "dask://", "dask://host", "dask://host:x"])
def test_what_is_no_address(where: str) -> None:
    with pytest.raises(DesirelineError) as refused:
        simulate(WORLDS["now"].journey, plan=replace(SHORT, on=where))

    assert refused.value.code == "DL243"


@pytest.mark.slow
def test_a_cluster_on_which_nobody_works(scheduler: str) -> None:
    with pytest.raises(DesirelineError) as refused:
        simulate(WORLDS["now"].journey, plan=replace(SHORT, on=f"dask://{scheduler}"))

    assert refused.value.code == "DL243"
    assert "nobody works there" in refused.value.what
