"""A customer journey: what a planner writes down, in internal units.

Nearly everything has a default: a stage and two touchpoints make a journey. The
numbers here are the *assumed* view; `promises` and `facts` are the *promised* one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from .arrivals import Arrivals
from .fact import Fact
from .hours import Factors, Staffing
from .inboxes import MailboxPlace, Phone
from .moment import Calendar
from .promise import Promises
from .response import Response
from .route import Balk, CallBack, Names, NextIf, Return, Route, SegmentRule, shares_of
from .shape import Shape
from .spread import Spread
from .units import AtMost, Money, Price, PricePerHour, Share
from .walk import Walk
from .walk_groups import Group
from .walk_persona import Persona

Channel = Literal["ad", "web", "app", "mail", "chat", "phone", "sms", "api", "pdf", "store", "post"]
Closing = Literal["finish", "hold", "send-away"]
END = "end"  # in `next`: the customer is done here, and content


class Segment(Shape):
    """A kind of customer: its share of the arrivals and what a completed journey is worth."""

    share: Share
    value: Price | None = None
    persona: str | None = None  # which of the journey's personas is such a customer


class Resource(Shape):
    """People or places that customers queue for."""

    hours: Staffing  # how many, by hour of the week; alike at all hours when one number
    breaks: Staffing | None = None  # how many of them are away
    closing: Closing = "finish"  # what those do who are being served, or wait, when hours end
    cost: PricePerHour | None = None
    at_once: int = Field(default=1, ge=1, le=100)  # customers whom one of them serves
    slower: Share = 0.0  # longer by so much for each further customer at once
    line: AtMost | None = None  # how many may wait
    priority: Names = ()  # segments and touchpoints served first, in this order
    preempts: bool = False  # who has priority interrupts the others


class Touchpoint(Shape):
    """One place where a customer meets the company."""

    title: str | None = None
    channel: Channel = "web"
    owner: str | None = None  # none: the stage's
    moment_of_truth: bool = False
    takes: Spread = Spread(constant=0.0)
    pace: Factors | None = Field(default=None, alias="takes-by-hour")  # times the time taken
    leave_share: Share = Field(default=0.0, alias="leaves")  # when every promise holds
    fail_share: Share = Field(default=0.0, alias="fails")  # of the tries
    retries: int = Field(default=0, ge=0, le=100)  # tries after a failure
    responds: dict[str, Response] = {}
    needs: Names = ()  # whichever is free first, in order of preference
    balks: Balk | None = None
    patience: Spread | None = None
    call_back: CallBack | None = None
    on_abandon: dict[str, Route] = {}  # the rest leaves
    next_if: tuple[NextIf, ...] = ()  # tried in this order, before `next`
    next: dict[str, Route] | None = None  # of those who stay; none: the next one in the file
    returns: Return | None = None  # none: as the journey says
    for_segments: dict[str, SegmentRule] = Field(default={}, alias="for")
    asks: Names = ()  # what a customer has to tell here
    knows: Names = ()  # what need not be told here if it was told elsewhere
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
    mailbox: MailboxPlace | None = None
    phone: Phone | None = None  # where text messages come to
    openapi: str | None = None  # what its API promises: a file beside the journey, or an address
    calendar: Calendar | None = None
    arrivals: Arrivals = Arrivals()
    starts: dict[str, Share] = {}  # where customers arrive; none: at the first touchpoint
    completes: tuple[str, ...] = ()  # none: reaching the last touchpoint
    segments: dict[str, Segment] = {"everyone": Segment(share=1.0)}
    resources: dict[str, Resource] = {}
    returns: Return | None = None  # of those who left, wherever a touchpoint says nothing else
    facts: dict[str, Fact] = {}
    stages: tuple[Stage, ...] = Field(min_length=1)
    personas: dict[str, Persona] = {}  # those whom several walks name
    groups: dict[str, Group] = {}  # steps that several walks use
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
        return shares_of(written)
    order = names_of(journey)
    follows = order[order.index(name) + 1 :]
    return {follows[0]: 1.0} if follows and name not in completes_of(journey) else {}


def flow_of(journey: Journey) -> dict[str, dict[str, float]]:
    """Give where customers go on to from every touchpoint, as `next_of` does for one."""
    order = list(journey.touchpoints())
    completes = set(completes_of(journey))
    flow: dict[str, dict[str, float]] = {}
    for (name, _, touchpoint), following in zip(order, [*order[1:], None], strict=True):
        default = {following[0]: 1.0} if following and name not in completes else {}
        flow[name] = default if touchpoint.next is None else shares_of(touchpoint.next)
    return flow


def value_of(journey: Journey, segment: str) -> Money | None:
    """Give what a completed journey of a segment's customer is worth."""
    return journey.segments[segment].value


def region_of(journey: Journey) -> str:
    """Give the country that local phone numbers belong to: of the first walk's locale."""
    for walk in journey.walks.values():
        region = walk.persona.locale.replace("_", "-").rpartition("-")[2]
        if len(region) == 2 and region.isalpha() and "-" in walk.persona.locale:
            return region.upper()
    return "DE"


def zone_of(journey: Journey) -> str:
    """Give the time zone that times without one are meant in: that of the first walk's shopper."""
    walks = iter(journey.walks.values())
    return next((walk.persona.time_zone for walk in walks), Persona().time_zone)
