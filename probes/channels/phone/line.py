"""The wire between a provider and a menu: what is asked, signed, and read back, bounded.

Twilio's requests are forms with X-Twilio-Signature; Vonage's are JSON, and its token (JWT) is
not spoken. Only hosts that the journey names are asked; a redirect elsewhere is not followed.
"""

from __future__ import annotations

import base64
import hmac
import json
import socket
import ssl
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse
from typing import IO, Literal
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, OpenerDirector, Request

from ...safety.hosts import Hosts
from ...safety.trouble import SiteFailed, failure_to_reach, no_answer, outside
from .menu import Act, BadMenu
from .ncco import read_ncco
from .twiml import read_twiml

MOST_BYTES = 64_000  # what Twilio takes of one answer
MOST_REDIRECTS = 10
PIECE = 8_192
NOBODY = "+266696687"  # what providers tell of a caller who hides the number: ANONYMOUS
Provider = Literal["twilio", "vonage"]


@dataclass(frozen=True, slots=True)
class Answered:
    """What a menu answered, from where, and how long the caller heard nothing meanwhile."""

    acts: tuple[Act, ...]
    address: str
    seconds: float


class _NoRedirect(HTTPRedirectHandler):
    """Redirects are looked at before they are followed."""

    def redirect_request(self, *args: object, **more: object) -> None:
        """Follow none."""


@dataclass(slots=True)
class Line:
    """One call's wire: who calls whom, and the cookies that the menu has set."""

    hosts: Hosts
    provider: Provider = "twilio"
    caller: str = NOBODY
    called: str = ""
    token: str = ""  # what requests are signed with; empty: they are not
    within: float = 15.0  # what Twilio waits for an answer
    call: str = field(default_factory=lambda: uuid.uuid4().hex)
    _opener: OpenerDirector | None = None
    _rang: bool = False

    def ask(self, address: str, method: str, told: Mapping[str, str]) -> Answered:
        """Send what the caller did (`Digits`, `SpeechResult`), and read what to do next.

        BadMenu when the answer can't be played, SiteFailed when none comes, CouldNotLook
        when we are not let there.
        """
        began = time.monotonic()
        for _ in range(MOST_REDIRECTS):
            status, content, moved = self._send(address, method, told)
            if not moved:
                break
            address, method = urljoin(address, moved), method if status in (307, 308) else "GET"
        else:
            raise BadMenu("it redirects for ever")
        self._rang = True
        seconds = time.monotonic() - began
        if status >= 400:
            raise BadMenu(f"{urlsplit(address).path or '/'} answers {status}")
        read = read_twiml if self.provider == "twilio" else read_ncco
        return Answered(read(content), address, seconds)

    def _send(self, address: str, method: str, told: Mapping[str, str]) -> tuple[int, bytes, str]:
        if urlsplit(address).scheme not in ("http", "https"):
            raise BadMenu(f"it sends the call to {address}, which is no web address")
        if not self.hosts.allow(address):
            raise outside(address)
        until = time.monotonic() + self.within
        try:
            with self._open(self._request(address, method, told)) as answer:
                moved = answer.headers.get("location", "") if answer.status in _MOVED else ""
                return answer.status, _read(answer, address, until, self.within), moved
        except (URLError, OSError, HTTPException) as trouble:
            raise self._unreached(address, trouble) from trouble

    def _open(self, request: Request) -> HTTPResponse:
        from urllib.request import build_opener

        if self._opener is None:
            self._opener = build_opener(_NoRedirect, HTTPCookieProcessor())
        try:
            answer: HTTPResponse = self._opener.open(request, timeout=self.within)
        except HTTPError as refused:
            return refused  # type: ignore[return-value]  # it is an answer, with a status
        return answer

    def _request(self, address: str, method: str, told: Mapping[str, str]) -> Request:
        if self.provider == "vonage":
            return self._as_vonage(address, method, told)
        form = {**self._form(), **told}
        if method == "GET":
            address += ("&" if urlsplit(address).query else "?") + urlencode(form)
        head = {"User-Agent": "TwilioProxy/1.1 desireline"}
        if self.token:
            head["X-Twilio-Signature"] = signature(
                self.token, address, form if method == "POST" else {}
            )
        body = urlencode(form).encode() if method == "POST" else None
        return Request(address, body, head, method=method)  # noqa: S310 (http or https, see _send)

    def _form(self) -> dict[str, str]:
        return {
            "CallSid": f"CA{self.call}",
            "AccountSid": f"AC{0:032}",
            "From": self.caller,
            "To": self.called,
            "CallStatus": "in-progress" if self._rang else "ringing",
            "Direction": "inbound",
            "ApiVersion": "2010-04-01",
        }

    def _as_vonage(self, address: str, method: str, told: Mapping[str, str]) -> Request:
        event = {"from": self.caller, "to": self.called, "uuid": self.call}
        if method == "GET":
            address += ("&" if urlsplit(address).query else "?") + urlencode(event)
            return Request(address)  # noqa: S310 (likewise)
        digits, words = told.get("Digits", ""), told.get("SpeechResult", "")
        heard = [{"text": words, "confidence": "0.9"}] if words else []
        dtmf = {"digits": digits, "timed_out": not digits}
        sent = event | ({"dtmf": dtmf, "speech": {"results": heard}} if self._rang else {})
        head = {"Content-Type": "application/json", "User-Agent": "desireline"}
        return Request(address, json.dumps(sent).encode(), head, method="POST")  # noqa: S310

    def _unreached(self, address: str, trouble: Exception) -> Exception:
        reason = trouble.reason if isinstance(trouble, URLError) else trouble
        if isinstance(reason, TimeoutError):
            return no_answer(address, self.within)
        codes: tuple[tuple[type[BaseException], str], ...] = (
            (socket.gaierror, "ERR_NAME_NOT_RESOLVED"),
            (ConnectionRefusedError, "ERR_CONNECTION_REFUSED"),
            (ConnectionResetError, "ERR_CONNECTION_RESET"),
            (ssl.SSLCertVerificationError, "ERR_CERT_INVALID"),
            (ssl.SSLError, "ERR_SSL_PROTOCOL_ERROR"),
            (HTTPException, "ERR_INVALID_RESPONSE"),
        )
        code = next((code for kind, code in codes if isinstance(reason, kind)), "")
        return failure_to_reach(address, code or "ERR_ADDRESS_UNREACHABLE", self.hosts)


_MOVED = (301, 302, 303, 307, 308)


def signature(token: str, address: str, form: Mapping[str, str]) -> str:
    """Sign a request as Twilio does: SHA-1 of the address and the sorted fields, by the token."""
    said = address + "".join(f"{key}{form[key]}" for key in sorted(form))
    return base64.b64encode(hmac.new(token.encode(), said.encode(), "sha1").digest()).decode()


def _read(answer: IO[bytes] | HTTPResponse, address: str, until: float, seconds: float) -> bytes:
    """Read an answer piece by piece: neither longer nor heavier than a provider would."""
    content = b""
    while piece := _piece(answer):
        content += piece
        if len(content) > MOST_BYTES:
            raise BadMenu(f"its answer is larger than {MOST_BYTES // 1000} kB")
        if time.monotonic() > until:
            place = urlsplit(address).netloc
            raise SiteFailed(f"{place} does not end its answer within {seconds:g} s")
    return content


def _piece(answer: IO[bytes] | HTTPResponse) -> bytes:
    read = getattr(answer, "read1", answer.read)
    return bytes(read(PIECE))
