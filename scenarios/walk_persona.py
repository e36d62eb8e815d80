"""Who walks: whom the shopper plays, with what device, on what line."""

from __future__ import annotations

from typing import Literal

from .shape import Shape


class Persona(Shape):
    """Who walks: the segment, the device, the network, and the data that the shopper gives."""

    segment: str | None = None
    device: str | None = None  # a Playwright device name, like Pixel 7; none: a desktop
    network: Literal["slow-3g", "fast-3g", "slow-4g", "4g"] | None = None
    locale: str = "en-GB"
    time_zone: str = "Europe/Berlin"
    shopper: dict[str, str] = {}  # first-name, email, …: told to the site
