"""A walk: what a mystery shopper does. A persona, a route, and steps at each touchpoint.

One step, one verb. Things are found as a person finds them: by role and name, or by
label. Judging what was seen is not the walk's work.
"""

from __future__ import annotations

from pydantic import Field

from .route import Names
from .shape import Shape
from .walk_persona import Persona
from .walk_step import Step
from .walk_target import Target


class Stop(Shape):
    """A touchpoint on the route, and what is done there."""

    at: str
    do: tuple[Step, ...] = ()


class Walk(Shape):
    """One walk of one persona along a route."""

    persona: Persona = Persona()
    personas: Names = ()  # of the journey's personas: the walk is walked once as each of them
    dismiss: tuple[Target, ...] = ()  # closed whenever they pop up
    route: tuple[Stop, ...] = Field(min_length=1)
    returning_from: str | None = None  # the walk whose cookies and storage are kept
    after: tuple[Step, ...] = ()  # tidies up, however the walk ended
    authorised_by: str | None = None  # who allows the dangerous steps of this walk
