"""A letter: what an e-mail says, part by part, without a browser.

A mail has two faces, a text part and an HTML part, and real shops let them disagree; both
are kept. Nothing that a letter links to is loaded. A broken letter is read as far as it goes.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage, Message
from email.utils import getaddresses
from typing import Any

from desireline.scenarios.walk_channels import Mail

from ..document import megabytes
from .html_part import Link, read_html

MOST_BYTES = 10_000_000  # of a mail, files and all
LONGEST = 200_000  # characters of a part that are read; a letter is no book
MOST_PARTS = 200
LONGEST_HEADER = 4_000  # the library's parsers of headers are slow on hostile ones
MOST_RECIPIENTS = 50
MOST_FILES = 30
TOLD_IN = ("to", "cc", "delivered-to", "x-original-to")  # headers that name recipients
SPAM = re.compile(r"\W*(?:inbox\W+)?(?:\[[^]]*\]\W+)?(?:spam|junk|bulk)\b.*", re.I | re.S)


class _Bounded(email.policy.EmailPolicy):
    """The library's policy for today's mails, on as much of a header as a person reads."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        return super().header_fetch_parse(name, value[:LONGEST_HEADER])


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that hangs on a letter."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """An e-mail as the shopper reads it."""

    subject: str
    sender: str
    recipients: tuple[str, ...]  # addresses, from To, Cc and the envelope
    text: str  # the text part; empty when there is none
    html: str  # what the HTML part shows, its blocks on lines of their own; empty when none
    arrived_at: float  # seconds since 1970, by this machine's clock
    links: tuple[Link, ...] = ()  # of the HTML part, tracking pictures not among them
    structured: tuple[str, ...] = ()  # JSON-LD of the HTML part, as written
    attached: tuple[Attached, ...] = ()
    folder: str = ""  # of the mailbox; empty: it has none
    spam: bool = False  # it lay in the folder for spam
    unread: str = ""  # how much of it was not read
    cut: bool = False  # and so its last file may not be whole


def read_letter(
    content: bytes,
    *,
    arrived_at: float,
    recipients: tuple[str, ...] = (),
    folder: str = "",
    spam: bool = False,
    size: int = 0,
) -> Letter:
    """Read a mail as it came (RFC 5322 bytes); `recipients` are the envelope's. Never raises.

    `size`: bytes of the whole mail, where `content` is only its beginning.
    """
    size = max(size, len(content))
    message = _message(content[:MOST_BYTES])
    broken: list[str] = []
    text, markup = _parts(message, broken)
    shown = read_html(markup)
    told = tuple(dict.fromkeys((*_addresses(message), *recipients)[:MOST_RECIPIENTS]))
    return Letter(
        subject=_header(message, "subject"),
        sender=_header(message, "from"),
        recipients=told,
        text=text,
        html=shown.text,
        arrived_at=arrived_at,
        links=shown.links,
        structured=shown.structured,
        attached=tuple(_attached(message, broken)),
        folder=folder,
        spam=spam,
        cut=bool(_unread(size)),
        unread="; ".join(dict.fromkeys(filter(None, [_unread(size), *broken]))),
    )


def earliest(
    letters: Iterable[Letter], mail: Mail, *, since: float, to: str | None = None
) -> Letter | None:
    """Give the first letter since then whose subject holds the words, in any case.

    `to`: only letters to this address are the shopper's own.
    """
    words = " ".join(mail.subject.split()).casefold()
    fits = [x for x in letters if x.arrived_at >= since and words in x.subject.casefold()]
    if to is not None:
        fits = [x for x in fits if to.casefold() in map(str.casefold, x.recipients)]
    return min(fits, key=lambda letter: letter.arrived_at, default=None)


def is_spam_folder(name: str) -> bool:
    """Tell a folder for spam by its name."""
    return SPAM.fullmatch(name) is not None


def _unread(size: int) -> str:
    if size <= MOST_BYTES:
        return ""
    return f"it has {megabytes(size)}, and at most {megabytes(MOST_BYTES)} of a mail are read"


def _message(content: bytes) -> Message:
    try:
        return email.message_from_bytes(content, policy=_Bounded())
    except Exception:  # hostile headers: the library's older parser is laxer
        with suppress(Exception):
            return email.message_from_bytes(content, policy=email.policy.compat32)
    return EmailMessage()


def _header(message: Message, name: str) -> str:
    try:
        return " ".join(str(message.get(name, "")).split())
    except Exception:  # a header that the library cannot parse: take its raw words
        raw = next((str(v) for k, v in message.raw_items() if k.lower() == name), "")
        return " ".join(raw[:LONGEST_HEADER].split())


def _addresses(message: Message) -> list[str]:
    written = [_header(message, name) for name in TOLD_IN]
    with suppress(Exception):
        return [address for _, address in getaddresses([w for w in written if w]) if address]
    return []


def _parts(message: Message, broken: list[str]) -> tuple[str, str]:
    """Give the first text part and the first HTML part that are no attachments."""
    found = {"text/plain": "", "text/html": ""}
    with _as_far_as_it_goes(broken):
        for number, part in enumerate(message.walk()):
            kind = part.get_content_type()
            attached = _is_attachment(part)
            if number < MOST_PARTS and kind in found and not found[kind] and not attached:
                found[kind] = _decoded(part)
    return _tidy(found["text/plain"]), found["text/html"]


def _attached(message: Message, broken: list[str]) -> Iterator[Attached]:
    """Give the files that hang on a letter: what has a name, and what is said to be attached."""
    files = 0
    with _as_far_as_it_goes(broken):
        for number, part in enumerate(message.walk()):
            if number >= MOST_PARTS or files >= MOST_FILES:
                broken.append(
                    f"at most {MOST_PARTS} parts and {MOST_FILES} files of a mail are read"
                )
                return
            named = part.get_filename()
            if part.is_multipart() or not (named or _is_attachment(part)):
                continue
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                files += 1
                yield Attached(" ".join(str(named or "file").split()), content)


@contextmanager
def _as_far_as_it_goes(broken: list[str]) -> Iterator[None]:
    """Read a letter as far as the library can, and note where that ended."""
    try:
        yield
    except Exception as trouble:  # hostile parts: whatever the library stumbles over
        broken.append(f"it is broken ({type(trouble).__name__}), and is read as far as it goes")


def _is_attachment(part: Message) -> bool:
    return part.get_content_disposition() == "attachment"


def _decoded(part: Message) -> str:
    with suppress(Exception):
        if isinstance(part, EmailMessage):
            return str(part.get_content())[:LONGEST]
    with suppress(Exception):
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes):
            return payload.decode("utf-8", "replace")[:LONGEST]
    return str(part.get_payload())[:LONGEST]


def _tidy(text: str) -> str:
    lines = (re.sub(r"[^\S\n]+", " ", line).strip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
