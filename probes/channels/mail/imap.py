"""A mailbox on an IMAP server: all its folders, the one for spam too.

Folders are opened for reading only; nothing is marked as read, moved or deleted. Letters that
were there when the mailbox was opened are old.
"""

from __future__ import annotations

import contextlib
import imaplib
import re
import ssl
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from desireline.scenarios.errors import CouldNotLook

from ..server import ANSWER_SECONDS, nonsense, reason, refusal, silence
from .letter import MOST_BYTES, Letter, is_spam_folder, read_letter
from .polled import PolledMailbox, arrival

if TYPE_CHECKING:
    from imap_tools import BaseMailBox

SIZE = re.compile(rb"RFC822\.SIZE (\d{1,18})")
PORTS = {"imap": 143, "imaps": 993}
MOST_FOLDERS = 30
MOST_NEW = 200  # letters of a folder that are read at one look
OWN = {"\\sent", "\\drafts", "\\trash", "\\all", "\\flagged", "\\noselect", "\\nonexistent"}


@dataclass(slots=True)
class _Account:
    """An open connection, and what is known of each folder."""

    box: BaseMailBox
    next_number: dict[str, int] = field(default_factory=dict)
    spam: dict[str, bool] = field(default_factory=dict)

    def look(self, looked: float) -> list[Letter]:
        return [one for folder in self.spam for one in self._new_in(folder, looked)]

    def _new_in(self, folder: str, looked: float) -> Iterator[Letter]:
        self.box.folder.set(folder, readonly=True)
        first = self.next_number[folder]
        numbers = [int(each) for each in self.box.uids(f"UID {first}:*")]
        for number in sorted(each for each in numbers if each >= first)[:MOST_NEW]:
            letter = self._read(number, folder, looked)
            self.next_number[folder] = number + 1
            if letter is not None:
                yield letter

    def _read(self, number: int, folder: str, looked: float) -> Letter | None:
        wanted = f"(INTERNALDATE RFC822.SIZE BODY.PEEK[]<0.{MOST_BYTES}>)"
        _, answer = self.box.client.uid("fetch", str(number), wanted)
        parts: list[Any] = list(answer)
        found = next((part for part in parts if isinstance(part, tuple)), None)
        if found is None:
            return None  # moved or deleted meanwhile
        tail = next((part for part in parts if isinstance(part, bytes)), b"")
        stamp = imaplib.Internaldate2tuple(found[0]) or imaplib.Internaldate2tuple(tail)
        seconds = time.mktime(stamp) if stamp else None
        arrived_at = arrival(seconds, looked=looked, coarse=1.0)
        told = SIZE.search(found[0]) or SIZE.search(tail)
        return read_letter(
            found[1],
            arrived_at=arrived_at,
            folder=folder,
            spam=self.spam[folder],
            size=int(told[1]) if told else 0,
        )


@contextmanager
def look_into(where: str, user: str, password: str) -> Iterator[PolledMailbox]:
    """Look into a mailbox for the time of a block.

    Raises CouldNotLook: DL331 no imap-tools, DL332 refused, DL333 no answer, DL334 nonsense.
    """
    host = urlsplit(where).netloc
    with _trouble_told(host):
        account = _opened(where, user, password)

    def look(looked: float) -> list[Letter]:
        with _trouble_told(host):
            return account.look(looked)

    try:
        yield PolledMailbox(where, look)
    finally:
        with contextlib.suppress(Exception):
            account.box.logout()
        with contextlib.suppress(Exception):
            account.box.client.shutdown()  # where it could not say good-bye


def _opened(where: str, user: str, password: str) -> _Account:
    try:
        from imap_tools import MailBox, MailBoxUnencrypted
    except ModuleNotFoundError as missing:
        raise CouldNotLook(
            "DL331",
            "to look into an IMAP mailbox, the package imap-tools is needed, and it is missing",
            hint="pip install 'desireline[mail]'",
        ) from missing
    parts = urlsplit(where)
    kind: Any = MailBox if parts.scheme == "imaps" else MailBoxUnencrypted
    port = parts.port or PORTS[parts.scheme]
    # Without a context of ours the library trusts any certificate, and tells it the password.
    trust = {"ssl_context": ssl.create_default_context()} if kind is MailBox else {}
    box = kind(parts.hostname, port, timeout=ANSWER_SECONDS, **trust)
    try:
        box.login(user, password, initial_folder=None)
        account = _Account(box)
        for name, spam in worth_looking([(one.name, one.flags) for one in box.folder.list()]):
            status = box.folder.status(name, ["UIDNEXT"])
            account.next_number[name] = status["UIDNEXT"]
            account.spam[name] = spam
    except BaseException:
        with contextlib.suppress(Exception):
            box.client.shutdown()
        raise
    return account


def worth_looking(folders: Iterable[tuple[str, Iterable[str]]]) -> list[tuple[str, bool]]:
    """Give the folders that new mail may come to, and which of them are for spam.

    `folders` are names and flags as the server lists them. At most 30: the inbox and those for
    spam first, since nearly all mail comes there, then in the server's order.
    """
    kept = []
    for name, given in folders:
        flags = {flag.lower() for flag in given}
        if not flags & OWN:
            kept.append((name, "\\junk" in flags or is_spam_folder(name)))
    first = sorted(kept, key=lambda each: not (each[0].upper() == "INBOX" or each[1]))
    return first[:MOST_FOLDERS]


@contextmanager
def _trouble_told(where: str) -> Iterator[None]:
    """Say in our words what the libraries say in theirs."""
    try:
        yield
    except CouldNotLook:
        raise
    except OSError as trouble:
        raise silence(where, reason(trouble)) from trouble
    except imaplib.IMAP4.abort as trouble:
        raise silence(where, str(trouble)[:200]) from trouble
    except Exception as trouble:
        if type(trouble).__name__ == "MailboxLoginError":
            raise refusal(where, "wrong name or password") from trouble
        if isinstance(trouble, imaplib.IMAP4.error):
            raise refusal(where, str(trouble)[:200]) from trouble
        raise nonsense(where) from trouble
