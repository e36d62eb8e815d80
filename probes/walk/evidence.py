"""What is kept of a touchpoint: a small picture, what could be read, where it was.

A picture never shows a secret: the fields that hold one are covered, and a page that shows
one in its words is not pictured at all. What the shopper sees in the front tab counts.
"""

from __future__ import annotations

import base64
import re
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from ..page.cover import BARE, VALUES, clear, cover
from ..page.text import readable_text
from ..seen import WalkSeen
from ..trip.trip import Trip

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession, Page

PICTURE_WIDTH = 320  # pixels
PICTURE_QUALITY = 70
SHOT_QUALITY = 50  # of one that is not shrunk
FRAME_SECONDS = 1.0
FRAME_MS = 3.0
LONGEST_READ = 400_000  # characters in which promised words are looked for
LONGEST_SNAPSHOT = 4_000
SNAPSHOT_MS = 2000.0
ENDINGS = (".trace.zip", ".jpg", ".har", ".webm")


def is_page(page: Page) -> bool:
    """Say whether the tab shows a page of the site, not an empty tab or the browser's own."""
    return page.url.startswith(("http://", "https://"))


def text_of(trip: Trip, known: str | None = None) -> str:
    """Give what can be read on the page in front, secrets taken out.

    `known`: what stands on the page itself, where that was read already.
    """
    if not is_page(trip.page):
        return ""
    return trip.secrets.scrub(readable_text(trip.page, LONGEST_READ, known))


def take_picture(trip: Trip, out: Path, name: str) -> str | None:
    """Take a small picture of what is in front; None when there is nothing to show."""
    page = trip.page
    if trip.evidence == "none" or not is_page(page) or _says_secret(trip):
        return None
    hidden = _secret_fields(trip)
    for field in hidden:
        cover(field)
    if hidden and _shows_in_field(trip):
        return None  # the page was exchanged meanwhile, or does not let it be covered
    try:
        content = _capture(trip)
    finally:
        for field in () if trip.filmed else hidden:
            clear(field)
    file = out / f"{file_name(name)}.jpg"
    out.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file.name


def snapshot_of(trip: Trip, inside: str | None) -> str:
    """Give the roles and names that stand in a region, or on the whole page, secrets taken out."""
    from playwright.sync_api import Error

    if trip.evidence == "none" or not is_page(trip.page):
        return ""
    body = trip.page.locator("body")
    region = trip.page.get_by_role(cast("Any", inside)) if inside else body
    try:
        place = region if inside and region.count() == 1 else body
        seen = place.aria_snapshot(timeout=SNAPSHOT_MS)
    except Error:
        return ""
    return trip.secrets.scrub(seen[:LONGEST_READ])[:LONGEST_SNAPSHOT]


def note_if_shown(trip: Trip) -> None:
    """While a walk is filmed: note that the page in front shows a secret, if it does."""
    from playwright.sync_api import Error

    if not trip.filmed or trip.secret_shown or not trip.secrets.in_use():
        return
    with suppress(Error):  # the page is being left; the next step looks again
        if is_page(trip.page):
            trip.secret_shown = _shows_in_field(trip) or _says_secret(trip)


def keep_first_try(walk: WalkSeen, out: Path) -> WalkSeen:
    """Put pictures and film of a first try aside, so that the second one can have its own."""
    stops = tuple(
        replace(stop, picture=_aside(out, stop.picture)) if stop.picture else stop
        for stop in walk.touchpoints
    )
    return replace(walk, touchpoints=stops, files=tuple(_aside(out, name) for name in walk.files))


def _aside(out: Path, name: str) -> str:
    ending = next(end for end in ENDINGS if name.endswith(end))
    aside = f"{name.removesuffix(ending)}-first-try{ending}"
    (out / name).replace(out / aside)
    return aside


def file_name(name: str) -> str:
    """Give a name that every file system takes."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-.")[:120] or "picture"


def _says_secret(trip: Trip) -> bool:
    if not trip.secrets.in_use():
        return False
    said = readable_text(trip.page, LONGEST_READ)
    return trip.secrets.scrub(said) != said


def _shows_in_field(trip: Trip) -> bool:
    """Say whether a field that is not covered holds a secret."""
    bare = trip.page.locator("input, textarea").evaluate_all(BARE)
    return any(trip.secrets.scrub(value) != value for value in bare)


def _secret_fields(trip: Trip) -> list[Any]:
    """Give the fields that hold a secret: those we filled, and those that came filled."""
    if not trip.secrets.in_use():
        return []
    fields = trip.page.locator("input, textarea")
    values = fields.evaluate_all(VALUES)
    prefilled = [i for i, value in enumerate(values) if trip.secrets.scrub(value) != value]
    return [*trip.secret_fields, *(fields.nth(i) for i in prefilled)]


def _capture(trip: Trip) -> bytes:
    """Take what is in view as JPEG.

    As a frame of a film, which the browser shrinks by itself. A frame may be a moment old:
    where a secret is in use, or no frame comes, it is shot anew, and not shrunk. (With a clip
    Chromium would shrink it, and forget the phone that it plays.)
    """
    session = trip.watch.sessions[trip.page]
    if not trip.secrets.in_use() and (frame := _frame(trip, session)):
        return base64.b64decode(frame)
    wish = {"format": "jpeg", "quality": SHOT_QUALITY, "optimizeForSpeed": True}
    return base64.b64decode(session.send("Page.captureScreenshot", wish)["data"])


def _frame(trip: Trip, session: CDPSession) -> str:
    """Give the first frame of a film; empty when none comes."""
    frames: list[str] = []

    def take(told: dict[str, Any]) -> None:
        frames.append(told["data"])

    session.on("Page.screencastFrame", take)
    wish = {"format": "jpeg", "quality": PICTURE_QUALITY, "maxWidth": PICTURE_WIDTH}
    try:
        session.send("Page.startScreencast", wish)
        until = time.monotonic() + FRAME_SECONDS
        while not frames and time.monotonic() < until:
            trip.page.wait_for_timeout(FRAME_MS)
        session.send("Page.stopScreencast")
    finally:
        session.remove_listener("Page.screencastFrame", take)
    return frames[0] if frames else ""
