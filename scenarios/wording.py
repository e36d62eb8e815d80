"""What does not fit a shape, told in the language's own words.

The checker's wording never reaches a person: each kind of fault has a sentence here,
with the value that stands there, the values that may, and the nearest name.
"""

from __future__ import annotations

import re
import types
from dataclasses import dataclass
from typing import Any, Union, get_args, get_origin

from .glossary import example_of
from .shape import Shape
from .tree import Listing, Mapping, Node, Path, Scalar
from .units import Unfit, nearest, shown
from .walk_target import WAYS

OF_KEYS = ("DL130", "DL176", "DL188")  # what a key is not: an hour range, a month, a size
NOUNS = {
    "Arrivals": "`arrivals`",
    "Balk": "`balks`",
    "CallBack": "`call-back`",
    "Cost": "a cost",
    "Chat": "`chat`",
    "Group": "a group of steps",
    "FactPlace": "a fact's place",
    "Filling": "a field to fill",
    "Mail": "`inbox`",
    "MailboxPlace": "`mailbox`",
    "Attachment": "`attachment`",
    "Sms": "`sms`",
    "Phone": "`phone`",
    "MeanAndCv": "a mean and its spread",
    "NextIf": "a rule of `next-if`",
    "Now": "a place of `now`",
    "Promises": "`promises`",
    "Return": "`returns`",
    "Route": "a way on",
    "SegmentRule": "a rule for a segment",
    "Spread": "a time distribution",
    "Target": "a target",
    "Upload": "`upload`",
    "Answer": "`dialog`",
    "Call": "`call`",
    "Api": "`api`",
    "Expected": "`expects`",
    "BasicAuth": "`basic-auth`",
    "Use": "`use`",
    "WhatIf": "a what-if",
}


@dataclass(frozen=True, slots=True)
class Told:
    """A fault in words, and whether its key is to be pointed at rather than its value."""

    code: str
    what: str
    hint: str = ""
    nearest: str = ""
    at_key: bool = False


def told(shape: type[Shape], fault: dict[str, Any], node: Node, path: Path) -> Told:
    """Translate one fault of fitting a tree to a shape; `path` leads to `node`."""
    kind: str = fault["type"]
    name = next((str(step) for step in reversed(path) if isinstance(step, str)), "the file")
    is_entry = bool(path) and isinstance(path[-1], int)
    if kind == "extra_forbidden":
        return _unknown_key(shape, fault["loc"])
    if kind == "missing":
        return _missing_key(shape, fault["loc"])
    if isinstance(node, Scalar) and node.value is None:
        example = _example(shape, path)
        return Told("DL136", f"`{name}` has no value", _like(name, example), at_key=True)
    if kind == "value_error":
        return _unfit(fault["ctx"]["error"], path)
    if kind == "literal_error":
        return _unknown_word(fault["ctx"]["expected"], node, name)
    whose = f"each entry of `{name}`" if is_entry else f"`{name}`"
    example = "" if is_entry else _like(name, _example(shape, path))
    return _wrong_type(kind, fault.get("ctx", {}), node, whose, example)


def _unfit(error: Exception, path: Path) -> Told:
    if isinstance(error, Unfit):
        at_key = error.code in OF_KEYS and path[-1:] == (error.at,)
        return Told(error.code, error.what, nearest=error.nearest, at_key=at_key)
    return Told("DL139", str(error))


def _unknown_key(shape: type[Shape], loc: Path) -> Told:
    known, noun = keys_at(shape, loc[:-1])
    meant = nearest(str(loc[-1]), known)
    hint = f"{noun} takes {', '.join(known)}" if known else ""
    return Told("DL120", f"{noun} has no key {shown(loc[-1])}", hint, meant, at_key=True)


def _missing_key(shape: type[Shape], loc: Path) -> Told:
    _, noun = keys_at(shape, loc[:-1])
    name = str(loc[-1])
    example = _example(shape, loc)
    where = f" in `{loc[-2]}`" if len(loc) > 1 and isinstance(loc[-2], str) else ""
    return Told("DL121", f"`{name}` is missing{where}: {noun} needs it",
                _like(name, example), at_key=True)  # fmt: skip


def _unknown_word(expected: str, node: Node, name: str) -> Told:
    words = re.findall(r"'([^']*)'", expected)
    text = node.text if isinstance(node, Scalar) else ""
    code = "DL137" if name == "channel" else "DL129"
    what = f"{_written(node)} is not {_article(name)}"
    return Told(code, what, f"take one of {', '.join(words)}", nearest(text, words))


def _article(name: str) -> str:
    name = {"in": "role"}.get(name, name)
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def _wrong_type(kind: str, bounds: dict[str, Any], node: Node, whose: str, example: str) -> Told:
    this = f"and this is {_kind_of(node)}"
    if kind.startswith("string"):
        hint = "put it in quotes" if isinstance(node, Scalar) else ""
        return Told("DL122", f"{whose} is a text, {this}", hint)
    if kind.startswith(("dict", "model", "mapping")):
        return Told("DL122", f"{whose} is keys and values, {this}", example)
    if kind.startswith(("tuple", "list")):
        meant = f"[{node.text}]" if isinstance(node, Scalar) else ""
        return Told("DL122", f"{whose} is a list, {this}", example, meant)
    if kind.startswith("bool"):
        return Told("DL134", f"{_written(node)} is neither true nor false", example)
    if kind == "too_short":
        return Told("DL133", f"{whose} is empty; at least one is needed", at_key=True)
    return _wrong_number(kind, bounds, node)


def _wrong_number(kind: str, bounds: dict[str, Any], node: Node) -> Told:
    words = {"gt": "above", "ge": "at least", "lt": "below", "le": "at most"}
    limits = [f"{words[key]} {value:g}" for key, value in bounds.items() if key in words]
    if limits:
        return Told("DL132", f"{_written(node)} must be {' and '.join(limits)}")
    if kind.startswith("int"):
        return Told("DL128", f"{_written(node)} is not a whole number, like 3")
    if kind.startswith(("float", "finite")):
        return Told("DL132", f"{_written(node)} is not a number, like 0.8")
    return Told("DL139", f"{_written(node)} can't stand here")


def _like(name: str, example: str) -> str:
    return f"write it like {name}: {example}" if example else ""


def _example(shape: type[Shape], path: Path) -> str:
    """Give an example of the key that a path leads to."""
    named = [at for at, step in enumerate(path) if isinstance(step, str)]
    if not named:
        return ""
    owner = _shape_at(shape, path[: named[-1]])
    return example_of(str(path[named[-1]]), owner.__name__ if owner else "")


def _written(node: Node) -> str:
    return shown(node.text) if isinstance(node, Scalar) else _kind_of(node)


def _kind_of(node: Node) -> str:
    if isinstance(node, Listing):
        return "a list"
    if isinstance(node, Mapping):
        return "keys and values"
    value = node.value if isinstance(node, Scalar) else None
    if isinstance(value, bool):
        return "true or false"
    return "a number" if isinstance(value, int | float) else f"the text {_written(node)}"


def keys_at(shape: type[Shape], loc: Path) -> tuple[list[str], str]:
    """Give the keys that a place in a shape takes, and what the place is called."""
    found = _shape_at(shape, loc)
    if found is None:
        return [], "this place"
    keys = [str(field.alias or name) for name, field in found.model_fields.items()]
    if found.__name__ == "Target":
        keys = [*(way for way in WAYS), "in", "exact"]
    return keys, NOUNS.get(found.__name__, _article(found.__name__.lower()))


def _shape_at(shape: type[Shape], loc: Path) -> type[Shape] | None:
    place: Any = shape
    for step in loc:
        if isinstance(place, type) and issubclass(place, Shape):
            fields = {field.alias or name: field for name, field in place.model_fields.items()}
            place = fields[str(step)].annotation if str(step) in fields else None
        else:
            place = _inside(place)
        place = _without_none(place)
    return place if isinstance(place, type) and issubclass(place, Shape) else None


def _inside(annotation: Any) -> Any:
    """Give what a dict or tuple holds."""
    inside = [one for one in get_args(annotation) if one is not Ellipsis]
    return inside[-1] if inside else None


def _without_none(annotation: Any) -> Any:
    if get_origin(annotation) in (Union, types.UnionType):
        inside = [one for one in get_args(annotation) if one is not type(None)]
        return inside[0] if inside else None
    return annotation
