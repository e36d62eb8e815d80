"""Judge an error while walking: the site's doing, or ours? And leave a frozen page."""

from __future__ import annotations

from contextlib import AbstractContextManager

from desireline.scenarios.errors import CouldNotLook

from ..browser.session import FROZEN
from ..page.locate import NotThere
from ..safety.trouble import SiteFailed, unheld_tab
from ..seen import Verdict
from ..words import in_words
from .arrive import FROZE, LEAVING
from .trip import Trip

LONGEST_SAID = 300


def judge(trip: Trip, trouble: Exception) -> tuple[Verdict, str]:
    """Give the verdict and the reason; what is neither the site's nor ours is raised again."""
    from playwright.sync_api import Error
    from playwright.sync_api import TimeoutError as NotInTime

    if trip.watch.unheld:
        return "could not look", in_words(unheld_tab(trip.watch.unheld))
    if isinstance(trouble, NotThere | SiteFailed):
        return "failed", str(trouble)
    if isinstance(trouble, CouldNotLook):
        return "could not look", in_words(trouble)
    if not isinstance(trouble, Error):
        raise trouble
    first = trip.secrets.scrub(str(trouble).strip().splitlines()[0])[:LONGEST_SAID]
    if (ours := _ended(trip, first)) is not None:
        return ours
    if trip.page.is_closed():
        return "failed", "the page closed itself"
    if any(sign in first for sign in LEAVING):
        return "failed", "the page leaves itself again and again, before anything can be read"
    if isinstance(trouble, NotInTime):
        return "failed", f"it took too long ({first})"
    return "failed", first


def _ended(trip: Trip, first: str) -> tuple[Verdict, str] | None:
    if trip.session.ended_by == FROZEN:
        return "failed", FROZE
    if trip.session.ended_by:
        return "could not look", trip.session.ended_by
    if trip.watch.crashed:
        return "could not look", "the page's process died, most likely for want of memory"
    if not trip.session.alive:
        return "could not look", f"the browser ended ({first})"
    return None


def patience(trip: Trip, seconds: float) -> AbstractContextManager[None]:
    """End the browser when a page lets nothing come back: there is no gentler way out."""
    return trip.session.watchdog.within(seconds)
