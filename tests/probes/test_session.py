"""A browser is opened anew before it grows, and leaves nothing behind, however it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from processes import alive, command_line, descendants, left_after_a_while

from desireline.probes.browser import session as opening
from desireline.probes.browser.session import Session
from desireline.probes.browser.workplace import new_workplace, remove_orphans
from desireline.probes.safety.hosts import Hosts
from desireline.probes.trip.trip import Limits
from desireline.probes.walk.walking import walk_all
from desireline.probes.walk.wish import Wish


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder of the test's own for all temporary files."""
    folder = tmp_path / "t"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


def browsers() -> set[int]:
    """Give the browsers and drivers that run under this process."""
    names = ("chrom", "run-driver")
    return {pid for pid in descendants(os.getpid()) if any(n in command_line(pid) for n in names)}


def test_after_so_many_profiles_browser_and_driver_are_opened_anew(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old ones are gone, with their folders; and so are the new ones in the end."""
    monkeypatch.setattr(opening, "MOST_PROFILES", 2)
    before = browsers()

    def work() -> tuple[set[int], set[int], list[str]]:
        session = Session(Hosts(()), film=True)
        session.context({}).close()
        session.context({}).close()
        first = browsers() - before
        session.context({}).close()
        second, folders = browsers() - before, [file.name for file in temporary.iterdir()]
        session.close()
        return first, second, folders

    with ThreadPoolExecutor(1) as thread:
        first, second, folders = thread.submit(work).result()

    assert len(first) >= 2
    assert not alive(first) & second
    assert (
        len([name for name in folders if name.startswith("desireline-")]) == 3
    )  # browser, driver, ffmpeg
    assert left_after_a_while(first | second) == set()
    assert list(temporary.iterdir()) == []


def test_walks_go_on_over_browsers_and_keep_what_they_return_with(
    site: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A walk that comes back finds its cookie, though the browser is another."""
    monkeypatch.setattr(opening, "MOST_PROFILES", 1)
    site.pages["/"] = "<title>A</title><script>document.cookie = 'me=1'</script><h1>Hi</h1>"
    journey = site.journey([{"at": "a", "do": [{"open": "/"}, {"expect": {"heading": "Hi"}}]}])
    again = journey.walks["walk"].model_copy(update={"returning_from": "walk"})
    journey = journey.model_copy(update={"walks": journey.walks | {"again": again}})
    wish = Wish(journey, ("walk", "again"), None, tmp_path / "out", False, {}, Limits())

    def work() -> list[str]:
        session = Session(Hosts((site.host,)))
        seen: list[str] = [walk.verdict for walk in walk_all(session, wish, lambda line: None)]
        session.close()
        return seen

    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(work).result() == ["ok", "ok"]
    cookies = [head.get("Cookie", "") for head in site.heads]
    assert "me=1" in cookies[-1]


@pytest.mark.parametrize("victim", ["chrom", "run-driver"])
def test_a_browser_or_driver_that_is_killed_leaves_no_folder(
    victim: str, site: Any, temporary: Path, tmp_path: Path
) -> None:
    """Nor a process; and filmed, so that there was something on the disk."""
    asked, over = threading.Event(), threading.Event()

    def hang(handler: Any) -> None:
        asked.set()
        over.wait(30)

    site.pages |= {"/": "<title>A</title><h1>Hi</h1>", "/b": hang}
    steps = [{"open": "/"}, {"open": "/b"}]
    journey = site.journey([{"at": "a", "do": steps}])
    file = tmp_path / "journey.yaml"
    file.write_text(journey.model_dump_json(by_alias=True, exclude_unset=True), "utf-8")
    command = [sys.executable, "-m", "desireline", "probe", str(file), "--trace"]
    with subprocess.Popen(
        [*command, "--out", str(tmp_path / "kept")], stdout=subprocess.PIPE, text=True
    ) as walking:
        assert asked.wait(30)
        children = descendants(walking.pid)
        for pid in children:
            if victim in command_line(pid) and "--type" not in command_line(pid):
                os.kill(pid, signal.SIGKILL)
        said, _ = walking.communicate(timeout=60)
    over.set()

    assert walking.returncode == 3, said
    assert left_after_a_while(children) == set()
    assert list(temporary.iterdir()) == []


def test_folders_of_processes_that_are_gone_are_removed(temporary: Path) -> None:
    """What was left by one that was ended by force; nobody else's."""
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()
    for name in (f"desireline-browser-{gone.pid}-abc", "desireline-browser-mine", "other"):
        (temporary / name).mkdir()
    (temporary / f"desireline-browser-{gone.pid}-abc" / "trace").write_text("secret")

    mine = Path(new_workplace())
    remove_orphans(temporary)

    assert {file.name for file in temporary.iterdir()} == {
        mine.name,
        "desireline-browser-mine",
        "other",
    }
