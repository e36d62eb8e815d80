"""What a page says on web sockets while a fence is up: nothing, also on those it opens then."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from web_sockets import Sockets

from desireline.probes.seen import WalkSeen

Walk = Callable[..., WalkSeen]
HEAD = "<!doctype html><html lang=en><title>Pay</title><h1>Pay</h1>"
OPENS = "new WebSocket(location.origin.replace('http', 'ws') + '/socket?' + Math.random())"
# Each gives a promise of a socket that has said its order, by whatever way.
WAYS = {
    "a new socket": f"""async () => {{ const s = {OPENS}; await new Promise(o => s.onopen = o);
        s.send('order') }}""",
    "a send that was kept before": f"""async () => {{ const s = {OPENS};
        await new Promise(o => s.onopen = o); kept.call(s, 'order') }}""",
    "a send of a frame's own": f"""async () => {{ const f = document.createElement('iframe');
        document.body.append(f); const s = {OPENS}; await new Promise(o => s.onopen = o);
        f.contentWindow.WebSocket.prototype.send.call(s, 'order') }}""",
    "a socket of a frame's own": f"""async () => {{ const f = document.createElement('iframe');
        document.body.append(f); const WebSocket = f.contentWindow.WebSocket;
        const s = {OPENS}; await new Promise(o => s.onopen = o); s.send('order') }}""",
    "as it opens": f"""async () => {{ const s = {OPENS}; await new Promise(o => s.onopen = () => {{
        s.send('order'); o() }}) }}""",
}
STREAM = """async () => { const s = new WebSocketStream(location.origin.replace('http', 'ws')
  + '/socket'); const w = (await s.opened).writable.getWriter(); await w.write('order') }"""
PAGE = (
    HEAD
    + """<p id=p></p><button id=b>Chat</button><script>
const kept = WebSocket.prototype.send, native = /native code/;
const way = WAY;
b.onclick = () => way().then(() => { p.textContent = 'Said' }, (e) => { p.textContent = 'No' });
if (WATCHES) setInterval(() => {  // a page that sees the fence, and acts then
  if (!native.test(WebSocket.prototype.send)) way().catch(() => 0); }, 20);
</script><form method=post action=/order><button>Place order</button></form>"""
)
STOPS = {"click": "Place order", "danger": "places an order"}
CLICKS = """def click(page, walk):
    page.get_by_role("button", name="Chat").click()
    page.get_by_text("Said").wait_for(timeout=5000)
"""


@pytest.fixture
def sockets(site: Any) -> Sockets:
    """Let the site speak on web sockets."""
    ours = Sockets()
    site.pages["/socket"] = ours
    return ours


def page(way: str, *, watches: bool = False) -> str:
    """Give a page that says something on a socket when it is clicked."""
    return PAGE.replace("WAY", way).replace("WATCHES", str(watches).lower())


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_socket_that_a_click_opens_while_a_function_looks_is_dumb(
    site: Any, walk: Walk, sockets: Sockets, tmp_path: Path, way: str
) -> None:
    """It opens, and nothing is said on it; with consent it is said."""
    site.pages["/"] = page(way)
    (tmp_path / "asks.py").write_text(CLICKS)
    look = {"run": f"{tmp_path / 'asks.py'}:click"}
    clicked = [{"open": "/"}, look]
    acts = [{"open": "/"}, look | {"danger": "orders by socket"}]

    held = walk(site.journey([{"at": "pay", "do": clicked}]))
    said = list(sockets.said)
    done = walk(site.journey([{"at": "pay", "do": acts}], authorised_by="Ada"), allow_danger=True)

    assert (held.verdict, done.verdict) == ("ok", "ok"), (held.message, done.message)
    assert said == []
    assert len(sockets.opened) == 2
    assert sockets.said == ["order"]


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_socket_that_a_page_opens_when_the_walk_stopped_before_danger_is_dumb(
    site: Any, walk: Walk, sockets: Sockets, way: str
) -> None:
    """The page waits for the fence, and opens sockets then, one after the other."""
    site.pages["/"] = page(way, watches=True) + "<a href=/slow>Slow</a>"
    site.pages["/slow"] = lambda handler: time.sleep(1.5)  # so long the shopper looks around
    do = [{"open": "/"}, {"expect": {"heading": "Pay"}}, STOPS]
    promises = {"pay": {"links work": True}}

    seen = walk(site.journey([{"at": "pay", "do": do}], authorised_by="Ada", promises=promises))

    assert seen.message == "walked up to: places an order"
    assert sockets.wait_for(1)
    assert sockets.said == []


def test_a_click_before_the_danger_speaks_as_ever(site: Any, walk: Walk, sockets: Sockets) -> None:
    """Only the fence keeps a socket dumb; what was opened before it is dumb then, too."""
    more = f"<script>const s = {OPENS}; setInterval(() => {{ if (!native.test("
    more += "WebSocket.prototype.send)) s.send('later') }, 5)</script>"
    site.pages["/"] = page(WAYS["a new socket"]) + more
    do = [{"open": "/"}, {"click": "Chat"}, {"expect": {"text": "Said"}}, STOPS]

    seen = walk(site.journey([{"at": "pay", "do": do}], authorised_by="Ada"))

    assert seen.message == "walked up to: places an order"
    assert sockets.said == ["order"]


def test_no_page_has_the_socket_that_nobody_else_has(
    site: Any, walk: Walk, sockets: Sockets
) -> None:
    """`WebSocketStream` is Chromium's alone, and would speak past the fence."""
    site.pages["/"] = page(STREAM)
    do = [{"open": "/"}, {"click": "Chat"}, {"expect": {"text": "No"}}]

    assert walk(site.journey([{"at": "pay", "do": do}])).verdict == "ok"
    assert sockets.opened == []


def test_while_a_function_looks_the_site_may_still_tell(
    site: Any, walk: Walk, sockets: Sockets, tmp_path: Path
) -> None:
    """A socket that is open hears; a new one hears, too."""
    sockets.hello = "Welcome"
    hears = f"async () => {{ const s = {OPENS}; await new Promise(o => s.onmessage = o) }}"
    site.pages["/"] = page(hears)
    (tmp_path / "asks.py").write_text(CLICKS)
    do = [{"open": "/"}, {"run": f"{tmp_path / 'asks.py'}:click"}]

    seen = walk(site.journey([{"at": "pay", "do": do}]))

    assert seen.verdict == "ok", seen.message
