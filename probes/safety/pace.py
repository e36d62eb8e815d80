"""Walk politely: a pause between two walks to one host, and rest when a site asks for it.

    seconds = pace.turn("shop.example")     wait so long, then walk

The pause is drawn anew each time, so that many shoppers do not come in step. A site on this
machine itself needs no pause. A site that answers 429 or 503 and says how long to stay away
(`Retry-After`) is left alone for so long; whoever asks for more than a minute is not waited
for. What a walk asks for beside itself (`page/aside.py`) waits for turns, too. All waiting is done
before a walk begins, or when a page was timed already, so it is in nobody's time.
"""

from __future__ import annotations

import math
import random
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from urllib.parse import urlsplit

TOO_MANY = 429  # says that we asked too much, nothing of what was asked for
BUSY = (TOO_MANY, 503)
LEAST_PAUSE, MOST_PAUSE = 1.0, 1.5  # seconds
MOST_REST = 60.0  # seconds that are waited for


@dataclass(slots=True)
class Pace:
    """When each host may be walked to next; several threads may ask."""

    luck: random.Random = field(default_factory=random.Random)
    _next: dict[str, float] = field(default_factory=dict)
    _rests: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def turn(self, url: str, now: float | None = None) -> float:
        """Give the seconds until this host may be walked to, and take that turn."""
        return self._take(_host(url), math.inf, now) or 0.0

    def turn_within(self, url: str, most: float, now: float | None = None) -> float | None:
        """Give the seconds until a turn, and take it; None when there is none so soon."""
        return self._take(_host(url), most, now)

    def _take(self, host: str, most: float, now: float | None) -> float | None:
        now = time.monotonic() if now is None else now
        with self._lock:
            begin = max(now, self._next.get(host, now), self._rests.get(host, now))
            if begin - now > most:
                return None
            pause = 0.0 if is_near(host) else self.luck.uniform(LEAST_PAUSE, MOST_PAUSE)
            self._next[host] = begin + pause
        return begin - now

    def rest(self, url: str, seconds: float, now: float | None = None) -> None:
        """Leave a host alone for so long, as it asked."""
        now = time.monotonic() if now is None else now
        with self._lock:
            host = _host(url)
            self._rests[host] = max(self._rests.get(host, 0.0), now + seconds)

    def resting(self, url: str, now: float | None = None) -> float:
        """Give the seconds for which a host still wants to be left alone."""
        now = time.monotonic() if now is None else now
        with self._lock:
            return max(0.0, self._rests.get(_host(url), now) - now)


def rest_asked(header: str, now: datetime | None = None) -> float | None:
    """Read `Retry-After`: seconds, or a date; None when it says nothing of use."""
    text = header.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - (now or datetime.now(UTC))).total_seconds())


def is_near(host: str) -> bool:
    """Say whether a host is this machine itself."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""
