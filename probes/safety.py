"""Keep the walk harmless: what it does for real needs consent, twice.

A dangerous step runs only when the command allows it and the walk says who authorised it.
Where it is not allowed the walk stops before it, and from then on nothing that changes
anything is let through to that page's host.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from desireline.scenarios.walk import Step

from .hosts import Hosts
from .trip import Trip

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Route

CHANGING = ("POST", "PUT", "PATCH", "DELETE")


def may(trip: Trip, step: Step) -> bool:
    """Say whether a step may be done: it is harmless, or allowed and authorised."""
    return step.danger is None or (trip.allow_danger and bool(trip.walk.authorised_by))


def walked_up_to(trip: Trip, step: Step) -> str:
    """Say where the walk stopped, and what consent it lacks."""
    said = f"walked up to: {step.danger}"
    if trip.allow_danger:
        return f"{said} (the walk has no `authorised-by`)"
    return said


def put_up_fence(trip: Trip) -> None:
    """From now on abort what would change something on the host of the page in front."""
    host = urlsplit(trip.page.url).netloc

    def guard(route: Route) -> None:
        if route.request.method in CHANGING:
            route.abort("blockedbyclient")
        else:
            route.fallback()

    if host:
        trip.page.context.route(lambda url: urlsplit(url).netloc == host, guard)


def fence_by_route(context: BrowserContext, hosts: Hosts) -> None:
    """Hold a browser that others started to the allow-list, request by request.

    Slower than the flag that our own browsers are started with, and workers slip through.
    """

    def guard(route: Route) -> None:
        if hosts.allow(route.request.url):
            route.fallback()
        else:
            route.abort("namenotresolved")

    context.route("**/*", guard)
