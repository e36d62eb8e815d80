"""What a shopper remembers of the stops behind: what an ad said, who signed the page, its language.

Only what the next stop is compared with is kept, and only of this walk.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ..page.barriers import Barriers


@dataclass(frozen=True, slots=True)
class Remembered:
    """A page or a letter that was seen at the stop before."""

    touchpoint: str
    channel: str
    owner: str | None
    host: str
    text: str
    brand: str = ""  # what the site calls itself; empty: can't tell
    logo: tuple[str, str, str] | None = None  # its words, its file's name, and how it is drawn
    language: str | None = None
    address: str | None = None  # formal or informal
    currency: str | None = None


@dataclass(slots=True)
class Diary:
    """What was seen so far on one walk."""

    before: Remembered | None = None  # at the stop before this one
    reached: dict[str, bool] = field(default_factory=dict)  # help pages, and if they lead on
    pages: int = 0
    phone_seen: bool = False
    templates: dict[str, Barriers] = field(default_factory=dict)  # what each has
