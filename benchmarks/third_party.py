"""Walk a shop that nobody here wrote: pretix, a ticket shop from PyPI, on loopback.

    python benchmarks/third_party.py          start it, walk it, write the report, end it
    python benchmarks/third_party.py start    start it and leave it open until Ctrl-C

pretix gets an environment of its own under .desireline/third-party/, made once; its
database, settings and logs live in a temporary folder. What a customer buys there
stands in pretix_shop/fill_shop.py, the walk in pretix_shop/journey.yaml.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Template

HERE = Path(__file__).parent / "pretix_shop"
CACHE = Path(__file__).parents[1] / ".desireline" / "third-party"
SHOP_PATH = "/harbour-hall/sea/"
HOST = "127.0.0.1"
PATIENCE_SECONDS = 90.0
GRACE_SECONDS = 10.0


class CannotStart(Exception):
    """The third-party shop does not run here, and why."""


@dataclass(frozen=True, slots=True)
class Shop:
    """A pretix that answers: where it is, where it sends its mail, and its folder."""

    site: str
    mail_port: int
    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """What journey.yaml takes from the environment."""
        return {"SITE": self.site, "MAILBOX": f"smtp://{HOST}:{self.mail_port}"}


def say(text: str) -> None:
    """Tell how far we are, on stderr."""
    print(text, file=sys.stderr, flush=True)


def pinned() -> str:
    """Give the shop's name and version, as requirements.txt pins it."""
    lines = (HERE / "requirements.txt").read_text("utf-8").splitlines()
    return next(line for line in lines if line and not line.startswith("#"))


def python_of(home: Path) -> Path:
    """Give the interpreter of the environment in a folder."""
    return home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def installed() -> Path:
    """Give the folder of the shop's own environment; make it when it is not there.

    Raises CannotStart when it can't be made (no venv module, no package index).
    """
    home = CACHE / pinned().replace("==", "-")
    if (home / "installed").exists():
        return home
    shutil.rmtree(home, ignore_errors=True)
    say(f"Making an environment for {pinned()} in {home} (once, about a minute) …")
    _must([sys.executable, "-m", "venv", str(home)], "make a virtual environment")
    requirements = ["-r", str(HERE / "requirements.txt")]
    pip = [str(python_of(home)), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    _must([*pip, *requirements], f"install {pinned()} from the package index")
    squeeze = [str(python_of(home)), str(HERE / "squeeze.py")]
    _must(squeeze, "compress its static files")
    (home / "installed").touch()
    return home


def empty_database(home: Path) -> Path:
    """Give the shop's database without content; its hundreds of migrations run only once."""
    kept = home / "empty.sqlite3"
    if not kept.exists():
        say("Making its database (once, about two minutes) …")
        with tempfile.TemporaryDirectory() as folder:
            settings = write_settings(Path(folder), "http://127.0.0.1", 25)
            migrate = [str(python_of(home)), "-m", "pretix", "migrate"]
            _must(migrate, "make the database", settings)
            shutil.copy(Path(folder) / "data" / "db.sqlite3", kept)
    return kept


def write_settings(folder: Path, site: str, mail_port: int) -> dict[str, str]:
    """Write the shop's settings into a folder; give the environment that points at them."""
    values = {
        "site": site,
        "folder": folder / "data",
        "mail_host": HOST,
        "mail_port": mail_port,
    }
    (folder / "data").mkdir(exist_ok=True)
    template = Template((HERE / "pretix.cfg").read_text("utf-8"))
    (folder / "pretix.cfg").write_text(template.substitute(values), "utf-8")
    mine = {
        "PRETIX_CONFIG_FILE": str(folder / "pretix.cfg"),
        "DJANGO_SETTINGS_MODULE": "pretix.settings",
    }
    return {**os.environ, **mine}


def _must(command: list[str], what: str, environment: dict[str, str] | None = None) -> None:
    done = subprocess.run(command, env=environment, capture_output=True, text=True)  # noqa: S603 - our own commands
    if done.returncode:
        raise CannotStart(f"Could not {what}:\n{_last_lines(done.stdout + done.stderr)}")


def _last_lines(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines()[-12:])


def free_port() -> int:
    """Give a loopback port that nobody listens on."""
    with socket.socket() as found:
        found.bind((HOST, 0))
        return int(found.getsockname()[1])


@contextlib.contextmanager
def served(command: list[str], environment: dict[str, str], log: Path, url: str) -> Iterator[None]:
    """Run a server until the block ends, with all the processes that it starts.

    Raises CannotStart, with the log's last lines, when it ends or stays silent.
    """
    with log.open("w") as out:
        server = subprocess.Popen(  # noqa: S603 - our own command
            command, env=environment, stdout=out, stderr=out, start_new_session=True
        )
        try:
            _wait_until_answers(server, log, url)
            yield
        finally:
            _end(server)


def _wait_until_answers(server: subprocess.Popen[bytes], log: Path, url: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise CannotStart(f"The server ended at once:\n{_last_lines(log.read_text())}")
        try:
            urllib.request.urlopen(url, timeout=30).close()  # noqa: S310 - a loopback address of ours
            return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.2)
    raise CannotStart(f"{url} did not answer in {PATIENCE_SECONDS:.0f} s; its log: {log}")


def _end(server: subprocess.Popen[bytes]) -> None:
    """End the server's whole process group: politely, then at once.

    The one that we started may be gone before those that it started.
    """
    _tell_group(server, signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        server.wait(GRACE_SECONDS)
    deadline = time.monotonic() + GRACE_SECONDS / 5
    while _tell_group(server, 0) and time.monotonic() < deadline:
        time.sleep(0.05)
    _tell_group(server, signal.SIGKILL)
    server.wait()


def _tell_group(server: subprocess.Popen[bytes], what: int) -> bool:
    """Send a signal to the group (0: none); tell whether anyone of it is left."""
    try:
        os.killpg(server.pid, what)
    except ProcessLookupError:
        return False
    return True


@contextlib.contextmanager
def shop(*, port: int = 0, mail_port: int = 0, keep: bool = False) -> Iterator[Shop]:
    """Run the shop with its one concert until the block ends; port 0 takes a free one.

    With `keep` its folder (database, settings, logs) stays. Raises CannotStart.
    """
    home = installed()
    empty = empty_database(home)
    folder = Path(tempfile.mkdtemp(prefix="desireline-pretix-"))
    try:
        site = f"http://{HOST}:{port or free_port()}"
        opened = Shop(site=site, mail_port=mail_port or free_port(), folder=folder)
        with _filled(opened, home, empty):
            yield opened
    finally:
        if keep:
            say(f"Kept {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _filled(opened: Shop, home: Path, empty: Path) -> Iterator[None]:
    environment = write_settings(opened.folder, opened.site, opened.mail_port)
    shutil.copy(empty, opened.folder / "data" / "db.sqlite3")
    python = str(python_of(home))
    say("Putting a concert on sale …")
    _must([python, str(HERE / "fill_shop.py")], "fill the shop", environment)
    say(f"Starting {pinned()} at {opened.site}{SHOP_PATH} …")
    port = opened.site.rpartition(":")[2]
    command = [python, str(HERE / "serve.py"), HOST, port]
    with served(command, environment, opened.folder / "server.log", opened.site + SHOP_PATH):
        yield


def walk(opened: Shop, out: str) -> int:
    """Run desireline on the shop, orders included: it is ours; give the exit code."""
    run = [sys.executable, "-m", "desireline", "run", str(HERE / "journey.yaml")]
    run += ["--allow-danger", "--out", out]
    began = time.monotonic()
    done = subprocess.run(run, env={**os.environ, **opened.environment}, check=False)  # noqa: S603 - our own program
    say(f"desireline run took {time.monotonic() - began:.0f} s and ended with {done.returncode}.")
    return done.returncode


def stay_open(opened: Shop) -> None:
    """Say where the shop is, and wait for Ctrl-C."""
    for name, value in opened.environment.items():
        print(f"export {name}={value}", flush=True)
    say(f"Open at {opened.site}{SHOP_PATH} until Ctrl-C; mail goes to port {opened.mail_port}.")
    with contextlib.suppress(KeyboardInterrupt):
        signal.pause()


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(
        description="Walk a shop that nobody here wrote (pretix, from PyPI) on loopback."
    )
    parser.add_argument("command", nargs="?", choices=["walk", "start"], default="walk")
    parser.add_argument("--port", type=int, default=0, help="the shop's port; 0: a free one")
    parser.add_argument("--mail-port", type=int, default=0, help="where it sends mail")
    parser.add_argument("--out", default=".desireline/runs", help="where the runs are kept")
    parser.add_argument("--keep", action="store_true", help="keep its database and logs")
    return parser.parse_args(given)


def main() -> int:
    """Start the shop, walk it or leave it open, and end it."""
    wanted = arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        with shop(port=wanted.port, mail_port=wanted.mail_port, keep=wanted.keep) as opened:
            if wanted.command == "walk":
                return walk(opened, wanted.out)
            stay_open(opened)
            return 0
    except CannotStart as error:
        say(str(error))
        return 3
    except KeyboardInterrupt:
        say("Interrupted.")
        return 130


if __name__ == "__main__":
    sys.exit(main())
