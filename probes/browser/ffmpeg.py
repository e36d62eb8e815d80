"""Where Playwright finds ffmpeg, which it needs for videos: its own download, or the system's.

Playwright looks only in its folder of browsers. Where ffmpeg is not there and the system has
one, a folder of our own holds links to all that is in Playwright's, and to the system's
ffmpeg; nothing is written into the user's. On Linux only: elsewhere Playwright's own counts.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from .workplace import new_workplace

BROWSERS = "PLAYWRIGHT_BROWSERS_PATH"


@dataclass(frozen=True, slots=True)
class Browsers:
    """A folder of browsers with ffmpeg among them; one of ours is to be removed again."""

    folder: Path
    ours: bool

    @property
    def environ(self) -> dict[str, str]:
        """What tells Playwright of it."""
        return {BROWSERS: str(self.folder)} if self.ours else {}


def browsers_with_ffmpeg(environ: Mapping[str, str]) -> Browsers | None:
    """Give a folder of browsers in which Playwright finds ffmpeg; None when there is none."""
    usual = _usual_folder()
    name = f"ffmpeg-{_revision()}"
    if usual is not None and any((usual / name).glob("ffmpeg*")):
        return Browsers(usual, ours=False)
    program = shutil.which("ffmpeg", path=environ.get("PATH"))
    if program is None or not sys.platform.startswith("linux"):
        return None
    folder = Path(new_workplace())
    for there in usual.iterdir() if usual is not None and usual.is_dir() else ():
        with suppress(OSError):
            (folder / there.name).symlink_to(there)
    (folder / name).mkdir()
    (folder / name / "ffmpeg-linux").symlink_to(program)
    return Browsers(folder, ours=True)


def _usual_folder() -> Path | None:
    """Give Playwright's own folder of browsers, as its driver finds it."""
    named = os.environ.get(BROWSERS)
    if named == "0":
        return _driver() / ".local-browsers"
    if named:
        return Path(named).resolve()
    home = Path.home()
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "ms-playwright"
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return Path(local) / "ms-playwright" if local else None
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "ms-playwright"


def _revision() -> str:
    """Give the revision of ffmpeg that this Playwright looks for."""
    listed = json.loads((_driver() / "browsers.json").read_text("utf-8"))["browsers"]
    return next(str(one["revision"]) for one in listed if one["name"] == "ffmpeg")


def _driver() -> Path:
    import playwright

    return Path(playwright.__file__).parent / "driver" / "package"
