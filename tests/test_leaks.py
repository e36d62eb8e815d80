"""A secret that a site shouts back in every way it can is in nothing that is kept or printed.

The site states it on its page, in a PDF that it gives, in a mail and in the files on it, in a
chat, in an API's answer, in links that lead nowhere, in the names of files, fields and buttons.
The whole program runs, with the fullest evidence, and the walk fails, so that it is filmed.
Then every file below the run's folder, and what the browser and its driver write their own files
into, is searched, archives unpacked, PDFs read, for the secret in every encoding; so is all that
was printed. Pictures are held by tests of their own.
"""

from __future__ import annotations

import base64
import html
import io
import json
import smtplib
import socket
import tempfile
import threading
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus, unquote

import pypdfium2
import pytest
from fpdf import FPDF

from desireline.cli import run

pytestmark = pytest.mark.slow

SECRET = "pä55 w+rd/hunter2"
MEDIA = (".webm", ".webp", ".jpeg", ".png")
ECHO = """<!doctype html><html lang=en><meta charset=utf-8><title>Login</title><h1>Login</h1>
<form method=post action=/in onsubmit="return shout(this.p.value)">
<label>Password <input name=p></label><button>Go</button></form><div id=o></div>
<p id=fact>-</p><a href=/paper>Paper</a><a href=/help>Help</a><div id=away></div>
<div role=log aria-label=Chat id=log></div><label>Message <input id=m></label>
<button type=button id=send>Send</button><script>
send.onclick = () => { log.append(Object.assign(document.createElement('p'),
  {textContent: 'Good day ' + fact.textContent + ', a person has joined'})) };
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
  away.innerHTML = `<a href="/gone?${encodeURIComponent(s)}">More for ${s}</a>
    <img src="/i?${btoa(s)}">
    <label><input value="${s}"></label><button disabled>Go on, ${s}</button>`;
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
      login:
        leaves: 10%
        takes: 20s
        promises: {{states: [name], links work: true, accessible: true, says: [Nobody]}}
      chat: {{promises: {{human within: 1 turn}}}}
      paper: {{promises: {{states: [name]}}}}
      app: {{channel: api, promises: {{states: [name]}}}}
      letter: {{takes: 20s, promises: {{states: [name]}}}}
      inside: {{}}
walks:
  buy:
    route:
      - at: login
        do:
          - open: /
          - fill: {{label: Password, with: $PASSWORD}}
          - click: Go
          - remember: {{name: {{css: "#fact"}}}}
      - at: chat
        do:
          - chat: {{say: "A person, please", until: has joined, turns: 1}}
      - at: paper
        do:
          - download: {{link: Paper}}
          - same: {{name: {{near: Name}}}}
          - expect: {{text: Paper}}
      - at: app
        do:
          - api: {{get: "/api/${{remembered.name}}", expects: {{status: 404}}}}
          - same: {{name: {{data: name}}}}
      - at: letter
        do:
          - inbox: {{subject: Hello, within: 20s}}
          - remember: {{name: {{near: Name}}}}
          - attachment: "*.pdf"
          - same: {{name: {{near: Name}}}}
          - attachment: "*.csv"
          - same: {{name: {{near: Name}}}}
      - at: inside
        do:
          - click: {{button: "Go on, whoever"}}
            within: 300ms
    after:
      - attachment: nothing.txt
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
        "a file's name": SECRET.replace("/", "_"),
        "UTF-8 read as Latin-1": SECRET.encode().decode("latin-1"),
        "its telling end": "hunter2",
        "the end backwards": "2retnuh",
    }
    return found | {name: text.encode() for name, text in written.items()}


def pieces(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """Give a file's name and bytes, and of an archive all that is in it, however deep."""
    yield f"the name of {name}", name.encode()
    if content.startswith(b"%PDF"):
        yield f"the words of {name}", words_of(content).encode()
    if not name.endswith(MEDIA):
        yield name, content
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.namelist():
                yield from pieces(f"{name}/{member}", archive.read(member))


def words_of(pdf: bytes) -> str:
    """Give what can be read in a PDF: its streams are packed."""
    with pypdfium2.PdfDocument(pdf) as paper:
        return "\n".join(page.get_textpage().get_text_bounded() for page in paper)


def paper() -> bytes:
    """Print the secret."""
    pdf = FPDF()
    pdf.set_title(f"For {SECRET}")
    pdf.add_page()
    pdf.set_font("Helvetica", size=12)
    for line in ("Paper", f"Name: {SECRET}", base64.b64encode(SECRET.encode()).decode()):
        pdf.cell(0, 10, line, new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output())


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
            status, kind, body = answered(path)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            if kind == "application/pdf":
                named = f"for {SECRET}.pdf".encode().decode("latin-1")
                self.send_header("Content-Disposition", f'attachment; filename="{named}"')
            self.send_header("X-Echo", quote(SECRET))
            self.send_header("Set-Cookie", f"q={base64.b64encode(SECRET.encode()).decode()}")
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_HEAD = do_GET

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


def answered(path: str) -> tuple[int, str, bytes]:
    """Give status, type and body of an answer of the site."""
    html_ = "text/html; charset=utf-8"
    if path == "/":
        return 200, html_, ECHO.encode()
    if path == "/paper":
        return 200, "application/pdf", paper()
    if path == "/help":
        return 200, html_, f"<p>Ask {SECRET}</p>".encode()
    if path.startswith("/api/"):
        body = {"name": SECRET, "coded": base64.b64encode(SECRET.encode()).decode()}
        return 404, "application/json", json.dumps(body).encode()
    return 500, html_, f"gone, {SECRET}".encode()


def send_mail(port: int) -> None:
    """Greet the customer by the password."""
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = f"Hello {SECRET}", "a@tea.test", "b@tea.test"
    mail.set_content(f"Name: {SECRET}\nAddress: https://tea.test/?p={quote(SECRET)}")
    mail.add_alternative(f"<p>Name: <b>{html.escape(SECRET)}</b></p>", subtype="html")
    mail.add_attachment(paper(), "application", "pdf", filename=f"for {SECRET}.pdf")
    mail.add_attachment(f"Name; {SECRET}\n", subtype="csv", filename=f"{SECRET}.csv")
    with smtplib.SMTP("127.0.0.1", port) as server:
        server.send_message(mail)


@pytest.fixture
def folder(site: str, port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder with the journey, in which all is written, what is temporary too."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PASSWORD", SECRET)
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    Path("journey.yaml").write_text(JOURNEY.format(site=site, port=port), "utf-8")
    return tmp_path


WENT = [True, True, True, True, True, False]


@pytest.mark.parametrize("evidence", ["lite", "full"])
def test_no_file_and_no_line_holds_a_secret(
    folder: Path, evidence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nor the page, when it is written again, nor the record that is printed."""
    options = ["--replications", "3", "--days", "2", "--jobs", "1", "--evidence", evidence]

    code = run(["run", "journey.yaml", "--json", *options])
    (kept,) = Path(".desireline/runs").glob("2*")
    again = run(["report", str(kept)])

    said = capsys.readouterr()
    walk = json.loads((kept / "run.json").read_text("utf-8"))["walks"][0]
    assert [stop["verdict"] in ("ok", "degraded") for stop in walk["touchpoints"]] == WENT, walk
    assert (code, again) == (1, 0)
    stated = {(fact["face"], fact["shown"]) for s in walk["touchpoints"] for fact in s["facts"]}
    assert {"page", "PDF", "API", "file", "text part", "HTML part"} <= {face for face, _ in stated}
    assert all("***" in shown for _, shown in stated), stated
    assert "***" in (kept / "report.html").read_text("utf-8")
    assert leaks(folder, said.out + said.err) == []
    assert evidence == "lite" or any(kept.rglob("*.zip"))


def test_nothing_that_a_walk_alone_keeps_or_prints_holds_a_secret(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As JSON, as a table, with a film of each try."""
    codes = [run(["probe", "journey.yaml", "--trace", *more]) for more in ([], ["--json"])]

    said = capsys.readouterr()
    assert codes == [1, 1]
    assert len(list(folder.rglob("*.zip"))) == 4  # two walks of two tries
    assert "***" in said.out
    assert leaks(folder, said.out + said.err) == []


def test_the_search_itself_finds_what_is_there(tmp_path: Path) -> None:
    """Else the test above would prove nothing."""
    for number, form in enumerate(encodings().values()):
        with zipfile.ZipFile(tmp_path / f"{number}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("trace.network", b"<" + form + b">")

    found = {line.split(":")[0] for line in leaks(tmp_path, "")}

    assert found == {f"{number}.zip/trace.network" for number in range(len(encodings()))}
