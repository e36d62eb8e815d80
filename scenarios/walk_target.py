"""What a step means on the page: something with a role and a name, a field, some words."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from .shape import Shape
from .units import Unfit, nearest

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
