"""When a page asks for cookies, the persona answers; who can't refuse is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from desireline.probes.seen import StepSeen, WalkSeen

Walk = Callable[..., WalkSeen]
PAGE = """<title>Shop</title><h1>Shop</h1><button onclick="s.textContent='sold'">Buy</button>
<p id=s></p><p id=c>open</p>
<div role=dialog style="position:fixed;bottom:0;top:60%;left:0;right:0;background:#ddd">
<p>We use cookies.</p>BUTTONS</div>"""


def button(name: str) -> str:
    """Give a button that notes its name and closes the banner."""
    return f"<button onclick=\"c.textContent='{name}';this.parentNode.remove()\">{name}</button>"


def buying(site: Any, walk: Walk, consent: str, *names: str) -> tuple[StepSeen, str, WalkSeen]:
    """Buy as somebody who answers so; give the step, and what the page was told."""
    site.pages["/"] = PAGE.replace("BUTTONS", "".join(map(button, names)))
    do = [{"open": "/"}, {"click": "Buy"}, {"expect": {"text": "sold"}}]
    seen = walk(site.journey([{"at": "shop", "do": do}], persona={"consent": consent}))
    answered = seen.touchpoints[0].text.splitlines()[3]
    return seen.touchpoints[0].steps[1], answered, seen


@pytest.mark.parametrize(
    ("yes", "no"),
    [
        ("Accept all", "Reject all"),
        ("Allow cookies", "Only necessary cookies"),
        ("Alle akzeptieren", "Nur notwendige Cookies"),
        ("Tout accepter", "Continuer sans accepter"),
        ("Aceptar todo", "Rechazar todo"),
    ],
)
def test_the_banner_is_answered(site: Any, walk: Walk, yes: str, no: str) -> None:
    for consent, name in (("accept", yes), ("refuse", no)):
        step, answered, seen = buying(site, walk, consent, "Settings", yes, no)

        assert (seen.verdict, answered) == ("ok", name)
        assert step.message == f"cookies: “{name}”"
        assert step.clicks == 2


def test_ignoring_leaves_it_alone(site: Any, walk: Walk) -> None:
    step, answered, seen = buying(site, walk, "ignore", "Accept all", "Reject all")

    assert (seen.verdict, answered, step.clicks) == ("ok", "open", 1)


def test_a_banner_without_a_way_to_refuse_is_told(site: Any, walk: Walk) -> None:
    """And not agreed to."""
    step, answered, seen = buying(site, walk, "refuse", "Accept all", "Settings")

    assert (seen.verdict, answered) == ("ok", "open")
    assert step.message == "the cookie banner has no button to refuse"


def test_a_banner_that_cannot_be_answered_is_told(site: Any, walk: Walk) -> None:
    """Something lies over its button; the shopper goes on without an answer."""
    over = "<div style='position:fixed;inset:50% 0 0 0;z-index:9;background:#eee'>Sale!</div>"
    site.pages["/"] = f"""<title>Shop</title><h1>Shop</h1><button>Buy</button>{over}
      <div role=dialog style="position:fixed;bottom:0;height:80px">We use cookies
      <button>Accept all</button></div>"""
    do = [{"open": "/"}, {"click": "Buy"}]

    seen = walk(site.journey([{"at": "shop", "do": do}], persona={"consent": "accept"}))

    assert seen.verdict == "ok", seen.message
    assert "the cookie banner could not be answered" in seen.touchpoints[0].steps[1].message


def test_other_boxes_are_not_agreed_to(site: Any, walk: Walk) -> None:
    site.pages["/"] = PAGE.replace("We use cookies.", "Delete all?").replace(
        "BUTTONS", button("Accept all")
    )
    do = [{"open": "/"}, {"click": "Buy"}]

    seen = walk(site.journey([{"at": "shop", "do": do}], persona={"consent": "accept"}))

    assert "open" in seen.touchpoints[0].text.splitlines()


FRAMED = """<title>Shop</title><h1>Shop</h1><button onclick="s.textContent='sold'">Buy</button>
<p id=s></p><p id=c>open</p><iframe src=/cookies
style="position:fixed;inset:0;width:100%;height:100%;background:#fff"></iframe>"""
INSIDE = (
    """onclick="parent.c.textContent='NAME';parent.document.querySelector('iframe').remove()\""""
)


@pytest.mark.parametrize(
    "banner", ["<p>We use cookies.</p>BUTTONS", "LONG<div role=dialog>Cookies? BUTTONS</div>"]
)
@pytest.mark.parametrize(("consent", "name"), [("accept", "Accept all"), ("refuse", "Reject all")])
def test_a_banner_in_a_frame_is_answered(
    site: Any, walk: Walk, banner: str, consent: str, name: str
) -> None:
    """A small frame is a banner as a whole; in a large one there is a box."""
    named = [
        f"<button {INSIDE.replace('NAME', n)}>{n}</button>" for n in ("Accept all", "Reject all")
    ]
    inner = banner.replace("BUTTONS", "".join(named)).replace("LONG", "<p>Boots. " * 1000)
    site.pages |= {"/": FRAMED, "/cookies": inner}
    do = [{"open": "/"}, {"click": "Buy"}, {"expect": {"text": "sold"}}]

    seen = walk(site.journey([{"at": "shop", "do": do}], persona={"consent": consent}))

    assert (seen.verdict, seen.touchpoints[0].steps[1].message) == ("ok", f"cookies: “{name}”")
    assert name in seen.touchpoints[0].text.splitlines()
    assert seen.touchpoints[0].clicks == 2


def test_a_large_frame_is_no_banner(site: Any, walk: Walk) -> None:
    """Though its last words speak of cookies: what it asks to accept is something else."""
    terms = f"<p>{'Boots. ' * 1000}</p><button {INSIDE}>Accept</button><p>Cookie policy</p>"
    page = FRAMED.replace("inset:0;width:100%;height:100%", "top:60%")
    site.pages |= {"/": page, "/cookies": terms.replace("NAME", "agreed")}
    do = [{"open": "/"}, {"click": "Buy"}, {"expect": {"text": "sold"}}]

    seen = walk(site.journey([{"at": "shop", "do": do}], persona={"consent": "accept"}))

    assert (seen.verdict, seen.touchpoints[0].clicks) == ("ok", 1)
    assert "agreed" not in seen.touchpoints[0].text.splitlines()
