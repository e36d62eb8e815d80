"""A driver that starts while a journey is still read: used when there is one, else ended."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from processes import descendants, left_after_a_while

from desireline.probes.browser.early import open_early

JOURNEY = """
journey: x
site: http://127.0.0.1:9
arrivals: 1/h
stages: [{stage: buy, touchpoints: {home: {}}}]
walks: {visit: {route: [{at: home, do: [{open: /}]}]}}
"""


@pytest.fixture
def new_children() -> Iterator[set[int]]:
    """Gather what this process starts, and see that nothing of it is left."""
    before, gathered = descendants(os.getpid()), set[int]()
    yield gathered
    gathered |= descendants(os.getpid()) - before
    assert left_after_a_while(gathered) == set()


def test_a_driver_that_nobody_needs_is_ended(new_children: set[int]) -> None:
    before = descendants(os.getpid())
    with open_early() as early:
        early.give(lambda: new_children.update(descendants(os.getpid()) - before))

    assert new_children  # it was there


def test_a_job_is_done_by_the_thread_whose_driver_it_is(new_children: set[int]) -> None:
    seen = []

    def job() -> None:
        seen.append(early.session.browser().is_connected())

    with open_early() as early:
        early.give(job)

    assert seen == [True]


def test_a_mistake_in_the_journey_is_told_and_nothing_stays(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("journey: x\n", "utf-8")
    command = [sys.executable, "-m", "desireline", "probe", "bad.yaml", "--trace"]
    environ = {**os.environ, "TMPDIR": str(tmp_path / "tmp")}
    (tmp_path / "tmp").mkdir()

    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, cwd=tmp_path, env=environ, stderr=pipe, text=True, start_new_session=True
    ) as telling:
        _, said = telling.communicate(timeout=60)

    assert telling.returncode == 2
    assert "`stages` is missing" in said
    assert list((tmp_path / "tmp").iterdir()) == []
    assert ends_soon(telling.pid)


def test_a_driver_that_does_not_start_is_could_not_look(tmp_path: Path) -> None:
    (tmp_path / "journey.yaml").write_text(JOURNEY, "utf-8")
    command = [sys.executable, "-m", "desireline", "probe", "journey.yaml", "--out", "kept"]
    environ = {**os.environ, "PLAYWRIGHT_NODEJS_PATH": str(tmp_path / "no-node")}

    done = subprocess.run(
        command, cwd=tmp_path, env=environ, capture_output=True, text=True, check=False, timeout=60
    )

    assert done.returncode == 3
    assert "Playwright's driver did not start" in done.stdout
    assert "Traceback" not in done.stderr
    assert (tmp_path / "kept" / "walks.json").exists()


def ends_soon(group: int) -> bool:
    """Say whether nothing of a group of processes is left, within ten seconds."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
    return False
