"""Ask for an address beside the walk: for a link that may be dead, or a page that promises help.

Asked through the profile's own requests, so that a site tells the shopper by the same cookie and
the same name of the browser as on a page; on the journey's hosts only, redirections too. Each
request waits for its turn at the host, as a walk does (`pace.py`). A host that asks for rest, or
takes no more (429), is asked nothing more on this walk, and what was not asked then is unseen,
never dead. An address is asked for once a walk; what it is answered is remembered.

What it does not know: how heavy an answer is before it is there.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import unquote, urljoin, urlsplit

from ..safety.hosts import Hosts
from ..safety.pace import BUSY, TOO_MANY, Pace, rest_asked
from .locate import CLOSED

if TYPE_CHECKING:
    from playwright.sync_api import APIResponse, BrowserContext, Page

MOST_ASKED = 300  # addresses a walk
MOST_HOPS = 10
MOST_READ = 200_000  # characters of a page
ENDLESS = 399  # more redirections than a browser follows
OURS = ("ENOTFOUND", "EAI_AGAIN", "ENETUNREACH", "EHOSTUNREACH", "ENETDOWN")  # in Node's words
CHANGES_SOMETHING = re.compile(
    r"log[\s_-]?(out|off)|sign[\s_-]?(out|off)|delete|remove|unsubscribe|opt[\s_-]?out|cancel"
    r"|add[\s_-]to|(empty|clear)[\s_-](the[\s_-])?(cart|basket)|abmelden|löschen|deconnexion",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address was answered with."""

    status: int | None = None  # none: nobody answered
    body: str = ""  # of a page that was asked for whole
    whole: bool = False
    unseen: str = ""  # why nothing can be said of it


NOT_IN_TIME = Answer(unseen="the time for it was over")
ENOUGH = Answer(unseen=f"{MOST_ASKED} addresses were asked for on this walk already")


@dataclass(slots=True)
class Aside:
    """What one walk asks for beside itself, and was answered so far."""

    hosts: Hosts
    pace: Pace = field(default_factory=Pace)
    known: dict[str, Answer] = field(default_factory=dict)
    tired: dict[str, str] = field(default_factory=dict)  # hosts that want no more, in words

    def knows(self, address: str, *, whole: bool = False) -> bool:
        """Say whether an address was asked for already."""
        answer = self.known.get(address)
        return answer is not None and (answer.whole or not whole)

    def ask(self, page: Page, address: str, *, whole: bool, seconds: float, until: float) -> Answer:
        """Ask for an address, once a walk: whole, or by its head where that is enough.

        `seconds` is what each answer may take, `until` when all must be over (monotonic).
        """
        if self.knows(address, whole=whole):
            return self.known[address]
        if len(self.known) >= MOST_ASKED:
            return ENOUGH
        turn = _Turn(self, page, seconds, until)
        answer = turn.follow(address, "GET") if whole else turn.heads(address)
        if not answer.unseen:
            self.known[address] = answer
        return answer


@dataclass(frozen=True, slots=True)
class _Turn:
    aside: Aside
    page: Page
    seconds: float
    until: float

    def heads(self, address: str) -> Answer:
        """Ask for the head, and for all where the head is refused: many answer it wrongly."""
        head = self.follow(address, "HEAD")
        wrong = not head.unseen and (head.status is None or head.status > ENDLESS)
        return self.follow(address, "GET") if wrong else head

    def follow(self, address: str, method: str) -> Answer:
        """Follow redirections on allowed hosts only."""
        for _ in range(MOST_HOPS):
            if why := self._waited(address):
                return Answer(unseen=why)
            came = self._fetch(address, method)
            if not isinstance(came, tuple):
                return came
            answer, location = came
            onward = urljoin(address, location)
            moved = answer.status is not None and 300 <= answer.status < 400 and location
            if not moved or not may_ask(onward, self.aside.hosts):
                return answer
            address = onward
        return Answer(ENDLESS)

    def _waited(self, address: str) -> str:
        """Wait for a turn at the host; give why there is none."""
        if tired := self.aside.tired.get(_host(address)):
            return tired
        left = self.until - time.monotonic()
        wait = self.aside.pace.turn_within(address, left) if left > 0 else None
        if wait is None:
            return NOT_IN_TIME.unseen
        if wait:
            self.page.wait_for_timeout(wait * 1000)
        return ""

    def _fetch(self, address: str, method: str) -> Answer | tuple[Answer, str]:
        from playwright.sync_api import Error

        left = max(0.1, min(self.seconds, self.until - time.monotonic()))
        asking = self.page.request
        try:
            with cookies_kept(self.page.context):
                came = asking.fetch(address, method=method, timeout=left * 1000, max_redirects=0)
        except Error as trouble:
            if CLOSED in str(trouble):
                raise
            return self._unanswered(address, str(trouble), cut_short=left < self.seconds)
        try:
            if why := self._refused(address, came):
                return Answer(unseen=why)
            whole = method == "GET"
            body = _text(came) if whole and came.ok else ""
            return Answer(came.status, body, whole), came.headers.get("location", "")
        finally:
            came.dispose()

    def _unanswered(self, address: str, trouble: str, *, cut_short: bool) -> Answer:
        if any(sign in trouble for sign in OURS):
            return Answer(unseen=f"{_host(address)} can't be reached from here")
        return NOT_IN_TIME if cut_short and "imeout" in trouble else Answer()

    def _refused(self, address: str, came: APIResponse) -> str:
        """Heed a host that wants to be left alone; give what it says."""
        rest = rest_asked(came.headers.get("retry-after", "")) if came.status in BUSY else None
        if rest is None and came.status != TOO_MANY:
            return ""
        asks = ""
        if rest is not None:
            self.aside.pace.rest(address, rest)
            asks = f" and asks to be left alone for {rest:g} s"
        self.aside.tired[_host(address)] = f"{_host(address)} answers {came.status}{asks}"
        return self.aside.tired[_host(address)]


def may_ask(address: str, hosts: Hosts) -> bool:
    """Say whether an address is on the journey's hosts, and nothing that may change something."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not hosts.allow(address):
        return False
    return not changes_something(address)


def changes_something(address: str, words: str = "") -> bool:
    """Say whether an address, or the words of a link, sound as if asking for it did something."""
    parts = urlsplit(address)
    said = f"{words} {unquote(parts.path)}?{unquote(parts.query)}"
    return CHANGES_SOMETHING.search(said) is not None


@contextmanager
def cookies_kept(context: BrowserContext) -> Iterator[None]:
    """Undo what the answers set: a link to another language would change it for the walk."""
    before = context.cookies()
    try:
        yield
    finally:
        if context.cookies() != before:
            context.clear_cookies()
            context.add_cookies(cast(Any, before))  # the same shape, typed apart


def _text(came: APIResponse) -> str:
    return came.body()[: MOST_READ * 4].decode("utf-8", "replace")[:MOST_READ]


def _host(address: str) -> str:
    return urlsplit(address).netloc.rpartition("@")[2]
