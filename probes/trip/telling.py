"""What the shopper tells with a text: which of their data, by its name or by its value.

`${shopper.email}` tells the e-mail address, and so does the address itself, written out. A fact
that was read before (an order's number) is told by its name or value, too; any other words only
when somebody would look them up: with a digit or an @ in them, and not too short. Whoever says
the same sentence twice has told the same twice. Secrets are never told by their value.
"""

from __future__ import annotations

import re

from ..page.text import comparable
from ..words import quoted
from .trip import Trip

NAMED = re.compile(r"\$\{(shopper|remembered)\.([^{}]+)\}")
OTHERS = re.compile(r"\$(?:\{(?!run\.)|[A-Z_])")  # what is not the walk's own, and no plain text
LOOKED_UP = re.compile(r"[\d@]")
SHORTEST = 4  # characters of what is known by its value alone


def things_told(trip: Trip, text: str) -> tuple[str, ...]:
    """Name what a text tells, as the walk writes it, each once."""
    named = list(filter(None, (_called(trip, *found) for found in NAMED.findall(text))))
    if named:
        words = " ".join(_values(trip)[name] for name in named)
        return tuple(dict.fromkeys([*named, *_told_alone(trip, words)]))
    if OTHERS.search(text.replace("$$", "")):
        return ()
    words = trip.resolve(text)
    if trip.secrets.scrub(words) != words:
        return ()
    known = [name for name, value in _values(trip).items() if _tells(trip, name, value, words)]
    alone = [quoted(words)] if _looked_up(words) else []
    return tuple(dict.fromkeys([*known, *_told_alone(trip, words)] or alone))


def _values(trip: Trip) -> dict[str, str]:
    """Give what could be told, by name; a fact that bears the name of a datum is told from it."""
    facts = {name: value for name, value in trip.remembered.items() if _looked_up(value)}
    apart = {f"remembered.{n}" if n in trip.shopper else n: value for n, value in facts.items()}
    return trip.shopper | apart


def _called(trip: Trip, kind: str, written: str) -> str:
    """Name a datum or a fact; empty when it need not be told."""
    name = written.strip()
    name = f"remembered.{name}" if kind == "remembered" and name in trip.shopper else name
    return name if name in _values(trip) else ""


def _told_alone(trip: Trip, words: str) -> list[str]:
    """Give what was told before by its value alone, and stands in some words."""
    alone = [name for name in trip.told if name.startswith("“")]
    return [name for name in alone if _stands_in(name.strip("“”"), words)]


def _tells(trip: Trip, name: str, value: str, words: str) -> bool:
    """Say whether words tell a value: by holding it when it is looked up, else by being it."""
    if _looked_up(value):
        return _stands_in(value, words)
    return name in trip.shopper and value != "" and comparable(value) == comparable(words)


def _looked_up(value: str) -> bool:
    return len(value) >= SHORTEST and LOOKED_UP.search(value) is not None


def _stands_in(value: str, words: str) -> bool:
    whole = rf"(?<!\w){re.escape(comparable(value))}(?!\w)"
    return re.search(whole, comparable(words)) is not None
