"""From what was heard to stops and steps of a walk.

A stop is a page: what is done there until the next one comes. What only helps the hand (the
click into a field, the Tab key to the next one) is left out: a walk's `fill` does it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any
from urllib.parse import urlsplit

from .heard import Arrival, Deed, Heard
from .private import Private, note_for
from .targets import Aim, aim_of

IDLE_KEYS = ("Tab", "Shift", "CapsLock", "Control", "Alt", "Meta")
MODIFIERS = ((1, "Alt"), (2, "Control"), (4, "Meta"), (8, "Shift"))
FAKE_PATH = re.compile(r"(?i)^c:\\fakepath\\")
LONGEST_HEADING = 80


@dataclass(frozen=True, slots=True)
class Written:
    """A step as a walk writes it; without a verb it is a remark alone."""

    step: dict[str, Any]
    remark: str = ""


@dataclass(slots=True)
class RecordedStop:
    """A page, and what was done there."""

    url: str
    steps: list[Written] = field(default_factory=list)


def stops_of(heard: Heard, private: Private, site: str) -> list[RecordedStop]:
    """Give the stops of what was heard."""
    stops: list[RecordedStop] = []
    boxes = iter(heard.boxes)
    led_to = {e.url for e in heard.events if isinstance(e, Arrival) and e.referrer}
    for event in _meant(heard.events):
        if isinstance(event, Arrival):
            _arrive(stops, event)
        elif event.name == "navigate" and stops and event.said.get("url") in led_to:
            continue  # a click led here, slowly
        elif event.name == "navigate":
            stops.append(RecordedStop(str(event.said.get("url", ""))))
            stops[-1].steps.append(Written({"open": _address(stops[-1].url, site)}))
        elif stops:
            stops[-1].steps += _written(event, private, boxes)
    done = [stop for stop in stops if stop.steps]
    if done and "open" not in done[0].steps[0].step:  # a hand was quicker than the recorder
        done[0].steps.insert(0, Written({"open": _address(done[0].url, site)}))
    return done


def _meant(events: Sequence[Deed | Arrival]) -> Iterator[Deed | Arrival]:
    """Leave out what only helps the hand, and empty tabs."""
    known = [e for e in events if not (isinstance(e, Deed) and _idle(e))]
    for event, after in zip_longest(known, known[1:]):
        if isinstance(event, Deed) and _leads_into(event, after):
            continue
        yield event


def _idle(deed: Deed) -> bool:
    empty_tab = deed.name == "navigate" and not _is_page(str(deed.said.get("url", "")))
    idle_key = deed.name == "press" and str(deed.said.get("key")) in IDLE_KEYS
    return deed.name in ("openPage", "closePage", "hover") or empty_tab or idle_key


def _leads_into(deed: Deed, after: Deed | Arrival | None) -> bool:
    """Say whether a click or an arrow key only begins what comes next."""
    if not isinstance(after, Deed):
        return False
    into = deed.name == "click" and after.locator == deed.locator
    arrow = deed.name == "press" and str(deed.said.get("key")).startswith("Arrow")
    filled = after.name in ("fill", "select", "setInputFiles")
    return (into and filled) or (arrow and after.name in ("select", "check"))


def _arrive(stops: list[RecordedStop], page: Arrival) -> None:
    """Begin a stop, unless it is the page that was just opened, or the same one again."""
    if not _is_page(page.url):
        return
    if stops and (_just_opened(stops[-1]) or _path(stops[-1].url) == _path(page.url)):
        stops[-1].url = page.url
    else:
        stops.append(RecordedStop(page.url))
    heading = " ".join(page.heading.split())
    if heading and len(heading) <= LONGEST_HEADING and not re.search(r"\d", heading):
        stops[-1].steps.append(Written({"expect": {"heading": heading}}))


def _just_opened(stop: RecordedStop) -> bool:
    return bool(stop.steps) and "open" in stop.steps[-1].step


def _path(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.netloc, parts.path


def _written(deed: Deed, private: Private, boxes: Iterator[str]) -> Iterator[Written]:
    """Give the steps that a deed is."""
    if "dialog" in deed.signals:
        says = {"says": words} if (words := next(boxes, "")) else {}
        yield Written({"dialog": says | {"answer": "accept"}}, "accepted, or dismissed?")
    if deed.name == "press":
        yield _press(deed)
        return
    aim = aim_of(deed.locator)
    write = DEEDS.get(deed.name)
    if aim is None or write is None:
        yield Written({}, f"not recorded: {deed.name} {deed.said.get('selector', '')}"[:200])
        return
    step = write(deed, aim, private)
    yield Written(step.step, "; ".join(filter(None, [step.remark, aim.remark])))


def _click(deed: Deed, aim: Aim, private: Private) -> Written:
    twice = "it was clicked twice" if int(deed.said.get("clickCount") or 1) > 1 else ""
    verb = "download" if "download" in deed.signals else "click"
    return Written({verb: aim.target}, twice)


def _fill(deed: Deed, aim: Aim, private: Private) -> Written:
    text = str(deed.said.get("text", ""))
    if FAKE_PATH.match(text):
        return _file(aim, FAKE_PATH.sub("", text))
    note = note_for(private.notes, text)
    label = (note.label if note else "") or aim.label or str(next(iter(aim.target.values())))
    return Written({"fill": _filling(aim, label, private.written(text, label))})


def _select(deed: Deed, aim: Aim, private: Private) -> Written:
    options = deed.said.get("options") or [""]
    note = note_for(private.notes, str(options[0]))
    words = note.chosen if note and note.chosen else str(options[0])
    label = (note.label if note else "") or aim.label
    remark = "several were chosen" if len(options) > 1 else ""
    return Written({"choose": _filling(aim, label, words.replace("$", "$$"))}, remark)


def _filling(aim: Aim, label: str, put: str) -> dict[str, Any]:
    place = {"in": aim.target["in"]} if "in" in aim.target else {}
    return {"label": label, "with": put} | place


def _upload(deed: Deed, aim: Aim, private: Private) -> Written:
    names = [str(name) for name in deed.said.get("files") or [""]]
    return _file(aim, names[0])


def _file(aim: Aim, name: str) -> Written:
    label = str(next(iter(aim.target.values())))
    told = f"lay {name} beside this file, then: upload: {{label: {label}, file: {name}}}"
    return Written({}, told)


def _check(deed: Deed, aim: Aim, private: Private) -> Written:
    return Written({"check": aim.target})


def _uncheck(deed: Deed, aim: Aim, private: Private) -> Written:
    return Written({"click": aim.target}, "takes the tick away")


def _expect(deed: Deed, aim: Aim, private: Private) -> Written:
    text = str(deed.said.get("text") or "").strip()
    return Written({"expect": {"text": text} if text else aim.target})


DEEDS: dict[str, Callable[[Deed, Aim, Private], Written]] = {
    "click": _click,
    "fill": _fill,
    "select": _select,
    "check": _check,
    "uncheck": _uncheck,
    "setInputFiles": _upload,
    "assertVisible": _expect,
    "assertText": _expect,
}


def _press(deed: Deed) -> Written:
    bits = int(deed.said.get("modifiers") or 0)
    held = [name for bit, name in MODIFIERS if bits & bit]
    return Written({"press": "+".join([*held, str(deed.said.get("key", ""))])})


def _address(url: str, site: str) -> str:
    """Give an address as `open` takes it: a path on the site, else the whole."""
    inside = url.startswith(f"{site}/") or url == site
    return ((url.removeprefix(site) or "/") if inside else url).replace("$", "$$")


def _is_page(url: str) -> bool:
    return url.startswith(("http://", "https://"))
