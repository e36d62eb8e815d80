"""Which browser is taken, and with which flags."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from desireline.probes.browser.find import Found, arguments, downloaded, find_browsers
from desireline.probes.safety.hosts import Hosts, host, hosts_of
from desireline.probes.shopper import walk_journey
from desireline.scenarios.errors import CouldNotLook, DesirelineError

LINUX_ONLY = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other names there")


def program(path: Path) -> Path:
    """Put a program there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def playwright(full: Path) -> Any:
    """Give what tells where Playwright's own browser would be."""
    return SimpleNamespace(chromium=SimpleNamespace(executable_path=str(full)))


def full_build(tmp_path: Path) -> Path:
    """Give where Playwright's full build would be."""
    return tmp_path / "ms-playwright" / "chromium-1255" / "chrome-linux64" / "chrome"


def find(tmp_path: Path, *, headed: bool = False, **environ: str) -> Found:
    """Find a browser with nothing on the path but a folder of the test's."""
    environ = {"PATH": str(tmp_path / "bin")} | environ
    return find_browsers(playwright(full_build(tmp_path)), headed=headed, environ=environ)[0]


def test_a_path_in_the_environment_comes_first(tmp_path: Path) -> None:
    program(full_build(tmp_path))
    mine = program(tmp_path / "mine")

    assert find(tmp_path, DESIRELINE_BROWSER=str(mine)).value == str(mine)


@pytest.mark.parametrize(
    ("written", "how"),
    [
        ("ws://127.0.0.1:1/x", "ws"),
        ("wss://far.example/", "ws"),
        ("http://127.0.0.1:9222", "http"),
        ("msedge", "channel"),
    ],
)
def test_a_channel_or_an_address_in_the_environment(written: str, how: str, tmp_path: Path) -> None:
    found = find(tmp_path, DESIRELINE_BROWSER=written)

    assert (found.how, found.value) == (how, written)
    assert found.ours == (how == "channel")


def test_a_wrong_path_in_the_environment_is_not_passed_over(tmp_path: Path) -> None:
    """Whoever names a browser means that one."""
    program(full_build(tmp_path))

    with pytest.raises(CouldNotLook, match="no such program"):
        find(tmp_path, DESIRELINE_BROWSER="/nope")


def test_playwrights_own_shell_comes_before_its_full_build(tmp_path: Path) -> None:
    full = program(full_build(tmp_path))
    folder = full.parents[2] / "chromium_headless_shell-1255" / "chrome-headless-shell-linux64"
    shell = program(folder / "chrome-headless-shell")

    assert find(tmp_path).value == str(shell)
    assert find(tmp_path, headed=True).value == str(full)


def test_a_shell_of_another_revision_is_not_taken(tmp_path: Path) -> None:
    full = full_build(tmp_path)
    program(full.parents[2] / "chromium_headless_shell-1000" / "x" / "headless_shell")

    assert downloaded(full, headed=False) is None


@LINUX_ONLY
def test_of_the_systems_the_shell_comes_first_and_never_with_a_window(tmp_path: Path) -> None:
    shell = program(tmp_path / "bin" / "chromium-headless-shell")
    full = program(tmp_path / "bin" / "chromium")

    assert find(tmp_path).value == str(shell)
    assert find(tmp_path, headed=True).value == str(full)


@LINUX_ONLY
def test_a_browser_that_does_not_start_is_passed_over(tmp_path: Path, site: Any) -> None:
    """Playwright's own may lack a library of the system's, where Debian's has all."""
    broken = program(tmp_path / "bin" / "chromium-headless-shell")
    real = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    assert real is not None
    (tmp_path / "bin" / "chromium").symlink_to(real)
    environ = {"PATH": str(broken.parent)}
    journey = site.journey([{"at": "a", "do": [{"open": "/"}]}])
    site.pages["/"] = "<title>A</title>"

    (seen,) = walk_journey(journey, out=tmp_path / "out", environ=environ)

    assert seen.verdict == "ok"


def test_no_browser_names_the_commands_that_help(tmp_path: Path) -> None:
    with pytest.raises(CouldNotLook) as trouble:
        find(tmp_path)

    assert trouble.value.code == "DL301"
    assert "-m playwright install chromium-headless-shell" in trouble.value.hint
    assert "DESIRELINE_BROWSER" in trouble.value.hint


def test_the_sandbox_is_off_for_root_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert "--no-sandbox" not in arguments("MAP * ~NOTFOUND")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert "--no-sandbox" in arguments("MAP * ~NOTFOUND")


def test_a_host_with_a_port_may_be_reached_on_that_port_only() -> None:
    hosts = Hosts(("127.0.0.1:8765", "shop.example", "*.cdn.example", "[::1]:80"))

    assert hosts.rule == (
        "MAP 127.0.0.1:8765 127.0.0.1:8765, MAP [::1]:80 [::1]:80, MAP * ~NOTFOUND, "
        "EXCLUDE shop.example, EXCLUDE *.cdn.example"
    )
    assert hosts.allow("http://127.0.0.1:8765/x")
    assert hosts.allow("https://shop.example/x")
    assert hosts.allow("wss://a.cdn.example/x")
    assert hosts.allow("http://[::1]/x")
    assert hosts.allow("data:text/html,x")
    assert not hosts.allow("http://127.0.0.1:8766/x")
    assert not hosts.allow("http://evilshop.example/x")
    assert not hosts.allow("http://shop.example.evil/x")
    assert not hosts.allow("http://cdn.example/x")


@pytest.mark.parametrize("written", ["*", "a, EXCLUDE *", "a b", "http://a", "", "a/b", "*.*"])
def test_what_is_no_host_is_refused(written: str) -> None:
    """Nothing written in a journey can widen the browser's rule."""
    with pytest.raises(DesirelineError):
        host(written)


def test_names_in_other_scripts_are_spelled_as_the_browser_does(site: Any) -> None:
    journey = site.journey([{"at": "a", "do": [{"open": "/"}]}], hosts=["Bücher.example"])

    assert hosts_of(journey).names == (site.host, "xn--bcher-kva.example")
