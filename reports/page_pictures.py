"""The shopper's screenshots, as they lie in the run's folder, made part of the page.

Only what begins like a WebP, JPEG or PNG is taken, and only from the folder itself:
the record's file names are not trusted to stay in it.
"""

from __future__ import annotations

import base64
import struct
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

MOST = 60
BUDGET = 1_500_000  # bytes of the whole page


@dataclass(frozen=True, slots=True)
class Shot:
    """One screenshot: how large it is drawn, and the image as a data URI."""

    touchpoint: str
    symbol: str  # the id of its symbol on the page
    width: int
    height: int
    uri: Markup


def shots_of(pictures: dict[str, str], folder: Path | None) -> tuple[Shot, ...]:
    """Read the screenshots of a run's folder; what is missing or is no image is left out."""
    if folder is None:
        return ()
    shots: list[Shot] = []
    for name, file in list(pictures.items()):
        image = _read(folder, file)
        size = image_size(image) if image else None
        if image and size and len(shots) < MOST:
            shots.append(Shot(name, f"shot-{len(shots) + 1}", *size, _uri(image)))
    return tuple(shots)


def _uri(image: bytes) -> Markup:
    letters = base64.b64encode(image).decode("ascii")
    return Markup("data:{};base64,{}").format(_kind(image), letters)


def _read(folder: Path, file: str) -> bytes | None:
    try:
        path = (folder / file).resolve()
        inside = path.is_relative_to(folder.resolve())
        return path.read_bytes() if inside and path.stat().st_size <= BUDGET else None
    except (OSError, ValueError):
        return None


def _kind(image: bytes) -> str:
    if image.startswith(b"\x89PNG"):
        return "image/png"
    return "image/webp" if image.startswith(b"RIFF") else "image/jpeg"


def image_size(image: bytes) -> tuple[int, int] | None:
    """Read an image's width and height in pixels; None for what is no WebP, JPEG or PNG."""
    size: tuple[int, int] | None = None
    try:
        if image.startswith(b"\x89PNG\r\n\x1a\n"):
            size = struct.unpack(">II", image[16:24])
        elif image[:4] == b"RIFF" and image[8:12] == b"WEBP":
            size = _webp_size(image)
        elif image.startswith(b"\xff\xd8\xff"):
            size = _jpeg_size(image)
    except (struct.error, IndexError):
        return None
    return size if size and 0 < size[0] <= 20_000 and 0 < size[1] <= 20_000 else None


def _webp_size(image: bytes) -> tuple[int, int] | None:
    """Read the first chunk: lossy, lossless or extended (RFC 9649)."""
    chunk = image[12:16]
    if chunk == b"VP8 ":
        width, height = struct.unpack("<HH", image[26:30])
        return width & 0x3FFF, height & 0x3FFF
    if chunk == b"VP8L":
        bits = int.from_bytes(image[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if chunk == b"VP8X":
        return int.from_bytes(image[24:27], "little") + 1, int.from_bytes(
            image[27:30], "little"
        ) + 1
    return None


def _jpeg_size(image: bytes) -> tuple[int, int] | None:
    """Walk the segments to the frame header (start of frame 0 to 2)."""
    at = 2
    while at + 9 < len(image) and image[at] == 0xFF:
        if image[at + 1] in (0xC0, 0xC1, 0xC2):
            height, width = struct.unpack(">HH", image[at + 5 : at + 9])
            return width, height
        at += 2 + struct.unpack(">H", image[at + 2 : at + 4])[0]
    return None
