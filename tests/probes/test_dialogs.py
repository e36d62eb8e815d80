"""The browser's own boxes: answered as the walk says, and missed when they don't come."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from desireline.probes.seen import WalkSeen

Walk = Callable[..., WalkSeen]
PAGE = """<title>Cart</title><p id=s></p>
<button onclick="s.textContent = 'got ' + ASK">Remove</button>"""


def answering(
    site: Any, walk: Walk, ask: str, answer: Mapping[str, str], then: str, **more: Any
) -> WalkSeen:
    """Click what brings up a box, with an answer, and expect some words then."""
    site.pages["/"] = PAGE.replace("ASK", ask)
    click = {"click": "Remove"} | more
    do = [{"open": "/"}, {"dialog": answer}, click, {"expect": {"text": then}, "within": "500ms"}]
    return walk(site.journey([{"at": "cart", "do": do}], persona={"shopper": {"name": "Ada"}}))


def test_a_question_is_answered_yes(site: Any, walk: Walk) -> None:
    seen = answering(site, walk, "confirm('Remove it?')", {"says": "remove"}, "got true")

    assert seen.verdict == "ok"
    assert seen.touchpoints[0].steps[2].message == "a box said “Remove it?”"
    assert seen.touchpoints[0].clicks == 2
    assert seen.touchpoints[0].console == ()


def test_a_question_is_answered_no(site: Any, walk: Walk) -> None:
    seen = answering(site, walk, "confirm('Remove it?')", {"answer": "dismiss"}, "got false")

    assert seen.verdict == "ok"


def test_something_is_typed_into_it(site: Any, walk: Walk) -> None:
    answer = {"with": "${shopper.name}"}

    assert answering(site, walk, "prompt('Who?')", answer, "got Ada").verdict == "ok"


def test_what_stands_there_is_kept(site: Any, walk: Walk) -> None:
    assert answering(site, walk, "prompt('Who?', 'Bo')", {}, "got Bo").verdict == "ok"


def test_a_box_that_says_something_else_is_not_agreed_to(site: Any, walk: Walk) -> None:
    ask = "console.log(window.was = confirm('Delete your account?'))"
    seen = answering(site, walk, ask, {"says": "remove it"}, "got")

    assert seen.verdict == "failed"
    assert "a box says “Delete your account?”, not “remove it”" in seen.message


def test_a_box_that_does_not_come_is_missed(site: Any, walk: Walk) -> None:
    seen = answering(site, walk, "1", {"says": "remove it"}, "got", within="300ms")

    assert seen.verdict == "failed"
    assert "no box came up within 0.3 s" in seen.message


def test_only_the_next_box_is_answered(site: Any, walk: Walk) -> None:
    ask = "confirm('One?') + ' ' + confirm('Two?')"
    seen = answering(site, walk, ask, {"says": "one"}, "got true false")

    assert seen.verdict == "ok"
    assert seen.touchpoints[0].console == ("1 alert boxes opened and were dismissed",)
