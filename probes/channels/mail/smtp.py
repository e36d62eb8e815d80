"""A mailbox that listens: a real SMTP server (aiosmtpd) in a thread of its own."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from desireline.scenarios.errors import CouldNotLook
from desireline.scenarios.walk_channels import Mail

from ..document import megabytes
from .letter import Letter, earliest, read_letter

if TYPE_CHECKING:
    from aiosmtpd.smtp import SMTP

MOST_LETTERS = 500
MOST_TAKEN = 50_000_000  # bytes of a mail; of one this heavy only the beginning is read
START_SECONDS = 5.0


@dataclass  # without slots: aiosmtpd looks at all members, and Debian's Python 3.11.2 fails then
class SmtpMailbox:
    """Letters as they came in; `where` is the address that it listens on."""

    where: str = ""
    letters: list[Letter] = field(default_factory=list)
    refused_at: float = 0.0  # when a mail was refused that is too heavy to be taken in
    _news: threading.Condition = field(default_factory=threading.Condition)

    def wait(self, mail: Mail, *, since: float, to: str | None = None) -> Letter | None:
        """Wait for a letter; see Mailbox."""
        deadline = time.monotonic() + mail.within
        with self._news:
            while True:
                if found := earliest(self.letters, mail, since=since, to=to):
                    return found
                left = deadline - time.monotonic()
                if left <= 0 and self.refused_at > since:
                    raise _refused(self.where)
                if left <= 0:
                    return None
                self._news.wait(left)

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        """Take a letter in (aiosmtpd calls this)."""
        arrived_at = time.time()
        if len(self.letters) >= MOST_LETTERS:
            return "452 The mailbox is full"
        content = envelope.content or b""
        recipients = tuple(map(str, envelope.rcpt_tos))
        letter = await asyncio.to_thread(
            read_letter, content, arrived_at=arrived_at, recipients=recipients
        )
        with self._news:
            self.letters.append(letter)
            self._news.notify_all()
        return "250 Thank you"


@contextmanager
def listen(host: str, port: int) -> Iterator[SmtpMailbox]:
    """Listen for the time of a block; raises CouldNotLook (DL521, DL522)."""
    box = SmtpMailbox()
    serve = _server(box)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="mailbox", daemon=True)
    thread.start()
    try:
        server = _start(loop, serve, host, port)
        try:
            bound = server.sockets[0].getsockname()
            box.where = f"smtp://{f'[{host}]' if ':' in host else host}:{bound[1]}"
            yield box
        finally:
            asyncio.run_coroutine_threadsafe(_stop(server), loop).result(START_SECONDS)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(START_SECONDS)
        loop.close()


def _refused(where: str) -> CouldNotLook:
    most = megabytes(MOST_TAKEN)
    return CouldNotLook(
        "DL395",
        f"the mailbox {where} refused a mail of more than {most}, which may be the one meant",
        hint="let a mail server write mails into a folder, or name a mailbox on one",
    )


def _server(box: SmtpMailbox) -> Any:
    try:
        from aiosmtpd.smtp import SMTP
    except ModuleNotFoundError as missing:
        raise CouldNotLook(
            "DL521",
            "to receive mail by SMTP, the package aiosmtpd is needed, and it is not installed",
            hint="pip install 'desireline[mail]', or name a folder of .eml files as the mailbox",
        ) from missing

    class Server(SMTP):
        async def push(self, status: Any) -> None:
            if str(status).startswith("552"):  # the library asks nobody before it says so
                box.refused_at = time.time()
            await super().push(status)

    def protocol() -> SMTP:
        return Server(box, data_size_limit=MOST_TAKEN, enable_SMTPUTF8=True, hostname="shopper")

    return protocol


def _start(
    loop: asyncio.AbstractEventLoop, serve: Any, host: str, port: int
) -> asyncio.base_events.Server:
    async def create() -> asyncio.base_events.Server:
        return await loop.create_server(serve, host, port)

    try:
        return asyncio.run_coroutine_threadsafe(create(), loop).result(START_SECONDS)
    except OSError as trouble:
        raise CouldNotLook(
            "DL522",
            f"cannot listen for mail on {host}:{port}: {trouble.strerror or trouble}",
            hint="end what uses the port, or write another one (and tell the shop's mail "
            "server); ports below 1024 need more rights",
        ) from trouble


async def _stop(server: asyncio.base_events.Server) -> None:
    server.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}  # conversations still open
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
