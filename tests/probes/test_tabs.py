"""A new tab is held as the first one is, or it is closed, and that is told."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any

import pytest

from desireline.probes.browser.manner import Manner, prepare_tab
from desireline.probes.seen import WalkSeen
from desireline.probes.walk import walking

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession

Walk = Callable[..., WalkSeen]
OPENS = "<title>A</title><h1>A</h1><a href=/tab target=_blank>On</a><a href=/here>Stay</a>"
TAB = "<title>B</title><h1>B</h1><script>setInterval(() => fetch('/alive'), 50)</script>"


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the browser refuse what a tab is told, in each tab but the first."""
    told: list[CDPSession] = []

    def prepare(session: CDPSession, manners: Any, hear: Any) -> None:
        told.append(session)
        odd: list[Manner] = [("Network.noSuchCommand", {})] if len(told) > 1 else []
        prepare_tab(session, [*manners, *odd], hear)

    monkeypatch.setattr(walking, "prepare_tab", prepare)


@pytest.mark.usefixtures("refused")
def test_a_tab_that_can_t_be_held_is_closed_and_told(site: Any, walk: Walk) -> None:
    """Nothing is said of the site, and nothing of that tab goes on behind our back."""
    site.pages |= {"/": OPENS, "/tab": TAB, "/alive": "yes"}
    do = [{"open": "/"}, {"click": "On"}, {"expect": {"heading": "B"}}]

    seen = walk(site.journey([{"at": "shop", "do": do}]))

    assert seen.verdict == "could not look"
    assert "a new tab could not be held to its limits, and was closed" in seen.message
    assert "noSuchCommand" in seen.message


def test_a_tab_that_closes_itself_at_once_is_no_trouble(site: Any, walk: Walk) -> None:
    site.pages |= {
        "/": "<title>A</title><h1>A</h1>"
        "<button onclick=\"const w = window.open('/tab'); w.close()\">On</button>",
        "/tab": TAB,
    }
    do = [{"open": "/"}, {"click": "On"}, {"expect": {"heading": "A"}}]

    seen = walk(site.journey([{"at": "shop", "do": do}]))

    assert seen.verdict == "ok", seen.message


def endless(handler: BaseHTTPRequestHandler) -> None:
    """Begin a page and never end it."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    with suppress(OSError):
        for _ in range(2_000):
            handler.wfile.write(b"<p>" + b"x" * 100_000)
            time.sleep(0.01)


def test_a_page_without_end_in_a_new_tab_is_given_up(site: Any, walk: Walk) -> None:
    """The limit of bytes holds there, too."""
    site.pages |= {"/": OPENS, "/tab": endless}

    seen = walk(site.journey([{"at": "shop", "do": [{"open": "/"}, {"click": "On"}]}]))

    assert seen.verdict == "failed"
    assert "sends more than 3 MB for one page" in seen.message


@pytest.mark.parametrize("status", [404, 500])
@pytest.mark.parametrize(
    "opener",
    ["<a href=/gone target=_blank>On</a>", "<button onclick=\"window.open('/gone')\">On</button>"],
)
def test_a_new_tab_that_leads_nowhere_is_a_failure(
    site: Any, walk: Walk, opener: str, status: int
) -> None:
    """As in the same tab."""

    def gone(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()
        handler.wfile.write(b"<title>Oh</title><h1>Oh</h1>")

    site.pages |= {"/": f"<title>A</title>{opener}", "/gone": gone}

    seen = walk(site.journey([{"at": "shop", "do": [{"open": "/"}, {"click": "On"}]}]))

    assert seen.verdict == "failed"
    assert f"/gone, which answers {status}" in seen.message
