"""A walk: what a mystery shopper does. A persona, a route, and steps at each touchpoint.

One step, one verb. Things are found as a person finds them: by role and name, or by
label. Judging what was seen is not the walk's work.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from .shape import Shape
from .units import Seconds, Turns, Unfit, nearest

Role = Literal[
    "button", "link", "heading", "checkbox", "radio", "tab", "menuitem", "option", "switch",
    "textbox", "combobox", "spinbutton", "searchbox", "img", "row", "cell", "listitem", "log",
    "status", "alert", "dialog", "navigation", "main", "banner", "contentinfo", "region", "form",
    "group",
]  # fmt: skip
ROLES: tuple[str, ...] = Role.__args__  # type: ignore[attr-defined]


class Target(Shape):
    """Something on the page. Written as `{button: Add to cart}`, or just `Add to cart`.

    One of: a role and its accessible name, `label` (a field), `text` (words shown), `any`
    (whatever can be clicked and bears this name), and last `testid` or `css`.
    """

    how: str  # a role, or: any, label, text, testid, css
    name: str
    inside: Role | None = Field(default=None, alias="in")  # only inside this landmark or region
    exact: bool = False

    @model_validator(mode="before")
    @classmethod
    def _one_way(cls, given: Any) -> Any:
        return _target(given)

    @model_validator(mode="after")
    def _named(self) -> Target:
        if self.how not in WAYS or not self.name.strip():
            raise Unfit("DL131", "name what to look for, like {button: Add to cart}")
        return self


WAYS = (*ROLES, "any", "label", "text", "testid", "css")


def _target(given: Any) -> Any:
    if isinstance(given, Target) or (isinstance(given, dict) and "how" in given):
        return given
    if isinstance(given, str):
        return {"how": "any", "name": given}
    if not isinstance(given, dict):
        raise Unfit("DL131", "name what to look for, like {button: Add to cart}")
    ways = [key for key in given if key in WAYS]
    if len(ways) != 1:
        strange = [key for key in given if key not in (*WAYS, "in", "inside", "exact")]
        what = "name one way to find it, like {button: Add to cart}"
        raise Unfit("DL131", what, nearest=nearest(strange[0], WAYS) if strange else "")
    rest = {key: value for key, value in given.items() if key != ways[0]}
    return {"how": ways[0], "name": given[ways[0]]} | rest


class Filling(Shape):
    """A field by its label, and what to put in (`${shopper.email}` or `$SECRET` are replaced)."""

    label: str
    put: str = Field(alias="with")
    inside: Role | None = Field(default=None, alias="in")


class FactPlace(Shape):
    """Where a fact is read: near some words, inside an element, or from the page's data."""

    near: str | None = None  # the text after these words, in the same block
    inside: Role | None = Field(default=None, alias="in")
    text: str | None = None  # the block that holds these words
    css: str | None = None
    data: str | None = None  # a JSON-LD path like offers.price


class Mail(Shape):
    """A message to wait for in the shopper's mailbox."""

    subject: str
    within: Seconds = 20.0


class Chat(Shape):
    """Say something until what is waited for appears, at most so many turns."""

    say: str
    until: str
    turns: Turns = 5
    label: str = "Message"  # the field to write in
    send: str = "Send"  # the button


class Step(Shape):
    """One step: exactly one verb, and how it is meant."""

    open: str | None = None  # an address, from the journey's site
    click: Target | None = None
    fill: Filling | None = None
    choose: Filling | None = None
    check: Target | None = None
    press: str | None = None  # a key, like Enter
    expect: Target | None = None  # seen, or the touchpoint has failed
    remember: dict[str, FactPlace] | None = None  # read these facts here
    same: dict[str, FactPlace] | None = None  # read them again: must match what was remembered
    inbox: Mail | None = None
    chat: Chat | None = None

    within: Seconds = 5.0  # how long to look
    if_seen: bool = False  # pass over the step when its target is not there
    danger: str | None = None  # what it does for real ("places an order"): needs consent

    @model_validator(mode="after")
    def _exactly_one_verb(self) -> Step:
        written = [name for name in VERBS if name in self.model_fields_set]
        if len(written) > 1:
            raise Unfit("DL131", f"one step has several verbs: {', '.join(written)}; split it")
        if not written:
            raise Unfit("DL131", "a step has one verb: " + ", ".join(VERBS))
        if getattr(self, written[0]) is None:
            raise Unfit("DL136", f"`{written[0]}` has no value", at=written[0])
        return self

    @property
    def verb(self) -> str:
        """The verb's name."""
        return next(name for name in VERBS if name in self.model_fields_set)


VERBS = (
    "open", "click", "fill", "choose", "check", "press", "expect", "remember", "same",
    "inbox", "chat",
)  # fmt: skip


class Stop(Shape):
    """A touchpoint on the route, and what is done there."""

    at: str
    do: tuple[Step, ...] = ()


class Persona(Shape):
    """Who walks: the segment, the device, the network, and the data that the shopper gives."""

    segment: str | None = None
    device: str | None = None  # a Playwright device name, like Pixel 7; none: a desktop
    network: Literal["slow-3g", "fast-3g", "slow-4g", "4g"] | None = None
    locale: str = "en-GB"
    time_zone: str = "Europe/Berlin"
    shopper: dict[str, str] = {}  # first-name, email, …: told to the site


class Walk(Shape):
    """One walk of one persona along a route."""

    persona: Persona = Persona()
    route: tuple[Stop, ...] = Field(min_length=1)
    authorised_by: str | None = None  # who allows the dangerous steps of this walk
