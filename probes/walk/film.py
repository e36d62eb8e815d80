"""Film a walk whole: Playwright's trace, the requests (HAR), and a video where ffmpeg is there.

The browser writes into a folder of its own, which is always removed. What is kept passes
through our hands: every secret is taken out, in all its encodings, from every file and from
each member of the trace. When a page showed a secret in its words, no moving picture of the
walk is kept at all.

What it does not know: a secret that a page showed only between two steps; and it has no film
of a browser that had to be ended.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

from ..browser.session import Session
from ..channels.document import megabytes
from ..safety.secret import Secrets
from ..safety.secret_forms import MEDIA
from ..trip.trip import Kept
from .evidence import file_name

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

MOST_BYTES = 200_000_000  # of one file; a heavier one is not kept
LONGEST_TOLD = 200


@dataclass(frozen=True, slots=True)
class Film:
    """Where a walk's film is made, until it is kept."""

    folder: Path
    video: bool

    @property
    def options(self) -> dict[str, Any]:
        """What the profile is opened with."""
        requests: dict[str, Any] = {
            "record_har_path": self.folder / "requests.har",
            "record_har_content": "omit",  # the trace has it
        }
        return requests | ({"record_video_dir": self.folder} if self.video else {})

    def start(self, context: BrowserContext) -> None:
        """Begin to film."""
        context.tracing.start(screenshots=True, snapshots=True, sources=False)

    def stop(self, session: Session, context: BrowserContext) -> str:
        """End the trace, and say why there is none; requests and video end with the profile."""
        from playwright.sync_api import Error

        if not session.alive:
            return "no trace is kept: it ended with the browser"
        try:
            context.tracing.stop(path=self.folder / "trace.zip")
        except Error as trouble:
            return f"no trace is kept: {str(trouble).splitlines()[0][:LONGEST_TOLD]}"
        return ""


def new_film(session: Session) -> Film:
    """Make room for a film; CouldNotLook when no browser opens."""
    session.browser()
    return Film(Path(mkdtemp(prefix="film-", dir=session.workplace)), session.films)


def keep_film(film: Film, out: Path, name: str, secrets: Secrets, *, shown: bool) -> Kept:
    """Keep what was filmed, without any secret.

    `shown`: a page showed a secret, so that no moving picture is kept.
    """
    out.mkdir(parents=True, exist_ok=True)
    try:
        return _kept(film, out, name, secrets, shown=shown)
    finally:
        rmtree(film.folder, ignore_errors=True)


def _kept(film: Film, out: Path, name: str, secrets: Secrets, *, shown: bool) -> Kept:
    kept = Kept()
    for raw, ending in _parts(film):
        file = out / f"{file_name(name)}{ending}"
        if why := _why_not(raw, secret=shown and ending.endswith(".webm")):
            kept.unkept.append(f"{file.name} is not kept: {why}")
            continue
        if ending == ".trace.zip":
            _keep_trace(raw, file, secrets, pictures=not shown)
        elif ending == ".webm":
            file.write_bytes(raw.read_bytes())
        else:
            file.write_bytes(secrets.scrub_bytes(raw.read_bytes()))
        kept.files.append(file.name)
    return kept


def _why_not(raw: Path, *, secret: bool) -> str:
    if secret:
        return "a page showed a secret"
    size = raw.stat().st_size
    most = f"at most {megabytes(MOST_BYTES)} of a file are"
    return f"it has {megabytes(size)}, and {most}" if size > MOST_BYTES else ""


def _parts(film: Film) -> Iterator[tuple[Path, str]]:
    """Give the files that were made, and how the names of those that are kept end."""
    for name, ending in (("trace.zip", ".trace.zip"), ("requests.har", ".har")):
        if (film.folder / name).is_file():
            yield film.folder / name, ending
    videos = sorted(film.folder.glob("*.webm"), key=lambda file: file.stat().st_mtime)
    for number, raw in enumerate((v for v in videos if v.stat().st_size), start=1):
        yield raw, ".webm" if number == 1 else f"-{number}.webm"


def _keep_trace(raw: Path, file: Path, secrets: Secrets, *, pictures: bool) -> None:
    """Write a trace anew, member by member."""
    with (
        zipfile.ZipFile(raw) as made,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as kept,
    ):
        for member in made.namelist():
            media = member.endswith(MEDIA)
            if member.endswith(".stacks") or (media and not pictures):
                continue  # stacks: where our own code lies on this machine
            content = made.read(member)
            name = secrets.scrub(member)
            kept.writestr(name, content if media else secrets.scrub_bytes(content))
