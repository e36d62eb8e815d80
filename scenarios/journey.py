"""A customer journey: what a planner writes down, in internal units.

Nearly everything has a default: a stage and two touchpoints make a journey. The
numbers here are the *assumed* view; `promises` and `facts` are the *promised* one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema

from .fact import Fact
from .promise import Promises
from .response import Response
from .shape import Shape
from .spread import Spread
from .units import Money, Price, PricePerHour, Share, per_hour
from .walk import Walk
from .week import Week, constant_week, week

Channel = Literal["ad", "web", "app", "mail", "chat", "phone", "sms", "api", "pdf", "store", "post"]
END = "end"  # in `next`: the customer is done here, and content


def _rates(given: Any) -> Week:
    if isinstance(given, Week):
        return given
    if isinstance(given, dict):
        return week({text: per_hour(rate) for text, rate in given.items()})
    return constant_week(per_hour(given))


def _staffing(given: Any) -> Week:
    if isinstance(given, Week):
        return given
    written = given if isinstance(given, dict) else {"otherwise": given}
    for count in written.values():
        if type(count) is not int or count < 0:
            raise ValueError(f"`{count}` is not a number of people or places; write it like 6")
    return week({text: float(count) for text, count in written.items()})


def _written(hours: Week) -> dict[str, Any]:
    spans = [[span.start_minute, span.end_minute, span.value] for span in hours.spans]
    return {"spans": spans, "otherwise": hours.otherwise}


Rates = Annotated[
    Week,
    BeforeValidator(_rates),
    PlainSerializer(_written),
    WithJsonSchema({"type": ["string", "object"], "examples": ["60/h"]}),
]
Staffing = Annotated[
    Week,
    BeforeValidator(_staffing),
    PlainSerializer(_written),
    WithJsonSchema({"type": ["integer", "object"], "examples": [6]}),
]


class Segment(Shape):
    """A kind of customer: its share of the arrivals and what a completed journey is worth."""

    share: Share
    value: Price | None = None


class Resource(Shape):
    """People or places that customers queue for."""

    hours: Staffing  # how many, by hour of the week; alike at all hours when one number
    cost: PricePerHour | None = None
    priority: tuple[str, ...] = ()  # segments served first, in this order


class Touchpoint(Shape):
    """One place where a customer meets the company."""

    title: str | None = None
    channel: Channel = "web"
    owner: str | None = None  # none: the stage's
    moment_of_truth: bool = False
    takes: Spread = Spread(constant=0.0)
    leave_share: Share = Field(default=0.0, alias="leaves")  # when every promise holds
    fail_share: Share = Field(default=0.0, alias="fails")  # of the tries
    retries: int = Field(default=0, ge=0, le=100)  # tries after a failure
    responds: dict[str, Response] = {}
    needs: str | None = None
    patience: Spread | None = None
    on_abandon: dict[str, Share] = {}  # the rest leaves
    next: dict[str, Share] | None = None  # of those who stay; none: the next one in the file
    promises: Promises = Promises()


class Stage(Shape):
    """A stretch of the journey that one owner answers for."""

    name: str = Field(alias="stage")
    owner: str | None = None
    touchpoints: dict[str, Touchpoint] = Field(min_length=1)


class Journey(Shape):
    """A whole journey."""

    name: str = Field(alias="journey")
    title: str | None = None
    currency: str = "EUR"
    site: str | None = None
    hosts: tuple[str, ...] = ()  # hosts beside the site's that the shopper may reach
    mailbox: str | None = None  # a folder of .eml files, or smtp://127.0.0.1:PORT to listen on
    arrivals: Rates = constant_week(10.0)
    starts: dict[str, Share] = {}  # where customers arrive; none: at the first touchpoint
    completes: tuple[str, ...] = ()  # none: reaching the last touchpoint
    segments: dict[str, Segment] = {"everyone": Segment(share=1.0)}
    resources: dict[str, Resource] = {}
    facts: dict[str, Fact] = {}
    stages: tuple[Stage, ...] = Field(min_length=1)
    walks: dict[str, Walk] = {}

    def touchpoints(self) -> Iterator[tuple[str, Stage, Touchpoint]]:
        """Go through the touchpoints, in the order of the file."""
        for stage in self.stages:
            for name, touchpoint in stage.touchpoints.items():
                yield name, stage, touchpoint

    def touchpoint(self, name: str) -> Touchpoint:
        """Give the touchpoint of this name; KeyError when there is none."""
        return {key: found for key, _, found in self.touchpoints()}[name]


def owner_of(journey: Journey, name: str) -> str | None:
    """Give who answers for a touchpoint: its own owner, or its stage's."""
    return next(t.owner or s.owner for key, s, t in journey.touchpoints() if key == name)


def names_of(journey: Journey) -> list[str]:
    """Give the touchpoints' names, in the order of the file."""
    return [name for name, _, _ in journey.touchpoints()]


def title_of(journey: Journey, name: str) -> str:
    """Give what people call a touchpoint."""
    return journey.touchpoint(name).title or name.replace("-", " ").capitalize()


def starts_of(journey: Journey) -> dict[str, float]:
    """Give where customers arrive, with shares."""
    return journey.starts or {names_of(journey)[0]: 1.0}


def completes_of(journey: Journey) -> tuple[str, ...]:
    """Give the touchpoints that complete the journey."""
    return journey.completes or (names_of(journey)[-1],)


def next_of(journey: Journey, name: str) -> dict[str, float]:
    """Give where customers who stay go on to, with shares; empty where the journey ends.

    Without `next`, it is the next touchpoint of the file; a completing one ends.
    """
    written = journey.touchpoint(name).next
    if written is not None:
        return written
    order = names_of(journey)
    follows = order[order.index(name) + 1 :]
    return {follows[0]: 1.0} if follows and name not in completes_of(journey) else {}


def value_of(journey: Journey, segment: str) -> Money | None:
    """Give what a completed journey of a segment's customer is worth."""
    return journey.segments[segment].value
