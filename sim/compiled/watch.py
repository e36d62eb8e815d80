"""A replication under way, seen from outside: how far it is, and a way to stop it."""

from __future__ import annotations

import numpy as np


class Watch:
    """What another thread may look at, and say, while a replication is walked."""

    def __init__(self) -> None:
        """Nothing has happened yet."""
        self.numbers = np.zeros(2, np.int64)  # stopped; the time of the last arrival seen
        self.closes = 1

    def stop(self) -> None:
        """Have the replication end soon; what it has counted is of no use then."""
        self.numbers[0] = 1

    @property
    def is_stopped(self) -> bool:
        """Tell whether the replication was told to end."""
        return bool(self.numbers[0])

    @property
    def share(self) -> float:
        """Give how much of the counted time is over, from 0 to 1."""
        return min(1.0, max(0.0, float(self.numbers[1]) / self.closes))
