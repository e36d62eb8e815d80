"""Open the shop: as a command that runs until it is stopped, or for a while from a test.

    with open_shop() as shop:
        urlopen(shop.url)

The shop that `open_shop` opens is a process of its own, ended with all its children
when the block is left, however it is left. Only that process imports the server.
"""

import argparse
import errno
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence, Set
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import IO

from ...errors import DesirelineError
from .flaws import ALL, Flaw, flaws_without

HOST = "127.0.0.1"
OPEN_AT = "Summit Outfitters is open at "
DEADLINE_SECONDS = 15.0
GRACE_SECONDS = 4.0
MISUSE = 2


class ShopStaysShut(DesirelineError):
    """The shop could not be opened; the message says why."""

    exit_code = MISUSE

    def __init__(self, what: str) -> None:
        """Keep why."""
        super().__init__("DL501", what)


@dataclass(frozen=True, slots=True)
class OpenShop:
    """A shop that is open, and where."""

    url: str


def main(argv: Sequence[str] | None = None) -> int:
    """Read the command line and serve until stopped; return the exit code."""
    wish = _parser().parse_args(argv)
    try:
        smtp = mail_server(wish.smtp) if wish.smtp else None
        serve(host=wish.host, port=wish.port, flaws=flaws_without(wish.without), smtp=smtp)
    except (ShopStaysShut, ValueError) as trouble:
        print(f"error[DL501]: {trouble.args[0]}", file=sys.stderr)
        return MISUSE

    return 0


def serve(
    *,
    host: str = HOST,
    port: int = 0,
    flaws: Set[Flaw] = ALL,
    smtp: tuple[str, int] | None = None,
) -> None:
    """Keep the shop open until Ctrl-C or SIGTERM; say on stdout where it is."""
    try:
        from .server import run
    except ModuleNotFoundError as missing:
        raise ShopStaysShut(
            f"the demo shop needs {missing.name}: pip install 'desireline[demo]'"
        ) from missing
    try:
        run(host=host, port=port, flaws=flaws, smtp=smtp, tell=_tell)
    except OSError as trouble:
        raise ShopStaysShut(_refused(host, port, trouble)) from trouble


@contextmanager
def open_shop(
    flaws: Set[Flaw] = ALL, smtp: tuple[str, int] | None = None, port: int = 0
) -> Iterator[OpenShop]:
    """Open a shop in a process of its own for the length of a block."""
    command = _command(flaws, smtp, port)
    with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as complained:
        shop = subprocess.Popen(  # noqa: S603 (our own interpreter and our own words)
            command,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=complained,
            start_new_session=True,
        )
        try:
            yield OpenShop(_wait_until_open(shop, said, complained))
        finally:
            _end(shop)


def mail_server(text: str) -> tuple[str, int]:
    """Read HOST:PORT."""
    host, colon, port = text.rpartition(":")
    if not (colon and host and port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise ValueError(f"`{text}` is no mail server: write HOST:PORT, like 127.0.0.1:2525")

    return host.strip("[]"), int(port)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m desireline.scenarios.gallery.shop",
        description="Open Summit Outfitters, a shop with planted contradictions.",
    )
    parser.add_argument("--host", default=HOST, help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=_port, default=0, help="port; 0 takes any free one")
    parser.add_argument("--smtp", metavar="HOST:PORT", help="send order mails to this server")
    parser.add_argument(
        "--without", default="", metavar="FLAWS", help=f"put right, or all: {', '.join(Flaw)}"
    )

    return parser


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) < 65536):
        raise argparse.ArgumentTypeError(f"`{text}` is no port from 0 to 65535")

    return int(text)


def _tell(url: str) -> None:
    print(f"{OPEN_AT}{url}", flush=True)


def _refused(host: str, port: int, trouble: OSError) -> str:
    if trouble.errno == errno.EADDRINUSE:
        return f"port {port} on {host} is already in use: choose another with --port"

    return f"cannot listen on {host}, port {port}: {trouble.strerror or trouble}"


def _command(flaws: Set[Flaw], smtp: tuple[str, int] | None, port: int) -> list[str]:
    command = [sys.executable, "-m", __package__, "--port", str(port)]
    righted = sorted(ALL - flaws)
    if righted:
        command += ["--without", ",".join(righted)]
    if smtp:
        command += ["--smtp", f"{smtp[0]}:{smtp[1]}"]

    return command


def _wait_until_open(shop: "subprocess.Popen[bytes]", said: IO[str], complained: IO[str]) -> str:
    deadline = time.monotonic() + DEADLINE_SECONDS
    while time.monotonic() < deadline:
        line = _text(said)
        if line.startswith(OPEN_AT) and line.endswith("\n"):
            return line.removeprefix(OPEN_AT).strip()
        if shop.poll() is not None:
            raise ShopStaysShut(_why(complained) or f"it ended with {shop.returncode}")
        time.sleep(0.02)

    raise ShopStaysShut(f"no answer within {DEADLINE_SECONDS:g} s. {_text(complained)}".strip())


def _why(complained: IO[str]) -> str:
    return _text(complained).strip().removeprefix("error[DL501]: ")


def _text(file: IO[str]) -> str:
    # The child writes through the same open file, so its end must not be moved for long.
    return os.pread(file.fileno(), 100_000, 0).decode(errors="replace")


def _end(shop: "subprocess.Popen[bytes]") -> None:
    _signal(shop, signal.SIGTERM)
    try:
        shop.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        _signal(shop, signal.SIGKILL)
        shop.wait()


def _signal(shop: "subprocess.Popen[bytes]", number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(shop.pid, number)
