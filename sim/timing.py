"""A distribution of times, made flat: its kind, its numbers, what is cut off and added."""

from __future__ import annotations

from typing import NamedTuple


class Timing(NamedTuple):
    """A distribution of times in seconds."""

    kind: str  # as the language calls it
    parameters: tuple[float, ...]
    low: float = 0.0  # only what lies between these quantiles is taken
    high: float = 1.0
    plus: float = 0.0  # seconds added
    correlated: float = 0.0  # with the customer's other times


NO_TIME = Timing("constant", (0.0,))
