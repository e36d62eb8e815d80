"""What happens at one instant, and in which order.

First by time, then by what it is, then by the number of who it happens to: so the order
depends on nothing that an engine does, and two things at the same instant come in the same
order in all of them. Whatever follows from one of them at once is over before the next.
"""

from __future__ import annotations

from enum import IntEnum

from simpy import Environment, Event

NUMBER_BITS = 56
AFTER_HOPS = 2  # SimPy's own priorities are 0 and 1: what follows at once goes first


class Kind(IntEnum):
    """What can happen, in the order in which it does."""

    DOOR = 0  # the counted time is over
    ARRIVAL = 1
    HOURS = 2  # people come or go
    END = 3  # of a service
    PATIENCE = 4  # it has run out
    ASK = 5  # a customer comes to a line
    LOOK = 6  # a customer looks at the lines


def key_of(kind: Kind, number: int) -> int:
    """Give what moments of one instant are ordered by."""
    return (kind << NUMBER_BITS) | number


class Moment(Event):
    """An event at an instant, in its order."""

    def __init__(self, env: Environment, at: int, kind: Kind, number: int) -> None:
        """Have it happen at a time, to somebody."""
        super().__init__(env)
        self._ok, self._value = True, None
        env.schedule(self, AFTER_HOPS + key_of(kind, number), at - env.now)  # type: ignore[arg-type]
