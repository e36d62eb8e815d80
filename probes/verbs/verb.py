"""What every verb is: a function that does one step of a walk, and says what it did."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from desireline.scenarios.walk_step import Step

from ..trip.trip import Done, Trip

Verb = Callable[[Trip, Step, Any], Done]
GLANCE_SECONDS = 1.0  # for what may be there or not


def within(step: Step, otherwise: float) -> float:
    """Give the step's own patience where it was written, else another."""
    return step.within if "within" in step.model_fields_set else otherwise
