"""What something seen on the touchpoints does to the model, in the model's own terms."""

from __future__ import annotations

from dataclasses import dataclass

from desireline.scenarios.response import Effect


@dataclass(frozen=True, slots=True)
class Shift:
    """One gap's pull at one touchpoint: who leaves of it is counted under its cause."""

    touchpoint: str
    cause: str  # the gap's name
    effect: Effect | None = None  # log-odds to leave, per unit
    units: float = 0.0  # how many units of it
    seconds: float = 0.0  # the visit takes so much longer
    effort: float = 0.0  # points of effort felt
    fail_share: float = 0.0  # so many of the tries fail (1: nobody gets through)
