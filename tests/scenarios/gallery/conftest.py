"""Two shops on loopback, each a real process: one with every flaw, one with none."""

import socket
from collections.abc import Iterator
from queue import Queue

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from desireline.scenarios.gallery.shop.flaws import NONE
from desireline.scenarios.gallery.shop.serve import open_shop

from .visitor import Visitor


class Mailbox:
    """A mail server that keeps what it gets."""

    def __init__(self) -> None:
        """Start empty."""
        self.mails: Queue[Envelope] = Queue()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take one mail."""
        self.mails.put(envelope)
        return "250 OK"


@pytest.fixture(scope="module")
def perfect_url() -> Iterator[str]:
    """Open a shop that keeps its word."""
    with open_shop(NONE) as shop:
        yield shop.url


@pytest.fixture(scope="module")
def flawed_url() -> Iterator[str]:
    """Open a shop with every flaw."""
    with open_shop() as shop:
        yield shop.url


@pytest.fixture
def visitor(perfect_url: str) -> Visitor:
    """Enter the shop that keeps its word."""
    return Visitor(perfect_url)


@pytest.fixture
def cheated(flawed_url: str) -> Visitor:
    """Enter the shop with every flaw."""
    return Visitor(flawed_url)


@pytest.fixture
def mailbox() -> Iterator[tuple[Queue[Envelope], int]]:
    """Run a mail server on a free port."""
    box = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as door:
        port: int = door.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box.mails, port
    controller.stop()
