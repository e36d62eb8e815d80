"""What pops up is closed, whenever it does, and counted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from desireline.probes.seen import WalkSeen

Walk = Callable[..., WalkSeen]
BANNER = """<title>Shop</title><h1>Shop</h1><button onclick="s.textContent='Sold'">Buy</button>
<p id=s></p><script>setTimeout(() => document.body.insertAdjacentHTML('beforeend',
`<div role=dialog style="position:fixed;inset:0;background:#fff">A newsletter!
<button onclick="this.parentNode.remove()">No thanks</button></div>`), WAIT)</script>"""
BUY = {"at": "shop", "do": [{"open": "/"}, {"click": "Buy"}, {"expect": {"text": "Sold"}}]}
CLOSE = {"dismiss": [{"button": "No thanks"}]}


def test_what_lies_over_the_page_is_closed(site: Any, walk: Walk) -> None:
    """Each time it is there, and each costs a click."""
    site.pages["/"] = BANNER.replace("WAIT", "0")

    seen = walk(site.journey([BUY], walk=CLOSE))

    assert seen.verdict == "ok"
    assert seen.touchpoints[0].clicks == 2
    assert seen.touchpoints[0].steps[1].message == "closed “No thanks”"


def test_what_cannot_be_closed_is_told(site: Any, walk: Walk) -> None:
    """It stays where it is, with something over its button."""
    site.pages["/"] = """<title>Shop</title><h1>Shop</h1><button onclick="s.textContent='Sold'">Buy
      </button><p id=s></p><div role=dialog style="position:fixed;bottom:0;height:80px">Newsletter
      <button>No thanks</button></div>
      <div style='position:fixed;inset:50% 0 0 0;z-index:9;background:#eee'>Sale!</div>"""

    seen = walk(site.journey([BUY], walk=CLOSE))

    assert seen.verdict == "ok", seen.message
    assert "“No thanks” could not be pressed" in seen.touchpoints[0].steps[1].message


def test_what_never_pops_up_is_not_missed(site: Any, walk: Walk) -> None:
    site.pages["/"] = BANNER.replace("WAIT", "1e9")

    seen = walk(site.journey([BUY], walk=CLOSE))

    assert (seen.verdict, seen.touchpoints[0].clicks) == ("ok", 1)


def test_without_closing_it_lies_in_the_way(site: Any, walk: Walk) -> None:
    site.pages["/"] = BANNER.replace("WAIT", "0")
    route = [{"at": "shop", "do": [{"open": "/"}, {"click": "Buy", "within": "500ms"}]}]

    seen = walk(site.journey(route))

    assert seen.verdict == "failed"
    assert "lies over it" in seen.message


def test_it_is_closed_in_a_new_tab_too(site: Any, walk: Walk) -> None:
    site.pages |= {"/": "<title>A</title><a href=/shop target=_blank>Shop</a>"}
    site.pages["/shop"] = BANNER.replace("WAIT", "0")
    do = [{"open": "/"}, {"click": "Shop"}, {"click": "Buy"}, {"expect": {"text": "Sold"}}]

    assert walk(site.journey([{"at": "shop", "do": do}], walk=CLOSE)).verdict == "ok"


def test_what_comes_back_for_ever_does_not_keep_us(site: Any, walk: Walk) -> None:
    """A customer gives up closing it, too."""
    again = BANNER.replace("this.parentNode.remove()", "this.parentNode.append('Sure?')")
    site.pages["/"] = again.replace("WAIT", "0")
    route = [{"at": "shop", "do": [{"open": "/"}, {"click": "Buy", "within": "1s"}]}]

    seen = walk(site.journey(route, walk=CLOSE))

    assert seen.verdict == "failed"
    assert "lies over it" in seen.message


def test_the_step_passes_over_what_is_not_there(site: Any, walk: Walk) -> None:
    site.pages["/"] = BANNER.replace("WAIT", "0")
    step = {"dismiss": {"button": "No thanks"}}
    do = [{"open": "/"}, step, {**step, "within": "100ms"}, *BUY["do"][1:]]

    seen = walk(site.journey([{"at": "shop", "do": do}]))

    assert seen.verdict == "ok"
    assert [s.verdict for s in seen.touchpoints[0].steps[1:3]] == ["ok", "not run"]
    assert seen.touchpoints[0].clicks == 2


FRAMED = """<title>Shop</title><h1>Shop</h1><button onclick="s.textContent='Sold'">Buy</button>
<p id=s></p><iframe srcdoc="An advert"></iframe>
<script>setTimeout(() => document.body.insertAdjacentHTML('beforeend',
`<iframe src=/news style="position:fixed;inset:0;width:100%;height:100%"></iframe>`), WAIT)
</script>"""
NEWS = """<body style=background:#fff>A newsletter!
<button onclick="parent.document.querySelector('[src]').remove()">No thanks</button>"""


@pytest.mark.parametrize("wait", ["0", "300"])
def test_what_lies_over_the_page_in_a_frame_is_closed(site: Any, walk: Walk, wait: str) -> None:
    """Also when its frame comes only while the shopper waits for something."""
    site.pages |= {"/": FRAMED.replace("WAIT", wait), "/news": NEWS}
    site.pages["/"] += (
        "<p id=l></p><script>setTimeout(() => { l.textContent = 'Late' }, 600)</script>"
    )
    late = [{"expect": {"text": "Late"}}] if wait == "300" else []
    do = [{"open": "/"}, *late, *BUY["do"][1:]]

    seen = walk(site.journey([{"at": "shop", "do": do}], walk=CLOSE))

    assert (seen.verdict, seen.message) == ("ok", "")
    assert seen.touchpoints[0].clicks == 2
    assert "closed “No thanks”" in [step.message for step in seen.touchpoints[0].steps]


def test_a_frame_that_comes_while_a_click_waits_is_closed(site: Any, walk: Walk) -> None:
    """The button can't be used until a second later, and by then the frame lies over it."""
    body = FRAMED.replace("WAIT", "300").replace("<button ", "<button disabled ")
    enable = "<script>setTimeout(() => document.querySelector('button').disabled = false, 900)"
    site.pages |= {"/": body + enable + "</script>", "/news": NEWS}

    seen = walk(site.journey([BUY], walk=CLOSE))

    assert (seen.verdict, seen.touchpoints[0].steps[1].message) == ("ok", "closed “No thanks”")


STUCK = """<title>A</title><h1>A</h1><p>A</p><a href=/shop>On</a>
<div role=dialog style="position:fixed;bottom:0;height:80px">Newsletter
<button>No thanks</button></div>
<div style='position:fixed;inset:50% 0 0 0;z-index:9;background:#eee'>Sale!</div>"""


def test_what_could_not_be_closed_is_tried_again_on_the_next_page(site: Any, walk: Walk) -> None:
    """Once on the page where it is stuck, whatever is done there; there it keeps nobody long."""
    site.pages |= {"/": STUCK.replace("<a ", "<button>Look</button><a ")}
    site.pages["/shop"] = BANNER.replace("WAIT", "0")
    do = [{"open": "/"}, {"click": "Look"}, {"click": "Look"}, {"click": "On"}, *BUY["do"][1:]]

    seen = walk(site.journey([{"at": "shop", "do": do}], walk=CLOSE))

    assert (seen.verdict, seen.message) == ("ok", "")
    said = [step.message for step in seen.touchpoints[0].steps]
    assert said == ["", "“No thanks” could not be pressed", "", "", "closed “No thanks”", ""]


@pytest.mark.parametrize("keyboard_only", [False, True], ids=["mouse", "keyboard"])
def test_what_comes_on_every_page_is_closed_on_every_page(
    site: Any, walk: Walk, keyboard_only: bool
) -> None:
    """However many pages there are."""
    pages = 8
    for number in range(pages):
        path = f"/{number}" if number else "/"
        on = f"<title>{number}</title><h1>{number}</h1><a href=/{number + 1}>On</a>"
        site.pages[path] = on + BANNER.replace("WAIT", "0")
    steps = [{"click": "On"}] * (pages - 1)
    do = [{"open": "/"}, *steps, {"click": "Buy"}, {"expect": {"text": "Sold"}}]
    persona = {"keyboard-only": keyboard_only}

    seen = walk(site.journey([{"at": "shop", "do": do}], walk=CLOSE, persona=persona))

    assert (seen.verdict, seen.message) == ("ok", "")
    closed = [step for step in seen.touchpoints[0].steps if step.message == "closed “No thanks”"]
    assert len(closed) == pages
