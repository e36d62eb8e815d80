"""A small project to begin with: it validates and simulates as it is."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from .errors import DesirelineError
from .schema import journey_schema, whatif_schema

README = """\
# A customer journey

- `journey.yaml`: the journey as you assume it, and what you promise. Change it.
- `whatif.yaml`: what could be done, and what that costs.
- `*.schema.json`: for completion and marks in editors with a YAML language server.

```
desireline validate journey.yaml whatif.yaml
desireline show journey.yaml
desireline simulate journey.yaml --fix shorter-checkout
```
"""


def starter_files() -> dict[str, str]:
    """Give the texts of the starter project, by file name."""
    room = files("desireline.scenarios")
    return {
        "journey.yaml": room.joinpath("starter_journey.yaml").read_text("utf-8"),
        "whatif.yaml": room.joinpath("starter_whatif.yaml").read_text("utf-8"),
        "journey.schema.json": _as_json(journey_schema()),
        "whatif.schema.json": _as_json(whatif_schema()),
        "README.md": README,
    }


def _as_json(schema: Mapping[str, object]) -> str:
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def write_starter(folder: Path) -> list[Path]:
    """Write the starter project, all of it or nothing, and give its files.

    The folder is made when it is not there. Raises DesirelineError: DL170 when one of the
    files is there already, DL171 when the folder can't be written.
    """
    texts = starter_files()
    there = [name for name in texts if (folder / name).exists()]
    if there:
        what = f"already there: {', '.join(f'`{folder / name}`' for name in there)}"
        raise DesirelineError("DL170", what, hint="name another folder: desireline init my-journey")
    try:
        return _write(folder, texts)
    except OSError as error:
        why = error.strerror or "no such place"
        raise DesirelineError("DL171", f"can't write into `{folder}`: {why}") from None


def _write(folder: Path, texts: Mapping[str, str]) -> list[Path]:
    """Write beside first, so that a full disk leaves no half of a project behind."""
    folder.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=".desireline-", dir=folder))
    moved: list[Path] = []
    try:
        for name, text in texts.items():
            (beside / name).write_text(text, "utf-8")
        for name in texts:
            moved.append((beside / name).rename(folder / name))
    except OSError:
        for path in moved:
            path.unlink()
        raise
    finally:
        shutil.rmtree(beside)
    return moved
