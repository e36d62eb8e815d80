"""The options that a phone menu reads out: which key stands for what.

Told from English and German sentences: `for delivery press 2`, `press 2 for delivery`,
`für Lieferungen drücken Sie die 2`. Menus in other languages are walked by their keys.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .figures import DIGITS

KEYS = {**DIGITS, "star": "*", "asterisk": "*", "hash": "#", "pound": "#", "stern": "*",
        "sternchen": "*", "raute": "#"}  # fmt: skip
ARTICLE = r"(?:the\s|die\s|taste\s|number\s|key\s|button\s){0,2}"
ANY_KEY = rf"[\d*#]|{'|'.join(KEYS)}"
KEY = rf"{ARTICLE}(?P<key>{ANY_KEY})(?!\w)"
PRESS = (
    r"(?:please\s|bitte\s)?(?:press|dial|choose|select|enter|drücken|wählen)(?:\ssie)?(?:\sbitte)?"
)
FOR = r"(?:for|to|if|für|um|zu|bei|wenn)"
BEFORE = re.compile(rf"\b{FOR}\s(?P<words>[^.;!?]{{1,120}}?),?\s{PRESS}\s{KEY}", re.IGNORECASE)
AFTER = re.compile(
    rf"\b(?:{PRESS}\s|(?<=[,;.]\s)|(?<=\band\s)|(?<=\bor\s)){KEY},?\s{FOR}\s"
    rf"(?P<words>[^.,;!?]{{1,120}}?)"
    rf"(?=[.,;!?]|\s(?:or|and|oder|und)\s(?:{PRESS}\s)?{ARTICLE}(?:{ANY_KEY})(?!\w)|$)",
    re.IGNORECASE,
)
LATEST = re.compile(rf"^.*[,:]\s(?:{FOR})\s", re.IGNORECASE)
FOR_REAL = re.compile(
    r"\b(?:re-?order|place|buy|purchase|pay|confirm|cancel|delete|subscribe|unsubscribe|book|"
    r"donate|activate|deactivate|block|bestellen|kaufen|bezahlen|bestätigen|stornieren|kündigen|"
    r"löschen|buchen|sperren)\w*",
    re.IGNORECASE,
)
BACK = re.compile(
    r"\b(?:back|return|again|repeat|main menu|previous|zurück|wiederholen|hauptmenü)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Option:
    """A key and what the menu says it is for; `end` is where its mention ends in the text."""

    key: str
    words: str
    end: int = 0

    @property
    def for_real(self) -> bool:
        """Whether it sounds as if it did something that can't be undone by hanging up."""
        return bool(FOR_REAL.search(self.words))

    @property
    def goes_back(self) -> bool:
        """Whether it says that it leads back."""
        return bool(BACK.search(self.words))


def options_in(text: str) -> tuple[Option, ...]:
    """Give the options that a text offers, in its order, each key once."""
    found = [list(BEFORE.finditer(text)), list(AFTER.finditer(text))]
    ways = [way for way in found if way]
    chosen = min(ways, key=lambda way: way[0].start()) if ways else []
    options: dict[str, Option] = {}
    for one in chosen:
        key = KEYS.get(one["key"].lower(), one["key"])
        words = LATEST.sub("", one["words"]).strip(" ,")
        options.setdefault(key, Option(key, words, one.end()))
    return tuple(options.values())


def named(options: tuple[Option, ...], words: str) -> Option | None:
    """Give the option that some words mean: the shortest that holds them all."""
    wanted = words.casefold().split()
    fitting = [o for o in options if all(word in o.words.casefold() for word in wanted)]
    return min(fitting, key=lambda option: len(option.words), default=None)
