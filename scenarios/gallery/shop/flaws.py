"""The contradictions that are planted in the shop, by name.

What each one changes is written in `conduct`; where it shows and what kind of gap
it is, in summit-outfitters/truth.yaml.
"""

from difflib import get_close_matches
from enum import StrEnum


class Flaw(StrEnum):
    """One way in which the shop breaks its word."""

    PRICE = "price"
    DELIVERY = "delivery"
    PHONE = "phone"
    GENERIC_LANDING = "generic-landing"
    ASKS_AGAIN = "asks-again"
    BOT_LOOP = "bot-loop"
    MAIL_PARTS = "mail-parts"
    TEXT_MESSAGE = "text-message"
    SLOW = "slow"
    INACCESSIBLE = "inaccessible"
    DEAD_LINK = "dead-link"
    MENU_WITHOUT_PEOPLE = "menu-without-people"
    HOURS = "hours"


ALL: frozenset[Flaw] = frozenset(Flaw)
NONE: frozenset[Flaw] = frozenset()


def flaws_without(names: str) -> frozenset[Flaw]:
    """Return the flaws that stay when those named, parted by commas, are put right."""
    named = {name.strip() for name in names.split(",") if name.strip()}
    if "all" in named:
        return NONE
    unknown = sorted(named - set(Flaw))
    if unknown:
        raise ValueError(_unknown(unknown[0]))

    return ALL - {Flaw(name) for name in named}


def _unknown(name: str) -> str:
    close = get_close_matches(name, list(Flaw), n=1)
    meant = f"did you mean `{close[0]}`? " if close else ""

    return f"no flaw is named `{name}`: {meant}There are {', '.join(Flaw)}, or all"
