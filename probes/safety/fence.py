"""Fences inside the browser: nothing is changed any more, nothing outside the allow-list.

The browser itself holds the allow-list where we started it; these fences hold request by
request, which is slower. What changes nothing by its method (GET) is let through.

What they do not know: a site that changes something when it is merely asked, what a page
sends in the moment in which it is left, and a socket that a worker holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from .hosts import Hosts

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page, Route, WebSocketRoute

CHANGING = ("POST", "PUT", "PATCH", "DELETE")
MOST_NOTES = 20
LONGEST_NOTE = 120
# Sockets are open already, and no route holds them: they are made dumb where they are.
HOLD_SOCKETS = """() => {
  const real = WebSocket.prototype.send;
  if (real.held) return;
  const dumb = function () {};
  dumb.held = real;
  WebSocket.prototype.send = dumb;
}"""
FREE_SOCKETS = """() => {
  const real = WebSocket.prototype.send.held;
  if (real) WebSocket.prototype.send = real;
}"""


@dataclass(slots=True)
class Fence:
    """A fence that is up, and what it held back: a method and a path each."""

    take_down: Callable[[], None]
    held: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)  # of these, what would have led to a page


def put_up_fence(page: Page) -> Fence:
    """From now on abort what would change something, on any host, from any tab."""
    context = page.context
    fence = Fence(lambda: None)

    def guard(route: Route) -> None:
        request = route.request
        if request.method not in CHANGING:
            route.fallback()
            return
        note = f"{request.method} {urlsplit(request.url).path}"[:LONGEST_NOTE]
        for notes in (fence.held, *([fence.pages] if request.is_navigation_request() else [])):
            if note not in notes and len(notes) < MOST_NOTES:
                notes.append(note)
        route.abort("blockedbyclient")

    context.route("**/*", guard)
    in_new_pages = context.add_init_script(f"({HOLD_SOCKETS})()")
    _in_each_frame(context, HOLD_SOCKETS)

    def take_down() -> None:
        context.unroute("**/*", guard)
        in_new_pages.__exit__(None, None, None)
        _in_each_frame(context, FREE_SOCKETS)

    fence.take_down = take_down
    return fence


def _in_each_frame(context: BrowserContext, script: str) -> None:
    from playwright.sync_api import Error

    for page in context.pages:
        for frame in page.frames:
            with suppress(Error):  # it went away meanwhile
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
