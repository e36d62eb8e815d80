"""Mailboxes on servers: a real IMAP server, Mailpit's API over real sockets, a Maildir."""

from __future__ import annotations

import os
import re
import signal
import smtplib
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from message_servers import (
    PASSWORD,
    ImapServer,
    Kept,
    by_tls,
    free_port,
    imap_server,
    mail,
    stand_in,
)

from desireline.probes.channels import server as asking
from desireline.probes.channels.mail.imap import worth_looking
from desireline.probes.channels.mail.mailbox import open_mailbox
from desireline.probes.safety.hosts import Hosts
from desireline.scenarios.errors import CouldNotLook
from desireline.scenarios.inboxes import MailboxPlace
from desireline.scenarios.walk_channels import Mail

ANYWHERE = Hosts(("127.0.0.1", "localhost"))
SOON = Mail.model_validate({"subject": "your order", "within": "8s"})
NOT_LONG = Mail.model_validate({"subject": "your order", "within": "300 ms"})


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ImapServer]:
    """An IMAP server for all tests here; each has a subject of its own."""
    with imap_server(tmp_path_factory.mktemp("imap")) as server:
        yield server


def at(port: int, password: str = PASSWORD) -> MailboxPlace:
    """Give the account on the IMAP server."""
    return MailboxPlace(at=f"imap://127.0.0.1:{port}", user="ada", password=password)


def wanted(subject: str, within: str = "8s") -> Mail:
    """Give what to wait for."""
    return Mail.model_validate({"subject": subject, "within": within})


def test_a_letter_arrives_by_imap(running: ImapServer) -> None:
    """Old ones do not count; when it arrived is told to a second."""
    running.deliver(mail("Order one"))
    began = time.time()
    with open_mailbox(at(running.port), ANYWHERE) as box:
        assert box.wait(wanted("Order one", "300 ms"), since=began - 60) is None
        running.deliver(mail("Order one", "Here it is"))
        delivered = time.time()
        letter = box.wait(wanted("Order one"), since=began)

    assert letter is not None
    assert letter.text == "Here it is"
    assert not letter.spam
    assert abs(letter.arrived_at - delivered) < 1.5


def test_spam_is_looked_into_and_said(running: ImapServer) -> None:
    """Where a customer looks last."""
    running.deliver(mail("An old one"), folder="Junk")
    with open_mailbox(at(running.port), ANYWHERE) as box:
        running.deliver(mail("Order two"), folder="Junk")
        letter = box.wait(wanted("Order two"), since=time.time() - 5)

    assert letter is not None
    assert letter.spam
    assert letter.folder == "Junk"


def test_only_letters_to_the_walks_own_address(running: ImapServer) -> None:
    """Another walk's order is not ours."""
    with open_mailbox(at(running.port), ANYWHERE) as box:
        running.deliver(mail("Order three", "not ours", to="ada+other@shopper.example"))
        running.deliver(mail("Order three", "ours", to="Ada <ada+7f@shopper.example>"))
        ours = box.wait(wanted("Order three"), since=0, to="ADA+7f@shopper.example")
        nobodys = box.wait(wanted("Order three", "300 ms"), since=0, to="eve@shopper.example")

    assert ours is not None
    assert ours.text == "ours"
    assert nobodys is None


def test_looking_changes_nothing(running: ImapServer) -> None:
    """A letter is as unread as before."""
    with open_mailbox(at(running.port), ANYWHERE) as box:
        running.deliver(mail("Order four"))
        assert box.wait(wanted("Order four"), since=0)

    from imap_tools import MailBoxUnencrypted

    with MailBoxUnencrypted("127.0.0.1", running.port).login("ada", PASSWORD) as other:
        found = [one for one in other.fetch(mark_seen=False) if one.subject == "Order four"]
    assert [one.flags for one in found] in ([()], [("\\Recent",)])


def test_a_heavy_letter_is_told_by_imap(running: ImapServer) -> None:
    heavy = mail("Order five")
    heavy.add_attachment(bytes(8_790_000), "application", "pdf", filename="tickets.pdf")
    with open_mailbox(at(running.port), ANYWHERE) as box:
        running.deliver(heavy)
        letter = box.wait(wanted("Order five", "30s"), since=0)

    assert letter is not None
    assert re.fullmatch("it has 11.* MB, and at most 10 MB of a mail are read", letter.unread)


def test_a_wrong_password_is_said(running: ImapServer) -> None:
    """And not the password."""
    with pytest.raises(CouldNotLook, match="DL332") as told:
        open_mailbox(at(running.port, "wrong-password"), ANYWHERE).__enter__()

    assert "wrong-password" not in str(told.value)


def by_imaps(port: int) -> MailboxPlace:
    """Give the account behind TLS."""
    return MailboxPlace(at=f"imaps://127.0.0.1:{port}", user="ada", password=PASSWORD)


def test_a_letter_arrives_by_tls(
    running: ImapServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a certificate that this machine is told to trust."""
    with by_tls(running.port, tmp_path) as (port, certificate):
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        with open_mailbox(by_imaps(port), ANYWHERE) as box:
            running.deliver(mail("Order by TLS"))
            letter = box.wait(wanted("Order by TLS"), since=0)

    assert letter is not None


def test_a_certificate_that_is_not_trusted_is_told(running: ImapServer, tmp_path: Path) -> None:
    """Could not look, in one message; the password is not told to who shows it."""
    with (
        by_tls(running.port, tmp_path) as (port, _),
        pytest.raises(CouldNotLook, match=r"DL333.*certificate is not trusted") as told,
    ):
        open_mailbox(by_imaps(port), ANYWHERE).__enter__()

    assert PASSWORD not in str(told.value)


def test_nobody_listens() -> None:
    """A dead server is ours to mend, not the shop's."""
    with pytest.raises(CouldNotLook, match="DL333"):
        open_mailbox(at(free_port()), ANYWHERE).__enter__()


def test_a_server_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes the call and says nothing."""
    from desireline.probes.channels.mail import imap

    monkeypatch.setattr(imap, "ANSWER_SECONDS", 0.5)
    monkeypatch.setattr(asking, "ANSWER_SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        port = deaf.getsockname()[1]
        place = MailboxPlace(at=f"mailpit+http://127.0.0.1:{port}")
        for each in (at(port), place):
            began = time.monotonic()
            with pytest.raises(CouldNotLook, match=r"DL333.*nothing came within"):
                open_mailbox(each, ANYWHERE).__enter__()
            assert time.monotonic() - began < 3


def test_a_server_that_dies_while_we_wait(tmp_path: Path) -> None:
    """One clear error, at once."""
    with imap_server(tmp_path) as server, open_mailbox(at(server.port), ANYWHERE) as box:
        assert box.wait(NOT_LONG, since=0) is None
        os.killpg(server.process, signal.SIGKILL)
        with pytest.raises(CouldNotLook, match="DL333"):
            box.wait(SOON, since=0)


@pytest.mark.parametrize(
    "place", ["imap://127.0.0.1:143", "mailpit+http://127.0.0.1:8025", "imaps://mail.example"]
)
def test_only_hosts_that_the_journey_names(place: str) -> None:
    """A mailbox elsewhere is not even called."""
    with pytest.raises(CouldNotLook, match=r"DL330.*not among the hosts"):
        open_mailbox(MailboxPlace(at=place), Hosts(("shop.example",))).__enter__()


@pytest.mark.parametrize("place", ["imap://mail.example", "mailpit+http://mail.example:8025"])
def test_no_password_in_the_clear(place: str) -> None:
    """Only on this machine."""
    with pytest.raises(CouldNotLook, match=r"DL330.*not encrypted"):
        open_mailbox(MailboxPlace(at=place), Hosts(("mail.example",))).__enter__()


def test_without_imap_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says what to install."""
    monkeypatch.setitem(sys.modules, "imap_tools", None)
    with pytest.raises(CouldNotLook, match=r"DL331.*imap-tools"):
        open_mailbox(at(143), ANYWHERE).__enter__()


@pytest.fixture
def kept() -> Iterator[Kept]:
    """A server that speaks Mailpit's documented API, and its SMTP."""
    with stand_in() as server:
        yield server


def mailpit(kept: Kept, password: str = PASSWORD) -> MailboxPlace:
    """Give the mailbox there."""
    return MailboxPlace(at=f"mailpit+{kept.url}/", user="ada", password=password)


def send(kept: Kept, subject: str, text: str = "Thank you") -> None:
    """Send a mail to it by SMTP."""
    with smtplib.SMTP("127.0.0.1", kept.smtp, timeout=5) as server:
        server.send_message(mail(subject, text))


def test_a_letter_arrives_in_mailpit(kept: Kept) -> None:
    """Old ones do not count."""
    send(kept, "Your order 1")
    with open_mailbox(mailpit(kept), ANYWHERE) as box:
        assert box.wait(NOT_LONG, since=0) is None
        send(kept, "Your order 2", "the second")
        sent = time.time()
        letter = box.wait(SOON, since=0, to="ada@shopper.example")

    assert letter is not None
    assert letter.text == "the second"
    assert abs(letter.arrived_at - sent) < 1


@pytest.mark.parametrize(("status", "code"), [(500, "DL333"), (302, "DL333"), (403, "DL332")])
def test_mailpit_in_trouble(kept: Kept, status: int, code: str) -> None:
    """Broken, led away, refused; a redirect is not followed with the password."""
    with open_mailbox(mailpit(kept), ANYWHERE) as box:
        kept.status = status
        with pytest.raises(CouldNotLook, match=code):
            box.wait(SOON, since=0)

    assert not any("elsewhere" in path for path in kept.asked)


def test_a_heavy_letter_is_told_by_mailpit(kept: Kept) -> None:
    heavy = mail("Your order 9")
    heavy.add_attachment(bytes(8_790_000), "application", "pdf", filename="tickets.pdf")
    with open_mailbox(mailpit(kept), ANYWHERE) as box:
        with smtplib.SMTP("127.0.0.1", kept.smtp, timeout=20) as server:
            server.send_message(heavy)
        letter = box.wait(SOON, since=0)

    assert letter is not None
    assert re.fullmatch("it has 1[12].* MB, and at most 10 MB of a mail are read", letter.unread)


def test_mailpit_refuses_a_wrong_password(kept: Kept) -> None:
    """As IMAP does."""
    with pytest.raises(CouldNotLook, match="DL332"):
        open_mailbox(mailpit(kept, "wrong"), ANYWHERE).__enter__()


def test_no_mailpit_there(kept: Kept) -> None:
    """Another server answers in JSON, or not."""
    place = MailboxPlace(at=f"mailpit+{kept.url}/elsewhere", user="ada", password=PASSWORD)
    with pytest.raises(CouldNotLook, match="DL333"):
        open_mailbox(place, ANYWHERE).__enter__()


def test_a_maildir(tmp_path: Path) -> None:
    """As mail servers keep mail: new, then read, and a folder for spam."""
    server = ImapServer(0, tmp_path, 0)
    server.deliver(mail("Your order 1"))
    old = next((tmp_path / "new").iterdir())
    with open_mailbox(MailboxPlace(at=str(tmp_path)), Hosts(())) as box:
        old.rename(tmp_path / "cur" / f"{old.name}:2,S")  # somebody has read it
        assert box.wait(NOT_LONG, since=0) is None
        server.deliver(mail("Your order 2"), folder="Spam")
        letter = box.wait(SOON, since=0)

    assert letter is not None
    assert letter.subject == "Your order 2"
    assert letter.spam


def test_of_very_many_folders_the_inbox_and_spam_are_looked_into() -> None:
    many = [(f"Project {n}", ["\\HasNoChildren"]) for n in range(40)]
    listed = [("Sent", ["\\Sent"]), *many, ("inbox", []), ("Unwanted", ["\\Junk"]), ("Spam", [])]

    chosen = worth_looking(listed)

    assert chosen[:4] == [
        ("inbox", False),
        ("Unwanted", True),
        ("Spam", True),
        ("Project 0", False),
    ]
    assert len(chosen) == 30
