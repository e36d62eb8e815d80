"""A mailbox in Mailpit, a server that keeps the mails of a test system and shows them by its API.

Written against its documented API: `GET /api/v1/messages` lists, `GET /api/v1/message/ID/raw`
gives a mail as it came. Mails that were there when the mailbox was opened are old.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit

from ..server import ask, ask_json, nonsense
from .letter import Letter, read_letter
from .polled import PolledMailbox, arrival

MOST_LISTED = 200


@contextmanager
def look_into(where: str, user: str | None, password: str | None) -> Iterator[PolledMailbox]:
    """Look into Mailpit; `where` is the address of its pages. Raises CouldNotLook (DL332-DL334)."""
    base = where.rstrip("/")

    def listed() -> dict[str, dict[str, Any]]:
        answer = ask_json(
            f"{base}/api/v1/messages?limit={MOST_LISTED}", user=user, password=password
        )
        messages = answer.get("messages")
        if not isinstance(messages, list):
            raise nonsense(urlsplit(base).netloc)
        return {str(one["ID"]): one for one in messages if isinstance(one, dict) and "ID" in one}

    known = set(listed())

    def look(looked: float) -> list[Letter]:
        new = {number: one for number, one in listed().items() if number not in known}
        known.update(new)
        return [read(number, one, looked) for number, one in new.items()]

    def read(number: str, one: dict[str, Any], looked: float) -> Letter:
        address = f"{base}/api/v1/message/{quote(number, safe='')}/raw"
        content = ask(address, user=user, password=password)
        told = [each for key in ("To", "Cc", "Bcc") for each in one.get(key) or []]
        addresses = tuple(str(each.get("Address", "")) for each in told if isinstance(each, dict))
        arrived_at = arrival(_stamp(one.get("Created")), looked=looked)
        size = one.get("Size")
        return read_letter(
            content,
            arrived_at=arrived_at,
            recipients=addresses,
            size=size if isinstance(size, int) else 0,
        )

    yield PolledMailbox(where, look)


def _stamp(text: Any) -> float | None:
    """Read when Mailpit took a mail in (RFC 3339)."""
    try:
        return datetime.fromisoformat(str(text)).timestamp()
    except ValueError:
        return None
