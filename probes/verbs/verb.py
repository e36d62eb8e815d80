"""What every verb is: a function that does one step of a walk, and says what it did."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from desireline.scenarios.walk_step import Step

from ..trip.trip import Done, Trip

Verb = Callable[[Trip, Step, Any], Done]
GLANCE_SECONDS = 1.0  # for what may be there or not


def lateness(trip: Trip, arrived_at: float) -> float:
    """Give the seconds from what the shopper did, the dangerous step or the last, to a message."""
    caused = (trip.endangered_at or trip.clock.acted) / 1000 or trip.started
    return round(max(0.0, arrived_at - caused), 3)


def within(step: Step, otherwise: float) -> float:
    """Give the step's own patience where it was written, else another."""
    return step.within if "within" in step.model_fields_set else otherwise
