"""Opening and closing: a port, a signal, a mistake on the command line."""

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from urllib.error import URLError

import pytest

from desireline.scenarios.gallery.shop.flaws import NONE
from desireline.scenarios.gallery.shop.serve import (
    ShopStaysShut,
    mail_server,
    main,
    open_shop,
)

from .visitor import Visitor

COMMAND = [sys.executable, "-m", "desireline.scenarios.gallery.shop"]


@pytest.fixture
def taken() -> Iterator[int]:
    """Hold a port."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        yield door.getsockname()[1]


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_shop_opens_with_one_line_and_closes_quietly(stop: signal.Signals) -> None:
    with subprocess.Popen(
        COMMAND, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as shop:
        assert shop.stdout is not None
        line = shop.stdout.readline()
        shop.send_signal(stop)
        out, complaints = shop.communicate(timeout=10)

    assert line.startswith("Summit Outfitters is open at http://127.0.0.1:")
    assert (shop.returncode, out, complaints) == (0, "", "")


def test_taken_port_is_one_clear_line(taken: int, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["--port", str(taken)])

    assert code == 2
    assert capsys.readouterr().err == (
        f"error[DL501]: port {taken} on 127.0.0.1 is already in use: choose another with --port\n"
    )


def test_taken_port_is_told_to_whoever_opens_a_shop(taken: int) -> None:
    with pytest.raises(ShopStaysShut, match="already in use"), open_shop(port=taken):
        pass


def test_shop_is_closed_when_the_block_fails() -> None:
    with suppress(LookupError), open_shop(NONE) as shop:
        raise LookupError

    with pytest.raises(URLError):
        Visitor(shop.url).get("/")


def test_unknown_flaw_is_one_clear_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--without", "prise"]) == 2
    assert "no flaw is named `prise`: did you mean `price`?" in capsys.readouterr().err


def test_missing_extra_names_its_cure() -> None:
    """A server package that cannot be found stands in for one that is not installed."""
    hidden = "import sys; sys.modules['uvicorn'] = None\n"
    run = hidden + "from desireline.scenarios.gallery.shop.serve import main; sys.exit(main([]))"
    shop = subprocess.run([sys.executable, "-c", run], capture_output=True, text=True, check=False)

    assert shop.returncode == 2
    assert shop.stderr.startswith("error[DL501]: the demo shop needs uvicorn: pip install ")


def test_mail_server_is_read() -> None:
    assert mail_server("127.0.0.1:2525") == ("127.0.0.1", 2525)
    assert mail_server("[::1]:25") == ("::1", 25)


@pytest.mark.parametrize("text", ["localhost", ":25", "localhost:x", "localhost:0", "a:99999"])
def test_what_is_no_mail_server_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="HOST:PORT"):
        mail_server(text)
