"""What is kept of a touchpoint: a small picture, what could be read, where it was.

A picture never shows a secret: the fields that hold one are covered, and a page that shows
one in its words is not pictured at all. What the shopper sees in the front tab counts.
"""

from __future__ import annotations

import base64
import re
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .page_text import readable_text
from .seen import WalkSeen
from .trip import Trip

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession, Page

PICTURE_WIDTH = 320  # pixels
PICTURE_QUALITY = 70
LONGEST_READ = 400_000  # characters in which promised words are looked for
COVER = "(e) => { e.style.setProperty('filter', 'contrast(0)', 'important'); }"  # plain grey
CLEAR = "(e) => { e.style.removeProperty('filter'); }"
VALUES = "(fields) => fields.map((f) => f.type === 'password' ? '' : String(f.value ?? ''))"


def is_page(page: Page) -> bool:
    """Say whether the tab shows a page of the site, not an empty tab or the browser's own."""
    return page.url.startswith(("http://", "https://"))


def text_of(trip: Trip) -> str:
    """Give what can be read on the page in front, secrets taken out."""
    if not is_page(trip.page):
        return ""
    return trip.secrets.scrub(readable_text(trip.page, LONGEST_READ))


def take_picture(trip: Trip, out: Path, name: str) -> str | None:
    """Take a small WebP picture of what is in front; None when there is nothing to show."""
    from playwright.sync_api import Error

    page = trip.page
    if not is_page(page) or _shows_secret(trip):
        return None
    hidden = _secret_fields(trip)
    for field in hidden:
        with suppress(Error):
            field.evaluate(COVER)
    try:
        content = _capture(page)
    finally:
        for field in hidden:
            with suppress(Error):
                field.evaluate(CLEAR)
    file = out / f"{file_name(name)}.webp"
    out.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file.name


def keep_pictures(walk: WalkSeen, out: Path) -> WalkSeen:
    """Put the pictures of a first try aside, so that the second one can be pictured too."""
    stops = []
    for stop in walk.touchpoints:
        if stop.picture is not None:
            aside = f"{stop.picture.removesuffix('.webp')}-first-try.webp"
            (out / stop.picture).replace(out / aside)
            stop = replace(stop, picture=aside)
        stops.append(stop)
    return replace(walk, touchpoints=tuple(stops))


def file_name(name: str) -> str:
    """Give a name that every file system takes."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-.")[:120] or "picture"


def _shows_secret(trip: Trip) -> bool:
    if not trip.secrets.in_use():
        return False
    said = readable_text(trip.page, LONGEST_READ)
    return trip.secrets.scrub(said) != said


def _secret_fields(trip: Trip) -> list[Any]:
    """Give the fields that hold a secret: those we filled, and those that came filled."""
    if not trip.secrets.in_use():
        return []
    fields = trip.page.locator("input, textarea")
    values = fields.evaluate_all(VALUES)
    prefilled = [i for i, value in enumerate(values) if trip.secrets.scrub(value) != value]
    return [*trip.secret_fields, *(fields.nth(i) for i in prefilled)]


def _capture(page: Page) -> bytes:
    session = page.context.new_cdp_session(page)
    try:
        view = session.send("Page.getLayoutMetrics")["cssVisualViewport"]
        scale = PICTURE_WIDTH / max(1.0, view["clientWidth"])
        content = _shoot(session, view, scale)
        width = width_of(content)  # browsers differ in whether the screen's density counts
        if width and abs(width - PICTURE_WIDTH) > PICTURE_WIDTH / 10:
            content = _shoot(session, view, scale * PICTURE_WIDTH / width)
        return content
    finally:
        session.detach()


def _shoot(session: CDPSession, view: dict[str, float], scale: float) -> bytes:
    clip = {
        "x": view["pageX"],
        "y": view["pageY"],
        "width": max(1.0, view["clientWidth"]),
        "height": max(1.0, view["clientHeight"]),
        "scale": scale,
    }
    wish = {"format": "webp", "quality": PICTURE_QUALITY, "clip": clip}
    return base64.b64decode(session.send("Page.captureScreenshot", wish)["data"])


def width_of(webp: bytes) -> int:
    """Give the width of a WebP picture in pixels; 0 when its head says nothing we know."""
    kind = webp[12:16]
    if kind == b"VP8 ":
        return int.from_bytes(webp[26:28], "little") & 0x3FFF
    if kind == b"VP8L":
        return (int.from_bytes(webp[21:23], "little") & 0x3FFF) + 1
    if kind == b"VP8X":
        return int.from_bytes(webp[24:27], "little") + 1
    return 0
