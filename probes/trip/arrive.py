"""Arrive on a page: wait for its load as long as a customer would, and hear how it answered."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Literal, TypeVar

from ..browser.session import FROZEN
from ..safety.hosts import absolute
from ..safety.pace import TOO_MANY
from ..safety.trouble import (
    SiteFailed,
    failure_to_reach,
    net_code,
    no_answer,
    outside,
    too_many,
    unheld_tab,
)
from .trip import Trip

GONE = (404, 410)
BREATH_SECONDS = 0.2  # a page paints in less, or does not paint
TAB_SECONDS = 3.0  # for a new tab that was announced
LEAVE_SECONDS = 2.0  # from the page's word that it leads on to the request
COMMIT_SECONDS = 5.0  # from the answer to the page
NO_PAGE = (204, 205)
PAUSE_MS = 2.0
WAKE_MS = 20.0  # between two looks while a page is awaited
SLICE_MS = 250.0
LOOKS = 4
LEAVING = ("context was destroyed", "because of a navigation", "Frame was detached")
FROZE = "the page froze: its scripts let nothing else happen"
T = TypeVar("T")


def open_page(trip: Trip, address: str, seconds: float) -> str:
    """Open an address; what is worth noting about the answer, or nothing.

    Raises SiteFailed when the site does not serve it, CouldNotLook when we can't reach it.
    """
    from playwright.sync_api import Error
    from playwright.sync_api import TimeoutError as NotInTime

    url = absolute(trip.journey.site, address)
    if not trip.hosts.allow(url):
        raise outside(url)
    until = time.monotonic() + seconds
    try:
        trip.page.goto(url, wait_until="commit", timeout=seconds * 1000)
    except NotInTime as trouble:
        asked = trip.watch.asked or url
        trip.watch.stop_loading()
        raise no_answer(asked, seconds) from trouble
    except Error as trouble:
        if "Download is starting" in str(trouble):
            return "a download, not a page"
        raise _unreached(trip, url, trouble) from trouble
    _await_load(trip, until)
    status = trip.watch.answers[-1][1] if trip.watch.answers else 200
    if status == TOO_MANY:
        raise too_many(trip.watch.answers[-1][0])
    if status >= 400:
        raise SiteFailed(f"{trip.watch.answers[-1][0]} answers {status}")
    return ""


def arrive(trip: Trip) -> str:
    """Wait for the page that a click or a key leads to, if it leads to one.

    Raises SiteFailed or CouldNotLook when that page does not come.
    """
    until = time.monotonic() + trip.limits.load_seconds
    watch = trip.watch
    breathe(trip)
    _pause(trip, lambda: watch.opening, TAB_SECONDS)  # browsers may also keep it from opening
    if watch.unheld:
        raise unheld_tab(watch.unheld)
    _pause(trip, lambda: watch.leaving, LEAVE_SECONDS)
    waits = until - time.monotonic()
    _await_page(trip, lambda: bool(watch.asked) and not watch.scale.too_much, waits)
    if watch.asked and not watch.scale.too_much:
        url = watch.asked
        watch.stop_loading()
        raise no_answer(url, trip.limits.load_seconds)
    if watch.unreached:
        url, code = watch.unreached
        raise failure_to_reach(url, code, trip.hosts)
    if not watch.answers:
        return ""
    url, status = watch.answers[-1]
    comes = status not in NO_PAGE
    _await_page(trip, lambda: comes and not watch.moved and not watch.downloads, COMMIT_SECONDS)
    _await_load(trip, until)
    if status == TOO_MANY:
        raise too_many(url)
    if status >= 500 or status in GONE:
        raise SiteFailed(f"leads to {url}, which answers {status}")
    return f"the page answers {status}" if status >= 400 else ""


def steadily(trip: Trip, look: Callable[[], T]) -> T:
    """Look at the page; when it is left meanwhile, arrive on the next one and look again."""
    from playwright.sync_api import Error

    for _ in range(LOOKS - 1):
        try:
            return look()
        except Error as trouble:
            if not any(sign in str(trouble) for sign in LEAVING):
                raise
            trip.page.wait_for_load_state("domcontentloaded")
    return look()


def leave_if_frozen(trip: Trip) -> None:
    """End the browser and raise SiteFailed when a page's scripts let nothing else happen."""
    from playwright.sync_api import TimeoutError as NotInTime

    try:
        trip.page.wait_for_function("() => true", timeout=trip.limits.response_seconds * 1000)
    except NotInTime as trouble:
        trip.session.end_browser(FROZEN)
        raise SiteFailed(FROZE) from trouble


def circumstances(trip: Trip) -> str:
    """Say what the site did while a step failed: no answer, or a bad one; or nothing."""
    watch = trip.watch
    if watch.asked:
        return f" (still waiting for {watch.asked})"
    if watch.unreached:
        return f" (could not be loaded: {watch.unreached[0]}, {watch.unreached[1]})"
    if watch.answers and watch.answers[-1][1] >= 400:
        return f" ({watch.answers[-1][0]} answers {watch.answers[-1][1]})"
    return ""


def breathe(trip: Trip) -> None:
    """Wait until the page has painted after what was done, or asks for the next page.

    Nothing is run in the page for that: it would wait until the next page has answered.
    """
    watch, clock = trip.watch, trip.clock

    def still() -> bool:
        on_its_way = watch.leaving or watch.asked or watch.opening or watch.answers
        return clock.painted_ms is None and not on_its_way

    _pause(trip, still, BREATH_SECONDS)


def _pause(trip: Trip, still: Callable[[], bool], seconds: float) -> None:
    """Let the browser work while something is still so, at most some seconds."""
    until = time.monotonic() + seconds
    while still() and time.monotonic() < until:
        trip.page.wait_for_timeout(PAUSE_MS)


def _await_page(trip: Trip, still: Callable[[], bool], seconds: float) -> None:
    """Like `_pause`, for what most often ends with a page: then that is what wakes us."""
    from playwright.sync_api import TimeoutError as NotInTime

    until = time.monotonic() + seconds
    while still() and time.monotonic() < until:
        with suppress(NotInTime):
            trip.page.wait_for_event("framenavigated", timeout=WAKE_MS)


def _unreached(trip: Trip, url: str, trouble: Exception) -> Exception:
    watch = trip.watch
    if watch.scale.too_much:
        return _too_heavy(trip, url)
    code = net_code(str(trouble))
    if not code:
        return trouble
    return failure_to_reach(watch.unreached[0] if watch.unreached else url, code, trip.hosts)


def _too_heavy(trip: Trip, url: str) -> SiteFailed:
    megabytes = trip.limits.page_bytes / 1e6
    return SiteFailed(f"{url} sends more than {megabytes:g} MB for one page")


def _await_load(trip: Trip, until: float) -> None:
    """Wait for the load event; a page that never fires it is used as far as it came."""
    if _comes_to(trip, "load", until) or trip.watch.downloads:
        return  # a file that came on the side: the page stays, and its events are lost
    url, asked = trip.page.url, trip.watch.asked
    is_there = _comes_to(trip, "domcontentloaded", time.monotonic())
    trip.watch.stop_loading()
    if is_there:
        trip.watch.note_failed("the page was still loading when we gave up waiting")
    elif asked:
        raise no_answer(asked, trip.limits.load_seconds)
    else:
        raise SiteFailed(f"{url} begins to answer and is not done in time")


def _comes_to(trip: Trip, state: Literal["domcontentloaded", "load"], until: float) -> bool:
    """Wait for a state of the page; SiteFailed when it weighs too much meanwhile."""
    from playwright.sync_api import TimeoutError as NotInTime

    while True:
        left = (until - time.monotonic()) * 1000
        try:
            trip.page.wait_for_load_state(state, timeout=max(1.0, min(left, SLICE_MS)))
            return True
        except NotInTime:
            if trip.watch.downloads:
                return False
            if trip.watch.scale.too_much:
                raise _too_heavy(trip, trip.page.url) from None
            if left <= SLICE_MS:
                return False
