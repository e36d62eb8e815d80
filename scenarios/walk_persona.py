"""Who walks: whom the shopper plays, with what device, on what line."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import BeforeValidator, WithJsonSchema

from .shape import Shape
from .units import Unfit, shown


def _viewport(given: object) -> tuple[int, int]:
    """Parse the size of what is seen of a page (`390x844`)."""
    if isinstance(given, tuple):
        return given
    found = re.fullmatch(r"(\d{2,5})\s*[x×]\s*(\d{2,5})", str(given).strip())
    if found is None or not 100 <= int(found[1]) <= 8000 or not 100 <= int(found[2]) <= 8000:
        raise Unfit("DL198", f"{shown(given)} is not a size in pixels; write it like 390x844")
    return int(found[1]), int(found[2])


def _slowdown(given: object) -> float:
    """Parse how many times slower a processor is (`4x`)."""
    if type(given) is float:
        return given
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*[x×]", str(given).strip())
    if found is None or not 1 <= float(found[1]) <= 20:
        what = f"{shown(given)} is not a slowdown from 1x to 20x; write it like 4x"
        raise Unfit("DL199", what)
    return float(found[1])


Viewport = Annotated[
    tuple[int, int],
    BeforeValidator(_viewport),
    WithJsonSchema(
        {"type": "string", "examples": ["390x844"], "pattern": r"^\s*\d{2,5}\s*[x×]\s*\d{2,5}\s*$"}
    ),
]
Slowdown = Annotated[
    float,
    BeforeValidator(_slowdown),
    WithJsonSchema(
        {"type": "string", "examples": ["4x"], "pattern": r"^\s*\d+(\.\d+)?\s*[x×]\s*$"}
    ),
]


class BasicAuth(Shape):
    """What the browser itself is asked for before a site shows anything (HTTP basic)."""

    user: str
    password: str


class Persona(Shape):
    """Who walks: the segment, the device, the network, and the data that the shopper gives."""

    segment: str | None = None
    device: str | None = None  # a Playwright device name, like Pixel 7; none: a desktop
    network: Literal["slow-3g", "fast-3g", "slow-4g", "4g"] | None = None
    cpu: Slowdown | None = None  # times slower than this machine
    viewport: Viewport | None = None  # none: the device's
    dark: bool = False
    reduced_motion: bool = False
    keyboard_only: bool = False  # no mouse, no touch
    consent: Literal["accept", "refuse", "ignore"] = "ignore"  # when asked for cookies
    locale: str = "en-GB"
    time_zone: str = "Europe/Berlin"
    shopper: dict[str, str] = {}  # first-name, email, …: told to the site
    basic_auth: BasicAuth | None = None  # told to the journey's site only
