"""Text messages from a provider's API, asked again and again, in the shape that Twilio gave it.

`GET /2010-04-01/Accounts/ACCOUNT/Messages.json?To=NUMBER` with the account and its token.
Messages that were there when first asked for a number, and that are older than the walk, are old.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from desireline.scenarios.walk_channels import Sms

from ..server import ask_json, nonsense
from .message import LONGEST, TextMessage, digits, meant

LOOK_SECONDS = 0.5
STAMP_SECONDS = 1.0  # the provider's stamps are in whole seconds
MOST_LISTED = 50


@dataclass(slots=True)
class AskedPhone:
    """The messages of one account."""

    where: str
    _account: str
    _token: str
    _seen: dict[str, TextMessage] = field(default_factory=dict)
    _looked: dict[str, float] = field(default_factory=dict)  # by number, seconds since 1970

    def wait(self, sms: Sms, *, to: str, since: float) -> TextMessage | None:
        """Wait for a message; see Phone."""
        deadline = time.monotonic() + sms.within
        while True:
            self._look(to, since)
            if found := meant(self._seen.values(), sms, to=to, since=since):
                return found
            left = deadline - time.monotonic()
            if left <= 0:
                return None
            threading.Event().wait(min(LOOK_SECONDS, left))

    def _look(self, to: str, since: float) -> None:
        begun = time.time()
        looked = self._looked.get(to, since)
        for one in self._listed(f"+{digits(to)}"):
            number = str(one.get("sid"))
            if number not in self._seen:
                self._seen[number] = _message(
                    number, one, first=to not in self._looked, looked=looked
                )
        self._looked[to] = begun

    def _listed(self, number: str) -> list[dict[str, Any]]:
        asked = urlencode({"To": number, "PageSize": MOST_LISTED})
        account = quote(self._account, safe="")
        address = f"{self.where}/2010-04-01/Accounts/{account}/Messages.json?{asked}"
        answer = ask_json(address, user=self._account, password=self._token)
        messages = answer.get("messages")
        if not isinstance(messages, list):
            raise nonsense(urlsplit(self.where).netloc)
        return [one for one in messages if isinstance(one, dict)]


def _message(number: str, one: dict[str, Any], *, first: bool, looked: float) -> TextMessage:
    """Read a message; one that is new since the last look came after it, whatever its stamp."""
    stamp = _stamp(one)
    if stamp is None:
        arrived_at = 0.0 if first else time.time()
    else:
        arrived_at = min(time.time(), stamp + STAMP_SECONDS)
        arrived_at = arrived_at if first else max(arrived_at, looked)
    words = {key: str(one.get(key) or "")[:LONGEST] for key in ("from", "to", "body")}
    return TextMessage(number, words["from"], words["to"], words["body"], arrived_at)


def _stamp(one: dict[str, Any]) -> float | None:
    try:
        return parsedate_to_datetime(str(one.get("date_sent") or one["date_created"])).timestamp()
    except (KeyError, ValueError):
        return None


@contextmanager
def look_into(where: str, account: str, token: str) -> Iterator[AskedPhone]:
    """Look into an account for the time of a block."""
    yield AskedPhone(where.rstrip("/"), account, token)
