"""An API, asked with the cookies of the page: one request and its answer.

Asked through Playwright's request context, so that the site takes it for the same visitor.
Redirects are followed only to hosts that the journey names.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from ..safety.hosts import Hosts
from ..safety.trouble import SiteFailed, failure_to_reach, no_answer, outside
from .document import megabytes, too_heavy

if TYPE_CHECKING:
    from playwright.sync_api import APIRequestContext, APIResponse

MOST_BYTES = 5_000_000
MOST_REDIRECTS = 5
MOVED = (301, 302, 303, 307, 308)
CODES = {  # Node's words for it, and the browser's
    "ECONNREFUSED": "ERR_CONNECTION_REFUSED",
    "ECONNRESET": "ERR_CONNECTION_RESET",
    "socket hang up": "ERR_EMPTY_RESPONSE",
    "ENOTFOUND": "ERR_NAME_NOT_RESOLVED",
    "EAI_AGAIN": "ERR_NAME_NOT_RESOLVED",
    "certificate": "ERR_CERT_INVALID",
    "Parse Error": "ERR_INVALID_RESPONSE",
    "aborted": "ERR_EMPTY_RESPONSE",
}


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: Any = None  # sent as JSON; None: nothing is sent


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    kind: str  # its media type
    text: str
    seconds: float
    rest: str = ""  # its `Retry-After`

    @property
    def json(self) -> Any:
        """The answer as JSON; ValueError when it is none."""
        try:
            return json.loads(self.text)
        except RecursionError as trouble:
            raise ValueError("nested too deeply") from trouble


def ask(context: APIRequestContext, request: Request, hosts: Hosts, seconds: float) -> Answer:
    """Ask an API; SiteFailed when no answer comes, CouldNotLook when we can't ask it."""
    began, method, url = time.monotonic(), request.method.upper(), request.url
    for _ in range(MOST_REDIRECTS):
        if not hosts.allow(url):
            raise outside(url)
        came = _fetch(context, request, method, url, hosts, seconds)
        moved = came.headers.get("location") if came.status in MOVED else None
        if not moved or method not in ("GET", "HEAD"):
            break
        url = urljoin(url, moved)
    else:
        raise SiteFailed(f"{urlsplit(url).netloc} redirects for ever")
    content, headers = came.body(), came.headers
    took = time.monotonic() - began
    came.dispose()
    if len(content) > MOST_BYTES:
        answer = f"the answer of {urlsplit(url).path or '/'}"
        raise too_heavy(answer, megabytes(len(content)), MOST_BYTES)
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    text, rest = content.decode("utf-8", "replace"), headers.get("retry-after", "")
    return Answer(came.status, kind, text, round(took, 3), rest)


def _fetch(
    context: APIRequestContext,
    request: Request,
    method: str,
    url: str,
    hosts: Hosts,
    seconds: float,
) -> APIResponse:
    from playwright.sync_api import Error
    from playwright.sync_api import TimeoutError as NotInTime

    head = {"Accept": "application/json", **request.headers}
    data = None if request.body is None else json.dumps(request.body)
    if data is not None:
        head.setdefault("Content-Type", "application/json")
    try:
        return context.fetch(
            url,
            method=method,
            headers=head,
            data=data,
            timeout=seconds * 1000,
            max_redirects=0,
            fail_on_status_code=False,
        )
    except NotInTime as trouble:
        raise no_answer(url, seconds) from trouble
    except Error as trouble:
        code = next((code for words, code in CODES.items() if words in str(trouble)), "")
        if not code:
            raise
        raise failure_to_reach(url, code, hosts) from trouble
