"""Frames, open shadow roots, windows: plain targets find what is inside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from desireline.probes.seen import TouchpointSeen, WalkSeen

Walk = Callable[..., WalkSeen]
INNER = """<form><label>Card <input></label><label>Year <select><option>2026<option>2027</select>
</label><label><input type=radio name=k>Credit</label><label><input type=checkbox>Save it</label>
<p>Price: 12.00 EUR</p><button type=button onclick="this.after(document.createElement('hr')),
this.nextSibling.outerHTML='<h2>Paid</h2>'">Pay</button></form>"""
FRAME = '<iframe title=Pay srcdoc="&lt;p&gt;Loading"></iframe><iframe src=/inner></iframe>'
SHADOW = "<div id=h></div><script>h.attachShadow({mode: 'open'}).innerHTML = `INNER`</script>"
PAYING = (
    {"fill": {"label": "Card", "with": "4111"}},
    {"choose": {"label": "Year", "with": "2027"}},
    {"check": "Credit"},
    {"check": "Save it"},
    {"remember": {"price": {"near": "Price"}}},
    {"click": "Pay"},
    {"expect": {"heading": "Paid"}},
)


def doing(site: Any, walk: Walk, body: str, *steps: Any) -> tuple[WalkSeen, TouchpointSeen]:
    """Do some steps on a page."""
    site.pages |= {"/": f"<title>Pay</title>{body}", "/inner": INNER}
    route = [{"at": "pay", "do": [{"open": "/"}, *steps]}]
    seen = walk(site.journey(route, facts={"price": {"kind": "money"}}))
    return seen, seen.touchpoints[0]


@pytest.mark.parametrize("body", [FRAME, SHADOW.replace("INNER", INNER)], ids=["frame", "shadow"])
def test_plain_targets_find_what_is_inside(site: Any, walk: Walk, body: str) -> None:
    seen, stop = doing(site, walk, body, *PAYING)

    assert (seen.verdict, seen.message) == ("ok", "")
    assert stop.facts[0].normal == "12.00 EUR"
    assert (stop.fields, stop.clicks) == (2, 5)


def test_frames_in_frames_and_roots_in_roots(site: Any, walk: Walk) -> None:
    site.pages["/outer"] = "<iframe src=/inner></iframe>"
    seen, _ = doing(site, walk, "<iframe src=/outer></iframe>", *PAYING)
    assert (seen.verdict, seen.message) == ("ok", "")


@pytest.mark.parametrize("step", [{"click": "Pay"}, {"expect": {"text": "12.00"}}])
def test_a_closed_root_is_not_the_sites_failure(site: Any, walk: Walk, step: Any) -> None:
    """People see what stands there, and no script can read it."""
    body = SHADOW.replace("open", "closed").replace("INNER", INNER)
    seen, _ = doing(site, walk, body, step | {"within": "200ms"})

    assert seen.verdict == "could not look"
    assert "stands in a closed shadow root" in seen.message


def test_what_is_not_in_it_either_is_missing(site: Any, walk: Walk) -> None:
    body = SHADOW.replace("open", "closed").replace("INNER", INNER)
    seen, _ = doing(site, walk, body, {"click": "Refund", "within": "200ms"})

    assert seen.verdict == "failed"


def test_a_window_is_followed_and_left_again(site: Any, walk: Walk) -> None:
    """When it closes itself, the shopper is back where it was opened."""
    site.pages["/close"] = "<title>Bank</title><button onclick='window.close()'>Agree</button>"
    body = "<h1>Shop</h1><button onclick=\"window.open('/close', '', 'width=300')\">Go</button>"
    steps = ({"click": "Go"}, {"click": "Agree"}, {"expect": {"heading": "Shop"}})

    seen, _ = doing(site, walk, body, *steps)

    assert (seen.verdict, seen.message) == ("ok", "")
