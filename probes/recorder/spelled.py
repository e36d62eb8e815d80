"""Write a recorded walk as a journey's file that validates at once.

No value of a secret is in it: they stand as `$NAME`, and all that was written is scrubbed
once more before it is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from desireline.scenarios.errors import DesirelineError

from ..safety.secret import SHORTEST
from ..safety.secret_forms import Forms
from .heard import Heard
from .private import Private
from .steps import RecordedStop, Written, stops_of

LONGEST_NAME = 40


def journey_of(heard: Heard, url: str, *, walk: str) -> str:
    """Give the text of a journey with the one walk that was recorded.

    DesirelineError DL356 when nothing was done.
    """
    parts = urlsplit(url)
    site = f"{parts.scheme}://{parts.netloc}"
    private = Private(heard.fields)
    stops = stops_of(heard, private, site)
    if not stops:
        raise DesirelineError(
            "DL356",
            "nothing was recorded: no page came",
            hint="click through the site in the browser that opens, then close it",
        )
    text = "\n".join(_lines(stops, private, site, walk)) + "\n"
    for value in private.secrets.values():
        text = Forms(value).scrub(text) if len(value) >= SHORTEST else text
    return text


def new_file(path: Path) -> Path:
    """Give a path where no file is yet; DesirelineError DL357 when one is."""
    if path.exists():
        raise DesirelineError(
            "DL357", f"{path} is there already", hint="give another name, or move it away"
        )
    if not path.parent.is_dir():
        raise DesirelineError("DL357", f"there is no folder {path.parent}", hint="make it first")
    return path


def _lines(stops: Sequence[RecordedStop], private: Private, site: str, walk: str) -> Iterator[str]:
    names = _names(stops)
    yield "# Recorded by desireline. Rename the touchpoints, say who owns them and what they"
    yield "# promise, and mark with `danger:` each step that orders, sends or deletes something."
    for name in private.secrets:
        yield f"# Set {name} in the environment before the walk; its value stands nowhere here."
    yield f"journey: recorded-{_slug(urlsplit(site).hostname or 'site')}"
    yield f"site: {_inline(site)}"
    others = [h for h in dict.fromkeys(urlsplit(s.url).netloc for s in stops) if h]
    others = [host for host in others if host != urlsplit(site).netloc]
    if others:
        yield f"hosts: {_inline(others)}"
    yield from ("stages:", "  - stage: recorded", "    touchpoints:")
    yield from (f"      {_inline(name)}: {{}}" for name in dict.fromkeys(names))
    yield from ("walks:", f"  {_inline(walk)}:")
    if private.shopper:
        yield from ("    persona:", "      shopper:")
        yield from (
            f"        {name}: {_inline(_literal(value))}" for name, value in private.shopper.items()
        )
    yield "    route:"
    for name, stop in zip(names, stops, strict=True):
        yield f"      - at: {_inline(name)}"
        steps = [step for written in stop.steps for step in _step(written)]
        done = any(written.step for written in stop.steps)
        yield "        do:" if done else "        do: []"
        yield from steps


def _step(written: Written) -> Iterator[str]:
    remark = " ".join(written.remark.split())
    if not written.step:
        yield f"          # {remark}"
        return
    ((verb, value),) = written.step.items()
    behind = f"  # {remark}" if remark else ""
    typed = verb in ("fill", "choose")
    yield f"          - {verb}: {_inline(value if typed else _kept_as_is(value))}{behind}"


def _names(stops: Sequence[RecordedStop]) -> list[str]:
    """Name each stop after its page's path; one page has one name."""
    by_place: dict[tuple[str, str], str] = {}
    for stop in stops:
        parts = urlsplit(stop.url)
        place = (parts.netloc, parts.path)
        if place not in by_place:
            name = _slug(parts.path) or "home"
            taken = sum(1 for other in by_place.values() if other.rstrip("-0123456789") == name)
            by_place[place] = f"{name}-{taken + 1}" if name in by_place.values() else name
    return [by_place[(urlsplit(s.url).netloc, urlsplit(s.url).path)] for s in stops]


def _slug(text: str) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")
    return words[:LONGEST_NAME].strip("-")


def _literal(text: str) -> str:
    """Write a value of the persona so that nothing in it is looked up."""
    return text.replace("$", "$$")


def _kept_as_is(value: Any) -> Any:
    """Keep the site's own words from being taken for a reference."""
    if isinstance(value, dict):
        return {key: _kept_as_is(inner) for key, inner in value.items()}
    return value.replace("${", "$${") if isinstance(value, str) else value


def _inline(value: Any) -> str:
    """Write a value on one line of YAML."""
    endless = 1_000_000
    text = yaml.safe_dump(
        [value], default_flow_style=True, allow_unicode=True, width=endless, sort_keys=False
    )
    return text.strip()[1:-1]
