"""The verbs of a page: what a shopper does and reads there."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from .shape import Shape
from .units import Unfit, shown
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


class Upload(Shape):
    """A field, or a button, that takes a file; the file lies beside the journey."""

    label: str
    file: str
    inside: Role | None = Field(default=None, alias="in")


class Answer(Shape):
    """How to answer the box that the browser shows when the next step is done."""

    says: str | None = None  # words that it must hold
    answer: Literal["accept", "dismiss"] = "accept"
    put: str | None = Field(default=None, alias="with")  # what is typed into it


def _function(given: Any) -> Any:
    """Take a file and a function in it (`checks.py:look_twice`)."""
    if not isinstance(given, str) or not FUNCTION.fullmatch(given):
        what = f"{shown(given)} is not a function in a file; write it like checks.py:look_twice"
        raise Unfit("DL169", what)
    return given


FUNCTION = re.compile(r"(?P<file>[^:\n]+\.py):(?P<name>[A-Za-z_]\w*)")
Function = Annotated[
    str,
    BeforeValidator(_function),
    WithJsonSchema(
        {"type": "string", "examples": ["checks.py:look_twice"], "pattern": r"\.py:[A-Za-z_]\w*$"}
    ),
]


class PageVerbs(Shape):
    """What can be done on a page; a step has one of them."""

    open: str | None = None  # an address, from the journey's site
    click: Target | None = None
    fill: Filling | None = None
    choose: Filling | None = None
    check: Target | None = None
    upload: Upload | None = None
    dismiss: Target | None = None  # closed when it is there: a banner, an overlay
    dialog: Answer | None = None  # the next step brings up a box of the browser's
    press: str | None = None  # a key, like Enter
    download: Target | None = None  # clicked; the file that comes is what is read next
    run: Function | None = None  # a Python function beside the journey, the last resort
    expect: Target | None = None  # seen, or the touchpoint has failed
    remember: dict[str, FactPlace] | None = None  # read these facts here
    same: dict[str, FactPlace] | None = None  # read them again: must match what was remembered
