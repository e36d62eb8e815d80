"""The verbs of a page: what a shopper does and reads there."""

from __future__ import annotations

from pydantic import Field

from .shape import Shape
from .walk_target import Role, Target


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


class PageVerbs(Shape):
    """What can be done on a page; a step has one of them."""

    open: str | None = None  # an address, from the journey's site
    click: Target | None = None
    fill: Filling | None = None
    choose: Filling | None = None
    check: Target | None = None
    press: str | None = None  # a key, like Enter
    expect: Target | None = None  # seen, or the touchpoint has failed
    remember: dict[str, FactPlace] | None = None  # read these facts here
    same: dict[str, FactPlace] | None = None  # read them again: must match what was remembered
