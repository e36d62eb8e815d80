"""Find a browser, and say why that one.

The order: what `DESIRELINE_BROWSER` names, Playwright's own download, what the system has.
Without a window, the headless shell comes first: a walk takes half the time in it, and
half the memory. Knows nothing of journeys.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from desireline.scenarios.errors import CouldNotLook

if TYPE_CHECKING:
    from playwright.sync_api import Playwright

CHOICE = "DESIRELINE_BROWSER"  # a path, a channel, or a ws:// or http:// address
CHANNELS = ("chrome", "msedge", "chromium", "chrome-beta", "msedge-beta")
SHELL = "chromium-headless-shell"
LINUX = (
    SHELL, "google-chrome-stable", "google-chrome", "chromium", "chromium-browser",
    "microsoft-edge-stable", "microsoft-edge",
)  # fmt: skip
MAC = tuple(
    f"/Applications/{name}.app/Contents/MacOS/{name}"
    for name in ("Google Chrome", "Chromium", "Microsoft Edge")
)
WINDOWS = (r"Google\Chrome\Application\chrome.exe", r"Microsoft\Edge\Application\msedge.exe")
QUIET = (
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-default-apps", "--disable-domain-reliability", "--disable-breakpad",
    "--no-default-browser-check", "--no-first-run", "--no-pings", "--metrics-recording-only",
    "--no-proxy-server",  # a proxy resolves names itself, past the allow-list
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
)  # fmt: skip

How = Literal["playwright", "path", "channel", "ws", "http"]


@dataclass(frozen=True, slots=True)
class Found:
    """A browser that can be opened: how, what exactly, and why this one."""

    how: How
    value: str
    why: str

    @property
    def ours(self) -> bool:
        """Whether we start its process, and so end it."""
        return self.how not in ("ws", "http")


def find_browsers(
    playwright: Playwright, *, headed: bool = False, environ: Mapping[str, str] | None = None
) -> tuple[Found, ...]:
    """Find browsers, the one to try first in front; there may be one that does not start.

    CouldNotLook DL301 when there is none, with the commands that help.
    """
    environ = os.environ if environ is None else environ
    chosen = environ.get(CHOICE, "").strip()
    if chosen:
        return (_chosen(chosen, environ),)
    own = downloaded(Path(playwright.chromium.executable_path), headed=headed)
    found = (*([own] if own else []), *_of_system(headed, environ))
    if not found:
        raise CouldNotLook("DL301", "no browser was found", hint=how_to_get_one())
    return found


def _chosen(chosen: str, environ: Mapping[str, str]) -> Found:
    if chosen.startswith(("ws://", "wss://")):
        return Found("ws", chosen, CHOICE)
    if chosen.startswith(("http://", "https://")):
        return Found("http", chosen, CHOICE)
    if chosen in CHANNELS and shutil.which(chosen, path=environ.get("PATH")) is None:
        return Found("channel", chosen, CHOICE)
    path = shutil.which(chosen, path=environ.get("PATH"))
    if path is None:
        raise CouldNotLook(
            "DL301",
            f"{CHOICE} names `{chosen}`, and there is no such program",
            hint=f"give a path, a channel ({', '.join(CHANNELS)}), or a ws:// or http:// address",
        )
    return Found("path", path, CHOICE)


def downloaded(full: Path, *, headed: bool) -> Found | None:
    """Give the browser that Playwright itself downloaded, from its full build's path.

    The headless shell lies beside it, in a folder of its own with the same revision.
    """
    browser = next((p for p in full.parents if p.name.startswith("chromium-")), None)
    if browser is None:
        return None
    revision = browser.name.removeprefix("chromium-")
    folder = browser.parent / f"chromium_headless_shell-{revision}"
    shells = [p for p in sorted(folder.glob("*/*headless*shell*")) if _runs(p)]
    if shells and not headed:
        return Found("path", str(shells[0]), "Playwright's own headless shell")
    if _runs(full):
        return Found("path", str(full), "Playwright's own Chromium")
    return None


def _of_system(headed: bool, environ: Mapping[str, str]) -> Iterator[Found]:
    for name in _system_names(environ):
        if headed and "headless" in name:
            continue
        path = shutil.which(name, path=environ.get("PATH"))
        if path:
            yield Found("path", path, "the system's own")


def _system_names(environ: Mapping[str, str]) -> Iterator[str]:
    if sys.platform == "darwin":
        yield from MAC
    elif sys.platform == "win32":
        for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
            if environ.get(variable):
                yield from (str(Path(environ[variable]) / name) for name in WINDOWS)
    yield from LINUX


def _runs(path: Path) -> bool:
    return path.is_file() and os.access(path, os.X_OK)


def arguments(rule: str) -> list[str]:
    """Give the flags for a browser that stays quiet and inside the allow-list.

    As root Chromium refuses to start with its sandbox; only then is it switched off.
    """
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    fence = [f"--host-resolver-rules={rule}"] if rule else []
    return [*QUIET, *fence, *(["--no-sandbox"] if as_root else [])]


def how_to_get_one() -> str:
    """Give the commands that put a browser on this kind of machine."""
    lines = [f"{sys.executable} -m playwright install {SHELL}"]
    if sys.platform.startswith("linux"):
        lines.append(f"sudo apt-get install {SHELL}   (Debian), or chromium")
        lines.append("sudo dnf install chromium   (Fedora)")
    elif sys.platform == "darwin":
        lines.append("brew install --cask google-chrome")
    said = "\n".join(f"  {line}" for line in lines)
    first = "run `desireline doctor --install-browser`, or one of:"
    return f"{first}\n{said}\nor set {CHOICE} to a browser's path"
