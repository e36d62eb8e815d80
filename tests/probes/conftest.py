"""A small site on loopback whose pages each test writes, and one browser for all walks."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from desireline.probes.browser.session import Session
from desireline.probes.safety.hosts import Hosts
from desireline.probes.seen import WalkSeen
from desireline.probes.trip.trip import Limits
from desireline.probes.walk.walking import walk_all
from desireline.probes.walk.wish import Wish
from desireline.scenarios.journey import Journey

if TYPE_CHECKING:
    from playwright.sync_api import Page

Answer = Callable[[BaseHTTPRequestHandler], None]
HASTE = Limits(
    load_seconds=2.0,
    page_bytes=3_000_000,
    response_seconds=1.0,
    freeze_seconds=3.0,
    evidence_seconds=4.0,
)


@dataclass
class Site:
    """A site: a page for each path, written as HTML or as a function that answers."""

    url: str
    pages: dict[str, str | Answer] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)  # method and path
    heads: list[Mapping[str, str]] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    handler: Any = None  # who answers: a method may be added

    @property
    def host(self) -> str:
        """Host and port."""
        return self.url.removeprefix("http://")

    def journey(
        self,
        route: Sequence[Mapping[str, Any]],
        *,
        persona: Mapping[str, Any] | None = None,
        promises: Mapping[str, Any] | None = None,
        authorised_by: str | None = None,
        walk: Mapping[str, Any] | None = None,
        **more: Any,
    ) -> Journey:
        """Give a journey whose touchpoints are the stops of one walk's route."""
        names = dict.fromkeys(stop["at"] for stop in route)
        points = {name: {"promises": (promises or {}).get(name, {})} for name in names}
        own = {"persona": persona or {}, "route": route, "authorised-by": authorised_by}
        return Journey.model_validate(
            {
                "journey": "shop",
                "site": self.url,
                "stages": [{"stage": "buy", "touchpoints": points}],
                "walks": {"walk": own | dict(walk or {})},
                **more,
            }
        )


def serve(site: Site, host: str = "127.0.0.1") -> ThreadingHTTPServer:
    """Serve a site on any free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append((self.command, self.path))
            site.heads.append(dict(self.headers))
            length = int(self.headers.get("content-length") or 0)
            site.bodies.append(self.rfile.read(length).decode("utf-8", "replace"))
            page = site.pages.get(self.path.split("?")[0])
            if callable(page):
                page(self)
            else:
                send(self, page or "<h1>Nothing here</h1>", status=200 if page else 404)

        do_POST = do_PUT = do_DELETE = do_GET

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer((host, 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    site.handler = Handler
    site.url = f"http://{host}:{server.server_address[1]}"
    return server


def send(
    handler: BaseHTTPRequestHandler,
    body: str | bytes,
    *,
    status: int = 200,
    kind: str = "text/html; charset=utf-8",
    **headers: str,
) -> None:
    """Answer a request whole."""
    content = body.encode() if isinstance(body, str) else body
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(content)))
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(content)


@pytest.fixture(scope="session")
def _served() -> Iterator[Site]:
    site = Site("")
    server = serve(site)
    yield site
    server.shutdown()
    server.server_close()


@pytest.fixture
def site(_served: Site) -> Site:
    """Give an empty site."""
    for notes in (_served.pages, _served.asked, _served.heads, _served.bodies):
        notes.clear()
    return _served


@dataclass
class Shopper:
    """One open browser, in a thread of its own as the real shopper has it."""

    session: Session
    thread: ThreadPoolExecutor
    page: Any = None

    def walk(self, wish: Wish) -> WalkSeen:
        """Walk the only walk of a wish."""
        (seen,) = self.thread.submit(lambda: [*walk_all(self.session, wish, _silence)]).result()
        return seen

    def on_page(self, html: str, look: Callable[[Any], Any]) -> Any:
        """Show some HTML and do something there."""
        return self.thread.submit(self._on_page, html, look).result()

    def _on_page(self, html: str, look: Callable[[Any], Any]) -> Any:
        if self.page is None or self.page.is_closed():
            self.page = self.session.context({}).new_page()
        self.page.set_content(f"<!doctype html><html lang=en><title>P</title>{html}")
        return look(self.page)


def _silence(line: str) -> None:
    pass


@pytest.fixture(scope="session")
def shopper(_served: Site) -> Iterator[Shopper]:
    """Keep one browser open for all tests."""
    with ThreadPoolExecutor(1) as thread:
        shopper = Shopper(Session(Hosts((_served.host,))), thread)
        yield shopper
        thread.submit(shopper.session.close).result()


@pytest.fixture
def walk(shopper: Shopper, tmp_path: Path) -> Callable[..., WalkSeen]:
    """Walk the only walk of a journey in the open browser."""

    def walk_one(
        journey: Journey,
        *,
        only: str | None = None,
        allow_danger: bool = False,
        environ: Mapping[str, str] | None = None,
        limits: Limits = HASTE,
    ) -> WalkSeen:
        out = tmp_path / "out"
        wish = Wish(journey, ("walk",), only, out, allow_danger, environ or {}, limits)
        return shopper.walk(wish)

    return walk_one


@pytest.fixture(scope="module")
def session(_served: Site) -> Iterator[Session]:
    """An open browser for one file's tests, which reaches the small site alone."""
    session = Session(Hosts((_served.host,)))
    yield session
    session.close()


@pytest.fixture(scope="module")
def page(session: Session) -> Iterator[Page]:
    """One tab of it."""
    context = session.context({})
    yield context.new_page()
    context.close()
