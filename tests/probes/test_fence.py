"""The second fence has no holes: nothing that orders leaves the browser, by whatever way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desireline.probes.seen import WalkSeen

Walk = Callable[..., WalkSeen]
PAY = """<!doctype html><html lang=en><title>Pay</title><h1>Pay</h1>
<form method=post action=/order><button>Place order</button></form><a href=/next>On</a>"""
FAREWELL = """<script>for (const name of ['pagehide', 'unload', 'beforeunload', 'visibilitychange'])
  (name == 'visibilitychange' ? document : window).addEventListener(name, () => {
    navigator.sendBeacon('/order', name);
    fetch('/order', {method: 'POST', keepalive: true, body: name}).catch(() => 0);
  }, CAPTURE);
if (window.fetchLater) fetchLater('/order', {method: 'POST', body: 'later'});</script>"""
REWRITES = """<title>Pay</title><script>fetch('/inner').then((got) => got.text()).then((text) => {
  document.open(); document.write(text); document.close() })</script>"""
STOPS = {"click": "Place order", "danger": "places an order"}


def orders(site: Any) -> list[str]:
    """Give what reached the site that changes something."""
    bodies = zip(site.asked, site.bodies, strict=True)
    return [f"{path} {body}" for (method, path), body in bodies if method != "GET"]


def stopping(site: Any, walk: Walk, *after: Any, **more: Any) -> WalkSeen:
    """Walk up to the order, and tidy up."""
    route = [{"at": "pay", "do": [{"open": "/pay"}, {"expect": {"heading": "Pay"}}, STOPS]}]
    return walk(site.journey(route, walk={"after": list(after)}, **more))


@pytest.mark.parametrize(
    "page", [PAY + FAREWELL.replace("CAPTURE", "true"), REWRITES], ids=["plain", "rewritten"]
)
def test_a_page_that_is_left_says_nothing(site: Any, walk: Walk, page: str) -> None:
    """Neither when the profile is closed nor when the steps that tidy up leave the page."""
    inner = PAY + FAREWELL.replace("CAPTURE", "false")
    site.pages |= {"/pay": page, "/inner": inner, "/next": "<title>Next</title>"}

    for after in ([], [{"open": "/next"}], [{"click": "On"}]):
        seen = stopping(site, walk, *after)
        assert seen.message == "walked up to: places an order"
        assert [step.verdict for step in seen.after] == ["ok"] * len(after)

    assert orders(site) == []


def test_a_page_says_farewell_where_no_danger_was(site: Any, walk: Walk) -> None:
    """Else the test above would prove nothing."""
    farewell = FAREWELL.replace("CAPTURE", "true")
    site.pages |= {"/pay": PAY + farewell, "/next": "<title>Next</title>"}

    walk(site.journey([{"at": "pay", "do": [{"open": "/pay"}, {"open": "/next"}]}]))

    assert "/order pagehide" in orders(site)


TO_WORKERS = """<script>
const shared = new SharedWorker('/shared.js', {name: location.pathname});
const own = new Worker('/own.js');
const own_says = (order) => own.postMessage(order);
const say = (order) => shared.port.postMessage(order);
shared.port.start();
</script>"""
ORDERS = """
const orders = (order) => {
  fetch('/order', {method: 'POST', body: order}).catch(() => 0);
  try {
    const request = new XMLHttpRequest();
    request.open('PUT', '/order');
    request.send(order);
  } catch {}
  fetch('/look?' + order);
};
"""
SHARED = ORDERS + "onconnect = (event) => { event.ports[0].onmessage = (e) => orders(e.data) }"
OWN = "onmessage = (e) => { " + ORDERS + "orders(e.data) }"
SERVICE = """onfetch = (event) => { if (event.request.method == 'POST') event.respondWith(
  fetch('/order?by-service', {method: 'POST'})) };
onactivate = (event) => event.waitUntil(clients.claim());"""
REGISTERS = """<script>navigator.serviceWorker.register('/service.js')
  .then(() => navigator.serviceWorker.ready).then(() => { document.title = 'Ready' })</script>"""


def script(code: str) -> Callable[[Any], None]:
    """Answer with a script."""

    def answer(handler: Any) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/javascript")
        handler.send_header("Content-Length", str(len(code.encode())))
        handler.end_headers()
        handler.wfile.write(code.encode())

    return answer


def with_workers(site: Any, tmp_path: Path, body: str) -> list[dict[str, Any]]:
    """Serve a page with workers; give the steps that open it and run a function there."""
    file = tmp_path / "asks.py"
    file.write_text(
        "def ask(page, walk):\n"
        f"    page.evaluate({body!r})\n"
        "    page.wait_for_timeout(400)\n"
        "def wait(page, walk):\n    page.wait_for_function('document.title == \"Ready\"')\n"
    )
    site.pages |= {
        "/pay": PAY + TO_WORKERS,
        "/service": PAY + REGISTERS,
        "/shared.js": script(SHARED),
        "/own.js": script(OWN),
        "/service.js": script(SERVICE),
        "/look": "seen",
    }
    return [{"open": "/pay"}, {"run": f"{file}:ask"}]


def asked_by(site: Any) -> list[str]:
    """Give the harmless questions that came."""
    return [path for _, path in site.asked if path.startswith("/look")]


def test_workers_only_look_while_a_function_looks(site: Any, walk: Walk, tmp_path: Path) -> None:
    """Dedicated and shared ones; afterwards they may order again."""
    do = with_workers(site, tmp_path, "() => { say('held'); own_says('held too') }")
    file = tmp_path / "asks.py"
    dangerous = {"run": f"{file}:ask", "danger": "orders"}

    walk(site.journey([{"at": "pay", "do": [*do]}]))
    held = orders(site)
    walk(
        site.journey([{"at": "pay", "do": [*do, dangerous]}], authorised_by="Ada"),
        allow_danger=True,
    )

    assert held == []
    assert set(asked_by(site)) == {"/look?held", "/look?held%20too"}
    assert sorted(set(orders(site))) == ["/order held", "/order held too"]


def test_a_shared_worker_made_meanwhile_says_nothing(site: Any, walk: Walk, tmp_path: Path) -> None:
    make = "() => { const w = new SharedWorker('/shared.js', 'b'); w.port.postMessage('new') }"

    walk(site.journey([{"at": "pay", "do": with_workers(site, tmp_path, make)}]))

    assert orders(site) == []


def test_a_service_worker_is_held(site: Any, walk: Walk, tmp_path: Path) -> None:
    ask = "() => { fetch('/order', {method: 'POST'}).catch(() => 0) }"
    look = with_workers(site, tmp_path, ask)[1]
    file = tmp_path / "asks.py"

    walk(site.journey([{"at": "p", "do": [{"open": "/service"}, {"run": f"{file}:wait"}, look]}]))

    assert "/service.js" in [path for _, path in site.asked]
    assert orders(site) == []


AHEAD = """<!doctype html><html lang=en><title>Pay</title><h1>Pay</h1>
<link rel=prefetch href=/order/place?link><link rel=prefetch as=document href=/order/place?page>
<link rel=prerender href=/order/place?old>
<script type=speculationrules>{"prefetch": [{"source": "list", "urls": ["/order/place?rule"],
  "eagerness": "immediate"}], "prerender": [{"source": "list", "urls": ["/order/place?opened"],
  "eagerness": "immediate"}]}</script>
<a href=/order/place>Place order</a><p id=p></p><script>
const add = (tag, more) => document.head.append(Object.assign(document.createElement(tag), more));
add('link', {rel: 'prefetch', href: '/order/place?added'});
add('script', {type: 'speculationrules', textContent: JSON.stringify({prefetch: [
  {source: 'list', urls: ['/order/place?added-rule'], eagerness: 'immediate'}]})});
setTimeout(() => fetch('/look').then(() => { p.textContent = 'Looked' }), 500);
</script>"""


def ahead(site: Any, walk: Walk, *more: Any) -> list[str]:
    """Open a page that has pages fetched ahead of time, and give those."""
    site.pages |= {"/pay": AHEAD, "/look": "ok", "/order/place": "<h1>Done</h1>"}
    looked = {"expect": {"text": "Looked"}}
    do = [{"open": "/pay"}, looked, *more]
    seen = walk(site.journey([{"at": "pay", "do": do}], authorised_by="Ada"))
    assert seen.verdict == "ok"
    return [path for _, path in site.asked if path.startswith("/order")]


def test_nothing_is_fetched_ahead_of_a_dangerous_step(site: Any, walk: Walk) -> None:
    """By links, by rules, by scripts: the page that orders when it is asked for."""
    assert ahead(site, walk, STOPS) == []


def test_pages_are_fetched_ahead_where_nothing_is_dangerous(site: Any, walk: Walk) -> None:
    """As by any customer's browser; else the test above would prove nothing."""
    asked = ahead(site, walk)

    for way in ("link", "page", "rule", "opened", "added", "added-rule"):
        assert f"/order/place?{way}" in asked


SPEAKS = """let sent = 0; WebSocket.prototype.send = function () { sent += 1; };
const open = new WebSocket(location.origin.replace('http', 'ws') + '/socket');
onmessage = () => { open.send('order'); postMessage(sent); };
postMessage('ready');"""
LISTENS = """<title>Chat</title><h1>Chat</h1><p id=p></p><script>
const own = new Worker('/speaks.js');
own.onmessage = () => { p.textContent = 'Ready' };
const ask = () => new Promise((done) => {
  own.onmessage = (e) => done(e.data); own.postMessage(0); });
</script>"""


def test_a_workers_socket_is_dumb_for_so_long(site: Any, walk: Walk, tmp_path: Path) -> None:
    """Afterwards it speaks again."""
    file = tmp_path / "asks.py"
    file.write_text("def ask(page, walk):\n    return page.evaluate('ask()')\n")
    site.pages |= {"/": LISTENS, "/speaks.js": script(SPEAKS)}
    ask = {"run": f"{file}:ask"}
    ready = {"expect": {"text": "Ready"}}  # what it says in its very first moment is not held
    do = [{"open": "/"}, ready, ask, ask, ask | {"danger": "speaks"}]

    journey = site.journey([{"at": "shop", "do": do}], authorised_by="Ada")
    seen = walk(journey, allow_danger=True)

    assert [one.message for one in seen.touchpoints[0].steps[2:]] == ["0", "0", "1"]


ASKING = {
    "the page's": "page.request.post(walk.site + '/order', data='x')",
    "the profile's": "page.context.request.put(walk.site + '/order', data='x')",
    "a fetch of it": "page.request.fetch(walk.site + '/order', method='DELETE')",
}


@pytest.mark.parametrize("asks", ASKING.values(), ids=ASKING)
def test_a_functions_own_requests_are_held(
    site: Any, walk: Walk, tmp_path: Path, asks: str
) -> None:
    """Those that it makes through Playwright, past the page; questions go through."""
    file = tmp_path / "asks.py"
    file.write_text(
        "def look(page, walk):\n    return page.request.get(walk.site + '/look').text()\n"
        f"def ask(page, walk):\n    {asks}\n"
    )
    site.pages |= {"/": PAY, "/look": "seen", "/order": "<title>Done</title>"}
    do = [{"open": "/"}, {"run": f"{file}:look"}, {"run": f"{file}:ask"}]

    seen = walk(site.journey([{"at": "shop", "do": do}]))

    assert seen.touchpoints[0].steps[1].message == "seen"
    assert "asks.py:ask would change something" in seen.message
    assert seen.verdict == "could not look"
    assert orders(site) == []
