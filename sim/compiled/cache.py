"""How functions are compiled, and where the compiled code is kept.

Compiled code lies in the user's cache folder, in a folder named after the source of this
room: a changed formula is never run from old code. Where nothing can be written, it is
compiled anew in each process.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar

import numba

Function = TypeVar("Function", bound=Callable[..., Any])
ROOM = Path(__file__).resolve().parent.parent
KEPT = 3  # folders of other versions
MARK = "complete"  # a file there: everything that a run needs has been compiled


def compiled(function: Function) -> Function:
    """Compile a function of numbers and arrays, without changing any rounding."""
    return numba.njit(function, cache=folder() is not None, nogil=True, fastmath=False)


def inlined(function: Function) -> Function:
    """Compile a function as part of those that call it."""
    return numba.njit(function, nogil=True, fastmath=False)


@cache
def folder() -> Path | None:
    """Give the folder that compiled code is kept in, or None when none can be written."""
    for base in _bases():
        place = base / "desireline" / f"compiled-{_version()}"
        if _can_write(place):
            numba.config.CACHE_DIR = str(place)  # type: ignore[attr-defined]
            _forget_others(place)
            return place
    return None


def is_compiled() -> bool:
    """Tell whether a run would find everything compiled."""
    place = folder()
    return place is not None and (place / MARK).exists()


@cache
def note_compiled() -> None:
    """Note, once, that everything has been compiled."""
    place = folder()
    if place is not None:
        with suppress(OSError):
            (place / MARK).touch()


def _bases() -> list[Path]:
    cached = os.environ.get("XDG_CACHE_HOME", "")
    user = Path(cached) if cached else Path("~/.cache").expanduser()
    return [user, Path(tempfile.gettempdir()) / f"desireline-{_user()}"]


def _user() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else "user"


def _can_write(place: Path) -> bool:
    try:
        place.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=place):
            return True
    except OSError:
        return False


@cache
def _version() -> str:
    """Give a name that changes with the source, and with what it is compiled by."""
    word = blake2b(f"{numba.__version__}".encode(), digest_size=8)
    for file in _sources():
        word.update(file.read_bytes())
    return word.hexdigest()


def _sources() -> list[Path]:
    """Give this room's files, and those that it takes formulas and numbers from."""
    own = sorted(Path(__file__).resolve().parent.glob("*.py"))
    named = {
        name for file in own for name in re.findall(r"from \.\.(\w+) import", file.read_text())
    }
    named |= set(re.findall(r"from \.\. import (.+)", "\n".join(f.read_text() for f in own)))
    modules = {name.strip() for names in named for name in names.split(",")}
    return own + [ROOM / f"{name}.py" for name in sorted(modules)]


def _forget_others(place: Path) -> None:
    """Remove the code of older versions, but for the last few."""
    from shutil import rmtree

    others = [other for other in place.parent.glob("compiled-*") if other != place]
    for other in sorted(others, key=lambda folder: folder.stat().st_mtime)[:-KEPT]:
        rmtree(other, ignore_errors=True)
