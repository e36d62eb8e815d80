"""Browsers that others started, by Playwright's protocol and by the debugging port."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from desireline.probes.browser.find import arguments
from desireline.probes.shopper import walk_journey

Open = Callable[[], str]
REACHING_OUT = """<!doctype html><title>P</title><h1>Hi</h1><script>
const other = '{other}';
const worker = (body) => new Blob([body], {{type: 'text/javascript'}});
fetch(other + '/fetch').catch(() => 0);
new Image().src = other + '/image';
new WebSocket(other.replace('http', 'ws') + '/socket');
new Worker(URL.createObjectURL(worker(`fetch('${{other}}/worker').catch(() => 0)`)));
navigator.serviceWorker.register('/sw.js').catch(() => 0);
setTimeout(() => document.body.append('Tried all'), 600);
</script>"""


def program() -> str:
    """Give a browser of the system's."""
    found = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    assert found is not None
    return found


@contextmanager
def by_debugging_port(folder: Path) -> Iterator[str]:
    """Start a browser with a debugging port, and give its address; it is still there then."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    flags = [*arguments(""), "--headless", f"--user-data-dir={folder}", "about:blank"]
    started = subprocess.Popen(
        [program(), f"--remote-debugging-port={port}", *flags],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    with started:
        assert started.stderr is not None
        next(line for line in started.stderr if "listening on" in line)
        yield f"http://127.0.0.1:{port}"
        assert started.poll() is None
        os.killpg(started.pid, signal.SIGKILL)


@contextmanager
def by_playwright(folder: Path) -> Iterator[str]:
    """Start Playwright's own server, and give its address; it is still there then."""
    config = folder / "server.json"
    config.write_text(f'{{"executablePath": "{program()}", "headless": true, "host": "127.0.0.1"}}')
    command = [sys.executable, "-m", "playwright", "launch-server", "--browser", "chromium"]
    started = subprocess.Popen(
        [*command, "--config", str(config)],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    with started:
        assert started.stdout is not None
        lines = (re.search(r"wss?://\S+", line) for line in started.stdout)
        yield next(found[0] for found in lines if found)
        assert started.poll() is None
        os.killpg(started.pid, signal.SIGKILL)


@pytest.fixture(params=[by_debugging_port, by_playwright], ids=["http", "ws"])
def remote(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the address of a browser that somebody else started."""
    folder = tmp_path / "theirs"
    folder.mkdir()
    with request.param(folder) as address:
        yield address


def test_a_remote_browser_is_walked_in_and_held_to_the_allow_list(
    remote: str, site: Any, tmp_path: Path
) -> None:
    """Requests, pictures, sockets and workers; twice, and the browser outlives it."""
    other = site.url.replace("127.0.0.1", "localhost")
    site.pages |= {"/p": REACHING_OUT.format(other=other), "/sw.js": f"fetch('{other}/sw')"}
    journey = site.journey([{"at": "p", "do": [{"open": "/p"}, {"expect": {"text": "Tried all"}}]}])

    for _ in range(2):
        (seen,) = walk_journey(
            journey, out=tmp_path / "out", environ={"DESIRELINE_BROWSER": remote}
        )
        assert (seen.verdict, seen.message) == ("ok", "")
        assert "DESIRELINE_BROWSER" in seen.browser
        assert seen.touchpoints[0].picture

    assert {path for _, path in site.asked} <= {"/p", "/favicon.ico"}


def test_a_remote_browser_can_be_filmed(remote: str, site: Any, tmp_path: Path) -> None:
    """But for the video: whether it has ffmpeg isn't known from here."""
    site.pages["/p"] = "<!doctype html><title>P</title><h1>Hi</h1>"
    journey = site.journey([{"at": "p", "do": [{"open": "/p"}]}])
    environ = {"DESIRELINE_BROWSER": remote}

    (seen,) = walk_journey(journey, out=tmp_path / "out", environ=environ, trace=True)

    assert set(seen.files) == {"walk.trace.zip", "walk.har"}


@pytest.mark.parametrize("scheme", ["ws", "http"])
def test_a_remote_browser_that_is_not_there_could_not_look(
    scheme: str, site: Any, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    journey = site.journey([{"at": "p", "do": [{"open": "/p"}]}])
    environ = {"DESIRELINE_BROWSER": f"{scheme}://127.0.0.1:{port}/"}

    (seen,) = walk_journey(journey, out=tmp_path / "out", environ=environ)

    assert seen.verdict == "could not look"
    assert site.asked == []
