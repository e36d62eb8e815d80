"""A browser that is opened when it is first needed, again when it died, and always ended.

The browser runs in a process group of its own; the whole group is ended, however the
session is left, since the child of a starting script outlives its parent. `end_browser`
may be called from another thread: it is how a frozen page is left, and how Ctrl-C works.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desireline.scenarios.errors import CouldNotLook

from ..safety.hosts import NOWHERE, Hosts
from .ffmpeg import browsers_with_ffmpeg
from .find import Found, arguments, find_browsers, how_to_get_one
from .watchdog import Watchdog
from .workplace import new_workplace

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Playwright

LAUNCH_MS = 30_000.0
FROZEN = "the page is frozen"  # why we end a browser whose page lets nothing come back
MOST_PROFILES = 50  # of one browser
STARTING = threading.Lock()  # one driver at a time: they take this process's environment
PROFILE = re.compile(r"--user-data-dir=([^\s\0]*playwright_chromiumdev_profile-\w+)")


class Session:
    """One Playwright driver and, while it lives, one browser."""

    def __init__(
        self,
        hosts: Hosts = NOWHERE,
        *,
        headed: bool = False,
        environ: Mapping[str, str] | None = None,
        film: bool = False,
    ) -> None:
        """Keep the wishes; nothing is started yet. `film`: walks may be filmed."""
        self.hosts = hosts  # may be set until the browser is opened
        self.ended_by = ""  # why we ended the browser ourselves
        self.interrupted = False  # nothing is to be opened any more
        self._headed = headed
        self._environ = os.environ if environ is None else environ
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None
        self._found: Found | None = None
        self._process = 0
        self._leftovers: list[str] = []  # folders that the driver had no time to remove
        self._film = film
        self._ffmpeg = False  # is where the driver looks for it
        self._opened = 0  # profiles, since the browser was opened
        self.workplace = Path()  # a folder that goes with the browser
        self.films = False  # whether walks in this browser can be filmed as videos
        self._lock = threading.Lock()
        self.watchdog = Watchdog(lambda: self.end_browser(FROZEN))

    def start(self) -> Playwright:
        """Start the driver, once; CouldNotLook DL302 when it does not start."""
        if self._playwright is None:
            self._playwright = self._start_driver()
        return self._playwright

    def _start_driver(self) -> Playwright:
        """Start the driver; for films where it finds ffmpeg, and in a temporary folder of ours."""
        if not self._film:
            return _start_driver({})
        temporary = new_workplace()
        self._leftovers.append(temporary)  # a driver that is killed leaves its films there
        browsers = browsers_with_ffmpeg(self._environ)
        if browsers is not None and browsers.ours:
            self._leftovers.append(str(browsers.folder))
        self._ffmpeg = browsers is not None
        return _start_driver({"TMPDIR": temporary, **(browsers.environ if browsers else {})})

    def browser(self) -> Browser:
        """Give the browser, opened now if it is not open; CouldNotLook DL301 or DL302."""
        if self._browser is None or not self.alive:
            if self._browser is not None:
                self.close()  # the driver may have died with it
            self._stop_if_interrupted()
            self.ended_by = ""
            self._found, self._browser = self._open_first_that_starts()
            self.films = self._ffmpeg and self._found.ours
            process = _process_of(self._browser) if self._found.ours else 0
            self._leftovers += _profiles_of(process) if process else []
            with self._lock:
                self._process = process
            self._stop_if_interrupted()
        return self._browser

    def _open_first_that_starts(self) -> tuple[Found, Browser]:
        playwright = self.start()
        artifacts = new_workplace()
        self._leftovers.append(artifacts)  # ours, since a driver that is ended leaves its own
        self.workplace = Path(artifacts)
        troubles = []
        for found in find_browsers(playwright, headed=self._headed, environ=self._environ):
            try:
                opened = _open(playwright, found, self.hosts, artifacts, headed=self._headed)
                return found, opened
            except CouldNotLook as trouble:
                troubles.append(trouble)
                self._stop_if_interrupted()
        raise troubles[0]

    @property
    def alive(self) -> bool:
        """Whether the browser is open and answers; its own word for it comes late."""
        from playwright.sync_api import Error

        if self._browser is None or not self._browser.is_connected():
            return False
        try:
            self._browser.new_browser_cdp_session().detach()
        except Error:
            return False
        return True

    @property
    def fenced(self) -> bool:
        """Whether the browser itself holds the allow-list (not one that others started)."""
        return self._found is not None and self._found.ours

    @property
    def version(self) -> str:
        """The browser's version and why it was chosen; empty before it is open."""
        if self._browser is None or self._found is None:
            return ""
        return f"Chromium {self._browser.version} ({self._found.why})"

    @property
    def path(self) -> str:
        """The browser's program, channel or address; empty before it is open."""
        return self._found.value if self._found is not None else ""

    def user_agent(self) -> str:
        """Give what the browser calls itself, without the word Headless."""
        version = self.browser().new_browser_cdp_session().send("Browser.getVersion")
        return str(version["userAgent"]).replace("HeadlessChrome", "Chrome")

    def context(self, options: Mapping[str, Any]) -> BrowserContext:
        """Open a fresh profile: no cookies, nothing remembered.

        A browser and a driver that opened many are ended before: both grow with each.
        """
        from playwright.sync_api import Error

        if self._opened >= MOST_PROFILES:
            self.close()
        try:
            opened = (self._browser or self.browser()).new_context(**options)
        except Error:
            if self.alive:
                raise
            opened = self.browser().new_context(**options)  # it had died: another one
        self._opened += 1
        return opened

    def end_browser(self, why: str) -> None:
        """End the browser's processes at once, from any thread; `why` is kept."""
        with self._lock:
            if self._process:
                self.ended_by = self.ended_by or why
                _end_group(self._process)
                self._process = 0

    def interrupt(self) -> None:
        """End the browser and open none again, from any thread."""
        self.interrupted = True
        self.end_browser("interrupted")

    def _stop_if_interrupted(self) -> None:
        if self.interrupted:
            raise CouldNotLook("DL302", "interrupted")

    def close(self) -> None:
        """End the browser and the driver, whatever state they are in."""
        self.watchdog.stop()
        self._forget_browser()
        if self._playwright is not None:
            with suppress(Exception):  # a driver that is gone already is what we want
                self._playwright.stop()
            self._playwright = None
        for folder in self._leftovers:
            shutil.rmtree(folder, ignore_errors=True)
        self._leftovers = []
        self._opened = 0

    def _forget_browser(self) -> None:
        from playwright.sync_api import Error

        if self._browser is not None:
            with suppress(Error):
                self._browser.close()
            self._browser = None
        with self._lock:
            if self._process:
                _end_group(self._process)
                self._process = 0


@contextmanager
def open_session(
    hosts: Hosts, *, headed: bool = False, environ: Mapping[str, str] | None = None
) -> Iterator[Session]:
    """Open a session for the length of a block."""
    session = Session(hosts, headed=headed, environ=environ)
    try:
        yield session
    finally:
        session.close()


def _start_driver(environ: Mapping[str, str]) -> Playwright:
    """Start the driver; it takes its environment from this process's, `environ` added."""
    try:
        from playwright.sync_api import sync_playwright

        with STARTING, _for_now(environ):
            return sync_playwright().start()
    except Exception as trouble:  # whatever stops the driver, we could not look
        said = _first_line(trouble)
    _forget_quietly()
    raise CouldNotLook(
        "DL302",
        f"Playwright's driver did not start: {said}",
        hint="desireline doctor says what this machine has",
    )


def _forget_quietly() -> None:
    """Let go of a start that failed, without its event loop telling of that once more."""
    import gc
    import logging

    log = logging.getLogger("asyncio")
    before, log.disabled = log.disabled, True
    gc.collect()
    log.disabled = before


@contextmanager
def _for_now(environ: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in environ}
    os.environ.update(environ)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _open(
    playwright: Playwright, found: Found, hosts: Hosts, artifacts: str, *, headed: bool
) -> Browser:
    from playwright.sync_api import Error

    chromium = playwright.chromium
    try:
        if found.how == "ws":
            return chromium.connect(found.value, timeout=LAUNCH_MS)
        if found.how == "http":
            return chromium.connect_over_cdp(found.value, timeout=LAUNCH_MS)
        which: dict[str, Any] = {"channel": found.value}
        if found.how == "path":
            which = {"executable_path": found.value}
        return chromium.launch(
            headless=not headed,
            timeout=LAUNCH_MS,
            args=arguments(hosts.rule),
            artifacts_dir=artifacts,
            env={**os.environ},  # not the driver's: sockets want a short temporary folder
            **which,
        )
    except Error as trouble:
        raise CouldNotLook(
            "DL302",
            f"the browser {found.value} ({found.why}) did not start: {_first_line(trouble)}",
            hint=how_to_get_one(),
        ) from trouble


def _process_of(browser: Browser) -> int:
    from playwright.sync_api import Error

    try:
        told = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")
    except Error:
        return 0
    return next((int(p["id"]) for p in told["processInfo"] if p["type"] == "browser"), 0)


def _profiles_of(process: int) -> list[str]:
    """Give the temporary folder of a browser: one that is ended by force leaves it there."""
    with suppress(OSError):
        return PROFILE.findall(Path(f"/proc/{process}/cmdline").read_text("utf-8", "replace"))
    with suppress(OSError):  # not Linux, or not there at all
        ask = ["ps", "-ww", "-o", "args=", "-p", str(process)]
        shown = subprocess.run(ask, capture_output=True, text=True, check=False)  # noqa: S603
        return PROFILE.findall(shown.stdout)
    return []


def _end_group(process: int) -> None:
    if sys.platform == "win32":
        command = ["taskkill", "/T", "/F", "/PID", str(process)]
        subprocess.run(command, capture_output=True, check=False)  # noqa: S603 (a number)
        return
    with suppress(ProcessLookupError, PermissionError):
        group = os.getpgid(process)
        if group != os.getpgid(0):  # never our own
            os.killpg(group, signal.SIGKILL)
        else:
            os.kill(process, signal.SIGKILL)


def _first_line(trouble: Exception) -> str:
    lines = [line.strip() for line in str(trouble).splitlines() if line.strip()]
    return lines[0].removeprefix("BrowserType.launch: ") if lines else type(trouble).__name__
