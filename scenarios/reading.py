"""Read a journey, a what-if or a snapshot, or tell all that is wrong with its file at once."""

from __future__ import annotations

import os
from collections.abc import Mapping as Environment
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path as FilePath

from . import check_files
from .arrivals import replaying
from .check_snapshot import check_snapshot
from .check_whatif import check_whatif
from .checks import check
from .environment import fill_in
from .errors import FileMistakes, Mistake
from .finding import Finding, listed
from .fitting import AnyShape, fitted, spot_of
from .journey import Journey, names_of
from .recorded import read_recorded
from .snapshot import Snapshot
from .source import Source, unreadable
from .tree import Listing, Mapping, Node, Path, Tree, tree_of
from .units import nearest
from .walks_spelled import spelled_out
from .whatif import WhatIf

MOST_TOLD = 100
File = str | os.PathLike[str]


def load_journey(path: File, *, environ: Environment[str, str] | None = None) -> Journey:
    """Read a journey, with `${NAME}` from the environment (this process's if not given).

    Raises FileMistakes with everything that is wrong, in the order of the file.
    """
    tree = _tree(path, environ)
    _expect(tree, "journey")
    journey = _journey_in(tree)
    return _sound(journey, tree)


def load_whatif(
    path: File, *, environ: Environment[str, str] | None = None
) -> tuple[WhatIf, Journey]:
    """Read a what-if and the journey that it names, from the what-if's own folder.

    Raises FileMistakes with everything that is wrong in either file.
    """
    tree = _tree(path, environ)
    _expect(tree, "whatif")
    whatif, journey = _whatif_in(tree, environ)
    return _sound(whatif, tree), _sound(journey, tree)


def load_snapshot(
    path: File, journey: Journey, *, environ: Environment[str, str] | None = None
) -> Snapshot:
    """Read a snapshot of a journey, whatever file it names itself.

    Raises FileMistakes with everything that is wrong in it.
    """
    tree = _tree(path, environ)
    _expect(tree, "snapshot")
    snapshot = fitted(Snapshot, tree)
    if snapshot is not None:
        _note(tree, check_snapshot(snapshot, journey))
    return _sound(snapshot, tree)


def mistakes_in(path: File, *, environ: Environment[str, str] | None = None) -> list[Mistake]:
    """Give all mistakes of a file, whatever it is by its first keys; none is fine."""
    try:
        load(path, environ=environ)
    except FileMistakes as error:
        return list(error.mistakes)
    return []


def load(
    path: File,
    *,
    environ: Environment[str, str] | None = None,
    journeys: Sequence[Journey] = (),
) -> Journey | WhatIf | Snapshot:
    """Read a journey, a what-if or a snapshot, whichever the file is. Raises FileMistakes.

    A snapshot is checked against the journey whose file it names, else against the one of
    these `journeys` that has the name; where there is none, only for itself.
    """
    tree = _tree(path, environ)
    kind = _kind(tree)
    if kind == "whatif":
        return _sound(_whatif_in(tree, environ)[0], tree)
    if kind == "snapshot":
        return _sound(_snapshot_in(tree, environ, journeys), tree)
    _expect(tree, "journey")
    return _sound(_journey_in(tree), tree)


def is_snapshot(path: File) -> bool:
    """Tell whether a file is a snapshot; one that can't be read is none."""
    try:
        return _kind(tree_of(Source.read(os.fspath(path)))) == "snapshot"
    except FileMistakes:
        return False


def journey_of(text: str, *, environ: Environment[str, str] | None = None) -> Journey:
    """Read a journey from a text. Raises FileMistakes."""
    tree = tree_of(Source.of(text))
    fill_in(tree, os.environ if environ is None else environ)
    return _sound(_journey_in(tree), tree)


def _tree(path: File, environ: Environment[str, str] | None) -> Tree:
    tree = tree_of(Source.read(os.fspath(path)))
    fill_in(tree, os.environ if environ is None else environ)
    return tree


def _kind(tree: Tree) -> str:
    """Tell what a file is by its keys: a what-if has `whatif` or `fixes`, a snapshot `now`."""
    keys = tree.root.entries
    if "whatif" in keys or ("fixes" in keys and "stages" not in keys):
        return "whatif"
    if "snapshot" in keys or ("now" in keys and "stages" not in keys):
        return "snapshot"
    return "journey"


def _expect(tree: Tree, kind: str) -> None:
    found = _kind(tree)
    if found != kind and (found != "journey" or "stages" in tree.root.entries):
        names = {"journey": "a journey", "whatif": "a what-if", "snapshot": "a snapshot"}
        what = f"this file is {names[found]}, and {names[kind]} is wanted"
        raise FileMistakes([Mistake("DL118", what, tree.place(tree.root))])


def _journey_in(tree: Tree) -> Journey | None:
    journey = fitted(Journey, tree)
    if journey is None:
        return None
    folder = FilePath(tree.source.file).parent
    _note(tree, [*check(journey), *check_files.missing(journey, folder)])
    if next(iter(_pruned(tree.root)), None) is not None:
        return journey
    if journey.arrivals.recorded is not None:
        journey = _replayed(journey, journey.arrivals.recorded, tree)
    return journey if tree.mistakes else spelled_out(journey, folder)


def _replayed(journey: Journey, written: str, tree: Tree) -> Journey:
    """Read the arrivals that a journey names, from beside its file."""
    file = FilePath(tree.source.file).parent.resolve() / written
    try:
        recorded = read_recorded(
            str(file),
            calendar=journey.calendar,
            segments=list(journey.segments),
            touchpoints=names_of(journey),
        )
    except FileMistakes as error:
        tree.mistakes += error.mistakes
        return journey
    except (OSError, ValueError) as error:
        place = tree.place(spot_of(tree.root, ("arrivals", "recorded")).node)
        tree.mistakes.append(unreadable(str(file), error, place))
        return journey
    arrivals = replaying(journey.arrivals, recorded, str(file))
    return journey.model_copy(update={"arrivals": arrivals})


def _whatif_in(
    tree: Tree, environ: Environment[str, str] | None
) -> tuple[WhatIf | None, Journey | None]:
    whatif = fitted(WhatIf, tree)
    journey = _named_in(tree, whatif.journey if whatif else None, environ)
    if whatif is not None and journey is not None:
        _note(tree, check_whatif(whatif, journey))
    return whatif, journey


def _snapshot_in(
    tree: Tree, environ: Environment[str, str] | None, journeys: Sequence[Journey]
) -> Snapshot | None:
    snapshot = fitted(Snapshot, tree)
    if snapshot is None:
        return None
    journey = _named_in(tree, snapshot.journey, environ)
    if snapshot.journey is None:
        journey = next((one for one in journeys if one.name == snapshot.of), None)
    if journey is not None:
        _note(tree, check_snapshot(snapshot, journey))
    return snapshot


def _named_in(
    tree: Tree, written: str | None, environ: Environment[str, str] | None
) -> Journey | None:
    """Read the journey whose file a what-if or a snapshot names; its mistakes are theirs."""
    if written is None or written == "?":
        return None
    file = FilePath(tree.source.file).parent / written
    try:
        return load_journey(file, environ=environ)
    except FileMistakes as error:
        if error.mistakes[0].code in ("DL101", "DL102"):
            first = error.mistakes[0]
            place = tree.place(spot_of(tree.root, ("journey",)).node)
            meant = os.path.relpath(first.nearest, file.parent) if first.nearest else ""
            tree.mistakes.append(Mistake(first.code, first.what, place, first.hint, meant))
        else:
            tree.mistakes += error.mistakes
        return None


def _note(tree: Tree, findings: Sequence[Finding]) -> None:
    """Keep the findings that don't merely follow from what could not be read."""
    pruned = list(_pruned(tree.root))
    for finding in findings:
        spot = spot_of(tree.root, finding.path)
        if not _follows(finding, spot.path, pruned, tree):
            finding = _with_all_names(finding, tree) if pruned else finding
            place = tree.place(spot.key if finding.at_key else spot.node)
            tree.mistakes.append(
                Mistake(finding.code, finding.what, place, finding.hint, finding.nearest)
            )


def _with_all_names(finding: Finding, tree: Tree) -> Finding:
    """Suggest the names of the file, also of what could not be read."""
    if not finding.kind:
        return finding
    names = _names_at(tree.root, finding.defined_at[:-1])
    meant = nearest(str(finding.defined_at[-1]), names)
    return replace(finding, hint=listed(names, finding.kind), nearest=meant)


def _names_at(node: Node, path: Path) -> list[str]:
    if isinstance(node, Listing) and path:
        return [name for item in node.items for name in _names_at(item, path[1:])]
    if isinstance(node, Mapping) and path:
        found = node.entries.get(path[0])
        return _names_at(found[1], path[1:]) if found else []
    return [str(key) for key in node.entries] if isinstance(node, Mapping) else []


def _follows(finding: Finding, path: Path, pruned: list[Path], tree: Tree) -> bool:
    if finding.defined_at and _stands(tree.root, finding.defined_at):
        return True
    rests = (path, *finding.rests_on)
    return any(_matches(gone, one) for gone in pruned for one in rests)


def _matches(gone: Path, path: Path) -> bool:
    """Tell whether what is gone holds, or is, what a path names."""
    return len(gone) <= len(path) and all(
        want in ("*", step) for step, want in zip(gone, path, strict=False)
    )


def _pruned(node: Node, path: Path = ()) -> list[Path]:
    if node.pruned:
        return [path]
    below: list[Path] = []
    if isinstance(node, Mapping):
        for key, (_, value) in node.entries.items():
            below += _pruned(value, (*path, key))
    if isinstance(node, Listing):
        for index, item in enumerate(node.items):
            below += _pruned(item, (*path, index))
    return below


def _stands(node: Node, path: Path) -> bool:
    """Tell whether the file has something at a path, whether it could be read or not."""
    if not path:
        return True
    if isinstance(node, Listing):
        return any(_stands(item, path[1:]) for item in node.items) if path[0] == "*" else False
    if isinstance(node, Mapping) and path[0] in node.entries:
        return _stands(node.entries[path[0]][1], path[1:])
    return False


def _sound(read: AnyShape | None, tree: Tree) -> AnyShape:
    """Give what was read, if nothing at all is wrong."""
    if read is not None and not tree.mistakes:
        return read
    here = tree.source.file
    tree.mistakes.sort(key=lambda mistake: _order(mistake, here))
    raise FileMistakes(tree.mistakes[:MOST_TOLD], found=len(tree.mistakes))


def _order(mistake: Mistake, here: str) -> tuple[bool, str, int, int]:
    place = mistake.place
    if place is None:
        return False, "", 0, 0
    return place.file != here, place.file, place.line, place.column
