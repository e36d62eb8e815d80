"""From Playwright's locators to the targets of a walk: role and name, label, words.

A locator is a chain: the last link names the thing, a landmark before it where to look. What
a walk has no word for (the second of several, one that holds certain words) is left out, and
said in a remark.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from desireline.scenarios.walk_target import ROLES

FIELD_ROLES = ("textbox", "combobox", "spinbutton", "searchbox", "slider", "listbox")
LEFT_OUT = ("nth", "first", "last", "has-text", "has-not-text", "has", "hasNot", "and", "or")
FRAMES = ("frame-locator", "content-frame", "frame")


@dataclass(frozen=True, slots=True)
class Aim:
    """What a step is aimed at, as a walk writes it, with a remark where that is less exact."""

    target: dict[str, Any]
    label: str = ""  # the name, when it is a field
    remark: str = ""


def aim_of(locator: Mapping[str, Any] | None) -> Aim | None:
    """Give what a locator means; None when a walk can't say it."""
    links = [link for link in _links(locator) if link["kind"] not in FRAMES]
    remark = (
        "the page had several of them" if any(link["kind"] in LEFT_OUT for link in links) else ""
    )
    naming = [(link, found) for link in links if (found := _target(link))]
    if not naming:
        return None
    link, target = naming[-1]
    place = _place(links, link)
    if place is not None:
        target["in"] = place
    name = next(iter(target.values()))
    is_field = "label" in target or next(iter(target)) in FIELD_ROLES
    return Aim(target, name if is_field else "", remark)


def _links(locator: Mapping[str, Any] | None) -> Iterator[Mapping[str, Any]]:
    while locator:
        yield locator
        locator = locator.get("next")


def _target(link: Mapping[str, Any]) -> dict[str, Any] | None:
    kind, body = link["kind"], str(link.get("body", ""))
    options = link.get("options") or {}
    exact = {"exact": True} if options.get("exact") else {}
    if kind == "role":
        name = options.get("name")
        if not isinstance(name, str) or not name.strip():
            return None
        if body == "listbox":
            return {"label": name} | exact
        return {body if body in ROLES else "text": name} | exact
    if not body.strip():
        return None
    ways = {"label": "label", "placeholder": "label", "text": "text", "alt": "img"}
    if kind in ways:
        return {ways[kind]: body} | exact
    if kind == "title":
        return {"any": body} | exact
    if kind == "test-id":
        return {"testid": body}
    if kind == "default" and not body.startswith(("internal:", "xpath=")):
        return {"css": body}
    return None


def _place(links: list[Mapping[str, Any]], named: Mapping[str, Any]) -> str | None:
    """Give the landmark inside which the thing was looked for."""
    before = links[: links.index(named)]
    roles = [str(link.get("body")) for link in before if link["kind"] == "role"]
    return next((role for role in reversed(roles) if role in ROLES), None)
