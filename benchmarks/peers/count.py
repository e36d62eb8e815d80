"""What every peer gives back: how much it did, what it cost, and what came out.

An event is one of the model, not of the engine, and counted alike everywhere: an arrival,
the end of a visit, or a queue given up.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Count:
    """The result of one run; shares from 0 to 1."""

    events: int
    cpu_seconds: float  # to build the model, walk it and add up; imports and compiling apart
    completed_share: float  # of the customers: done, and content
    abandoned_share: float  # of the visits that wait for an agent
    mean_wait_hours: float  # of those visits, answered or given up
    counted_events: int | None = None  # fewer than `events` where more walk than are counted
    wall_seconds: float | None = None  # of work on several cores; none: on one


@dataclass(slots=True)
class Tally:
    """What a run adds up while it goes."""

    events: int = 0
    completed: int = 0
    asked: int = 0  # for an agent
    abandoned: int = 0
    waited_hours: float = 0.0

    def count(self, customers: int, cpu_seconds: float) -> Count:
        """Give the result."""
        return Count(
            events=self.events,
            cpu_seconds=cpu_seconds,
            completed_share=self.completed / customers,
            abandoned_share=self.abandoned / max(1, self.asked),
            mean_wait_hours=self.waited_hours / max(1, self.asked),
        )
