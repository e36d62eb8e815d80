"""Where customers walk side by side: a track for each touchpoint as one segment meets it.

Knows only where a track leads to; how it is walked is told in company.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import Any

import numpy as np

from ..flow import DONE
from ..samplers import smooth
from ..spot import Spot

MOST_TRACKS = 256  # more would be walked too thinly to be worth it
MOST_WAYS = 4  # that are compared at once
TRACK = np.dtype(
    [("spot", "i4"), ("place", "i4"), ("segment", "i4"), ("ordinary", "?"),
     ("limit_1", "f8"), ("limit_2", "f8"), ("limit_3", "f8"),
     ("way_1", "i8"), ("way_2", "i8"), ("way_3", "i8"), ("way_4", "i8")],
    align=True,
)  # fmt: skip


def tracks_of(spots: Sequence[Sequence[Spot]], spot_at: Any) -> Any:
    """Give the tracks, by touchpoint and then segment. Two more follow: done, and left."""
    segments = spot_at.shape[1]
    return np.array(
        [
            _track(spot, segment, int(spot_at[place, segment]), spot_at.size, segments)
            for place, row in enumerate(spots)
            for segment, spot in enumerate(row)
        ],
        TRACK,
    )


def _track(spot: Spot, segment: int, number: int, done: int, segments: int) -> tuple[Any, ...]:
    ordinary = is_ordinary(spot) and done <= MOST_TRACKS
    limits = (*(way.limit for way in spot.next[:-1]), inf, inf, inf)[:3]
    ways = [done if way.where == DONE else way.where * segments + segment for way in spot.next]
    led = (*ways, *[done + 1] * MOST_WAYS)[:MOST_WAYS]
    return number, spot.place, segment, ordinary, *limits, *led


def is_ordinary(spot: Spot) -> bool:
    """Tell whether all that can happen at a spot is a time, leaving, and a way on."""
    return not (
        spot.teams
        or spot.fails
        or spot.pace
        or spot.responds
        or spot.rules
        or spot.returns
        or spot.asks
        or any(way.after for way in spot.next)
        or not spot.next
        or spot.next[-1].limit < 1
        or len(spot.next) > MOST_WAYS
        or smooth(spot.takes.timing) is None
        or spot.takes.correlated
    )
