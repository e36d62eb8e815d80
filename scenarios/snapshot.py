"""A snapshot: who is where at one moment, to start a simulation from today's queue."""

from __future__ import annotations

from pydantic import Field

from .shape import Shape

MOST_CUSTOMERS = 1_000_000


class Now(Shape):
    """How many customers are at a touchpoint."""

    waiting: int = Field(default=0, ge=0, le=MOST_CUSTOMERS)
    served: int = Field(default=0, ge=0, le=MOST_CUSTOMERS)  # or busy, where nobody serves


class Snapshot(Shape):
    """The customers who are in a journey when the simulated time begins."""

    of: str = Field(alias="snapshot")  # the journey's name
    journey: str | None = None  # the journey's file, from this file's folder
    now: dict[str, Now] = Field(min_length=1)

    @property
    def customers(self) -> int:
        """Give how many are there in all."""
        return sum(there.waiting + there.served for there in self.now.values())
