"""A text message, and which one is meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from desireline.scenarios.walk_channels import Sms

LONGEST = 5_000  # characters; ten times what phones join together


@dataclass(frozen=True, slots=True)
class TextMessage:
    """A text message as the shopper reads it."""

    number: str  # the provider's own, by which it is known
    sender: str
    to: str
    body: str
    arrived_at: float  # seconds since 1970, by this machine's clock


def meant(
    messages: Iterable[TextMessage], sms: Sms, *, to: str, since: float
) -> TextMessage | None:
    """Give the first message since then to this number, from this sender, with these words."""
    fits = [
        one
        for one in messages
        if one.arrived_at >= since
        and digits(one.to) == digits(to)
        and _holds(one.sender, sms.sender)
        and _holds(one.body, sms.says)
    ]
    return min(fits, key=lambda one: one.arrived_at, default=None)


def digits(number: str) -> str:
    """Give a number's digits: providers write +44…, people write spaces."""
    return re.sub(r"\D", "", number)


def _holds(text: str, words: str | None) -> bool:
    folded = " ".join(text.split()).casefold()
    wanted = " ".join((words or "").split()).casefold()
    sounds_like_number = bool(digits(wanted)) and not re.search(r"[^\W\d]", wanted)
    return wanted in folded or (sounds_like_number and digits(wanted) in digits(folded))
