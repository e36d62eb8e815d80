"""Dangerous steps need consent, secrets never leave, and only named hosts are reached."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from PIL import Image

from desireline.probes.keep import write_walks
from desireline.probes.seen import WalkSeen

Walk = Callable[..., WalkSeen]
SECRET = "pä55 w+rd/hunter2"
ORDER = """<!doctype html><html lang=en><title>Pay</title><h1>Pay</h1>
<form method=post action=/order><button>Place order</button></form>"""
DONE = "<!doctype html><title>Done</title><h1>Order placed</h1>"
ROUTE: list[dict[str, Any]] = [
    {
        "at": "pay",
        "do": [{"open": "/pay"}, {"click": "Place order", "danger": "places an order"}],
    },
    {"at": "done", "do": [{"expect": {"heading": "Order placed"}}]},
]


def orders(site: Any) -> int:
    """Count the orders that reached the site."""
    return sum(1 for method, path in site.asked if (method, path) == ("POST", "/order"))


def test_without_consent_the_walk_stops_before_the_danger(site: Any, walk: Walk) -> None:
    site.pages |= {"/pay": ORDER, "/order": DONE}

    seen = walk(site.journey(ROUTE, authorised_by="Ada"))

    assert seen.verdict == "ok"
    assert seen.message == "walked up to: places an order"
    assert [stop.verdict for stop in seen.touchpoints] == ["ok", "not run"]
    assert [step.verdict for step in seen.touchpoints[0].steps] == ["ok", "not run"]
    assert orders(site) == 0


def test_the_flag_alone_is_no_consent(site: Any, walk: Walk) -> None:
    site.pages |= {"/pay": ORDER, "/order": DONE}

    seen = walk(site.journey(ROUTE), allow_danger=True)

    assert "authorised-by" in seen.message
    assert orders(site) == 0


def test_with_flag_and_name_the_order_is_placed_once(site: Any, walk: Walk) -> None:
    site.pages |= {"/pay": ORDER, "/order": DONE}

    seen = walk(site.journey(ROUTE, authorised_by="Ada"), allow_danger=True)

    assert seen.verdict == "ok"
    assert orders(site) == 1


def test_an_order_is_never_placed_twice_to_be_sure(site: Any, walk: Walk) -> None:
    """A failed walk is walked again, but not after the danger was done."""
    site.pages |= {"/pay": ORDER, "/order": "<title>Oh</title><h1>Sorry</h1>"}
    route = [ROUTE[0], {"at": "done", "do": [{"expect": {"heading": "Placed"}, "within": "50ms"}]}]

    seen = walk(site.journey(route, authorised_by="Ada"), allow_danger=True)

    assert seen.verdict == "failed"
    assert orders(site) == 1


def test_a_danger_that_was_not_even_found_may_be_tried_again(site: Any, walk: Walk) -> None:
    pages = iter(["<title>Oh</title><h1>Busy</h1>", ORDER])
    site.pages |= {"/pay": lambda handler: send(handler, next(pages)), "/order": DONE}
    steps = [{"open": "/pay"}, ROUTE[0]["do"][1] | {"within": "300ms"}]
    route = [{"at": "pay", "do": steps}, ROUTE[1]]

    seen = walk(site.journey(route, authorised_by="Ada"), allow_danger=True)

    assert seen.verdict == "flaky"
    assert orders(site) == 1


def send(handler: Any, html: str) -> None:
    """Answer with a page."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Content-Length", str(len(html)))
    handler.end_headers()
    handler.wfile.write(html.encode())


def test_the_second_fence_stops_what_the_page_sends_by_itself(site: Any, walk: Walk) -> None:
    """A page that posts whenever it is looked at gets nothing through once the walk stopped."""
    spy = """<script>const real = window.getComputedStyle; window.getComputedStyle = (...given) => {
      fetch('/ping'); fetch('/order', {method: 'POST'}); return real(...given) }</script>"""
    site.pages |= {"/pay": ORDER + spy, "/order": DONE, "/ping": "pong"}

    walk(site.journey(ROUTE, authorised_by="Ada", promises={"pay": {"accessible": True}}))

    assert "/ping" in [path for _, path in site.asked]
    assert orders(site) == 0


def secret_walk(site: Any, walk: Walk) -> WalkSeen:
    """Type a secret into a page that shouts it back in every way it can."""
    site.pages["/login"] = """<!doctype html><html lang=en><meta charset=utf-8><title>Login</title>
      <form onsubmit="return shout()"><label>Password <input id=p></label><button>Go</button></form>
      <p id=o></p><script>function shout() {
        const s = p.value; o.textContent = 'You said ' + s + ' ' + btoa(unescape(
          encodeURIComponent(s))); document.title = s; console.error('bad ' + s);
        fetch('/gone/' + encodeURIComponent(s)); history.pushState(0, '', '?q=' +
          encodeURIComponent(s)); setTimeout(() => { throw new Error(s) }); return false }
      </script>"""
    steps = [
        {"open": "/login"},
        {"fill": {"label": "Password", "with": "$PASSWORD"}},
        {"click": "Go"},
        {"expect": {"text": "You said"}},
        {"expect": {"text": "Welcome"}, "within": "100ms"},
    ]

    return walk(site.journey([{"at": "login", "do": steps}]), environ={"PASSWORD": SECRET})


def test_a_secret_never_reaches_the_disk(site: Any, walk: Walk, tmp_path: Path) -> None:
    seen = secret_walk(site, walk)
    write_walks([seen], tmp_path / "out")

    assert seen.verdict == "failed"
    assert "***" in seen.touchpoints[0].text
    written = b"".join(f.read_bytes() for f in tmp_path.rglob("*") if f.is_file())
    raw = SECRET.encode()
    forms = [raw, quote(SECRET).encode(), quote(SECRET, safe="").encode(), raw.hex().encode()]
    forms += [base64.b64encode(raw), json.dumps(SECRET)[1:-1].encode(), b"hunter2"]
    assert [form for form in forms if form in written] == []


def test_a_page_that_shows_a_secret_is_not_pictured(site: Any, walk: Walk) -> None:
    assert secret_walk(site, walk).touchpoints[0].picture is None


def test_a_field_that_holds_a_secret_is_covered_in_the_picture(
    site: Any, walk: Walk, tmp_path: Path
) -> None:
    """The picture with the secret is the picture of another text as well: nothing is legible."""
    body = "<title>L</title><label>Password <input style='font-size:60px;width:90%'></label>"
    site.pages["/login"] = f"<!doctype html><meta charset=utf-8>{body}"
    steps = [{"open": "/login"}, {"fill": {"label": "Password", "with": "$PASSWORD"}}]
    journey = site.journey([{"at": "login", "do": steps}])

    pictures = []
    for secret in ("WWWWWWWW", "MWMWWMWM"):
        seen = walk(journey, environ={"PASSWORD": secret})
        pictures.append(light_of(tmp_path / "out" / str(seen.touchpoints[0].picture)))

    assert max(abs(a - b) for a, b in zip(*pictures, strict=True)) < 8


def light_of(file: Path) -> list[int]:
    """Give the brightness of a picture's points."""
    with Image.open(file) as picture:
        return list(picture.convert("L").tobytes())


def test_a_secret_that_is_not_set_is_our_fault(site: Any, walk: Walk) -> None:
    site.pages["/login"] = "<title>L</title><label>Password <input></label>"
    steps = [{"open": "/login"}, {"fill": {"label": "Password", "with": "$PASSWORD"}}]

    seen = walk(site.journey([{"at": "login", "do": steps}]), environ={})

    assert seen.verdict == "could not look"
    assert "PASSWORD" in seen.message


LONG = "correct-horse-battery-staple-in-the-garden-behind-the-house"


@pytest.mark.parametrize("before", [30, 50, 70, 100, 270])
@pytest.mark.parametrize("step", ["names", "cover", "choose"])
def test_no_piece_of_a_secret_is_left_where_words_are_cut(
    site: Any, walk: Walk, before: int, step: str
) -> None:
    """Names on the page, what lies over a button, what a list offers: cut, then clean."""
    name = "x" * before + LONG
    over = f"<div class='{name}' style='position:fixed;inset:0;background:#fff'>Over</div>"
    site.pages["/"] = f"""<title>L</title><label>Password <input></label>
<button>Go</button><button>Help {name}</button>
<label>Kind <select><option>{name}</select></label>{over if step == "cover" else ""}"""
    fill = {"fill": {"label": "Password", "with": "$PASSWORD"}}
    steps = {
        "names": {"click": {"button": "Halp"}, "within": "100ms"},
        "cover": {"click": "Go", "within": "600ms"},
        "choose": {"choose": {"label": "Kind", "with": "None"}},
    }

    seen = walk(
        site.journey([{"at": "login", "do": [{"open": "/"}, fill, steps[step]]}]),
        environ={"PASSWORD": LONG},
    )

    pieces = {LONG[i : i + 8] for i in range(len(LONG) - 7)}
    assert [piece for piece in pieces if piece in repr(seen)] == []
    assert seen.verdict == "failed"
