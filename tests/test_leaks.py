"""A secret that a site shouts back in every way it can is in nothing that is kept or printed.

The whole program runs, with the fullest evidence, and the walk fails, so that it is filmed.
Then every file below the run's folder is searched, archives unpacked, for the secret in
every encoding; so is all that was printed. Pictures are held by tests of their own.
"""

from __future__ import annotations

import base64
import html
import io
import json
import smtplib
import socket
import threading
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus, unquote

import pytest

from desireline.cli import run

pytestmark = pytest.mark.slow

SECRET = "pä55 w+rd/hunter2"
MEDIA = (".webm", ".webp", ".jpeg", ".png")
ECHO = """<!doctype html><html lang=en><meta charset=utf-8><title>Login</title><h1>Login</h1>
<form method=post action=/in onsubmit="return shout(this.p.value)">
<label>Password <input name=p></label><button>Go</button></form><div id=o></div>
<p id=fact>-</p><a id=pdf href=/paper>Paper</a><script>
const hex = (s) => [...new TextEncoder().encode(s)].map((b) => b.toString(16).padStart(2, '0'))
  .join('');
const ways = (s) => [s, JSON.stringify(s), encodeURIComponent(s), escape(s), btoa(s),
  btoa('x' + s), btoa('xx' + s), btoa(unescape(encodeURIComponent(s))),
  btoa(s).replace(/[+]/g, '-').replace(/[/]/g, '_'), hex(s), hex(s).toUpperCase(),
  [...s].reverse().join(''), s.toUpperCase(),
  s.replace(/[^a-z0-9]/g, (c) => `&#${c.charCodeAt()};`)];
function shout(s) {
  for (const way of ways(s)) {
    o.append(Object.assign(document.createElement('p'), {textContent: way}));
    console.error('cannot log in ' + way);
    fetch('/gone?' + way).catch(() => 0);
    fetch('/gone', {method: 'POST', body: way, headers: {'X-Way': encodeURIComponent(way)}});
    setTimeout(() => { throw new Error(way) });
  }
  fact.textContent = 'Name ' + s;
  o.setAttribute('aria-label', s);
  document.title = 'Hello ' + s;
  localStorage.s = s; document.cookie = 'p=' + encodeURIComponent(s);
  history.pushState(0, '', '/you/' + encodeURIComponent(s) + '?' + btoa(s) + '#' + s);
  new WebSocket(location.origin.replace('http', 'ws') + '/socket?' + hex(s));
  setTimeout(() => alert(s));
  return false;
}</script>"""
JOURNEY = """
journey: tea
title: Tea
site: {site}
mailbox: smtp://127.0.0.1:{port}
arrivals: 20/h
facts:
  name: {{kind: text}}
stages:
  - stage: buy
    owner: shop
    touchpoints:
      login: {{leaves: 10%, takes: 20s, promises: {{states: [name]}}}}
      letter: {{takes: 20s, promises: {{states: [name]}}}}
      paper: {{}}
walks:
  buy:
    route:
      - at: login
        do:
          - open: /
          - fill: {{label: Password, with: $PASSWORD}}
          - click: Go
          - remember: {{name: {{css: "#fact"}}}}
      - at: letter
        do:
          - inbox: {{subject: Hello, within: 20s}}
          - remember: {{name: {{near: Name}}}}
      - at: paper
        do:
          - expect: {{heading: You are in}}
            within: 300ms
"""


def encodings() -> dict[str, bytes]:
    """Give the secret as bytes in any file may hold it."""
    found: dict[str, bytes] = {}
    for charset in ("utf-8", "latin-1", "utf-16-le", "utf-16-be"):
        raw = SECRET.encode(charset)
        found[f"{charset}"] = raw
        found[f"{charset} hex"] = raw.hex().encode()
        found[f"{charset} HEX"] = raw.hex().upper().encode()
        for before in range(3):
            coded = base64.b64encode(b"x" * before + raw)[before + 1 : -4]
            found[f"{charset} base64, {before} before"] = coded
            found[f"{charset} base64 for addresses, {before} before"] = coded.translate(
                bytes.maketrans(b"+/", b"-_")
            )
    written = {
        "JSON": json.dumps(SECRET)[1:-1],
        "JSON in JSON": json.dumps(json.dumps(SECRET))[3:-3],
        "URL": quote(SECRET, safe=""),
        "URL in a URL": quote(quote(SECRET, safe="")),
        "path": quote(SECRET),
        "form": quote_plus(SECRET),
        "Latin-1 URL": quote(SECRET, safe="", encoding="latin-1"),
        "HTML": html.escape(SECRET),
        "entities": "".join(s if s.isalnum() and s.isascii() else f"&#{ord(s)};" for s in SECRET),
        "backwards": SECRET[::-1],
        "its telling end": "hunter2",
        "the end backwards": "2retnuh",
    }
    return found | {name: text.encode() for name, text in written.items()}


def pieces(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """Give a file's name and bytes, and of an archive all that is in it, however deep."""
    yield f"the name of {name}", name.encode()
    if not name.endswith(MEDIA):
        yield name, content
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.namelist():
                yield from pieces(f"{name}/{member}", archive.read(member))


def leaks(folder: Path, printed: str) -> list[str]:
    """Say where the secret stands, and in which encoding."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    kept = [
        piece
        for file in files
        for piece in pieces(str(file.relative_to(folder)), file.read_bytes())
    ]
    wanted = encodings()
    return [
        f"{where}: {how}"
        for where, content in [*kept, ("the terminal", printed.encode())]
        for how, form in wanted.items()
        if form.lower() in content.lower()
    ]


@pytest.fixture
def port() -> int:
    """Give a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        free: int = server.getsockname()[1]
    return free


@pytest.fixture
def site(port: int) -> Iterator[str]:
    """Serve a site that shouts, and sends a mail when it has heard the secret."""
    sent: list[str] = []

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = unquote(self.path)
            if path == "/":  # the walk is walked twice
                sent.clear()
            elif SECRET in path and not sent:
                sent.append(path)
                send_mail(port)
            body = ECHO.encode() if self.path == "/" else b"gone"
            self.send_response(200 if self.path == "/" else 500)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("X-Echo", quote(SECRET))
            self.send_header("Set-Cookie", f"q={base64.b64encode(SECRET.encode()).decode()}")
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def send_mail(port: int) -> None:
    """Greet the customer by the password."""
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = f"Hello {SECRET}", "a@tea.test", "b@tea.test"
    mail.set_content(f"Name: {SECRET}\nAddress: https://tea.test/?p={quote(SECRET)}")
    mail.add_alternative(f"<p>Name: <b>{html.escape(SECRET)}</b></p>", subtype="html")
    with smtplib.SMTP("127.0.0.1", port) as server:
        server.send_message(mail)


@pytest.mark.parametrize("evidence", ["lite", "full"])
def test_no_file_and_no_line_holds_a_secret(
    site: str,
    port: int,
    evidence: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PASSWORD", SECRET)
    Path("journey.yaml").write_text(JOURNEY.format(site=site, port=port), "utf-8")
    options = ["--replications", "3", "--days", "2", "--jobs", "1", "--evidence", evidence]

    code = run(["run", "journey.yaml", *options])

    said = capsys.readouterr()
    (kept,) = Path(".desireline/runs").glob("2*")
    walk = json.loads((kept / "run.json").read_text("utf-8"))["walks"][0]
    assert [stop["verdict"] for stop in walk["touchpoints"]][:2] == ["degraded", "ok"]
    assert code == 1
    assert "***" in (kept / "run.json").read_text("utf-8")
    assert leaks(tmp_path, said.out + said.err) == []
    assert evidence == "lite" or any(kept.rglob("*.zip"))


def test_the_search_itself_finds_what_is_there(tmp_path: Path) -> None:
    """Else the test above would prove nothing."""
    for number, form in enumerate(encodings().values()):
        with zipfile.ZipFile(tmp_path / f"{number}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("trace.network", b"<" + form + b">")

    found = {line.split(":")[0] for line in leaks(tmp_path, "")}

    assert found == {f"{number}.zip/trace.network" for number in range(len(encodings()))}
