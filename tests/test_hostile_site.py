"""The whole way on a site that is down, hangs, fails, floods, or lies in every word.

The verdict is right, the page is clean, and the exit code says whose fault it was.
"""

import json
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from processes import descendants, left_after_a_while

from desireline.cli import run

pytestmark = pytest.mark.slow

EVIL = "</script><script>alert(1)</script>"
JOURNEY = """
journey: tea
title: {title}
site: {site}
arrivals: 20/h
facts:
  name: {{kind: text}}
  price: {{kind: money, promised: 4.50 EUR}}
stages:
  - stage: buy
    owner: shop
    touchpoints:
      home: {{leaves: 30%, takes: 20s, promises: {{loads in: 5s, states: [price, name]}}}}
      basket: {{leaves: 20%, takes: 20s, promises: {{states: [price]}}}}
      order: {{}}
walks:
  buy:
    route:
      - at: home
        do:
          - {{open: /, within: {within}}}
          - remember: {{price: {{near: Oolong}}, name: {{css: h1}}}}
          - click: {{link: Basket}}
      - at: basket
        do:
          - same: {{price: {{near: Oolong}}}}
"""

Handler = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def site(answer: Handler, tls: ssl.SSLContext | None = None) -> Iterator[str]:
    """Serve every GET with `answer` on loopback; give the address."""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def html(
    body: str, *, status: int = 200, kind: str = "text/html; charset=utf-8"
) -> Callable[[BaseHTTPRequestHandler], None]:
    """Answer with a page."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        sent = f"<!doctype html><html lang=en><title>Tea</title><main>{body}</main>".encode()
        request.send_response(status)
        request.send_header("Content-Type", kind)
        request.send_header("Content-Length", str(len(sent)))
        request.end_headers()
        request.wfile.write(sent)

    return answer


def flood(request: BaseHTTPRequestHandler) -> None:
    """Send 200 MB of page, and stop when nobody listens."""
    request.send_response(200)
    request.send_header("Content-Type", "text/html")
    request.end_headers()
    try:
        request.wfile.write(b"<!doctype html><h1>Tea</h1>")
        for _ in range(200):
            request.wfile.write(b"tea " * 250_000)
    except OSError:
        pass


class Told:
    """What `desireline run` said of a site."""

    def __init__(self, code: int, folder: Path) -> None:
        """Read the run's record and page."""
        self.code = code
        (self.run,) = (folder / ".desireline" / "runs").glob("2*")
        self.page = (self.run / "report.html").read_text("utf-8")
        self.record = json.loads((self.run / "run.json").read_text("utf-8"))

    @property
    def walk(self) -> dict[str, Any]:
        """The only walk."""
        walk: dict[str, Any] = self.record["walks"][0]
        return walk


def run_on(url: str, folder: Path, *, title: str = "Tea", within: str = "30s") -> Told:
    """Run the whole way on a site."""
    journey = folder / "journey.yaml"
    journey.write_text(JOURNEY.format(site=url, title=json.dumps(title), within=within), "utf-8")
    options = ["--replications", "3", "--days", "2", "--jobs", "1"]
    return Told(run(["run", str(journey), *options]), folder)


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs are kept in the current folder."""
    monkeypatch.chdir(tmp_path)


def test_a_site_that_is_down_has_failed(tmp_path: Path) -> None:
    """Nobody listens: customers can't get in either."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        told = run_on(f"http://127.0.0.1:{unused.getsockname()[1]}", tmp_path)

    assert told.walk["verdict"] == "failed"
    assert told.code == 1
    assert told.record["conclusion"] == "Not consistent"


def test_a_site_that_answers_500_has_failed(tmp_path: Path) -> None:
    """The server's own word for it."""
    with site(html("<h1>Oops</h1>", status=500)) as url:
        told = run_on(url, tmp_path)

    assert told.walk["verdict"] == "failed"
    assert "500" in told.walk["message"] + told.walk["touchpoints"][0]["message"]
    assert told.code == 1


def test_a_site_that_hangs_has_failed_in_bounded_time(tmp_path: Path) -> None:
    """It takes the request and never answers; another page is not waited for without end."""
    release = threading.Event()
    with site(lambda request: (release.wait(300), None)[1]) as url:
        try:
            told = run_on(url, tmp_path, within="5s")
        finally:
            release.set()

    assert told.walk["verdict"] == "failed"
    assert told.code == 1
    assert told.walk["seconds"] < 20


def test_a_flood_ends_by_our_limit(tmp_path: Path) -> None:
    """200 MB of page are not swallowed whole."""
    with site(flood) as url:
        told = run_on(url, tmp_path, within="5s")

    assert told.walk["verdict"] == "failed"
    assert told.code == 1
    assert len(told.page) < 1_500_000


class Scripts(HTMLParser):
    """Collect what stands in script elements, and event attributes."""

    def __init__(self) -> None:
        """Start with none."""
        super().__init__()
        self.scripts: list[str] = []
        self.handlers: list[str] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note scripts and handlers."""
        self.inside = tag == "script"
        self.scripts += [""] if self.inside else []
        self.handlers += [name for name, _ in attrs if name.startswith("on")]

    def handle_data(self, data: str) -> None:
        """Keep a script's text."""
        if self.inside:
            self.scripts[-1] += data

    def handle_endtag(self, tag: str) -> None:
        """Leave the script."""
        self.inside = False


def test_a_site_that_lies_in_every_word_cannot_break_out(tmp_path: Path) -> None:
    """Its words stand in the page as words."""
    evil = EVIL.replace("<", "&lt;").replace(">", "&gt;")
    body = f"<h1>{evil}</h1><p>Oolong {evil} 9.90 EUR</p><a href=/basket>Basket</a>"
    with site(html(body)) as url:
        told = run_on(url, tmp_path, title=f"Tea {EVIL}")
    found = Scripts()
    found.feed(told.page)

    assert told.code == 1
    assert told.record["gaps"][0]["kind"] == "fact contradicted"
    assert not any("alert(1)" in script for script in found.scripts)
    assert len(found.scripts) <= 1
    assert found.handlers == []


def test_no_browser_is_our_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Could not look: exit 3, and nothing is said of the site."""
    monkeypatch.setenv("DESIRELINE_BROWSER", str(tmp_path / "no-such-browser"))
    journey = tmp_path / "journey.yaml"
    with site(html("<h1>Tea</h1>")) as url:
        journey.write_text(JOURNEY.format(site=url, title="Tea", within="30s"), "utf-8")
        code = run(["run", str(journey), "--replications", "3", "--days", "2", "--jobs", "1"])

    assert code == 3


@contextmanager
def tls_site(folder: Path) -> Iterator[str]:
    """Serve a page by TLS, with a certificate that nobody vouches for."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    openssl = shutil.which("openssl")
    assert openssl is not None, "this test makes a certificate with openssl"
    command = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    command += ["-subj", "/CN=127.0.0.1", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with site(html("<h1>Tea</h1>"), context) as url:
        yield url.replace("http://", "https://")


def test_a_certificate_that_nobody_vouches_for_has_failed(tmp_path: Path) -> None:
    """A customer's browser would warn them off, too."""
    with tls_site(tmp_path) as url:
        told = run_on(url, tmp_path)

    assert told.walk["verdict"] == "failed"
    assert "shows a certificate that browsers refuse" in told.walk["message"]
    assert told.code == 1


def test_after_a_hostile_site_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that freezes, and floods; its browser is ended, its folders are gone."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    before = descendants(os.getpid())
    body = "<h1>Tea</h1><a href=/basket onclick='for (;;);'>Basket</a>"
    with site(html(body)) as url:
        told = run_on(url, tmp_path)

    assert told.walk["verdict"] == "failed"
    assert "froze" in told.walk["message"]
    assert left_after_a_while(descendants(os.getpid()) - before) == set()
    assert list(folder.iterdir()) == []
