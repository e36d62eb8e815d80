"""A what-if: named fixes, what each costs and changes, and which to compare.

A change is written against the journey's own paths: `checkout.leaves: -4pp`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, PlainValidator, WithJsonSchema

from .shape import Shape
from .units import TIME_PATTERN, Price, Seconds, Share, seconds


def _warm_up(given: Any) -> Any:
    return given if given == "auto" or type(given) is float else seconds(given)


WarmUp = Annotated[
    float | Literal["auto"],
    PlainValidator(_warm_up),
    WithJsonSchema({"type": "string", "pattern": f"^auto$|{TIME_PATTERN}"}),
]


class Cost(Shape):
    """What a fix costs once, and each month."""

    once: Price | None = None
    monthly: Price | None = None


class Fix(Shape):
    """A named fix: paths of the journey and how each changes (`x0.7`, `-4pp`, `+2`, `= 30s`)."""

    title: str | None = None
    cost: Cost = Cost()
    changes: dict[str, str] = Field(min_length=1)


class Horizon(Shape):
    """How long each replication runs, and how much of its start is not counted."""

    run: Seconds = 28 * 86400.0
    warm_up: WarmUp | None = None  # none: it all counts; "auto": as the figures show


class WhatIf(Shape):
    """A file of fixes to compare."""

    name: str = Field(alias="whatif")
    journey: str  # the journey's file, from this file's folder
    fixes: dict[str, Fix] = Field(min_length=1)
    compare: tuple[str | tuple[str, ...], ...] = ()  # none: each fix alone
    budget: Price | None = None
    horizon: Horizon = Horizon()
    precision: Share | None = None  # half-width of the 95% interval, of the figure
    seed: int = 7
