"""Fences inside the browser: nothing is changed any more, nothing outside the allow-list.

The browser itself holds the allow-list where we started it; these fences hold request by
request, which is slower.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from .hosts import Hosts

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page, Route, WebSocketRoute

CHANGING = ("POST", "PUT", "PATCH", "DELETE")


def put_up_fence(page: Page) -> Callable[[], None]:
    """From now on abort what would change something on the host of the page in front.

    Gives what takes the fence down again.
    """
    host = urlsplit(page.url).netloc

    def guard(route: Route) -> None:
        if route.request.method in CHANGING:
            route.abort("blockedbyclient")
        else:
            route.fallback()

    context = page.context

    def here(url: str) -> bool:
        return urlsplit(url).netloc == host

    if host:
        context.route(here, guard)
    return lambda: context.unroute(here, guard)


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
