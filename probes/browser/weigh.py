"""Weigh a page that takes its time, and stop it when it sends more than anybody could want.

The browser tells of each piece that comes, which costs it time: a page that is there at once
and is left within a second is not weighed. It can't have sent much.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import CDPSession

THERE_AT_ONCE = 0.2  # seconds until a light page is loaded
LEFT_SOON = 1.0  # seconds until it is left


class Scale:
    """The weight of the page in front: bytes since it began, or since it was first weighed."""

    def __init__(self, most_bytes: int, give_up: Callable[[int], None]) -> None:
        """Call `give_up` with the bytes, once for each page that sends more than `most_bytes`."""
        self.too_much = False
        self._most, self._give_up = most_bytes, give_up
        self._bytes = 0
        self._asked: Counter[CDPSession] = Counter()  # pages that were asked for in each tab
        self._loaded: Counter[CDPSession] = Counter()  # which of them was loaded last
        self._weighed: set[CDPSession] = set()

    def begin(self) -> None:
        """Another page has come."""
        self._bytes, self.too_much = 0, False

    def await_page(self, session: CDPSession) -> None:
        """A page is asked for in a tab: weigh it unless it is there at once and left soon."""
        import asyncio

        from greenlet import greenlet  # type: ignore[import-untyped]

        self._asked[session] += 1
        if session in self._weighed:
            return
        loop, asked = asyncio.get_running_loop(), self._asked[session]

        def weigh(*, loaded: int) -> None:
            still = self._asked[session] == asked and self._loaded[session] <= loaded
            if still and session not in self._weighed:
                self._weigh(session)

        # Playwright may only be asked from a thread of execution that it can put aside.
        loop.call_later(THERE_AT_ONCE, lambda: greenlet(weigh).switch(loaded=asked - 1))
        loop.call_later(LEFT_SOON, lambda: greenlet(weigh).switch(loaded=asked))

    def note_load(self, session: CDPSession) -> None:
        """The page that was asked for in a tab is loaded."""
        self._loaded[session] = self._asked[session]

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
