"""How much of a file has come so far, by the browser's own word.

So a file that is too heavy is given up while it comes, and not when a disk is full of it.

What it does not know: a file that another tab than the one in front takes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..channels.document import megabytes

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession


@dataclass  # without slots: Playwright keeps a mark of its own with a method that listens
class Coming:
    """What the browser said of files that come."""

    begun: dict[str, str] = field(default_factory=dict)  # the newest of each address, by number
    told: dict[str, dict[str, Any]] = field(default_factory=dict)  # the last word of each

    def begins(self, word: dict[str, Any]) -> None:
        """Hear that a file begins to come."""
        self.begun[word["url"]] = word["guid"]

    def goes_on(self, word: dict[str, Any]) -> None:
        """Hear how much came."""
        self.told[word["guid"]] = word

    def knows(self, url: str) -> bool:
        """Say whether anything was heard of the file from an address."""
        return self.begun.get(url, "") in self.told

    def comes(self, url: str) -> bool:
        """Say whether the file from an address is still on its way."""
        return bool(self._last(url).get("state") == "inProgress")

    def weight(self, url: str) -> int:
        """Give the bytes that a file says it has, or that came."""
        word = self._last(url)
        return int(max(word.get("totalBytes", 0), word.get("receivedBytes", 0)))

    def came(self, url: str) -> str:
        """Say how much came."""
        return megabytes(int(self._last(url).get("receivedBytes", 0)))

    def size(self, url: str) -> str:
        """Say how much there is, or that there is more than what came."""
        said = megabytes(self.weight(url))
        return said if self._last(url).get("totalBytes") else f"more than {said}"

    def _last(self, url: str) -> dict[str, Any]:
        return self.told.get(self.begun.get(url, ""), {})


@contextmanager
def coming_of(session: CDPSession | None) -> Iterator[Coming]:
    """Hear of a tab's files for the time of a block."""
    coming = Coming()
    if session is None:
        yield coming
        return
    hear = (("Page.downloadWillBegin", coming.begins), ("Page.downloadProgress", coming.goes_on))
    for name, heard in hear:
        session.on(name, heard)
    try:
        yield coming
    finally:
        for name, heard in hear:
            session.remove_listener(name, heard)
