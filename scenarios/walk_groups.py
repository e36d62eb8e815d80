"""Named groups of steps: written once, used by several walks, with what differs filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import Field

from .route import Names
from .shape import Shape
from .walk_step import Step

PARAMETER = re.compile(r"\$\$|\$\{(?P<name>[a-z][a-z0-9-]*)\}")
Piece = TypeVar("Piece")


class Group(Shape):
    """A group of steps, such as signing in; `${email}` in them is filled in by who uses it."""

    needs: Names = ()  # the names that each use gives a value
    do: tuple[Step, ...] = Field(min_length=1)


def filled(piece: Piece, values: Mapping[str, str]) -> Piece:
    """Give a piece of a walk with its `${names}` filled in; `$$` and other names stay."""
    given: Any = piece
    if isinstance(given, str):
        given = PARAMETER.sub(lambda found: values.get(found["name"] or "", found[0]), given)
    elif isinstance(given, Shape):
        written = {key: getattr(given, key) for key in given.model_fields_set}
        given = given.model_copy(update=filled(written, values))
    elif isinstance(given, tuple):
        given = tuple(filled(one, values) for one in given)
    elif isinstance(given, list):
        given = [filled(one, values) for one in given]
    elif isinstance(given, dict):
        given = {key: filled(one, values) for key, one in given.items()}
    return given  # type: ignore[no-any-return]


def names_in(piece: object) -> set[str]:
    """Give the `${names}` of a piece of a walk that are to be filled in."""
    if isinstance(piece, str):
        return {found["name"] for found in PARAMETER.finditer(piece) if found["name"]}
    if isinstance(piece, Shape):
        return names_in({key: getattr(piece, key) for key in piece.model_fields_set})
    parts = piece.values() if isinstance(piece, dict) else piece
    if isinstance(parts, str) or not hasattr(parts, "__iter__"):
        return set()
    return {name for part in parts for name in names_in(part)}
