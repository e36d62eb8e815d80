"""Weigh a page that takes its time, and stop it when it sends more than anybody could want.

The browser tells of each piece that comes, which costs it time: pages that are left within a
second are not weighed, and can't have sent much.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from greenlet import greenlet  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import CDPSession

WEIGHED_AFTER = 1.0  # seconds


class Scale:
    """The weight of the page in front: bytes since it began, or since it was first weighed."""

    def __init__(self, most_bytes: int, give_up: Callable[[int], None]) -> None:
        """Call `give_up` with the bytes, once for each page that sends more than `most_bytes`."""
        self.too_much = False
        self._most, self._give_up = most_bytes, give_up
        self._bytes = 0
        self._asked = 0  # pages that were asked for
        self._weighed: set[CDPSession] = set()

    def begin(self) -> None:
        """Another page has come."""
        self._bytes, self.too_much = 0, False

    def await_page(self, session: CDPSession | None) -> None:
        """A page is asked for in a tab: weigh it when no other one is within a second."""
        self._asked += 1
        if session is None or session in self._weighed:
            return
        now, asked = asyncio.get_running_loop(), self._asked

        def weigh() -> None:
            if asked == self._asked and session not in self._weighed:
                self._weigh(session)

        # Playwright may only be asked from a thread of execution that it can put aside.
        now.call_later(WEIGHED_AFTER, lambda: greenlet(weigh).switch())

    def _weigh(self, session: CDPSession) -> None:
        from playwright.sync_api import Error

        self._weighed.add(session)
        session.on("Network.dataReceived", lambda told: self._on_bytes(session, told))
        with suppress(Error):  # the tab is gone
            session.send("Network.enable")

    def _on_bytes(self, session: CDPSession, told: dict[str, Any]) -> None:
        from playwright.sync_api import Error

        self._bytes += int(told.get("dataLength", 0))
        if self._bytes > self._most and not self.too_much:
            self.too_much = True
            self._give_up(self._bytes)
            with suppress(Error):
                session.send("Page.stopLoading")
