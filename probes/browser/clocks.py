"""The page's own clocks: how long the customer waited, not how long we took to look.

`clocks.js` runs in every page and tells, through a binding, when a document began, was
loaded, when the customer acted and when the page had painted after that. All moments are
milliseconds since 1970 by the browser's clock, so they can be compared across pages. A page
can lie here, or tell nonsense: only numbers are taken, and only so many.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, CDPSession, Page

MARK = "__desireline"  # the clock, and what tells a site that a shopper walks here
TELL = "__desirelineTell"
LOOK = f"(window.{MARK}?.look?.() ?? null)"  # asks a page for its clock
SINCE = f"[performance.timeOrigin, Date.now(), {LOOK}]"
BEFORE_MS = 50.0  # a page may set out a moment before its tab begins
LONGEST_TOLD = 2_000  # characters
MOST_TOLD = 5_000  # messages of one walk; a page that floods us is not heard any more


@dataclass(slots=True)
class Document:
    """A page that was loaded: when it began, and what its clock said since. Times in ms."""

    born: float
    load: float | None = None
    response: float | None = None
    ttfb: float | None = None
    lcp: float | None = None
    cls: float | None = None
    inp: float | None = None
    changed: float = 0.0

    @property
    def loaded_ms(self) -> float | None:
        """Until the load event, or until the document was there when that never came."""
        return self.load or self.response


@dataclass(slots=True)
class Clock:
    """What the pages of one walk told."""

    documents: list[Document] = field(default_factory=list)  # oldest first
    acted: float = 0.0  # when the customer last did something
    painted_ms: float | None = None  # from then until the page had painted
    acts: int = 0
    looks: int = 0  # how often a page was asked
    unslowed: list[tuple[float, float]] = field(default_factory=list)  # when tabs were as quick
    _told: int = 0

    def hear(self, message: Any) -> None:
        """Take a message of clocks.js; anything else is passed over."""
        self._told += 1
        if self._told > MOST_TOLD or not isinstance(message, dict):
            return
        kind = message.get("kind")
        if kind == "act" and (at := _number(message.get("at"))) is not None:
            self.acted, self.painted_ms = at, None
            self.acts += 1
            self.update(message)
        elif kind == "paint" and self.painted_ms is None:
            self.painted_ms = _number(message.get("ms"))
        elif kind in ("born", "load"):
            self.update(message)

    def look(self, told: Any) -> Document | None:
        """Take what a page said when it was asked (`LOOK`); None when it makes no sense."""
        self.looks += 1
        return self.update(told) if isinstance(told, dict) else None

    def came_unslowed(self, document: Document) -> bool:
        """Say whether a page came, or began to, before its tab was as slow as the persona's."""
        return any(opened <= document.born <= slowed for opened, slowed in self.unslowed)

    def update(self, message: dict[str, Any]) -> Document | None:
        """Note what a page says of itself; None when it makes no sense."""
        born = _number(message.get("origin"))
        if born is None:
            return None
        document = next((d for d in self.documents if d.born == born), None)
        if document is None:
            document = Document(born)
            self.documents.append(document)
        for name in ("load", "response", "ttfb", "lcp", "cls", "inp", "changed"):
            if (value := _number(message.get(name))) is not None:
                setattr(document, name, value)
        return document


def _number(value: object) -> float | None:
    usable = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if usable and math.isfinite(value) and value >= 0 else None  # type: ignore[arg-type, operator]


@cache
def _script() -> str:
    return files("desireline.probes.browser").joinpath("clocks.js").read_text("utf-8")


def start_clock(context: BrowserContext) -> Clock:
    """Give every page of this profile the clock; `listen` hears what those of a tab say."""
    context.add_init_script(_script())
    return Clock()


def listen(clock: Clock, session: CDPSession) -> None:
    """Hear what the clocks of a tab say.

    By the browser's own binding: Playwright's answers each word with a script in the page.
    """
    session.on("Runtime.bindingCalled", lambda told: clock.hear(_words(told)))
    session.send("Runtime.enable")
    session.send("Runtime.addBinding", {"name": TELL})


def note_tab(clock: Clock, session: CDPSession, *, slow: bool) -> None:
    """Ask a tab that the site opened for the page that it shows already: nobody heard it begin.

    `slow`: the tab was slowed down only now, so that this page's times are nobody's.
    """
    asked = f"{_script()}\n{SINCE}"  # a window that scripts open has no clock in its first page
    told = session.send("Runtime.evaluate", {"expression": asked, "returnByValue": True})
    since, now, page = (told.get("result", {}).get("value") or [None] * 3)[:3]
    if isinstance(page, dict):
        clock.update(page)
    opened, slowed = _number(since), _number(now)
    if slow and opened is not None and slowed is not None:
        clock.unslowed.append((opened - BEFORE_MS, slowed))


def _words(told: dict[str, Any]) -> Any:
    payload = str(told.get("payload", ""))
    try:
        return json.loads(payload) if len(payload) < LONGEST_TOLD else None
    except (ValueError, RecursionError):
        return None  # not by our clock


def look_at_clock(page: Page, clock: Clock) -> Document | None:
    """Read the clock of the page that is open now."""
    return clock.look(page.evaluate(f"() => {LOOK}"))


def vitals_of(documents: list[Document]) -> dict[str, float]:
    """Give the worst LCP, INP, TTFB (ms) and CLS (score) among some pages.

    A page that was left at once by the act that is timed has no INP for it.
    """
    named = {"LCP": "lcp", "CLS": "cls", "INP": "inp", "TTFB": "ttfb"}
    values = {key: [getattr(d, name) for d in documents] for key, name in named.items()}
    known = {key: [v for v in found if v is not None] for key, found in values.items()}
    return {key: round(max(found), 4) for key, found in known.items() if found}


def slowest_load(documents: list[Document]) -> float | None:
    """Give the slowest load among some pages in seconds."""
    loads = [d.loaded_ms for d in documents if d.loaded_ms is not None]
    return round(max(loads) / 1000, 4) if loads else None
