"""Keep what was seen as JSON: written whole or not at all."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .seen import WalkSeen

SCHEMA_VERSION = 1


def walks_as_json(walks: Sequence[WalkSeen]) -> dict[str, Any]:
    """Give walks as plain values, with the version of their shape."""
    return {"schema_version": SCHEMA_VERSION, "walks": [asdict(walk) for walk in walks]}


def write_walks(walks: Sequence[WalkSeen], folder: Path) -> Path:
    """Write walks to `walks.json` in a folder and give the file; OSError when it can't be."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "walks.json"
    partial = folder / f".walks.{os.getpid()}.json"
    text = json.dumps(walks_as_json(walks), ensure_ascii=False, indent=1)
    partial.write_text(text.encode("utf-8", "replace").decode() + "\n", "utf-8")
    partial.replace(file)
    return file


def new_folder(root: Path, now: datetime | None = None) -> Path:
    """Make a folder named after the time below `root`, one that was not there."""
    stamp = (now or datetime.now(UTC)).strftime("%Y-%m-%dT%H-%M-%SZ")
    for number in range(1, 1000):
        folder = root / (stamp if number == 1 else f"{stamp}-{number}")
        try:
            folder.mkdir(parents=True)
        except FileExistsError:
            continue
        return folder
    raise FileExistsError(root / stamp)
