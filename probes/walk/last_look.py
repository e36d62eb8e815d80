"""The last look before a walk is handed on: no secret in its words, pictures and films.

Everything is scrubbed where it is read; this looks once more at the whole.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

from ..safety.secret import Secrets
from ..seen import WalkSeen

LEAKED = (
    "DL313: a secret stood in what was to be kept, so that nothing of the walk is kept; "
    "please report it, it is our fault"
)


def last_look(walk: WalkSeen, out: Path, secrets: Secrets) -> WalkSeen:
    """Give the walk as it is, or, when it holds a secret, a walk that could not look.

    Its pictures and films that hold a secret are deleted; no other file is touched.
    """
    if not secrets.in_use():
        return walk
    leaking = secrets.found_in(out, _files(walk))
    walk = _rewritten(walk, secrets) if secrets.has_learned else walk
    words = repr(walk)
    if not leaking and secrets.scrub(words) == words:
        return walk
    for file in leaking:
        file.unlink()
    clean = tuple(name for name in walk.files if out / name not in leaking)
    nothing = replace(walk, touchpoints=(), after=(), first_try=None, files=clean)
    return replace(nothing, verdict="could not look", message=LEAKED)


def _rewritten(walk: WalkSeen, secrets: Secrets) -> WalkSeen:
    """Take out what was learned on the way: what came before could not yet be scrubbed of it."""
    rewritten: WalkSeen = _scrubbed(walk, secrets)
    return rewritten


def _scrubbed(value: Any, secrets: Secrets) -> Any:
    if isinstance(value, str):
        return secrets.scrub_learned(value)
    if isinstance(value, tuple):
        return tuple(_scrubbed(one, secrets) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        parts = {one.name: _scrubbed(getattr(value, one.name), secrets) for one in fields(value)}
        return replace(value, **parts)
    return value


def _files(walk: WalkSeen) -> list[str]:
    first = _files(walk.first_try) if walk.first_try else []
    return [*first, *walk.files, *(stop.picture for stop in walk.touchpoints if stop.picture)]
