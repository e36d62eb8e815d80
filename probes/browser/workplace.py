"""A browser's own folder in the temporary ones: named after the process that made it.

Whoever is ended by force can't tidy up; the next one does it: folders of processes that are
gone are removed before a new one is made.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

NAME = "desireline-browser-"
OWNED = re.compile(rf"{NAME}(\d+)-\w+")


def new_workplace() -> str:
    """Make a folder, after removing those that nobody will remove any more."""
    remove_orphans(Path(tempfile.gettempdir()))
    return tempfile.mkdtemp(prefix=f"{NAME}{os.getpid()}-")


def remove_orphans(temporary: Path) -> None:
    """Remove our folders whose process is gone; those of other users stay."""
    for folder in temporary.glob(f"{NAME}*"):
        owner = OWNED.fullmatch(folder.name)
        if owner and not folder.is_symlink() and not _runs(int(owner[1])):
            shutil.rmtree(folder, ignore_errors=True)


def _runs(process: int) -> bool:
    if os.name == "nt":
        return True  # signal 0 would end it there
    with suppress(PermissionError):  # somebody else's, and so it runs
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
    return True
