"""The shopper's mailbox: a real SMTP server on loopback, or a folder of .eml files.

    with open_mailbox("smtp://127.0.0.1:2525") as box:
        letter = box.wait(Mail(subject="Your order"), since=time.time())

Nothing is sent, forwarded or fetched. A letter that does not come is an observation: None.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from desireline.scenarios.errors import CouldNotLook
from desireline.scenarios.walk_channels import Mail

from .letter import Letter

ADDRESS = re.compile(r"smtp://(?P<host>\[[0-9a-fA-F:]+\]|[^/:\[\]]+):(?P<port>\d{1,5})/?")


class Mailbox(Protocol):
    """Where the shopper's mail arrives."""

    where: str  # smtp://HOST:PORT as it really listens, or the folder

    def wait(self, mail: Mail, *, since: float) -> Letter | None:
        """Wait until a letter with this subject is there, at most `mail.within` seconds.

        `since` (seconds since 1970): older letters are not meant. The earliest one counts.
        None when none came.
        """


@contextmanager
def open_mailbox(where: str, *, anywhere: bool = False) -> Iterator[Mailbox]:
    """Open the mailbox that a journey names, for the time of a walk.

    `smtp://127.0.0.1:PORT` listens there (port 0 takes a free one); all else is a folder.
    `anywhere` allows an address that other machines can reach. Raises CouldNotLook: DL521 no
    aiosmtpd, DL522 cannot listen, DL523 not a usable address, DL524 no such folder.
    """
    if where.lower().startswith("smtp:"):
        from .smtp import listen

        host, port = _address(where, anywhere=anywhere)
        with listen(host, port) as box:
            yield box
        return
    from .folder import watch

    yield watch(Path(where.removeprefix("file://")).expanduser())


def _address(where: str, *, anywhere: bool) -> tuple[str, int]:
    found = ADDRESS.fullmatch(where.strip())
    if found is None or int(found["port"]) > 65535:
        raise CouldNotLook(
            "DL523",
            f"`{where}` is not a mailbox",
            hint="write smtp://127.0.0.1:2525, or the path of a folder of .eml files",
        )
    host = found["host"].strip("[]")
    if not (anywhere or _is_loopback(host)):
        raise CouldNotLook(
            "DL523",
            f"`{where}` would let other machines send mail to the shopper",
            hint="listen on 127.0.0.1; let a mail server that takes mail from outside write "
            ".eml files into a folder, and name the folder",
        )
    return host, int(found["port"])


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
