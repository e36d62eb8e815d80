"""What pops up at any time and is closed: banners, overlays, newsletters, in frames too.

The browser itself calls for it, before it acts on something: a person would close what
lies in the way first. Who has no mouse closes it before going anywhere, by keys. Each is
counted, in the step during which it was closed. What can't be closed, or comes back for ever,
is let be on that page, so that no step hangs on it, and tried anew on the tab's next one.

What it does not know: that a page's scripts exchanged it for another one; it is the same page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from desireline.scenarios.walk_target import Target

from ..page.locate import NotThere, build
from ..page.text import seen_frames
from ..seen import Noticed
from ..words import quoted
from .consent_banner import ConsentBanner, is_there

if TYPE_CHECKING:
    from playwright.sync_api import Frame, Locator, Page

    Go = Callable[[Locator], int]

MOST_TIMES = 5  # on one page; what comes back more often is left to lie in the way
MOST_FRAMES = 8  # of a page, frames of frames left out
CLOSE_MS = 3000.0


@dataclass(frozen=True, slots=True)
class Closed:
    """What was closed and answered, in words, and what it cost."""

    words: tuple[str, ...]
    clicks: int
    keys: int
    noticed: tuple[Noticed, ...]


@dataclass(slots=True)
class Popups:
    """What is closed whenever it pops up, and what was closed since it was last told."""

    targets: Sequence[Target]
    consent: ConsentBanner
    keyboard_only: bool = False
    closed: list[str] = field(default_factory=list)
    clicks: int = 0
    keys: int = 0
    out_of_reach: list[str] = field(default_factory=list)
    tried: Counter[tuple[int, str]] = field(default_factory=Counter)  # by page and name

    def attend(self, page: Page) -> None:
        """Look after a tab that was opened, and after the frames that come into it."""
        if self.keyboard_only:
            page.on("domcontentloaded", lambda _: self._forget_tries(page))
        if self.keyboard_only or not (self.targets or self.consent.answers):
            return
        self._watch_for(page, page)
        frames = iter(range(MOST_FRAMES))

        def attend_frame(frame: Frame) -> None:
            from playwright.sync_api import Error

            number = next(frames, None) if frame.parent_frame is page.main_frame else None
            with suppress(Error):  # the page is gone already
                if number is not None:
                    self._watch_for(page, page.frame_locator("iframe").nth(number))

        page.on("frameattached", attend_frame)

    def clear(self, page: Page, go: Go) -> None:
        """Close by keys what is there now; `go` goes to a thing, and gives the keys."""
        if not (self.targets or self.consent.answers):
            return
        from playwright.sync_api import Error

        for frame in seen_frames(page):
            with suppress(Error):  # it went away by itself
                self._answer(page, frame, go)
                for target in self.targets:
                    if self._pressed(page, build(frame, target).first, quoted(target.name), go):
                        self.closed.append(f"closed {quoted(target.name)}")

    def taken(self) -> Closed:
        """Give what was closed and answered, once, and what it cost."""
        answered, clicks = self.consent.taken()
        unreached = [f"{one} can't be reached with the keyboard" for one in self.out_of_reach]
        noticed = tuple(Noticed("not accessible", one) for one in unreached)
        words = (*answered, *self.closed, *unreached)
        closed = Closed(words, clicks + self.clicks, self.keys, noticed)
        self.closed.clear()
        self.out_of_reach.clear()
        self.clicks = self.keys = 0
        return closed

    def _forget_tries(self, page: Page) -> None:
        """Try anew on a new page what was tried so often on the one before."""
        for tried in [one for one in self.tried if one[0] == id(page)]:
            del self.tried[tried]

    def _answer(self, page: Page, frame: Frame, go: Go) -> None:
        """Answer by keys when a frame asks for cookies."""
        asking = self.consent.buttons(frame, in_frame=frame is not page.main_frame)
        here = (id(page), "cookies")
        if asking is None or self.tried[here] >= MOST_TIMES or not asking[0].is_visible():
            return
        self.tried[here] += 1
        if button := self.consent.choice(*asking):
            name = self.consent.name_of(button)
            if self._pressed(page, button, f"{quoted(name)} of the cookie banner", go):
                self.closed.append(f"cookies: {quoted(name)}")

    def _watch_for(self, page: Page, root: Any) -> None:
        """Have the browser call for what may pop up in a page, or in one of its frames."""
        if asking := self.consent.buttons(root, in_frame=root is not page):
            _on(page, asking[0], lambda _: self.consent.answer(*asking))
        for target in self.targets:
            _on(page, build(root, target).first, self._closer(target))

    def _closer(self, target: Target) -> Callable[[Locator], bool]:
        def close(found: Locator) -> bool:
            from playwright.sync_api import Error

            try:
                found.click(timeout=CLOSE_MS, no_wait_after=True)
                self.closed.append(f"closed {quoted(target.name)}")
                self.clicks += 1
            except Error:
                if is_there(found):  # else it went away by itself
                    self.closed.append(f"{quoted(target.name)} could not be pressed")
                    return False
            return True

        return close

    def _pressed(self, page: Page, thing: Locator, name: str, go: Go) -> bool:
        """Press something when it is there and can be reached, so often on a page."""
        here = (id(page), name)
        if self.tried[here] >= MOST_TIMES or not thing.is_visible():
            return False
        self.tried[here] += 1
        try:
            self.keys += go(thing) + 1
        except NotThere:
            self.tried[here] = MOST_TIMES
            self.out_of_reach.append(name)
            return False
        page.keyboard.press("Enter")
        return True


def _on(page: Page, found: Locator, close: Callable[[Locator], bool]) -> None:
    """Have the browser call for what may pop up; on each page anew, so often."""
    from playwright.sync_api import Error

    tries = 0
    called = True  # by the browser, whenever it is there

    def try_to(thing: Locator) -> None:
        nonlocal tries, called
        tries += 1
        if not close(thing) or tries >= MOST_TIMES:
            called = False
            with suppress(Error):  # the page is gone
                page.remove_locator_handler(found)  # else it is tried again until the step is over

    def begin_anew(_: Page) -> None:
        nonlocal tries, called
        tries = 0
        if not called:
            called = True
            with suppress(Error):  # the page is gone
                page.add_locator_handler(found, try_to, no_wait_after=True)

    page.add_locator_handler(found, try_to, no_wait_after=True)
    page.on("domcontentloaded", begin_anew)
