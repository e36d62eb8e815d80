"""Servers of messages on loopback: a real IMAP server, and stand-ins that speak documented APIs."""

from __future__ import annotations

import base64
import json
import os
import select
import signal
import socket
import socketserver
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import format_datetime, getaddresses
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from aiosmtpd.controller import Controller
from pysasl.hashing import BuiltinHash

PASSWORD = "correct-horse-7"


def mail(
    subject: str = "Your order 7",
    text: str = "Thank you",
    html: str = "",
    to: str = "ada@shopper.example",
) -> EmailMessage:
    """Write a mail."""
    message = EmailMessage()
    message["From"] = "Shop <orders@shop.example>"
    message["To"] = to
    message["Subject"] = subject
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return message


@dataclass(frozen=True, slots=True)
class ImapServer:
    """A running IMAP server with one account, `ada`, whose mail lies in a Maildir."""

    port: int
    maildir: Path
    process: int

    def deliver(self, message: EmailMessage, folder: str = "") -> None:
        """Lay a mail into a folder, as a mail server does: aside first, then in place."""
        place = self.maildir / (f".{folder}" if folder else "")
        for part in ("tmp", "new", "cur"):
            (place / part).mkdir(parents=True, exist_ok=True)
        name = f"{time.time():.6f}.{os.urandom(4).hex()}.shop"
        aside = place / "tmp" / name
        aside.write_bytes(message.as_bytes())
        aside.rename(place / "new" / name)


@contextmanager
def imap_server(folder: Path) -> Iterator[ImapServer]:
    """Run pymap, a real IMAP server, in a process of its own."""
    port = free_port()
    secret = BuiltinHash().hash(PASSWORD)
    for part in ("tmp", "new", "cur"):
        (folder / "box" / part).mkdir(parents=True)
    (folder / "pymap-etc-passwd").write_text("ada:x::::box:\n")
    (folder / "pymap-etc-shadow").write_text(f"ada:{secret}:::::::\n")
    command = [sys.executable, "-c", START, "--host", "127.0.0.1", "--port", str(port), "--no-tls"]
    command += ["--no-service", "admin", "--no-service", "managesieve", "maildir", str(folder)]
    server = subprocess.Popen(command, start_new_session=True, stderr=subprocess.PIPE)
    try:
        until(lambda: answers(port) or server.poll() is not None)
        assert server.poll() is None, server.stderr.read() if server.stderr else b""
        yield ImapServer(port, folder / "box", server.pid)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)
        server.communicate()


@contextmanager
def by_tls(port: int, folder: Path) -> Iterator[tuple[int, Path]]:
    """Put TLS before a server on loopback; give its port, and the certificate that it shows."""
    key, certificate = folder / "tls-key.pem", folder / "tls.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    command += ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"]
    command += ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)

    class Join(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with (
                suppress(OSError),
                context.wrap_socket(self.request, server_side=True) as outer,
                socket.create_connection(("127.0.0.1", port), 5) as inner,
            ):
                _join(outer, inner)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Join) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.server_address[1], certificate
        server.shutdown()
        thread.join(10)


def _join(outer: ssl.SSLSocket, inner: socket.socket) -> None:
    """Hand on what comes from either side, until one of them ends."""
    while True:
        ready = [outer] if outer.pending() else select.select([outer, inner], [], [], 10)[0]
        for one, other in ((outer, inner), (inner, outer)):
            if one in ready:
                content = one.recv(65536)
                if not content:
                    return
                other.sendall(content)
        if not ready:
            return


START = "from pymap.main import main; main()"


def free_port() -> int:
    """Ask the system for a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answers(port: int) -> bool:
    """Tell whether somebody listens."""
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


def until(holds: Callable[[], object], *, seconds: float = 20.0) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.02)


@dataclass
class Kept:
    """What the stand-ins keep: mails as Mailpit lists them, messages as a provider does."""

    url: str = ""
    smtp: int = 0
    mails: dict[str, bytes] = field(default_factory=dict)
    listed: list[dict[str, object]] = field(default_factory=list)
    messages: list[dict[str, str]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)  # Authorization headers
    asked: list[str] = field(default_factory=list)
    status: int = 200

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:
        """Take a mail in, as Mailpit's SMTP server does."""
        content: bytes = envelope.content  # type: ignore[attr-defined]
        message = message_from_bytes(content, policy=default)
        number = os.urandom(11).hex()
        self.mails[number] = content
        to = [{"Name": n, "Address": a} for n, a in getaddresses([message["To"]])]
        created = datetime.now(UTC).isoformat().replace("+00:00", "Z")
        one = {"ID": number, "To": to, "Subject": message["Subject"], "Created": created}
        one["Size"] = len(content)
        self.listed.insert(0, one)
        return "250 2.0.0 Ok: queued"

    def text(self, sender: str, to: str, body: str, *, at: datetime | None = None) -> None:
        """Let a text message come in."""
        sent = format_datetime((at or datetime.now(UTC)).replace(microsecond=0))
        one = {"sid": f"SM{len(self.messages)}", "from": sender, "to": to, "body": body}
        self.messages.insert(0, one | {"date_sent": sent, "direction": "inbound"})


@contextmanager
def stand_in() -> Iterator[Kept]:
    """Serve Mailpit's API, its SMTP server, and a provider's messages API on loopback."""
    kept = Kept()
    web = ThreadingHTTPServer(("127.0.0.1", 0), _handler(kept))
    kept.url = f"http://127.0.0.1:{web.server_address[1]}"
    kept.smtp = free_port()
    smtp = Controller(kept, hostname="127.0.0.1", port=kept.smtp)
    thread = threading.Thread(target=web.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    smtp.start()
    try:
        yield kept
    finally:
        smtp.stop()
        web.shutdown()
        web.server_close()


def _handler(kept: Kept) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kept.asked.append(self.path)
            told = self.headers.get("Authorization", "")
            kept.told.append(told)
            expected = base64.b64encode(f"ada:{PASSWORD}".encode()).decode()
            if told != f"Basic {expected}":
                self._say(401, b"Unauthorised.")
            elif kept.status != 200:
                self._say(kept.status, b"")
            else:
                self._answer()

        def _answer(self) -> None:
            parts = urlsplit(self.path)
            path, asked = parts.path, parse_qs(parts.query)
            if path == "/api/v1/messages":
                limit = int(asked.get("limit", ["50"])[0])
                body = {"total": len(kept.listed), "start": 0, "messages": kept.listed[:limit]}
                self._say(200, json.dumps(body).encode())
            elif path.startswith("/api/v1/message/") and path.endswith("/raw"):
                self._say(200, kept.mails[path.split("/")[4]])
            elif path == "/2010-04-01/Accounts/ada/Messages.json":
                to = asked["To"][0]
                found = [one for one in kept.messages if one["to"] == to]
                self._say(200, json.dumps({"messages": found, "page": 0}).encode())
            else:
                self._say(404, b"404 page not found")

        def _say(self, status: int, body: bytes) -> None:
            self.send_response(status)
            if status == 302:
                self.send_header("Location", f"{kept.url}/elsewhere")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    return Handler
