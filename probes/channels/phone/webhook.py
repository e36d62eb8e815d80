"""Text messages that a provider posts to us: a small HTTP receiver on loopback.

A message is a form with `From`, `To`, `Body` and `MessageSid`. Where the provider's token is
given, `X-Twilio-Signature` must be right: else anybody could write to the shopper.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl

from desireline.scenarios.errors import CouldNotLook
from desireline.scenarios.walk_channels import Sms

from .message import LONGEST, TextMessage, meant

MOST_BYTES = 64 * 1024
MOST_MESSAGES = 500
PATIENCE_SECONDS = 5.0  # with a provider that does not finish its post
THANKS = b'<?xml version="1.0" encoding="UTF-8"?><Response/>'


@dataclass(slots=True)
class ListeningPhone:
    """Messages as they were posted; `where` is the address to post them to."""

    where: str
    token: str | None
    public: str | None
    messages: list[TextMessage] = field(default_factory=list)
    forged: list[float] = field(default_factory=list)  # when ones came whose signature was wrong
    _news: threading.Condition = field(default_factory=threading.Condition)

    def wait(self, sms: Sms, *, to: str, since: float) -> TextMessage | None:
        """Wait for a message; see Phone. CouldNotLook (DL336) when all had wrong signatures."""
        deadline = time.monotonic() + sms.within
        with self._news:
            while True:
                if found := meant(self.messages, sms, to=to, since=since):
                    return found
                left = deadline - time.monotonic()
                if left <= 0:
                    break
                self._news.wait(left)
        if any(when >= since for when in self.forged):
            raise CouldNotLook(
                "DL336",
                "a text message came whose signature is wrong",
                hint="look at the phone's `token`, and write the address that the provider posts "
                "to as `public`",
            )
        return None

    def take(self, path: str, form: Mapping[str, str], signature: str) -> bool:
        """Take a message in; False when its signature is wrong."""
        arrived_at = time.time()
        address = self.public or f"{self.where}{path}"
        with self._news:
            good = self.token is None or hmac.compare_digest(
                sign(address, form, self.token), signature
            )
            if not good:
                self.forged.append(arrived_at)
            elif len(self.messages) < MOST_MESSAGES:
                words = {key: form.get(key, "")[:LONGEST] for key in ("From", "To", "Body")}
                number = form.get("MessageSid", "")[:100]
                if not number or all(one.number != number for one in self.messages):
                    message = TextMessage(
                        number, words["From"], words["To"], words["Body"], arrived_at
                    )
                    self.messages.append(message)
            self._news.notify_all()
        return good


def sign(address: str, form: Mapping[str, str], token: str) -> str:
    """Sign a post as providers do: the address, then each field's name and value, in order."""
    said = address + "".join(f"{key}{form[key]}" for key in sorted(form))
    # SHA-1 is what the provider signs with; as a keyed hash it still holds
    made = hmac.new(token.encode(), said.encode(), hashlib.sha1).digest()
    return base64.b64encode(made).decode()


@contextmanager
def listen(where: str, *, token: str | None, public: str | None) -> Iterator[ListeningPhone]:
    """Listen for the time of a block; raises CouldNotLook (DL335)."""
    host, _, port = where.rpartition(":")
    phone = ListeningPhone("", token, public)
    try:
        server = ThreadingHTTPServer((host.strip("[]"), int(port)), _handler(phone))
    except (OSError, OverflowError) as trouble:
        why = getattr(trouble, "strerror", None) or trouble
        raise CouldNotLook(
            "DL335",
            f"cannot listen for text messages on {where}: {why}",
            hint="end what uses the port, or write another one, and tell the provider",
        ) from trouble
    server.daemon_threads = True
    server.block_on_close = False
    phone.where = f"http://{host}:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), name="phone", daemon=True)
    thread.start()
    try:
        yield phone
    finally:
        server.shutdown()
        server.server_close()
        thread.join(PATIENCE_SECONDS)


def _handler(phone: ListeningPhone) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = PATIENCE_SECONDS

        def do_POST(self) -> None:
            length = self.headers.get("Content-Length", "")
            if not length.isdecimal() or int(length) > MOST_BYTES:
                self.send_error(413)
                return
            body = self.rfile.read(int(length)).decode("utf-8", "replace")
            form = dict(parse_qsl(body, keep_blank_values=True))
            if not phone.take(self.path, form, self.headers.get("X-Twilio-Signature", "")):
                self.send_error(403)
                return
            self.send_response(200)
            self.send_header("Content-Type", "text/xml")
            self.send_header("Content-Length", str(len(THANKS)))
            self.end_headers()
            self.wfile.write(THANKS)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    return Handler
