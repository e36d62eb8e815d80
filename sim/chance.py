"""One choice out of several, by one uniform."""

from __future__ import annotations

from .flow import Choice
from .randomness import uniform


def choose(choice: Choice, luck: int, purpose: int) -> int:
    """Choose where to, at the offset of the purpose; the choice leaves nothing open."""
    if choice[0].limit >= 1:
        return choice[0].where
    u = uniform(luck, purpose)
    return next(way.where for way in choice if u < way.limit)
