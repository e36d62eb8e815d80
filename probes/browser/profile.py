"""Be somebody: the device, the language, the time zone; and say who we are.

A site can tell the shopper by a first-party cookie, by the end of the browser's own name and
by a mark on the window. There is no extra header: it would force every cross-origin request
through a preflight, and break sites.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from desireline.scenarios.errors import CouldNotLook, DesirelineError
from desireline.scenarios.journey import Journey
from desireline.scenarios.walk_persona import Persona

from ..safety.hosts import Hosts
from .manner import Manner
from .session import Session
from .watch import slowed

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

Door = dict[str, str]
COOKIE = "desireline"
DESKTOP = {"width": 1280, "height": 800}


def open_profile(
    session: Session,
    persona: Persona,
    *,
    door: Door | None = None,
    kept: Any = None,
    downloads: bool = False,
    film: dict[str, Any] | None = None,
) -> BrowserContext:
    """Open a fresh profile for a persona; or one with what another walk left (`kept`).

    `film` is what a profile is opened with to be filmed.
    `door` is what HTTP basic authentication is told, and where. Raises DL307 for a device, time
    zone or locale that browsers do not know, CouldNotLook when no browser opens.
    """
    from playwright.sync_api import Error

    options = context_options(session, persona)
    options |= {"accept_downloads": downloads, **(film or {})}
    if not session.fenced:
        options["service_workers"] = "block"  # what they ask for can't be held to the allow-list
    if door is not None:
        options["http_credentials"] = dict(door)
    if kept is not None:
        options["storage_state"] = kept
    try:
        return session.context(options)
    except Error as trouble:
        raise not_opened(session, trouble) from trouble


def not_opened(session: Session, trouble: Exception) -> DesirelineError:
    """Give what to raise when a profile or its first tab did not open."""
    said = str(trouble).splitlines()[0].split(": ", 1)[-1]
    if not session.alive:
        return CouldNotLook("DL302", f"the browser ended when a page was to be opened: {said}")
    return DesirelineError(
        "DL307",
        f"no browser can be this persona: {said}",
        hint="write `locale` like en-GB and `time-zone` like Europe/Berlin",
    )


def context_options(session: Session, persona: Persona) -> dict[str, Any]:
    """Give what a profile is opened with."""
    options = _device(session.start().devices, persona.device)
    agent = options.get("user_agent") or session.user_agent()
    if persona.viewport is not None:
        options["viewport"] = dict(zip(("width", "height"), persona.viewport, strict=True))
    return options | {
        "color_scheme": "dark" if persona.dark else "light",
        "reduced_motion": "reduce" if persona.reduced_motion else "no-preference",
        "user_agent": f"{agent} {signature()}",
        "locale": persona.locale,
        "timezone_id": persona.time_zone,
    }


def door_of(persona: Persona, site: str | None, resolve: Callable[[str], str]) -> Door | None:
    """Give what the site's door is told: HTTP basic authentication, at its own address only.

    CouldNotLook DL315 when the journey names no site.
    """
    if persona.basic_auth is None:
        return None
    if site is None:
        raise CouldNotLook(
            "DL315",
            "a persona has `basic-auth`, and the journey names no site to tell it to",
            hint="write `site: https://shop.example` at the top of the journey",
        )
    parts = urlsplit(site)
    return {
        "username": resolve(persona.basic_auth.user),
        "password": resolve(persona.basic_auth.password),
        "origin": f"{parts.scheme}://{parts.netloc}",
    }


def slowed_down(persona: Persona) -> list[Manner]:
    """Give what a tab is told so that its network and its processor are the persona's."""
    line = slowed(persona.network)
    if persona.cpu is None:
        return line
    return [*line, ("Emulation.setCPUThrottlingRate", {"rate": persona.cpu})]


def signature() -> str:
    """Give what the shopper adds to the browser's own name."""
    from importlib.metadata import version

    return f"desireline/{version('desireline')}"


def _device(devices: Mapping[str, Any], name: str | None) -> dict[str, Any]:
    if name is None:
        return {"viewport": DESKTOP}
    if name not in devices:
        near = get_close_matches(name, list(devices), n=3) or ["Pixel 7", "iPhone 15"]
        raise DesirelineError(
            "DL307", f"`{name}` is no device that we know", hint=f"nearest: {', '.join(near)}"
        )
    unused = ("default_browser_type", "screen")
    return {key: value for key, value in devices[name].items() if key not in unused}


def mark_shopper(context: BrowserContext, journey: Journey, hosts: Hosts) -> None:
    """Give the profile the cookie by which the journey's sites can tell a shopper."""
    scheme = (journey.site or "https://").split(":", 1)[0]
    urls = [f"{scheme}://{name}" for name in hosts.names if not name.startswith("*")]
    context.add_cookies([{"name": COOKIE, "value": "walk", "url": url} for url in urls])
