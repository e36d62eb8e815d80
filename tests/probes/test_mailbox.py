"""The mailbox: real deliveries by SMTP and into a folder."""

from __future__ import annotations

import os
import re
import smtplib
import socket
import sys
import threading
import time
from contextlib import AbstractContextManager
from email.message import EmailMessage
from pathlib import Path

import pytest

from desireline.probes.channels.mail.mailbox import Mailbox, open_mailbox
from desireline.probes.safety.hosts import Hosts
from desireline.scenarios.errors import CouldNotLook
from desireline.scenarios.inboxes import MailboxPlace
from desireline.scenarios.walk_channels import Mail

LOOPBACK = "smtp://127.0.0.1:0"
ORDER = Mail.model_validate({"subject": "your  ORDER", "within": "5s"})
NOT_LONG = Mail.model_validate({"subject": "your order", "within": "200 ms"})


def opened(where: str) -> AbstractContextManager[Mailbox]:
    """Open a mailbox by its place alone."""
    return open_mailbox(MailboxPlace(at=where), Hosts(()))


def mail(subject: str = "Your order 7", text: str = "Thank you") -> EmailMessage:
    """Write a mail."""
    message = EmailMessage()
    message["From"] = "Shop <orders@shop.example>"
    message["To"] = "ada@shopper.example"
    message["Subject"] = subject
    message.set_content(text)
    return message


def deliver(box: Mailbox, message: EmailMessage) -> None:
    """Send a mail to a mailbox that listens."""
    host, port = box.where.removeprefix("smtp://").rsplit(":", 1)
    with smtplib.SMTP(host.strip("[]"), int(port), timeout=5) as server:
        server.send_message(message)


def put(folder: Path, name: str, message: EmailMessage) -> Path:
    """Write a mail into a folder, as mail servers do: aside first, then in place."""
    aside = folder / f"{name}.part"
    aside.write_bytes(message.as_bytes())
    return aside.rename(folder / name)


def test_a_delivered_mail_arrives() -> None:
    began = time.time()
    with opened(LOOPBACK) as box:
        deliver(box, mail("Welcome"))
        deliver(box, mail("Your order 7"))
        letter = box.wait(ORDER, since=began)

    assert letter is not None
    assert letter.subject == "Your order 7"
    assert letter.sender == "Shop <orders@shop.example>"
    assert letter.recipients == ("ada@shopper.example",)
    assert letter.text == "Thank you"
    assert began <= letter.arrived_at <= time.time()


def test_waiting_ends_when_the_mail_comes() -> None:
    with opened(LOOPBACK) as box:
        sender = threading.Timer(0.2, deliver, (box, mail()))
        sender.start()
        began = time.monotonic()
        letter = box.wait(ORDER, since=time.time())
        waited = time.monotonic() - began
        sender.join()

    assert letter is not None
    assert waited < 3


def test_no_mail_is_none_after_the_time() -> None:
    began = time.monotonic()
    with opened(LOOPBACK) as box:
        letter = box.wait(NOT_LONG, since=time.time())

    assert letter is None
    assert 0.2 <= time.monotonic() - began < 3


def test_older_mails_are_not_meant_and_the_earliest_newer_one_is() -> None:
    with opened(LOOPBACK) as box:
        deliver(box, mail("Your order 1"))
        between = time.time()
        deliver(box, mail("Your order 2"))
        deliver(box, mail("Your order 3"))
        letter = box.wait(ORDER, since=between)
        none = box.wait(NOT_LONG, since=time.time())

    assert letter is not None
    assert letter.subject == "Your order 2"
    assert none is None


def test_a_mail_of_other_words_is_not_meant() -> None:
    with opened(LOOPBACK) as box:
        deliver(box, mail("Your ordinary newsletter"))

        assert box.wait(NOT_LONG, since=0) is None


CUT = "it has 1[12].* MB, and at most 10 MB of a mail are read"


def heavy(subject: str = "Your order 7") -> EmailMessage:
    """Write a mail of twelve megabytes."""
    message = mail(subject)
    message.add_attachment("x" * 100, filename="first.txt")
    message.add_attachment(bytes(8_790_000), "application", "pdf", filename="tickets.pdf")
    message.add_attachment("y" * 100, filename="last.txt")
    return message


def test_a_heavy_mail_is_read_as_far_as_it_is_read_and_that_is_told() -> None:
    with opened(LOOPBACK) as box:
        deliver(box, heavy())
        letter = box.wait(ORDER, since=0)

    assert letter is not None
    assert re.fullmatch(CUT, letter.unread)
    assert letter.text == "Thank you"
    assert [one.name for one in letter.attached] == ["first.txt", "tickets.pdf"]


def test_a_heavy_mail_of_a_folder_is_told(tmp_path: Path) -> None:
    with opened(str(tmp_path)) as box:
        put(tmp_path, "1.eml", heavy())
        letter = box.wait(ORDER, since=0)

    assert letter is not None
    assert re.fullmatch(CUT, letter.unread)


def test_a_mail_that_no_mailbox_takes_is_no_missing_mail() -> None:
    """Refused for its size by us: nothing is said of the shop, and the next one is taken."""
    with opened(LOOPBACK) as box:
        host, port = box.where.removeprefix("smtp://").rsplit(":", 1)
        with smtplib.SMTP(host, int(port), timeout=5) as server:
            server.ehlo()
            code, _ = server.docmd("MAIL FROM:<a@shop.example> SIZE=60000000")
        with pytest.raises(CouldNotLook, match="DL395") as told:
            box.wait(NOT_LONG, since=0)
        deliver(box, mail())

        assert box.wait(ORDER, since=0) is not None
    assert code == 552
    assert "refused a mail of more than 50 MB" in str(told.value)


def test_the_port_is_free_again_and_open_conversations_do_not_hold_it() -> None:
    with opened(LOOPBACK) as box:
        where = box.where
        host, port = where.removeprefix("smtp://").rsplit(":", 1)
        hanging = smtplib.SMTP(host, int(port), timeout=5)
    hanging.close()

    with opened(where) as again:
        assert again.where == where


def test_a_taken_port_says_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        with pytest.raises(CouldNotLook, match=f"127.0.0.1:{port}") as told:
            opened(f"smtp://127.0.0.1:{port}").__enter__()

    assert (told.value.code, told.value.exit_code) == ("DL522", 3)
    assert "another" in told.value.hint


@pytest.mark.parametrize(
    "where", ["smtp://0.0.0.0:2525", "smtp://shop.example:25", "smtp://[::]:1"]
)
def test_other_machines_cannot_send_to_the_shopper(where: str) -> None:
    with pytest.raises(CouldNotLook, match="other machines") as told:
        opened(where).__enter__()

    assert told.value.code == "DL523"


@pytest.mark.parametrize(
    "where", ["smtp://127.0.0.1", "smtp:127.0.0.1:25", "smtp://127.0.0.1:99999"]
)
def test_a_mistyped_address_is_shown(where: str) -> None:
    with pytest.raises(CouldNotLook, match=where) as told:
        opened(where).__enter__()

    assert "smtp://127.0.0.1:2525" in told.value.hint


def test_without_aiosmtpd_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "aiosmtpd.smtp", None)

    with pytest.raises(CouldNotLook, match="aiosmtpd") as told:
        opened(LOOPBACK).__enter__()

    assert told.value.code == "DL521"
    assert "desireline[mail]" in told.value.hint


def test_a_new_file_of_the_folder_is_a_mail(tmp_path: Path) -> None:
    put(tmp_path, "old.eml", mail("Your order 1"))
    began = time.time()
    with opened(str(tmp_path)) as box:
        put(tmp_path, "other.txt", mail("Your order 2"))
        put(tmp_path, "new.EML", mail("Your order 3"))
        letter = box.wait(ORDER, since=began)

    assert letter is not None
    assert letter.subject == "Your order 3"
    assert began - 0.1 <= letter.arrived_at <= time.time() + 0.1


def test_a_copied_file_counts_from_when_it_stood_in_the_folder(tmp_path: Path) -> None:
    """Copying keeps the old time stamp."""
    began = time.time()
    with opened(str(tmp_path)) as box:
        copied = put(tmp_path, "new.eml", mail())
        os.utime(copied, (1, 1))
        letter = box.wait(ORDER, since=began)

    assert letter is not None
    assert letter.arrived_at >= began - 0.1


def test_a_file_that_is_still_written_is_waited_for(tmp_path: Path) -> None:
    whole = mail(text="\n".join(f"line {n}" for n in range(100))).as_bytes()
    file = tmp_path / "new.eml"

    def write_rest() -> None:
        with file.open("ab") as open_file:
            open_file.write(whole[300:])

    with opened(str(tmp_path)) as box:
        file.write_bytes(whole[:300])
        rest = threading.Timer(0.05, write_rest)
        rest.start()
        letter = box.wait(ORDER, since=0)
        rest.join()

    assert letter is not None
    assert letter.text.endswith("line 99")


def test_the_folder_may_stay_empty(tmp_path: Path) -> None:
    with opened(str(tmp_path)) as box:
        assert box.wait(NOT_LONG, since=0) is None


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(CouldNotLook, match="nowhere") as told:
        opened(str(tmp_path / "nowhere")).__enter__()

    assert told.value.code == "DL524"
