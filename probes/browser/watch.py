"""What happens on the side while the shopper walks: errors, failed requests, dialogs, weight.

Everything is bounded: a page that floods us with messages, dialogs, tabs or bytes is cut
off, and that is noted.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ..safety.hosts import Hosts
from ..safety.pace import BUSY
from ..safety.trouble import net_code
from .weigh import Scale

if TYPE_CHECKING:
    from playwright.sync_api import (
        BrowserContext,
        CDPSession,
        ConsoleMessage,
        Dialog,
        Page,
        Request,
        Response,
        WebError,
    )

MOST_NOTES = 50  # of each kind at one touchpoint
MOST_TABS = 5
LONGEST_NOTE = 300
LONGEST_READ = 20_000
HELD_BACK = "ERR_BLOCKED_BY_CLIENT"  # by our fence: no fault of the site's
GONE = re.compile(r"has been closed|[Tt]arget closed|No target with given id|crashed")
NEEDED = ("stylesheet", "script", "image")  # without them the page is not what was meant
# Bytes per second down and up, and milliseconds before each answer. The 3G profiles and the
# bandwidths are those of Chromium's own tools; the latencies of 4G are Lighthouse's round trips.
NETWORKS = {
    "slow-3g": (50_000, 50_000, 2000.0),
    "fast-3g": (180_000, 84_375, 562.5),
    "slow-4g": (204_800, 96_000, 150.0),
    "4g": (1_125_000, 187_500, 60.0),
}


@dataclass(slots=True)
class Reply:
    """How the next box (alert, confirm, prompt) is answered, and what it said when it came."""

    says: str | None
    accept: bool
    typed: str | None
    said: str | None = None  # none: it has not come
    fits: bool = False

    def take(self, dialog: Dialog) -> None:
        """Answer a box; one that says something else is dismissed."""
        self.said = " ".join(dialog.message[:LONGEST_READ].split())[:LONGEST_NOTE]
        wanted = " ".join((self.says or "").split()).casefold()
        self.fits = wanted in self.said.casefold()
        if self.fits and self.accept:
            dialog.accept(self.typed if self.typed is not None else dialog.default_value)
        else:
            dialog.dismiss()


@dataclass(slots=True)
class Watch:
    """What was noted at the touchpoint where the shopper is."""

    hosts: Hosts
    scrub: Callable[[str], str]
    most_bytes: int
    attend: Callable[[Page, CDPSession], None] | None = None  # what else to do with each new tab
    pages: list[Page] = field(default_factory=list)
    sessions: dict[Page, CDPSession] = field(default_factory=dict)
    console: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    blocked: list[str] = field(default_factory=list)  # by our allow-list or fence
    troubled: bool = False  # a request that customers need went wrong
    answers: list[tuple[str, int]] = field(default_factory=list)  # pages: address and status
    opening: bool = False  # a new tab was announced and is not there yet
    unheld: str = ""  # why a new tab could not be held as the others are, and was closed
    leaving: bool = False  # the page said that it leads on, and has not asked for the next yet
    moved: bool = False  # another page, or another part of this one, has come
    asked: str = ""  # the page that was asked for and has not answered yet
    unreached: tuple[str, str] | None = None  # the page that did not come: address and code
    dialogs: int = 0
    reply: Reply | None = None  # to the next box
    downloads: int = 0
    scale: Scale = field(init=False)
    crashed: bool = False
    rest_asked: tuple[str, str] | None = None  # who was too busy, and its `Retry-After`

    def __post_init__(self) -> None:
        """Put up the scale."""
        self.scale = Scale(self.most_bytes, lambda told: _on_too_much(self, told))

    def clear(self) -> None:
        """Begin a touchpoint."""
        for notes in (self.console, self.failed, self.blocked):
            notes.clear()
        self.answers.clear()
        self.troubled, self.dialogs, self.downloads = False, 0, 0

    def forget_answers(self) -> None:
        """Begin a step."""
        self.answers.clear()
        self.unreached, self.opening, self.leaving, self.moved = None, False, False, False

    @property
    def broken(self) -> bool:
        """Whether something of the site's own went wrong.

        A script may stumble because our allow-list stopped its request; then what it
        complains of is noted, but not held against the site.
        """
        return self.troubled or bool(self.console and not self.blocked)

    def note_failed(self, text: str) -> None:
        """Note something that customers would have missed."""
        _note(self, self.failed, text)
        self.troubled = True

    def stop_loading(self) -> None:
        """Press the browser's stop button: while a page is awaited, nothing can be looked at."""
        from playwright.sync_api import Error

        session = self.sessions.get(self.page)
        if session is not None:
            with suppress(Error):
                session.send("Page.stopLoading")
        self.asked = ""

    @property
    def page(self) -> Page:
        """The tab in front: the youngest that is still open."""
        self.pages = [page for page in self.pages if not page.is_closed()] or self.pages[:1]
        return self.pages[-1]


def start_watch(
    context: BrowserContext,
    hosts: Hosts,
    *,
    scrub: Callable[[str], str],
    most_bytes: int,
    attend: Callable[[Page, CDPSession], None] | None = None,
) -> Watch:
    """Open a tab, and watch every page of a profile; `scrub` takes secrets out of what is noted."""
    watch = Watch(hosts, scrub, most_bytes, attend)
    watch.pages.append(context.new_page())
    _look_after(watch, watch.page)  # the first tab is ready before anything is opened in it
    context.on("page", lambda page: _attach(watch, page))
    context.on("console", lambda message: _on_console(watch, message))
    context.on("weberror", lambda error: _on_error(watch, error))
    context.on("requestfailed", lambda request: _on_failed(watch, request))
    context.on("response", lambda response: _on_response(watch, response))
    return watch


def _attach(watch: Watch, page: Page) -> None:
    """Look after a new tab; one that can't be held as the others are is closed, and told."""
    from playwright.sync_api import Error

    if len([p for p in watch.pages if not p.is_closed()]) >= MOST_TABS:
        with suppress(Error):
            page.close()
        return
    watch.pages.append(page)
    watch.opening = True  # until all is put up: what is looked after meets no other tab
    try:
        _look_after(watch, page)
        watch.moved |= page.url.startswith(("http://", "https://"))  # before anybody heard it
    except Error as trouble:
        if not (page.is_closed() or GONE.search(str(trouble))):  # else it closed itself at once
            watch.unheld = str(trouble).splitlines()[0]
        with suppress(Error):
            page.close()
    finally:
        watch.opening = False


def _look_after(watch: Watch, page: Page) -> None:
    page.on("dialog", lambda dialog: _on_dialog(watch, dialog))
    page.on("download", lambda _: _add(watch, "downloads"))
    page.on("crash", lambda _: setattr(watch, "crashed", True))
    page.on("framenavigated", lambda frame: _on_moved(watch, frame is page.main_frame))
    session = page.context.new_cdp_session(page)
    watch.sessions[page] = session
    if watch.attend is not None:
        watch.attend(page, session)
    watch.scale.await_page(session)
    session.send("Page.enable")
    session.on("Page.windowOpen", lambda _: setattr(watch, "opening", True))
    whole = session.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
    session.on("Page.loadEventFired", lambda _: watch.scale.note_load(session))
    begins = "Page.frameStartedNavigating"
    session.on(begins, lambda told: _on_asked(watch, session, told, whole))
    session.on("Page.frameNavigated", lambda told: _on_came(watch, told, whole))
    for event in ("Page.frameRequestedNavigation", "Page.frameScheduledNavigation"):
        session.on(event, lambda told: _on_leaving(watch, told, whole))


def slowed(network: str | None) -> list[tuple[str, dict[str, Any]]]:
    """Give what a tab is told so that its network is slow."""
    if network is None:
        return []
    down, up, latency = NETWORKS[network]
    line = {"offline": False, "latency": latency, "downloadThroughput": down}
    return [
        ("Network.enable", {}),
        ("Network.emulateNetworkConditions", line | {"uploadThroughput": up}),
    ]


def _add(watch: Watch, name: str) -> None:
    setattr(watch, name, getattr(watch, name) + 1)


def _on_leaving(watch: Watch, told: dict[str, Any], whole_page: str) -> None:
    here = told.get("disposition", "currentTab") == "currentTab"
    web = str(told.get("url", "")).startswith(("http://", "https://"))
    watch.leaving |= here and web and told.get("frameId") == whole_page


def _on_asked(watch: Watch, session: CDPSession, told: dict[str, Any], whole_page: str) -> None:
    url = str(told.get("url", ""))
    elsewhere = "sameDocument" not in str(told.get("navigationType", ""))
    if told.get("frameId") == whole_page and elsewhere and url.startswith(("http:", "https:")):
        watch.asked, watch.leaving, watch.moved = url, False, False
        watch.scale.await_page(session)


def _on_came(watch: Watch, told: dict[str, Any], whole_page: str) -> None:
    """Another page is there: without an answer of its own, too, when it was kept."""
    if told.get("frame", {}).get("id") == whole_page:
        watch.asked = ""


def _on_moved(watch: Watch, whole_page: bool) -> None:
    if whole_page:
        watch.scale.begin()
        watch.leaving, watch.moved = False, True


def _on_too_much(watch: Watch, told: int) -> None:
    watch.note_failed(f"gave up after {told / 1e6:.0f} MB of one page")


def _on_dialog(watch: Watch, dialog: Dialog) -> None:
    from playwright.sync_api import Error

    with suppress(Error):
        if watch.reply is not None and watch.reply.said is None:
            watch.reply.take(dialog)
            return
        watch.dialogs += 1
        if dialog.type == "beforeunload":  # “Leave this page?” Whoever clicked means to
            dialog.accept()
        else:
            dialog.dismiss()


def _on_console(watch: Watch, message: ConsoleMessage) -> None:
    if message.type != "error" or message.text.startswith("Failed to load resource"):
        return  # what failed to load is noted by its request
    if watch.hosts.allow(str(message.location.get("url", ""))):
        _note(watch, watch.console, message.text)


def _on_error(watch: Watch, error: WebError) -> None:
    _note(watch, watch.console, f"uncaught: {error.error}")


def _on_failed(watch: Watch, request: Request) -> None:
    code = net_code(request.failure or "") or str(request.failure or "failed")
    if code != "ERR_ABORTED":  # the page or the customer went on, or a download began
        if code == HELD_BACK:
            _note(watch, watch.blocked, f"held back: {request.method} {_address(request.url)}")
        elif not watch.hosts.allow(request.url):
            _note(watch, watch.blocked, f"outside the journey's hosts: {_address(request.url)}")
        elif not _minor(request.url):
            _note(watch, watch.failed, f"{code}: {request.method} {_address(request.url)}")
            watch.troubled = True
    if _is_page(request):
        watch.asked = ""
        watch.unreached = (request.url, code) if code != "ERR_ABORTED" else None


def _on_response(watch: Watch, response: Response) -> None:
    status = response.status
    if _is_page(response.request):
        watch.asked, watch.unreached = "", None
        if status in BUSY:
            watch.rest_asked = (response.url, response.headers.get("retry-after", ""))
        if len(watch.answers) < MOST_NOTES:
            watch.answers.append((response.url, status))
    elif status >= 400 and not _minor(response.url):
        _note(watch, watch.failed, f"{status}: {_address(response.url)}")
        watch.troubled |= status >= 500 or response.request.resource_type in NEEDED


def _is_page(request: Request) -> bool:
    """Say whether a request is for a whole page, not for a frame in it or what it uses."""
    from playwright.sync_api import Error

    if not request.is_navigation_request():
        return False
    try:
        return request.frame.parent_frame is None
    except Error:  # a tab's first one has no frame yet
        return True


def _minor(url: str) -> bool:
    return urlsplit(url).path.endswith("/favicon.ico")


def _address(url: str) -> str:
    return url.split("?", 1)[0]


def _note(watch: Watch, notes: list[str], text: str) -> None:
    text = watch.scrub(" ".join(text[:LONGEST_READ].split()))[:LONGEST_NOTE]
    if len(notes) < MOST_NOTES and text not in notes:
        notes.append(text)
