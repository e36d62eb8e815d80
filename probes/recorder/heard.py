"""What was heard while somebody walked: pages that came, things done, what fields are for.

Playwright's recorder gives each thing done as a line of JSON. That form is its own and may
change with its version: what is not as we know it is DL355, never guessed at. It tells of a
click half a second late, since a second one may follow; so a page that the click led to can
be there first, and the two are put in their order here.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from desireline.scenarios.errors import CouldNotLook

KNOWN = "1.65"  # the version of Playwright whose form this is
MOST_HEARD = 10_000
LATE_SECONDS = 1.5  # a click is told of, at most, on a machine that is busy


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that was done: click, fill, …; `locator` says on what, as Playwright found it."""

    name: str
    locator: Mapping[str, Any] | None = None
    said: Mapping[str, Any] = field(default_factory=dict)  # text, key, url, options, files
    signals: tuple[str, ...] = ()  # what it set off: dialog, download, …


@dataclass(frozen=True, slots=True)
class Arrival:
    """A page that came."""

    url: str
    title: str
    heading: str
    referrer: str = ""  # the page that led here; empty when its address was typed


@dataclass(frozen=True, slots=True)
class FieldNote:
    """What a field is for, and what stood in it at a moment."""

    value: str
    chosen: str
    label: str
    type: str
    autocomplete: str


@dataclass(slots=True)
class Heard:
    """All that was heard, in its order."""

    events: list[Deed | Arrival] = field(default_factory=list)
    fields: list[FieldNote] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)  # what alerts and questions said
    clock: Callable[[], float] = time.monotonic
    _clicked: bool = False  # and not told of yet
    _overtaken_until: float = 0.0  # until then a click may come that led to the last page

    def action_added(self, page: object, action: object, code: str) -> None:
        """Take a deed; Playwright's recorder calls this."""
        if len(self.events) >= MOST_HEARD:
            return
        deed = deed_of(code)
        self.events.insert(len(self.events) - self._overtaken_by(deed), deed)
        if deed.name != "navigate":  # that one is told of late, too
            self._clicked, self._overtaken_until = False, 0.0

    def _overtaken_by(self, deed: Deed) -> int:
        """Give how many pages are here already to which this deed led."""
        last = self.events[-1] if self.events else None
        if not isinstance(last, Arrival):
            return 0
        if deed.name == "navigate":
            return int(last.url == deed.said.get("url"))
        return int(deed.name == "click" and self.clock() < self._overtaken_until)

    def action_updated(self, page: object, action: object, code: str) -> None:
        """Take a deed in place of the last one: a field that is still written in."""
        at = next((i for i, e in reversed([*enumerate(self.events)]) if isinstance(e, Deed)), None)
        if at is not None:
            self.events[at] = deed_of(code)

    def signal_added(self, page: object, signal: object, code: str) -> None:
        """Take what the last deed set off."""
        if code:
            self.action_updated(page, signal, code)

    def note(self, told: object) -> None:
        """Take a note of hear.js; a page can say nonsense, which is passed over."""
        if not isinstance(told, dict) or len(self.fields) + len(self.events) > MOST_HEARD:
            return
        texts = {key: str(value)[:2000] for key, value in told.items() if key != "kind"}
        try:
            if told.get("kind") == "page":
                self.events.append(Arrival(**texts))
                self._overtaken_until = self.clock() + LATE_SECONDS if self._clicked else 0.0
                self._clicked = False
            elif told.get("kind") == "click":
                self._clicked = True
            elif told.get("kind") == "field":
                self.fields.append(FieldNote(**texts))
        except TypeError:
            return


def deed_of(code: str) -> Deed:
    """Read a line of Playwright's recorder; CouldNotLook DL355 when it is not as we know it."""
    try:
        told = json.loads(code.splitlines()[0])
        locator = told.get("locator")
        if locator is not None and not isinstance(locator["kind"], str):
            raise TypeError
        signals = tuple(str(signal["name"]) for signal in told.get("signals", []))
        return Deed(str(told["name"]), locator, told, signals)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as trouble:
        raise unknown_form() from trouble


def unknown_form() -> CouldNotLook:
    """Say that this Playwright's recorder speaks otherwise than the one we know."""
    from importlib.metadata import version

    return CouldNotLook(
        "DL355",
        f"Playwright {version('playwright')} records in a form that is not known here",
        hint=f"what is known is that of Playwright {KNOWN}: pip install 'playwright~={KNOWN}.0'",
    )
