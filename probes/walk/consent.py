"""Keep the walk harmless: what it does for real needs consent, twice.

A dangerous step runs only when the command allows it and the walk says who authorised it.
Where it is not allowed the walk stops before it, and from then on nothing that changes
anything is let through to that page's host.
"""

from __future__ import annotations

from desireline.scenarios.walk_step import Step

from ..trip.trip import Trip


def may(trip: Trip, step: Step) -> bool:
    """Say whether a step may be done: it is harmless, or allowed and authorised."""
    return step.danger is None or (trip.allow_danger and bool(trip.walk.authorised_by))


def walked_up_to(trip: Trip, step: Step) -> str:
    """Say where the walk stopped, and what consent it lacks."""
    said = f"walked up to: {step.danger}"
    if trip.allow_danger:
        return f"{said} (the walk has no `authorised-by`)"
    return said
