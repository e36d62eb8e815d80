"""Ask a server of messages over HTTP: one question, one answer, and one error when none comes.

A name and a password are told to the named host only: redirects and proxies are not followed.
"""

from __future__ import annotations

import base64
import json
import socket
import ssl
import urllib.error
import urllib.request
from typing import IO, Any
from urllib.parse import urlsplit

from desireline.scenarios.errors import CouldNotLook

from ..safety.hosts import Hosts

ANSWER_SECONDS = 8.0
MOST_BYTES = 10_000_001  # one more than what is read of a mail, so that a cut one is told
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def allowed(where: str, *, hosts: Hosts, safe: bool) -> None:
    """See that a server may be spoken to: named by the journey, and safe or on this machine.

    Raises CouldNotLook (DL330).
    """
    parts = urlsplit(where)
    host, port = parts.hostname or "", parts.port or (443 if safe else 80)
    shown = f"[{host}]" if ":" in host else host
    if not hosts.allow(f"http://{shown}:{port}"):
        raise CouldNotLook(
            "DL330",
            f"{shown} is not among the hosts that the shopper may reach",
            hint=f"add it to the journey: hosts: [{shown}:{port}]",
        )
    if not safe and host not in LOOPBACK:
        raise CouldNotLook(
            "DL330",
            f"the way to {shown} is not encrypted, and a password would be told on it",
            hint="write imaps:// or https://; without encryption only on 127.0.0.1",
        )


def ask(url: str, *, user: str | None, password: str | None) -> bytes:
    """Give the answer; raises CouldNotLook (DL332 refused, DL333 no answer)."""
    request = urllib.request.Request(url)  # noqa: S310 (allowed() took http and https only)
    if user is not None:
        told = base64.b64encode(f"{user}:{password or ''}".encode()).decode()
        request.add_header("Authorization", f"Basic {told}")
    where = urlsplit(url).netloc
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Here())
    try:
        with opener.open(request, timeout=ANSWER_SECONDS) as answer:
            content: bytes = answer.read(MOST_BYTES)
            return content
    except urllib.error.HTTPError as refused:
        refused.close()
        if refused.code in (401, 403):
            raise refusal(where, f"{refused.code}") from refused
        raise silence(where, f"it answers {refused.code}") from refused
    except (OSError, ValueError) as trouble:
        raise silence(where, reason(trouble)) from trouble


def ask_json(url: str, *, user: str | None, password: str | None) -> dict[str, Any]:
    """Give an answer that is a JSON object; raises CouldNotLook (DL334 when it is none)."""
    try:
        answer = json.loads(ask(url, user=user, password=password))
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict):
        raise nonsense(urlsplit(url).netloc)
    return answer


def refusal(where: str, why: str) -> CouldNotLook:
    """Give the error of a server that does not let us in."""
    hint = "look at the name and the password, and at what the server wants from programs"
    return CouldNotLook("DL332", f"{where} does not let the shopper in: {why}", hint=hint)


def silence(where: str, why: str) -> CouldNotLook:
    """Give the error of a server that is dead, broken or hangs."""
    hint = "see whether it runs, and whether this machine reaches it"
    return CouldNotLook("DL333", f"{where} does not answer: {why}", hint=hint)


def nonsense(where: str) -> CouldNotLook:
    """Give the error of a server that speaks otherwise than expected."""
    hint = "see whether the address is that of the server that is meant"
    return CouldNotLook("DL334", f"{where} answers in a way that is not understood", hint=hint)


def reason(trouble: Exception) -> str:
    """Say in a few words why a connection failed."""
    # URLError keeps the cause in `reason`; an SSL error's own `reason` is only a code.
    cause = trouble if isinstance(trouble, ssl.SSLError) else getattr(trouble, "reason", trouble)
    if isinstance(cause, TimeoutError | socket.timeout):
        return f"nothing came within {ANSWER_SECONDS:g} s"
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted ({cause.verify_message})"
    return str(getattr(cause, "strerror", None) or cause)[:200]


class _Here(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: who else would be told the password?"""

    def redirect_request(
        self, req: Any, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> None:
        return None
