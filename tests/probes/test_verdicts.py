"""The right verdict in bounded time, whatever a site does."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from desireline.probes.seen import WalkSeen

Walk = Callable[..., WalkSeen]
PATIENCE = (
    40.0  # seconds; with the tests' limits no walk takes nearly as long, on a busy machine too
)


def opening(site: Any, walk: Walk, path: str, *steps: dict[str, Any], **more: Any) -> WalkSeen:
    """Open a page, then do some steps."""
    began = time.monotonic()
    seen = walk(site.journey([{"at": "page", "do": [{"open": path}, *steps]}], **more))

    assert time.monotonic() - began < PATIENCE
    return seen


def page(title: str, body: str) -> str:
    """Give a whole page."""
    return f"<!doctype html><html lang=en><title>{title}</title><body>{body}</body></html>"


def answering(status: int) -> Callable[[BaseHTTPRequestHandler], None]:
    """Answer with a status and a page."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        body = page("Oh", "<h1>Oh</h1>").encode()
        handler.send_response(status)
        handler.send_header("Content-Type", "text/html")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def flood(handler: BaseHTTPRequestHandler) -> None:
    """Send 200 MB of page."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    piece = b"<p>more and more</p>" * 5000
    try:
        for _ in range(2000):
            handler.wfile.write(piece)
    except OSError:
        return


def close_at_once(handler: BaseHTTPRequestHandler) -> None:
    """Hang up without an answer."""
    handler.close_connection = True
    handler.connection.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def silent_port() -> Iterator[int]:
    """Give a port that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.mark.parametrize("status", [404, 410, 500, 503])
def test_a_page_that_answers_badly_has_failed(status: int, site: Any, walk: Walk) -> None:
    site.pages["/p"] = answering(status)

    seen = opening(site, walk, "/p")

    assert seen.verdict == "failed"
    assert f"answers {status}" in seen.message


def test_a_click_that_leads_to_a_500_has_failed(site: Any, walk: Walk) -> None:
    site.pages |= {"/p": page("P", "<a href=/oh>Go</a>"), "/oh": answering(500)}

    seen = opening(site, walk, "/p", {"click": "Go"})

    assert seen.verdict == "failed"
    assert "/oh, which answers 500" in seen.message


def test_a_form_that_is_shown_again_with_422_has_not_failed(site: Any, walk: Walk) -> None:
    site.pages |= {"/p": page("P", "<form action=/f><button>Go</button></form>")}
    site.pages["/f"] = answering(422)

    seen = opening(site, walk, "/p", {"click": "Go"}, {"expect": {"heading": "Oh"}})

    assert seen.verdict == "ok"
    assert seen.touchpoints[0].steps[1].message == "the page answers 422"


def test_a_step_that_waits_for_a_broken_page_says_so(site: Any, walk: Walk) -> None:
    """A script leads to the page, so only the next step notices."""
    script = "<script>setTimeout(() => { location = '/oh' }, 400)</script>"
    site.pages |= {"/p": page("P", script), "/oh": answering(500)}

    seen = opening(site, walk, "/p", {"expect": {"heading": "Fine"}, "within": "1500ms"})

    assert seen.verdict == "failed"
    assert "/oh answers 500" in seen.message


def test_a_site_that_hangs_up_has_failed(site: Any, walk: Walk) -> None:
    site.pages["/p"] = close_at_once

    assert opening(site, walk, "/p").verdict == "failed"


def test_a_page_that_never_answers_has_failed(site: Any, walk: Walk) -> None:
    site.pages["/p"] = lambda handler: time.sleep(8)

    seen = opening(site, walk, "/p")

    assert seen.verdict == "failed"
    assert "takes the connection and does not answer within 2 s" in seen.message


def test_a_click_into_silence_has_failed(site: Any, walk: Walk) -> None:
    site.pages |= {"/p": page("P", "<a href=/q>Go</a>"), "/q": lambda handler: time.sleep(8)}

    seen = opening(site, walk, "/p", {"click": "Go"})

    assert seen.verdict == "failed"
    assert "/q" in seen.message or "does not answer" in seen.message


def test_a_picture_that_never_comes_only_degrades(site: Any, walk: Walk) -> None:
    site.pages |= {"/p": page("P", "<h1>Hi</h1><img src=/slow.png>")}
    site.pages["/slow.png"] = lambda handler: time.sleep(8)

    seen = opening(site, walk, "/p", {"expect": {"heading": "Hi"}})

    assert seen.verdict == "degraded"
    assert "still loading" in seen.message


def test_200_megabytes_are_not_waited_for(site: Any, walk: Walk) -> None:
    site.pages["/p"] = flood

    seen = opening(site, walk, "/p")

    assert seen.verdict == "failed"
    assert "sends more than 3 MB" in seen.message


def test_a_heavy_part_of_a_page_is_cut_off(site: Any, walk: Walk) -> None:
    site.pages |= {"/p": page("P", "<h1>Hi</h1><script>fetch('/big')</script>"), "/big": flood}

    seen = opening(site, walk, "/p", {"expect": {"heading": "Hi"}}, {"expect": {"text": "Hi"}})

    assert seen.verdict in ("ok", "degraded")


def test_a_storm_of_alerts_is_dismissed(site: Any, walk: Walk) -> None:
    storm = "<h1>Hi</h1><script>for (let i = 0; i < 30; i++) alert(i)</script>"
    site.pages["/p"] = page("P", storm)

    seen = opening(site, walk, "/p", {"expect": {"heading": "Hi"}})

    assert seen.verdict == "ok"
    assert "30 alert boxes opened and were dismissed" in seen.touchpoints[0].console


def test_a_frozen_page_has_failed(site: Any, walk: Walk) -> None:
    """Its script lets nothing else happen; only ending the browser helps."""
    site.pages["/p"] = page("P", "<button onclick='for (;;) {}'>Go</button>")
    steps = ({"click": "Go", "within": "500ms"}, {"expect": {"text": "x"}, "within": "100ms"})

    seen = opening(site, walk, "/p", *steps)

    assert seen.verdict == "failed"
    assert "froze" in seen.message


def test_after_a_frozen_page_a_new_browser_walks_on(site: Any, walk: Walk) -> None:
    site.pages["/p"] = page("P", "<h1>Hi</h1>")

    assert opening(site, walk, "/p").verdict == "ok"


def test_a_download_is_no_failure(site: Any, walk: Walk) -> None:
    def invoice(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/octet-stream")
        handler.send_header("Content-Disposition", "attachment; filename=invoice.bin")
        handler.end_headers()
        handler.wfile.write(b"x" * 1000)

    site.pages |= {"/p": page("P", "<a href=/invoice>Invoice</a><h1>Hi</h1>"), "/invoice": invoice}

    seen = opening(site, walk, "/p", {"click": "Invoice"}, {"expect": {"heading": "Hi"}})

    assert seen.verdict == "ok"


def test_errors_of_the_page_degrade(site: Any, walk: Walk) -> None:
    script = "<script>console.error('no stock'); setTimeout(() => { nope() })</script>"
    site.pages["/p"] = page("P", f"<h1>Hi</h1>{script}")

    seen = opening(site, walk, "/p", {"expect": {"heading": "Hi"}})

    assert seen.verdict == "degraded"
    assert "no stock" in seen.touchpoints[0].console
    assert any("nope is not defined" in line for line in seen.touchpoints[0].console)


def test_a_500_of_what_the_page_uses_degrades(site: Any, walk: Walk) -> None:
    site.pages |= {"/p": page("P", "<h1>Hi</h1><script src=/app.js></script>")}
    site.pages["/app.js"] = answering(500)

    seen = opening(site, walk, "/p")

    assert seen.verdict == "degraded"
    assert seen.touchpoints[0].failed_requests == (f"500: {site.url}/app.js",)


def test_a_walk_that_passes_the_second_time_was_flaky(site: Any, walk: Walk) -> None:
    pages = iter([page("P", "<h1>Wait</h1>"), page("P", "<h1>Hi</h1>")])

    def changing(handler: BaseHTTPRequestHandler) -> None:
        body = next(pages).encode()
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    site.pages["/p"] = changing

    seen = opening(site, walk, "/p", {"expect": {"heading": "Hi"}, "within": "300ms"})

    assert seen.verdict == "flaky"
    assert seen.first_try is not None
    assert seen.first_try.verdict == "failed"
    assert seen.touchpoints[0].picture == "walk-page.jpg"
    assert seen.first_try.touchpoints[0].picture == "walk-page-first-try.jpg"


def test_what_follows_a_failed_stop_is_not_run(site: Any, walk: Walk) -> None:
    site.pages["/p"] = page("P", "<h1>Hi</h1>")
    route = [
        {"at": "a", "do": [{"open": "/p"}, {"click": "Gone", "within": "50ms"}]},
        {"at": "b", "do": [{"open": "/p"}]},
    ]

    seen = walk(site.journey(route))

    assert [stop.verdict for stop in seen.touchpoints] == ["failed", "not run"]


def test_a_host_that_the_journey_does_not_name_is_not_the_sites_fault(
    site: Any, walk: Walk
) -> None:
    other = site.url.replace("127.0.0.1", "localhost")
    site.pages["/p"] = page("P", f"<a href={other}/p>Away</a>")

    opened = opening(site, walk, f"{other}/p")
    clicked = opening(site, walk, "/p", {"click": "Away"})

    assert opened.verdict == clicked.verdict == "could not look"
    assert "hosts" in clicked.message


def test_what_our_own_allow_list_stops_is_not_held_against_the_site(site: Any, walk: Walk) -> None:
    """Another name, another address and another port of this machine can't be reached."""
    port = site.url.rsplit(":", 1)[1]
    aliens = (f"http://localhost:{port}", f"http://127.0.0.2:{port}", "http://127.0.0.1:9")
    fetches = "".join(f"fetch('{alien}/x').catch(e => console.error(e));" for alien in aliens)
    site.pages["/p"] = page("P", f"<h1>Hi</h1><script>{fetches}</script>")

    seen = opening(site, walk, "/p", {"expect": {"heading": "Hi"}})

    assert seen.verdict == "ok"
    assert [path for _, path in site.asked] == ["/p"]
    assert len([r for r in seen.touchpoints[0].failed_requests if "outside" in r]) == 3


def test_a_page_that_is_busy_with_a_click_is_not_clicked_again(site: Any, walk: Walk) -> None:
    busy = "const t = performance.now(); while (performance.now() < t + 1500);"
    site.pages["/"] = (
        f"<title>Home</title><button onclick='fetch(`/ordered`, {{method: `POST`}}); {busy}'>Go"
        "</button>"
    )
    site.pages["/ordered"] = ""
    steps = [{"open": "/"}, {"click": {"button": "Go"}, "within": "1s"}]

    seen = walk(site.journey([{"at": "home", "do": steps}]))

    assert "it was used, and the page did not come back in time" in seen.message
    assert sum(path == "/ordered" for _, path in site.asked) == 2  # once by each of two walks
