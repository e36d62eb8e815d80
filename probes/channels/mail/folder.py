"""A mailbox that is a folder: of .eml files, or a Maildir, as mail servers keep them.

Whatever writes files there delivers the shopper's mail; a subfolder for spam is looked into too.

A file counts from the moment it stands in the folder; those that were there when the
mailbox was opened are old.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from desireline.scenarios.errors import CouldNotLook
from desireline.scenarios.walk_channels import Mail

from .letter import MOST_BYTES, Letter, earliest, is_spam_folder, read_letter
from .smtp import MOST_LETTERS

LOOK_SECONDS = 0.1
CLOCK_SECONDS = 0.05  # file systems stamp times by a coarser clock than ours


@dataclass(slots=True)
class FolderMailbox:
    """New .eml files of one folder."""

    where: str
    _folder: Path
    _old: frozenset[str]
    _sizes: dict[str, tuple[int, float]] = field(default_factory=dict)
    _read: dict[str, Letter] = field(default_factory=dict)

    def wait(self, mail: Mail, *, since: float, to: str | None = None) -> Letter | None:
        """Wait for a letter; see Mailbox."""
        deadline = time.monotonic() + mail.within
        pause = threading.Event()
        while True:
            growing = self._look()
            letters = list(self._read.values())
            if found := earliest(letters, mail, since=since - CLOCK_SECONDS, to=to):
                return found
            left = deadline - time.monotonic()
            if left <= 0 and not growing:
                return None
            if left <= -LOOK_SECONDS:
                return None
            pause.wait(LOOK_SECONDS if left <= 0 else min(LOOK_SECONDS, left))

    def _look(self) -> bool:
        """Read what is complete (its size stood still since the last look); more to come?"""
        growing = False
        for path in _files(self._folder):
            if _key(path) in self._old or _key(path) in self._read:
                continue
            if len(self._read) >= MOST_LETTERS:
                break
            growing |= not self._read_whole(path)
        return growing

    def _read_whole(self, path: Path) -> bool:
        try:
            stat = path.stat()
            mark = (stat.st_size, stat.st_mtime)
            if self._sizes.get(_key(path)) != mark or not stat.st_size:
                self._sizes[_key(path)] = mark
                return False
            with path.open("rb") as file:
                content = file.read(MOST_BYTES)
        except OSError:
            return False  # moved away, or not ours to read yet: the next look tells
        arrived_at = max(stat.st_mtime, stat.st_ctime)
        folder = _folder_of(path, self._folder)
        self._read[_key(path)] = read_letter(
            content,
            arrived_at=arrived_at,
            folder=folder,
            spam=is_spam_folder(folder),
            size=stat.st_size,
        )
        return True


def watch(folder: Path) -> FolderMailbox:
    """Watch a folder from now on; raises CouldNotLook (DL524) when it is not there."""
    if not folder.is_dir():
        raise CouldNotLook(
            "DL524",
            f"the mailbox `{folder}` is not a folder",
            hint="make it before the walk, or listen for mail: smtp://127.0.0.1:2525",
        )
    return FolderMailbox(str(folder), folder, frozenset(_key(path) for path in _files(folder)))


def _files(folder: Path) -> list[Path]:
    """Give the mails of a folder, and of those below it that are Maildirs or for spam."""
    try:
        below = [path for path in folder.iterdir() if path.is_dir()]
        mails = [path for path in folder.iterdir() if path.suffix.lower() == ".eml"]
        for path in below:
            if path.name in ("new", "cur"):
                mails += [one for one in path.iterdir() if one.is_file()]
            elif (path / "new").is_dir() or is_spam_folder(path.name):
                mails += _files(path)
    except OSError:
        return []  # moved away while we looked
    return sorted(mails)


def _key(path: Path) -> str:
    """Name a mail in a way that stays when others mark it as read (`:2,S`)."""
    return path.name.partition(":")[0]


def _folder_of(path: Path, top: Path) -> str:
    """Name the folder below the mailbox in which a mail lies; empty in the mailbox itself."""
    inside = [part for part in path.parent.relative_to(top).parts if part not in ("new", "cur")]
    return "/".join(inside)
