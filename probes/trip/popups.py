"""What pops up at any time and is closed: banners, overlays, newsletters.

The browser itself calls for it, before it acts on something: a person would close what
lies in the way first. Each is counted, in the step during which it was closed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desireline.scenarios.walk_target import Target

from ..page.locate import build
from ..words import quoted
from .consent_banner import ConsentBanner

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

MOST_TIMES = 5  # on one page; what comes back more often is left to lie in the way
CLOSE_MS = 3000.0


@dataclass(slots=True)
class Popups:
    """What is closed whenever it pops up, and what was closed since it was last told."""

    targets: Sequence[Target]
    consent: ConsentBanner
    closed: list[str] = field(default_factory=list)

    def attend(self, page: Page) -> None:
        """Look after a tab that was opened."""
        self.consent.attend(page)
        for target in self.targets:
            page.add_locator_handler(
                build(page, target).first,
                self._closer(target),
                times=MOST_TIMES,
                no_wait_after=True,
            )

    def taken(self) -> tuple[tuple[str, ...], int]:
        """Give what was closed and answered, once, and the clicks that it cost."""
        answered, clicks = self.consent.taken()
        closed = tuple(self.closed)
        self.closed.clear()
        return (*answered, *closed), clicks + len(closed)

    def _closer(self, target: Target) -> Callable[[Locator], None]:
        def close(found: Locator) -> None:
            from playwright.sync_api import Error

            with suppress(Error):  # it went away by itself, or lies under something else
                found.click(timeout=CLOSE_MS, no_wait_after=True)
                self.closed.append(f"closed {quoted(target.name)}")

        return close
