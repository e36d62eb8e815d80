"""Where customers go, and when: ways on, rules between them, giving up and coming back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from .hours import Hours
from .shape import Shape
from .spread import Spread
from .units import AtLeast, Over, Share, Unfit

_NAME = {"type": ["string", "number"]}
# One name, or several in a list.
Names = Annotated[
    tuple[str, ...],
    BeforeValidator(lambda given: (given,) if isinstance(given, str) else given),
    WithJsonSchema({"anyOf": [_NAME, {"type": "array", "items": _NAME}]}),
]


class Route(Shape):
    """A way that some customers take, and how long they are under way."""

    share: Share
    after: Spread | None = None  # none: at once

    @model_validator(mode="before")
    @classmethod
    def _a_share_alone(cls, given: Any) -> Any:
        return given if isinstance(given, dict | Route) else {"share": given}


def shares_of(routes: Mapping[str, Route] | None) -> dict[str, float]:
    """Give the shares alone; empty without routes."""
    return {name: route.share for name, route in (routes or {}).items()}


class NextIf(Shape):
    """A rule that sends customers elsewhere when all of its conditions hold."""

    segment: str | None = None
    came_here: AtLeast | None = None  # visits to this touchpoint, this one included
    seen: str | None = None  # a touchpoint visited before
    hours: Hours | None = None  # 1 while the rule holds, else 0
    line: dict[str, Over] | None = None  # one resource, for which more than so many wait
    to: dict[str, Route] = Field(min_length=1)

    @model_validator(mode="after")
    def _some_condition(self) -> NextIf:
        conditions = (self.segment, self.came_here, self.seen, self.hours, self.line)
        if all(condition is None for condition in conditions):
            listed = "segment, came-here, seen, hours, line"
            raise Unfit("DL131", f"a rule has at least one condition: {listed}")
        if self.line is not None and len(self.line) != 1:
            raise Unfit("DL131", "`line` names one resource, like {agents: over 5}", at="line")
        return self


class Balk(Shape):
    """Who turns away at once when the line is long."""

    over: Over  # with more than so many in line
    share: Share


class CallBack(Shape):
    """Who is called back, of those whose patience runs out, and after what time."""

    share: Share
    after: Spread


class Return(Shape):
    """Who comes back after a while, of those who left."""

    share: Share
    after: Spread
    to: str | None = None  # none: where they first came in


class SegmentRule(Shape):
    """What is otherwise for one segment; None is as for everybody."""

    takes: Spread | None = None
    leave_share: Share | None = Field(default=None, alias="leaves")
    fail_share: Share | None = Field(default=None, alias="fails")
    patience: Spread | None = None
    next: dict[str, Route] | None = None
    on_abandon: dict[str, Route] | None = None
