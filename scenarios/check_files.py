"""Whether the files that steps name lie beside the journey."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from pathlib import Path as FilePath

from .finding import Finding, steps_at
from .journey import Journey
from .tree import Path
from .units import nearest, shown
from .walk_direct import is_address
from .walk_groups import names_in

MOST_BYTES = 50_000_000


def missing(journey: Journey, folder: FilePath) -> Iterator[Finding]:
    """Find files that are not there, or that lie elsewhere; `folder` is the journey's."""
    if journey.openapi is not None and not is_address(journey.openapi):
        yield from _missing(("openapi",), journey.openapi, folder)
    for path, _, step in steps_at(journey):
        if step.upload is not None and not names_in(step.upload):
            yield from _missing((*path, "upload", "file"), step.upload.file, folder)
        if step.api is not None and step.api.spec and not is_address(step.api.spec):
            yield from _missing((*path, "api", "spec"), step.api.spec, folder)
        if step.run is not None:
            yield from _unwritten((*path, "run"), step.run, folder)


def _unwritten(path: Path, written: str, folder: FilePath) -> Iterator[Finding]:
    """Find a function that its file does not define; the file is read, never run."""
    file, _, function = written.rpartition(":")
    missing = list(_missing(path, file, folder))
    yield from missing
    if missing:
        return
    try:
        top = ast.parse((folder / file).read_text("utf-8")).body
    except (SyntaxError, ValueError) as trouble:
        what = f"{shown(file)} is not Python: {trouble}"
        yield Finding(path, "DL195", what, "correct the file")
        return
    names = [one.name for one in top if isinstance(one, ast.FunctionDef)]
    if function not in names:
        what = f"{shown(file)} has no function {shown(function)}"
        hint = f"it has {', '.join(names)}" if names else "write it like def look_twice(page, walk)"
        meant = nearest(function, names)
        yield Finding(path, "DL195", what, hint, f"{file}:{meant}" if meant else "")


def _missing(path: Path, written: str, folder: FilePath) -> Iterator[Finding]:
    file = folder / written
    if os.path.isabs(written):
        what = f"{shown(written)} is a path of one machine"
        yield Finding(
            path, "DL195", what, "put the file beside the journey, and name it from there"
        )
    elif not file.is_file():
        beside = [one.name for one in file.parent.iterdir()] if file.parent.is_dir() else []
        meant = nearest(file.name, beside)
        meant = (FilePath(written).parent / meant).as_posix() if meant else ""
        yield Finding(path, "DL195", f"there is no file {shown(written)} beside the journey",
                      f"it is looked for in {folder}", meant)  # fmt: skip
    elif file.stat().st_size > MOST_BYTES:
        yield Finding(path, "DL195", f"{shown(written)} is larger than 50 MB", "take a smaller one")
