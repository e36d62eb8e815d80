"""Fences inside the browser: nothing is changed any more, nothing outside the allow-list.

The browser itself holds the allow-list where we started it; these fences hold request by
request, which is slower. What changes nothing by its method (GET) is let through.

A page that is left while a fence is up is left without a word: its scripts don't hear of it, since
what they send then goes past every route.

What they do not know: a site that changes something when it is merely asked (`ahead.py` knows
of one way to ask), and what `workers.py` does not know.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from .asking import CHANGING, hold_asking
from .hosts import Hosts
from .workers import fence_script, hold_workers, suppress_gone

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page, Route, WebSocketRoute

MOST_NOTES = 20
LONGEST_NOTE = 120
HOLD, HOLD_ALL, FREE, STAY = (
    "() => globalThis.__desireline_fence?.hold(false)",
    "() => globalThis.__desireline_fence?.hold(true)",
    "() => globalThis.__desireline_fence?.free(true)",
    "() => globalThis.__desireline_fence?.free(false)",
)


class TakeDown(Protocol):
    """Takes a fence down; `may_leave`: pages that stand there may speak when they are left."""

    def __call__(self, *, may_leave: bool = True) -> None:
        """Take it down."""


def _nothing(*, may_leave: bool = True) -> None:
    pass


@dataclass(slots=True)
class Fence:
    """A fence that is up, and what it held back: a method and a path each."""

    take_down: TakeDown = _nothing
    held: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)  # of these, what would have led to a page


def prepare_fence(context: BrowserContext) -> None:
    """Make every page of a profile able to hold still, before its own scripts run."""
    context.add_init_script(fence_script())


def put_up_fence(page: Page, *, for_good: bool = False) -> Fence:
    """From now on abort what would change something, on any host, from any tab.

    `for_good`: nobody will go on here, and shared workers are ended.
    """
    context = page.context
    fence = Fence()

    def note(method: str, url: str, *, is_page: bool = False) -> None:
        text = f"{method} {urlsplit(url).path}"[:LONGEST_NOTE]
        for notes in (fence.held, *([fence.pages] if is_page else [])):
            if text not in notes and len(notes) < MOST_NOTES:
                notes.append(text)

    def guard(route: Route) -> None:
        request = route.request
        if request.method not in CHANGING:
            route.fallback()
            return
        note(request.method, request.url, is_page=request.is_navigation_request())
        route.abort("blockedbyclient")

    context.route("**/*", guard)
    hold = HOLD_ALL if for_good else HOLD
    in_new_pages = context.add_init_script(f"({hold})()")
    _in_each_frame(context, hold)
    free_asking = hold_asking(context, note)
    free_workers = hold_workers(page, for_good=for_good)

    def take_down(*, may_leave: bool = True) -> None:
        context.unroute("**/*", guard)
        in_new_pages.__exit__(None, None, None)
        _in_each_frame(context, FREE if may_leave else STAY)
        free_asking()
        free_workers()

    fence.take_down = take_down
    return fence


def _in_each_frame(context: BrowserContext, script: str) -> None:
    for page in context.pages:
        for frame in page.frames:
            with suppress_gone():
                frame.evaluate(script)


def fence_by_route(context: BrowserContext, hosts: Hosts) -> None:
    """Hold a browser that others started to the allow-list, request by request.

    Slower than the flag that our own browsers are started with. Web sockets are held too;
    what shared workers ask for slips through, and so does WebRTC.
    """

    def guard(route: Route) -> None:
        if hosts.allow(route.request.url):
            route.fallback()
        else:
            route.abort("namenotresolved")

    def guard_socket(socket: WebSocketRoute) -> None:
        if hosts.allow(socket.url):
            socket.connect_to_server()
        else:
            socket.close(reason="outside the journey's hosts")

    context.route("**/*", guard)
    context.route_web_socket(re.compile(""), guard_socket)
