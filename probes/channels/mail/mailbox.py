"""The shopper's mailbox: an SMTP server of its own, a folder, an IMAP server, or Mailpit.

    with open_mailbox(MailboxPlace(at="smtp://127.0.0.1:2525"), hosts) as box:
        letter = box.wait(Mail(subject="Your order"), since=time.time())

Nothing is sent or forwarded, nothing that a letter links to is fetched. A letter that does not
come is an observation: None.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from desireline.scenarios.errors import CouldNotLook
from desireline.scenarios.inboxes import MailboxPlace
from desireline.scenarios.walk_channels import Mail

from ...safety.hosts import Hosts
from ..server import allowed
from .letter import Letter

ADDRESS = re.compile(r"smtp://(?P<host>\[[0-9a-fA-F:]+\]|[^/:\[\]]+):(?P<port>\d{1,5})/?")


class Mailbox(Protocol):
    """Where the shopper's mail arrives."""

    where: str  # smtp://HOST:PORT as it really listens, or the folder

    def wait(self, mail: Mail, *, since: float, to: str | None = None) -> Letter | None:
        """Wait until a letter with this subject is there, at most `mail.within` seconds.

        `since` (seconds since 1970): older letters are not meant, nor those that are not to the
        address `to`, where one is given. The earliest one counts.
        None when none came.
        """


@contextmanager
def open_mailbox(place: MailboxPlace, hosts: Hosts, *, anywhere: bool = False) -> Iterator[Mailbox]:
    """Open the mailbox that a journey names, for the time of a walk.

    `smtp://127.0.0.1:PORT` listens there (port 0 takes a free one); IMAP servers and Mailpit
    must be among `hosts`; all else is a folder. `anywhere` allows to listen where other machines
    can reach it. Raises CouldNotLook: DL521 no aiosmtpd, DL522 cannot listen, DL523 not a usable
    address, DL524 no such folder, DL330 to DL334 a server that we may not or cannot look into.
    """
    where = place.at
    kind = where.partition(":")[0].lower() if "://" in where else "file"
    if kind == "smtp":
        from .smtp import listen

        host, port = _address(where, anywhere=anywhere)
        with listen(host, port) as box:
            yield box
    elif kind == "file":
        from .folder import watch

        yield watch(Path(where.removeprefix("file://")).expanduser())
    elif place.is_known:
        with _looked_into(place, hosts) as asked:
            yield asked
    else:
        raise _no_mailbox(where)


@contextmanager
def _looked_into(place: MailboxPlace, hosts: Hosts) -> Iterator[Mailbox]:
    """Look into a server that is not ours."""
    from . import imap, mailpit

    if place.at.startswith("mailpit+"):
        address = place.at.removeprefix("mailpit+")
        allowed(address, hosts=hosts, safe=address.startswith("https:"))
        with mailpit.look_into(address, place.user, place.password) as box:
            yield box
        return
    parts = urlsplit(place.at)
    port = "" if parts.port else f":{imap.PORTS[parts.scheme]}"
    address = f"{parts.scheme}://{parts.netloc}{port}"
    allowed(address, hosts=hosts, safe=parts.scheme == "imaps")
    with imap.look_into(address, place.user or "", place.password or "") as box:
        yield box


def _address(where: str, *, anywhere: bool) -> tuple[str, int]:
    found = ADDRESS.fullmatch(where.strip())
    if found is None or int(found["port"]) > 65535:
        raise _no_mailbox(where)
    host = found["host"].strip("[]")
    if not (anywhere or _is_loopback(host)):
        raise CouldNotLook(
            "DL523",
            f"`{where}` would let other machines send mail to the shopper",
            hint="listen on 127.0.0.1; let a mail server that takes mail from outside write "
            ".eml files into a folder, and name the folder",
        )
    return host, int(found["port"])


def _no_mailbox(where: str) -> CouldNotLook:
    return CouldNotLook(
        "DL523",
        f"`{where}` is not a mailbox",
        hint="write smtp://127.0.0.1:2525, the path of a folder of .eml files, imaps://HOST, or "
        "mailpit+https://HOST",
    )


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
