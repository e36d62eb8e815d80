"""`${NAME}` and `${NAME:-default}` in a file, filled in from the environment.

What a shopper types (`with:`) is left alone: it names the shopper's own data and
secrets, and these are looked up while walking, never while reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from .errors import Mistake
from .tree import Path, Scalar, Tree, plain_value, walk
from .units import nearest, shown

REFERENCE = re.compile(r"\$(\$?)\{([^{}]*)\}")
GIVEN = re.compile(r"[a-z][a-z0-9-]*")  # what the use of a group gives
WALKS = ("walks", "groups", "personas")
VARIABLE = re.compile(r"([A-Z_][A-Z0-9_]*)(?::-(.*))?", re.DOTALL)


def fill_in(tree: Tree, environ: Mapping[str, str]) -> None:
    """Replace the references in a tree's texts; an unset variable becomes a mistake.

    `$${` stands for `${`. What a walk fills in by itself, such as `${shopper.email}` and
    `${remembered.price}`, is left to it.
    """
    for path, node in walk(tree.root):
        if isinstance(node, Scalar) and "${" in node.text and not _is_typed(path):
            _fill(tree, node, environ, in_walk=path[0] in WALKS)


def _is_typed(path: Path) -> bool:
    """Tell whether a value is what the shopper types."""
    return path[0] in WALKS and (
        "with" in path[-2:] or "basic-auth" in path or path[-2:] == ("call", "token")
    )


def _of_walk(name: str) -> bool:
    """Tell whether a name is filled in by the walk, or by the use of a group of steps."""
    return name.startswith(("shopper.", "remembered.", "taken.", "totp.", "run.")) or bool(
        GIVEN.fullmatch(name)
    )


def _fill(tree: Tree, node: Scalar, environ: Mapping[str, str], *, in_walk: bool) -> None:
    mistakes = list(_mistakes(node, environ, in_walk=in_walk))
    if mistakes:
        place = tree.place(node)
        tree.mistakes += [
            Mistake(code, what, place, hint, nearest=meant) for code, what, hint, meant in mistakes
        ]
        node.pruned = True
        return
    filled = REFERENCE.sub(lambda found: _value(found, environ, in_walk=in_walk), node.text)
    node.value = plain_value(filled) if node.plain else filled
    node.text = filled


def _value(found: re.Match[str], environ: Mapping[str, str], *, in_walk: bool) -> str:
    variable = VARIABLE.fullmatch(found[2])
    if found[1]:  # a walk takes `$$` for a dollar sign itself
        return found[0] if in_walk else found[0][1:]
    if variable is None:
        return found[0]
    name, default = variable.groups()
    return environ.get(name) or default or ""


def _mistakes(
    node: Scalar, environ: Mapping[str, str], *, in_walk: bool
) -> Iterator[tuple[str, str, str, str]]:
    for found in REFERENCE.finditer(node.text):
        variable = VARIABLE.fullmatch(found[2])
        if found[1] or (in_walk and _of_walk(found[2])):
            continue
        if variable is None:
            what = f"{shown(found[2])} is not a variable's name"
            hint = "write ${NAME} or ${NAME:-default} in capitals, or $${ for the signs themselves"
            yield "DL119", what, hint, ""
        elif variable[1] not in environ and variable[2] is None:
            what = f"the environment variable `{variable[1]}` is not set"
            hint = f"set it, or give a default: ${{{variable[1]}:-…}}"
            yield "DL119", what, hint, nearest(variable[1], environ)
