"""The script that walks a third party's shop: what it does around that shop."""

from __future__ import annotations

import configparser
import importlib.util
import os
import re
import socket
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
JOURNEY = ROOT / "benchmarks" / "pretix_shop" / "journey.yaml"
# A server that starts the real one as its child, as a wrapper script does.
WRAPPED = """
import subprocess, sys
subprocess.run([sys.executable, "-m", "http.server", "--bind", "127.0.0.1", sys.argv[1]])
"""


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """Load the script, which stands outside of every package."""
    spec = importlib.util.spec_from_file_location(
        "third_party_script", ROOT / "benchmarks" / "third_party.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def answers(port: int) -> bool:
    """Tell whether somebody listens there."""
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


def test_a_served_shop_ends_with_all_its_processes(script: ModuleType, tmp_path: Path) -> None:
    port = script.free_port()
    command = [sys.executable, "-c", WRAPPED, str(port)]
    log = tmp_path / "server.log"

    with script.served(command, dict(os.environ), log, f"http://127.0.0.1:{port}/"):
        during = answers(port)

    assert during
    assert not answers(port)


def test_a_server_that_ends_at_once_is_told_with_its_last_words(
    script: ModuleType, tmp_path: Path
) -> None:
    command = [sys.executable, "-c", "raise SystemExit('no database here')"]
    log = tmp_path / "server.log"

    with (
        pytest.raises(script.CannotStart, match="no database here"),
        script.served(command, dict(os.environ), log, f"http://127.0.0.1:{script.free_port()}/"),
    ):
        pass


def test_a_failed_installation_says_what_could_not_be_done(script: ModuleType) -> None:
    with pytest.raises(script.CannotStart, match=r"Could not install it:\s+out of disk"):
        script._must([sys.executable, "-c", "raise SystemExit('out of disk')"], "install it")


def test_settings_name_the_shops_address_and_the_shoppers_mailbox(
    script: ModuleType, tmp_path: Path
) -> None:
    environment = script.write_settings(tmp_path, "http://127.0.0.1:8799", 2599)
    settings = configparser.RawConfigParser()
    settings.read(environment["PRETIX_CONFIG_FILE"])

    assert settings["pretix"]["url"] == "http://127.0.0.1:8799"
    assert settings["mail"]["port"] == "2599"
    assert settings["pretix"]["datadir"] == str(tmp_path / "data")


def test_the_shop_and_its_servers_are_pinned_to_one_version() -> None:
    lines = (JOURNEY.parent / "requirements.txt").read_text("utf-8").splitlines()
    named = [line for line in lines if not line.startswith("#")]

    assert named
    assert all(re.fullmatch(r"[a-z]+==[\d.]+", line) for line in named)


def test_the_buying_walk_goes_through_at_least_five_pages_and_a_mail() -> None:
    from desireline.scenarios.reading import load_journey

    journey = load_journey(JOURNEY)
    route = [journey.touchpoint(stop.at).channel for stop in journey.walks["buy-on-phone"].route]

    assert route.count("web") >= 5
    assert "mail" in route
