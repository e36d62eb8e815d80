"""Who walks: the site meets the persona's device, tastes and keys."""

from __future__ import annotations

import base64
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import Any

import pyotp
import pytest

from desireline.probes.seen import WalkSeen

Walk = Callable[..., WalkSeen]
TELLS = """<title>Me</title><p id=p></p><script>const m = q => matchMedia(q).matches;
p.textContent = [innerWidth + 'x' + innerHeight, 
 m('(prefers-color-scheme: dark)') ? 'dark' : 'light',
 m('(prefers-reduced-motion: reduce)') ? 'still' : 'moving'].join(' ')</script>"""


def told(site: Any, walk: Walk, **persona: Any) -> str:
    """Give what a page finds out of the persona."""
    site.pages["/"] = TELLS
    seen = walk(site.journey([{"at": "me", "do": [{"open": "/"}]}], persona=persona))
    return seen.touchpoints[0].text


def test_without_wishes_it_is_a_desktop(site: Any, walk: Walk) -> None:
    assert told(site, walk) == "1280x800 light moving"


def test_a_persona_has_a_size_and_tastes(site: Any, walk: Walk) -> None:
    persona = {"viewport": "600x900", "dark": True, "reduced-motion": True}

    assert told(site, walk, **persona) == "600x900 dark still"


def test_a_slow_processor_makes_pages_slow(site: Any, walk: Walk) -> None:
    """Told apart by a wide margin."""
    busy = """<title>T</title><script>const t = performance.now(); let s = 0;
      for (let i = 0; i < 3e7; i++) s += i % 7;
      window.took = performance.now() - t</script><p id=p></p>
      <script>p.textContent = Math.round(took)</script>"""
    site.pages["/"] = busy
    route = [{"at": "me", "do": [{"open": "/"}, {"expect": {"css": "#p"}}]}]

    fast, slow = (
        int(walk(site.journey(route, persona=one)).touchpoints[0].text)
        for one in ({}, {"cpu": "10x"})
    )

    assert slow > 3 * fast


def locked(handler: BaseHTTPRequestHandler) -> None:
    """Show something to who knows the name and the password."""
    wanted = "Basic " + base64.b64encode(b"test:open-sesame").decode()
    known = handler.headers.get("authorization") == wanted
    body = b"<title>In</title><h1>Welcome</h1>" if known else b"no"
    handler.send_response(200 if known else 401)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("WWW-Authenticate", 'Basic realm="Test"')
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


@pytest.mark.parametrize(("password", "verdict"), [("open-sesame", "ok"), ("wrong", "failed")])
def test_the_door_of_a_site_is_opened(site: Any, walk: Walk, password: str, verdict: str) -> None:
    site.pages["/"] = locked
    persona = {"basic-auth": {"user": "test", "password": "$DOOR"}}
    do = [{"open": "/"}, {"expect": {"heading": "Welcome"}, "within": "300ms"}]

    seen = walk(site.journey([{"at": "in", "do": do}], persona=persona), environ={"DOOR": password})

    assert seen.verdict == verdict
    assert password not in repr(seen)


def test_a_door_needs_its_secret(site: Any, walk: Walk) -> None:
    persona = {"basic-auth": {"user": "test", "password": "$DOOR"}}

    seen = walk(site.journey([{"at": "in", "do": [{"open": "/"}]}], persona=persona))

    assert seen.verdict == "could not look"
    assert "DOOR" in seen.message


def test_a_one_time_code_is_typed(site: Any, walk: Walk) -> None:
    seed = pyotp.random_base32()
    page = "<title>Code</title><form action=/in><label>Code <input name=c></label></form>"
    site.pages |= {"/": page, "/in": "<title>In</title><h1>Hi</h1>"}
    fill = {"fill": {"label": "Code", "with": "${totp.SHOP_TOTP}"}}
    route = [{"at": "in", "do": [{"open": "/"}, fill, {"press": "Enter"}]}]

    seen = walk(site.journey(route), environ={"SHOP_TOTP": seed})

    typed = site.asked[-1][1].removeprefix("/in?c=")
    assert seen.verdict == "ok"
    assert pyotp.TOTP(seed).verify(typed, valid_window=1)
    assert seed not in repr(seen)


def test_what_is_no_secret_of_an_app_is_told(site: Any, walk: Walk) -> None:
    site.pages["/"] = "<title>Code</title><label>Code <input></label>"
    fill = {"fill": {"label": "Code", "with": "${totp.SHOP_TOTP}"}}

    seen = walk(
        site.journey([{"at": "in", "do": [{"open": "/"}, fill]}]), environ={"SHOP_TOTP": "018 189!"}
    )

    assert seen.verdict == "could not look"
    assert "secret of an authenticator app" in seen.message
