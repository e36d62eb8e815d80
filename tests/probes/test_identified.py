"""A site can tell the shopper in each tab, window and frame, and by nothing that breaks sites."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from desireline.probes.seen import WalkSeen

Walk = Callable[..., WalkSeen]
SAYS = """<script>document.write('<h1>' + [typeof window.__desireline,
  navigator.userAgent.includes(' desireline/'), document.cookie].join(' ') + '</h1>')</script>"""
TOLD = "object true desireline=walk"
OURS = {"cookie", "user-agent"}


def test_a_new_window_knows_the_shopper_too(site: Any, walk: Walk) -> None:
    site.pages |= {
        "/": f"<title>A</title>{SAYS}<a href=/tab target=_blank>Tab</a>"
        "<button onclick=\"window.open('/pop', 'pop', 'width=300,height=200')\">Pop</button>",
        "/tab": f"<title>Tab</title>{SAYS}<button onclick=\"window.open('/pop')\">Pop</button>",
        "/pop": f"<title>Pop</title>{SAYS}",
    }
    seen_here = {"expect": {"heading": TOLD}}
    do = [{"open": "/"}, seen_here, {"click": "Tab"}, seen_here, {"click": "Pop"}, seen_here]

    seen = walk(site.journey([{"at": "shop", "do": do}]))

    assert seen.verdict == "ok", seen.message
    assert seen.touchpoints[0].title == "Pop"


def test_there_is_no_header_of_its_own(site: Any, walk: Walk) -> None:
    """It would force requests to other hosts through a preflight."""
    site.pages |= {"/": "<title>A</title><script>fetch('/data')</script>", "/data": "{}"}

    walk(site.journey([{"at": "shop", "do": [{"open": "/"}]}]))

    telling = {
        name.lower()
        for head in site.heads
        for name, value in head.items()
        if "desireline" in f"{name} {value}".lower()
    }
    assert telling == OURS
    assert ("OPTIONS", "/data") not in site.asked
