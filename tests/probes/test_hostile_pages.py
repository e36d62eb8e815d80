"""Pages that mean no good, or are no good: the verdict is right, the time bounded, the words clear.

Each is walked in the one open browser, so that what one of them leaves behind would show in
the next. `HASTE` makes the patience short; what is held here is that it ends, and how.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from desireline.probes.seen import WalkSeen
from desireline.probes.trip.trip import Limits

Walk = Callable[..., WalkSeen]
Answer = Callable[[BaseHTTPRequestHandler], None]
MOST_SECONDS = 60.0  # for both tries of a walk; most are over in three
LONGEST_RECORD = 200_000  # characters
HEAD = "<!doctype html><html lang=en><meta charset=utf-8><title>Tea</title><h1>Tea</h1>"
WAIT = "<button>Buy</button>"
CLICK: tuple[Mapping[str, Any], ...] = ({"click": "Buy"}, {"expect": {"heading": "Tea"}})


def send(
    handler: Any,
    body: str | bytes,
    *,
    status: int = 200,
    kind: str = "text/html; charset=utf-8",
    **headers: str,
) -> None:
    """Answer a request whole; nobody may be there to hear it any more."""
    content = body.encode() if isinstance(body, str) else body
    with suppress(OSError):
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(content)


@dataclass(frozen=True)
class Case:
    """A page, what is done on it, and what is to be said of it."""

    page: str | Answer
    verdict: str
    says: str = ""
    do: tuple[Mapping[str, Any], ...] = ({"expect": {"heading": "Tea"}},)
    asked_at_most: int = 200  # requests


def redirect(to: str) -> Answer:
    """Lead on to another address."""
    return lambda handler: send(handler, "", status=302, Location=to)


def trickle(handler: Any) -> None:
    """Begin a page and never end it, a little at a time."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    with suppress(OSError):
        handler.wfile.write(HEAD.encode())
        until = time.monotonic() + 20
        while time.monotonic() < until:
            handler.wfile.write(b"<p>tea</p>" * 100)
            handler.wfile.flush()
            time.sleep(0.05)


def late(handler: Any) -> None:
    """Answer when nobody waits any more."""
    time.sleep(5)
    send(handler, HEAD)


def huge_file(handler: Any) -> None:
    """Give a file of a terabyte, unasked."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/octet-stream")
    handler.send_header("Content-Disposition", "attachment; filename=tea.bin")
    handler.send_header("Content-Length", str(10**12))
    handler.end_headers()
    with suppress(OSError):
        for _ in range(2000):
            handler.wfile.write(bytes(100_000))


def asks_who(handler: Any) -> None:
    """Ask for a name and a password."""
    send(handler, HEAD, status=401, WWW_Authenticate='Basic realm="Tea"')


def as_bytes(content: bytes, kind: str = "text/html") -> Answer:
    """Send these bytes as they are."""
    return lambda handler: send(handler, content, kind=kind)


CASES = {
    "redirects in a ring": Case(redirect("/"), "failed", "redirects for ever"),
    "a body without end": Case(trickle, "failed", "not done in time"),
    "an answer that comes too late": Case(late, "failed", "does not answer within 2 s"),
    "elements without end": Case(
        f"{HEAD}{WAIT}<script>setInterval(() => {{ for (let i = 0; i < 200; i++)"
        "document.body.append(document.createElement('p')) }, 1)</script>",
        "ok",
        do=CLICK,
    ),
    "boxes without end": Case(
        f"{HEAD}{WAIT}<script>setInterval(() => alert('tea'), 1)</script>", "ok", do=CLICK
    ),
    "a box in a ring": Case(
        f"{HEAD}<script>onload = () => {{ for (;;) alert('tea') }}</script>",
        "failed",
        "froze",
        do=({"expect": {"heading": "Tea"}, "within": "1s"},),
    ),
    "a box when it is left": Case(
        f"{HEAD}{WAIT}<a href=/next>On</a><script>onbeforeunload = (e) => {{ e.preventDefault();"
        "return e.returnValue = 'stay' }</script>",
        "ok",
        do=({"click": "Buy"}, {"click": "On"}, {"expect": {"heading": "Next"}}),
    ),
    "a huge file unasked": Case(
        f"{HEAD}<script>location = '/file'</script>", "ok", do=({"expect": {"heading": "Tea"}},)
    ),
    "a file instead of a page": Case(huge_file, "failed", "Tea"),
    "windows without end": Case(
        f"{HEAD}<button onclick='for (let i = 0; i < 20; i++)"
        ' window.open("/next?" + i)\'>Buy</button>',
        "ok",
        # Twenty windows take a busy machine its time; the click is over when all were asked for.
        do=({"click": "Buy", "within": "15s"}, {"expect": {"heading": "Next"}, "within": "15s"}),
    ),
    "a worker that answers everything": Case(
        f"{HEAD}<script>navigator.serviceWorker.register('/sw.js')</script><a href=/next>On</a>",
        "ok",
        do=({"expect": {"heading": "Tea"}}, {"click": "On"}),
    ),
    "words that no script can read": Case(
        f"{HEAD}<div id=a></div><script>a.attachShadow({{mode: 'closed'}}).innerHTML ="
        "'<button>Order now</button>'</script>",
        "could not look",
        "closed shadow root",
        do=({"click": "Order now", "within": "300ms"},),
    ),
    "Latin bytes called UTF-8": Case(
        as_bytes(
            "<title>Tee</title><h1>Tea</h1><p>Grüner Tee</p>".encode("latin-1"),
            "text/html; charset=utf-8",
        ),
        "ok",
    ),
    "UTF-8 cut in two": Case(as_bytes(b"<title>T\xc3</title><h1>Tea</h1>\xe2\x82"), "ok"),
    "UTF-16 without a mark": Case(
        as_bytes("<title>T</title><h1>Tea</h1>".encode("utf-16-le")),
        "failed",
        "no heading",
        do=({"expect": {"heading": "Tea"}, "within": "200ms"},),
    ),
    "a charset that does not exist": Case(
        as_bytes(HEAD.encode(), "text/html; charset=tea-8"), "ok"
    ),
    "a page of zeros": Case(
        as_bytes(bytes(10_000)), "failed", do=({"expect": {"heading": "Tea"}, "within": "200ms"},)
    ),
    "a name and a password are asked for": Case(asks_who, "failed", "401"),
    "a window that closes itself": Case(
        f"{HEAD}<button onclick='window.open(location, \"_self\"); window.close()'>Buy</button>",
        "ok",
        do=CLICK,
    ),
    "a script without end": Case(
        f"{HEAD}<button onclick='for (;;);'>Buy</button>", "failed", "froze", do=CLICK
    ),
    "a script without end from the start": Case(
        f"{HEAD}<script>for (;;);</script>", "failed", "not done in time"
    ),
    "it loads itself anew for ever": Case(
        f"<meta http-equiv=refresh content=0>{HEAD}{WAIT}",
        "failed, flaky, ok",  # as its loads and our looks fall together
        asked_at_most=2000,
    ),
    "it loads itself anew by script": Case(
        f"{HEAD}<script>location.reload()</script>", "failed", asked_at_most=2000
    ),
    "history without end": Case(
        f"{HEAD}{WAIT}<script>setInterval(() => {{ try {{ history.pushState(0, '', '?' + "
        "Math.random()) } catch {} }, 1)</script>",
        "ok",
        do=CLICK,
    ),
    "it asks where one is": Case(
        f"{HEAD}<script>navigator.geolocation.getCurrentPosition(() => 0);"
        "Notification.requestPermission(); print()</script>",
        "ok",
    ),
    "names that turn around": Case(
        f"{HEAD}<button>\u202eyuB\u2066 \u0007 &lt;/script&gt;&lt;script&gt;alert(1)</button>",
        "ok",
        do=({"click": "alert"},),
    ),
    "a form for somebody else": Case(
        f"{HEAD}<form method=post action=http://localhost:9/pay>{WAIT}</form>",
        "could not look",
        "localhost:9 is not among the hosts",
        do=CLICK,
    ),
    "a flood of requests that fail": Case(
        f"{HEAD}<script>for (let i = 0; i < 300; i++) fetch('http://localhost:9/' + i)</script>",
        "ok",
    ),
    "a flood of errors": Case(
        f"{HEAD}<script>for (let i = 0; i < 500; i++) console.error('x'.repeat(5000) + i);"
        "setInterval(() => { throw new Error('y'.repeat(5000) + Math.random()) }, 1)</script>",
        "degraded",
    ),
    "it lies about its clock": Case(
        f"{HEAD}<script>onload = () => {{ for (let i = 0; i < 6000; i++)"
        " __desirelineTell(JSON.stringify({kind: 'born', origin: i})) }</script>",
        "ok, degraded",
    ),
    "it babbles into our clock": Case(
        f"{HEAD}<script>for (const words of ['', '[', '['.repeat(1e5), '{{}}', 'null', '\"born\"',"
        ' \'{{"kind":"born","origin":"x"}}\', \'x\'.repeat(1e6)]) __desirelineTell(words);'
        " window.__desireline.look = () => 'nonsense'; window.__desireline.painted = null</script>",
        "ok, degraded",
    ),
    "it throws at our clock": Case(
        f"{HEAD}<script>window.__desirelineTell = () => {{ throw new Error('no') }}</script>"
        "<button onclick='1'>Buy</button>",
        "ok, degraded",
    ),
    "frames in frames": Case(f"{HEAD}<iframe src='/'></iframe><iframe src='/'></iframe>", "ok"),
    "a title without end": Case(f"{HEAD}<script>document.title = 'T'.repeat(1e7)</script>", "ok"),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_hostile_page_is_met_with_calm(site: Any, walk: Walk, case: Case) -> None:
    site.pages |= {
        "/": case.page,
        "/next": "<title>Next</title><h1>Next</h1>",
        "/file": huge_file,
        "/sw.js": lambda handler: send(handler, WORKER, kind="text/javascript"),
    }
    began = time.monotonic()

    seen = walk(site.journey([{"at": "shop", "do": [{"open": "/"}, *case.do]}]))

    assert seen.verdict in case.verdict.split(", "), seen.message
    assert case.says in seen.message
    assert time.monotonic() - began < MOST_SECONDS
    assert len(site.asked) <= case.asked_at_most
    assert len(repr(seen)) < LONGEST_RECORD


WORKER = """onfetch = (event) => event.respondWith(new Response('<h1>Tea</h1>', {
  headers: {'Content-Type': 'text/html'}}));
onactivate = () => clients.claim(); oninstall = () => skipWaiting()"""


def test_a_fact_of_ten_megabytes_is_bounded(site: Any, walk: Walk) -> None:
    """What is kept of it is short, and it takes no longer than a page may."""
    site.pages["/"] = f"{HEAD}<p id=f>Price <b>{'9' * 10_000_000}.00 EUR</b></p>"
    facts = {"price": {"kind": "money"}, "name": {"kind": "text"}}
    places = {"price": {"near": "Price"}, "name": {"css": "#f"}}
    limits = Limits(load_seconds=25.0, freeze_seconds=20.0, page_bytes=25_000_000)
    journey = site.journey(
        [{"at": "shop", "do": [{"open": "/"}, {"remember": places}]}], facts=facts
    )
    began = time.monotonic()

    seen = walk(journey, limits=limits)

    assert seen.verdict == "ok", seen.message
    assert len(repr(seen)) < LONGEST_RECORD
    assert time.monotonic() - began < MOST_SECONDS


def test_signs_that_turn_words_around_are_taken_out_of_facts(site: Any, walk: Walk) -> None:
    shown = "9.90\u202e EUR\u2066\u0007\u200b"
    site.pages["/"] = f"{HEAD}<p>Price <b>{shown}</b></p>"
    do = [{"open": "/"}, {"remember": {"price": {"near": "Price"}}}]

    seen = walk(site.journey([{"at": "shop", "do": do}], facts={"price": {"kind": "money"}}))

    assert [fact.shown for fact in seen.touchpoints[0].facts] == ["9.90 EUR"]


def test_a_page_whose_process_dies_is_our_fault(site: Any, walk: Walk, tmp_path: Any) -> None:
    """Whose memory it was can't be told from here; the next walk has a page again."""
    site.pages["/"] = f"{HEAD}{WAIT}"
    file = tmp_path / "dies.py"
    file.write_text("def die(page, walk):\n    page.goto('chrome://crash')\n")
    dies = site.journey([{"at": "shop", "do": [{"open": "/"}, {"run": f"{file}:die"}]}])
    lives = site.journey([{"at": "shop", "do": [{"open": "/"}, {"expect": {"heading": "Tea"}}]}])

    first, second = walk(dies), walk(lives)

    assert first.verdict == "could not look"
    assert "memory" in first.message or "crash" in first.message.lower()
    assert second.verdict == "ok"
