"""Fit a tree to a shape, and go on past what does not fit.

What is wrong is told once, left out, and the rest fitted again, until a shape comes out
or nothing is left. So one faulty line does not hide the mistakes in the others.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import ValidationError

from .errors import Mistake
from .shape import Shape
from .tree import Listing, Mapping, Node, Path, Scalar, Tree, plain_data
from .walk_target import WAYS
from .wording import Told, told

AnyShape = TypeVar("AnyShape", bound=Shape)
MOST_ROUNDS = 30
MOST_FAULTS = 200
# Names that a file goes on without, so that the rest can be checked.
NAMES = ("journey", "whatif", "stage")
# Keys that a short form leaves out: `arrivals: {sat: 60/h}` is a rate by the hour.
UNWRITTEN = ("rate",)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a piece of the data stands in the tree."""

    path: Path
    node: Node
    key: Node  # what names it: its key, or itself
    above: Node | None = None


def fitted(shape: type[AnyShape], tree: Tree) -> AnyShape | None:
    """Fit the tree to the shape; mistakes are added to the tree's own.

    What is faulty is marked as pruned in the tree. None when too little is left, or
    too much is wrong to go on.
    """
    for _ in range(MOST_ROUNDS):
        try:
            return shape.model_validate(plain_data(tree.root), by_alias=True, by_name=False)
        except ValidationError as error:
            faults = [dict(fault) for fault in error.errors(include_url=False)]
            going_on = _repair(shape, tree, faults[:MOST_FAULTS])
            if not going_on or len(tree.mistakes) >= MOST_FAULTS:
                return None
    return None


def _repair(shape: type[Shape], tree: Tree, faults: list[dict[str, Any]]) -> bool:
    """Tell and leave out each fault; False when nothing more can be left out.

    Faults that stand below others come first: those above may follow from them.
    """
    faults = [fault for fault in faults if not _is_emptied(fault, faults)]
    spots = [(fault, spot_of(tree.root, _loc(fault))) for fault in faults]
    spots.sort(key=lambda pair: -len(pair[0]["loc"]))
    first = [(fault, spot) for fault, spot in spots if not _follows(spot.node, fault)]
    if not first:
        return _drop_all(tree, [spot for _, spot in spots])
    touched: set[Path] = set()
    for fault, spot in first:
        path = (*spot.path, _missing(fault)) if _missing(fault) else spot.path
        if path not in touched:
            touched.update(path[:length] for length in range(len(path) + 1))
            if not (fault["type"] == "string_type" and _as_text(spot.node)):
                _tell(tree, spot, told(shape, fault, spot.node, spot.path))
                _leave_out(spot, _missing(fault))
    return True


def _is_emptied(fault: dict[str, Any], faults: list[dict[str, Any]]) -> bool:
    """Tell whether something only counts as empty since what is in it has faults."""
    loc = fault["loc"]
    return fault["type"] == "too_short" and any(
        other["loc"][: len(loc)] == loc for other in faults if other is not fault
    )


def _missing(fault: dict[str, Any]) -> str:
    """Give the key that a fault says is missing, or nothing."""
    return str(fault["loc"][-1]) if fault["type"] == "missing" else ""


def _loc(fault: dict[str, Any]) -> Path:
    """Give a fault's place in the data, down to the key that our own parsers name."""
    loc: Path = fault["loc"]
    below = getattr(fault.get("ctx", {}).get("error"), "at", "")
    return (*loc, below) if below else loc


def _tell(tree: Tree, spot: Spot, fault: Told) -> None:
    place = tree.place(spot.key if fault.at_key else spot.node)
    mistake = Mistake(fault.code, fault.what, place, fault.hint, nearest=fault.nearest)
    tree.mistakes.append(mistake)


def _as_text(node: Node) -> bool:
    """Take a bare number for the text that was meant: a name like 2024."""
    if not isinstance(node, Scalar) or isinstance(node.value, bool | str | None):
        return False
    node.value = node.text
    return True


def _follows(node: Node, fault: dict[str, Any]) -> bool:
    """Tell whether a fault only follows from what was left out below its place."""
    if fault["type"] == "extra_forbidden":
        return False
    if fault["type"] == "missing" and isinstance(node, Mapping):
        return _missing(fault) in node.entries
    return any(child.pruned for child in _children(node))


def _children(node: Node) -> list[Node]:
    if isinstance(node, Mapping):
        return [value for _, value in node.entries.values()]
    return node.items if isinstance(node, Listing) else []


def _leave_out(spot: Spot, missing: str) -> None:
    """Prune the faulty node, but put a stand-in where a name is missing or wrong."""
    name = missing or (str(spot.path[-1]) if spot.path else "")
    above = spot.node if missing else spot.above
    if name in NAMES and isinstance(above, Mapping):
        at = Scalar(line=spot.node.line, column=spot.node.column, text="?", plain=True, value="?")
        above.entries[name] = (at, at)
    elif missing and isinstance(above, Mapping):
        gone = Scalar(line=0, column=0, text="", plain=True, value=None, pruned=True)
        above.entries[name] = (gone, gone)
    else:
        spot.node.pruned = True


def _drop_all(tree: Tree, spots: list[Spot]) -> bool:
    """Leave out what can't stand without what was left out; False at the root."""
    for spot in spots:
        spot.node.pruned = True
    return not tree.root.pruned


def spot_of(root: Node, loc: Path) -> Spot:
    """Follow a place in the data through the tree, as far as it goes."""
    spot = Spot((), root, root)
    for step in loc:
        below = _below(spot, step)
        if below is None and not _is_unwritten(spot.node, step):
            break
        spot = below or spot
    return spot


def _is_unwritten(node: Node, step: str | int) -> bool:
    """Tell of a step that the file need not write: the kind of a value in a list, a short form."""
    if isinstance(node, Mapping):
        return step in UNWRITTEN and step not in node.entries
    return isinstance(node, Listing) and isinstance(step, str)


def _below(spot: Spot, step: str | int) -> Spot | None:
    if isinstance(spot.node, Mapping):
        ways = [way for way in WAYS if way in spot.node.entries] if step == "name" else []
        name = ways[0] if len(ways) == 1 else step  # {button: Add} names by its role
        key, value = spot.node.entries.get(name, (None, None))
        if key is None or value is None or value.pruned:
            return None
        return Spot((*spot.path, name), value, key, spot.node)
    if isinstance(spot.node, Listing) and isinstance(step, int):
        kept = (pair for pair in enumerate(spot.node.items) if not pair[1].pruned)
        found = next(itertools.islice(kept, step, None), None)
        if found is not None:
            return Spot((*spot.path, found[0]), found[1], found[1], spot.node)
    return None
