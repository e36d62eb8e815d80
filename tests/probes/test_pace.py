"""Walks are polite: pauses between them, and rest for a site that asks for it."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest

from desireline.probes.safety.pace import MOST_PAUSE, MOST_REST, Pace, rest_asked
from desireline.probes.seen import WalkSeen

Walk = Callable[..., WalkSeen]
SHOP = "https://shop.example/"
ROUTE = [{"at": "shop", "do": [{"open": "/"}]}]


def test_between_two_walks_to_a_host_there_is_a_pause() -> None:
    pace = Pace(random.Random(7))  # noqa: S311 - no secret

    waits = [pace.turn(SHOP, now=100.0) for _ in range(3)]

    assert waits[0] == 0.0
    assert 1.0 <= waits[1] <= MOST_PAUSE
    assert 1.0 <= waits[2] - waits[1] <= MOST_PAUSE


def test_shoppers_do_not_come_in_step() -> None:
    pace = Pace(random.Random(7))  # noqa: S311 - no secret
    waits = [pace.turn(SHOP, now=100.0) for _ in range(20)]

    gaps = {round(b - a, 4) for a, b in pairwise(waits)}

    assert len(gaps) > 15


def test_another_host_is_not_waited_for() -> None:
    pace = Pace()
    pace.turn(SHOP, now=100.0)

    assert pace.turn("https://other.example", now=100.0) == 0.0


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8000", "http://localhost:1", "http://[::1]:8", "http://a.localhost"]
)
def test_this_machine_needs_no_pause(url: str) -> None:
    pace = Pace()

    assert [pace.turn(url, now=5.0) for _ in range(3)] == [0.0, 0.0, 0.0]


def test_a_host_that_asks_for_rest_gets_it_on_this_machine_too() -> None:
    pace = Pace()
    pace.rest("http://127.0.0.1:8000/pay", 5.0, now=100.0)

    assert pace.resting("http://127.0.0.1:8000", now=101.0) == 4.0
    assert pace.turn("http://127.0.0.1:8000", now=101.0) == 4.0
    assert pace.resting("http://127.0.0.1:8000", now=106.0) == 0.0


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120.0),
        (" 5 ", 5.0),
        ("Wed, 21 Oct 2026 07:28:00 GMT", 60.0),
        ("Wed, 21 Oct 2020 07:28:00 GMT", 0.0),
        ("9" * 500, 999_999_999.0),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("\u0665", None),
    ],
)
def test_retry_after_is_read_as_written(header: str, seconds: float | None) -> None:
    now = datetime(2026, 10, 21, 7, 27, tzinfo=UTC)

    assert rest_asked(header, now) == seconds


def busy(site: Any, status: int, rest: str, times: int) -> list[float]:
    """Let the site be busy for its first few answers; give when it was asked."""
    asked: list[float] = []

    def answer(handler: Any) -> None:
        asked.append(time.monotonic())
        body = b"<title>Tea</title><h1>Tea</h1>"
        is_busy = len(asked) <= times
        handler.send_response(status if is_busy else 200)
        handler.send_header("Content-Type", "text/html")
        handler.send_header("Content-Length", str(len(body)))
        if is_busy and rest:
            handler.send_header("Retry-After", rest)
        handler.end_headers()
        handler.wfile.write(body)

    site.pages["/"] = answer
    return asked


@pytest.mark.parametrize("status", [429, 503])
def test_the_second_try_comes_when_the_site_wants_it(site: Any, walk: Walk, status: int) -> None:
    asked = busy(site, status, "1", times=1)

    seen = walk(site.journey(ROUTE))

    assert len(asked) == 2
    assert asked[1] - asked[0] >= 1.0
    assert seen.verdict == ("flaky" if status == 503 else "ok")


def test_the_wait_is_in_no_walks_time(site: Any, walk: Walk) -> None:
    busy(site, 503, "2", times=1)

    seen = walk(site.journey(ROUTE))

    assert seen.first_try is not None
    assert seen.seconds < 2.0
    assert seen.first_try.seconds < 2.0


def test_whoever_asks_for_an_hour_is_left_alone(site: Any, walk: Walk) -> None:
    asked = busy(site, 503, "3600", times=9)

    seen = walk(site.journey(ROUTE))

    assert seen.verdict == "failed"
    assert len(asked) == 1
    assert MOST_REST < 3600


def test_too_many_requests_says_nothing_of_the_site(site: Any, walk: Walk) -> None:
    busy(site, 429, "", times=9)

    seen = walk(site.journey(ROUTE))

    assert seen.verdict == "could not look"
    assert "answers 429" in seen.message
