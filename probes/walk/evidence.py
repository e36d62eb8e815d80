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

from ..page.text import readable_text
from ..seen import WalkSeen
from ..trip.trip import Trip

if TYPE_CHECKING:
    from playwright.sync_api import Page

PICTURE_WIDTH = 320  # pixels
PICTURE_QUALITY = 70
SHOT_QUALITY = 85  # before it is shrunk
LONGEST_READ = 400_000  # characters in which promised words are looked for
COVER = "(e) => { e.style.setProperty('filter', 'contrast(0)', 'important'); }"  # plain grey
CLEAR = "(e) => { e.style.removeProperty('filter'); }"
SHRINK = """async ([shot, width, quality]) => {
  const bytes = Uint8Array.from(atob(shot), (letter) => letter.charCodeAt(0));
  const picture = await createImageBitmap(new Blob([bytes], {type: 'image/jpeg'}));
  const height = Math.max(1, Math.round(picture.height * width / picture.width));
  const canvas = new OffscreenCanvas(width, height);
  const brush = canvas.getContext('2d');
  brush.imageSmoothingQuality = 'high';
  brush.drawImage(picture, 0, 0, width, height);
  const small = await canvas.convertToBlob({type: 'image/webp', quality});
  const read = new FileReader();
  const done = new Promise((resolve) => { read.onload = resolve; });
  read.readAsDataURL(small);
  await done;
  return read.result.split(',')[1];
}"""
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
    """Shoot what is in view, then shrink it.

    Shot by CDP without a clip: with one, Chromium forgets the phone that it plays.
    """
    session = page.context.new_cdp_session(page)
    try:
        wish = {"format": "jpeg", "quality": SHOT_QUALITY}
        shot = session.send("Page.captureScreenshot", wish)["data"]
    finally:
        session.detach()
    browser = page.context.browser
    assert browser is not None  # noqa: S101 (only a persistent context has none)
    darkroom = browser.new_context()
    try:
        small = darkroom.new_page().evaluate(SHRINK, [shot, PICTURE_WIDTH, PICTURE_QUALITY / 100])
    finally:
        darkroom.close()
    return base64.b64decode(small)
