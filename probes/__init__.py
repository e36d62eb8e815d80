"""The mystery shopper: walks the live touchpoints and says what was met there.

Reports what was seen; judging it is the work of `reports/`. Knows nothing of simulation.
`shopper.py` is the way in, `seen.py` what comes out. Inside, arrows run only downwards:

    shopper    the way in: all walks of a journey, in a thread of their own
    recorder/  a walk written by walking it, from what Playwright's recorder tells
    walk/      a walk from end to end: route, stops, what is noted and kept
    verbs/     what the shopper can do, one family of verbs a file
    trip/      a walk under way: what is known, acting, arriving, whose fault
    facts/     facts, where a walk says they stand
    channels/  mail, chat, phone and API; each speaks its own protocol and knows nothing of walks
    page/      what can be read and found on one page
    browser/   a browser, opened as somebody, watched and timed
    safety/    hosts, secrets, fences
    words, keep, seen    the records, in words and as JSON

A function of the user's own (`run:` in a walk) raises `NotThere` when a customer could not go on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .page.locate import NotThere

__all__ = ["NotThere"]


def __getattr__(name: str) -> Any:
    """Import what stands for the room when it is asked for: a browser starts without it."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from .page import locate

    return getattr(locate, name)
