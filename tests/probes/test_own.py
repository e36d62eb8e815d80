"""Functions of the user's own, and what tidies up after a walk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desireline.probes.seen import StepSeen, WalkSeen
from desireline.probes.words import table_of

Walk = Callable[..., WalkSeen]
SHOP = "<title>Shop</title><h1>Shop</h1><canvas></canvas><a href=/next>On</a>"


@pytest.fixture
def running(site: Any, walk: Walk, tmp_path: Path) -> Callable[[str], WalkSeen]:
    def run(body: str) -> WalkSeen:
        file = tmp_path / "checks.py"
        file.write_text(f"from desireline.probes import NotThere\ndef look(page, walk):\n{body}")
        site.pages |= {"/": SHOP, "/next": "<title>Next</title>"}
        do = [{"open": "/"}, {"run": f"{file}:look"}]
        persona = {"shopper": {"email": "ada@shopper.example"}}
        return walk(site.journey([{"at": "shop", "do": do}], persona=persona))

    return run


Running = Callable[[str], WalkSeen]


def step(seen: WalkSeen) -> StepSeen:
    """Give the step that runs."""
    return seen.touchpoints[0].steps[1]


def test_what_it_returns_is_noted(running: Running) -> None:
    seen = running(
        '    return f\'{page.locator("canvas").count()} map of {walk.shopper["email"]}\''
    )

    assert seen.verdict == "ok"
    assert step(seen).says == "run checks.py:look"
    assert step(seen).message == "1 map of ada@shopper.example"


def test_where_it_leads_is_arrived_at(running: Running) -> None:
    seen = running("    page.get_by_role('link', name='On').click()")

    assert seen.touchpoints[0].title == "Next"


def test_not_there_is_the_sites_failure(running: Running) -> None:
    seen = running("    raise NotThere('the map is not drawn')")

    assert seen.verdict == "failed"
    assert "the map is not drawn" in seen.message


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("    return 1 / 0", "ZeroDivisionError"),
        ("    page.locator('#no').click(timeout=100)", "TimeoutError"),
        ("    return walk.nothing", "AttributeError"),
        ("    return (", "SyntaxError"),
    ],
)
def test_its_own_errors_are_not_the_sites(running: Running, body: str, says: str) -> None:
    seen = running(body)

    assert seen.verdict == "could not look"
    assert f"checks.py:look stumbled: {says}" in seen.message


def test_it_stays_inside_the_fence(running: Running) -> None:
    seen = running("    page.goto('http://127.0.0.2:1/')")

    assert seen.verdict == "could not look"


CART = "<title>Cart</title><form method=post action=/empty><button>Empty</button></form>"


def tidying(site: Any, walk: Walk, *after: Any, do: Any = (), **more: Any) -> WalkSeen:
    """Walk to the cart, and tidy up."""
    site.pages |= {"/": CART, "/empty": "<title>Empty</title>"}
    route = [{"at": "cart", "do": [{"open": "/"}, *do]}]
    return walk(site.journey(route, walk={"after": list(after)}), **more)


EMPTY = ({"open": "/"}, {"click": "Empty"})


def test_it_tidies_up_after_a_walk(site: Any, walk: Walk) -> None:
    seen = tidying(site, walk, *EMPTY)

    assert ("POST", "/empty") in site.asked
    assert [step.verdict for step in seen.after] == ["ok", "ok"]


def test_it_tidies_up_after_a_failure_too(site: Any, walk: Walk) -> None:
    """Each time: a failed walk is walked again at once."""
    seen = tidying(site, walk, *EMPTY, do=[{"click": "Gone", "within": "100ms"}])

    assert seen.verdict == "failed"
    assert site.asked.count(("POST", "/empty")) == 2


def test_it_tidies_up_after_a_walk_that_stopped_before_danger(site: Any, walk: Walk) -> None:
    """What keeps the site from changing is for the walk only."""
    danger = {"click": "Empty", "danger": "pays"}

    seen = tidying(site, walk, *EMPTY, do=[danger])

    assert seen.message == "walked up to: pays"
    assert site.asked.count(("POST", "/empty")) == 1


def test_danger_needs_consent_here_too(site: Any, walk: Walk) -> None:
    seen = tidying(site, walk, {"open": "/"}, {"click": "Empty", "danger": "deletes"})

    assert ("POST", "/empty") not in site.asked
    assert seen.after[1].message == "walked up to: deletes"


def test_what_is_not_tidied_up_changes_no_verdict(site: Any, walk: Walk) -> None:
    """It is told, and the rest is tried."""
    gone = {"click": "Gone", "within": "100ms"}

    seen = tidying(site, walk, gone, *EMPTY)

    assert seen.verdict == "ok"
    assert [step.verdict for step in seen.after] == ["failed", "ok", "ok"]
    assert "not tidied up: click “Gone”" in table_of(seen)


ACTING = """<title>Shop</title><h1>Shop</h1><form method=post action=/order><button>Buy</button>
</form><form method=post action=/order target=_blank><button>New tab</button></form>"""
KEEPALIVE = "fetch('/order', {method: 'POST', keepalive: true}).catch(() => 0)"
WORKER = """new Worker(URL.createObjectURL(new Blob([
  `fetch('${location.origin}/order', {method: 'POST'})`]))) && 0"""
ACTS = {
    "a form": 'page.get_by_role("button", name="Buy").click()',
    "a form in a new tab": 'page.get_by_role("button", name="New tab").click()',
    "a script": "page.evaluate(\"fetch('/order', {method: 'PUT'}).catch(() => 0)\")",
    "a beacon": "page.evaluate(\"navigator.sendBeacon('/order', 'x')\")",
    "what outlives its page": f'page.evaluate("{KEEPALIVE}")',
    "a worker": f"page.evaluate({WORKER!r})",
}


def acting(
    site: Any, walk: Walk, tmp_path: Path, act: str, *, danger: bool = False, consent: bool = False
) -> WalkSeen:
    """Let a function do something, with or without `danger`."""
    file = tmp_path / "acts.py"
    file.write_text(f"def buy(page, walk):\n    {act}\n    page.wait_for_timeout(300)\n")
    site.pages |= {"/": ACTING, "/order": "<title>Done</title><h1>Ordered</h1>"}
    step = {"run": f"{file}:buy"} | ({"danger": "buys"} if danger else {})
    route = [{"at": "shop", "do": [{"open": "/"}, step]}]
    journey = site.journey(route, authorised_by="Ada" if consent else None)
    return walk(journey, allow_danger=consent)


def changes(site: Any) -> list[tuple[str, str]]:
    """Give what changed something on the site."""
    return [(method, path) for method, path in site.asked if method != "GET"]


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_without_danger_it_only_looks(site: Any, walk: Walk, tmp_path: Path, act: str) -> None:
    """What would change something is held back, and said."""
    seen = acting(site, walk, tmp_path, act)

    assert changes(site) == []
    assert "/order" in step(seen).message
    assert seen.verdict in ("ok", "could not look")


def test_a_form_that_it_sends_is_our_fault(site: Any, walk: Walk, tmp_path: Path) -> None:
    seen = acting(site, walk, tmp_path, ACTS["a form"])

    assert seen.verdict == "could not look"
    assert "acts.py:buy would change something (POST /order)" in seen.message


def test_a_function_with_danger_needs_consent_too(site: Any, walk: Walk, tmp_path: Path) -> None:
    seen = acting(site, walk, tmp_path, ACTS["a form"], danger=True)

    assert seen.message == "walked up to: buys"
    assert changes(site) == []


def test_with_both_locks_open_it_may_act(site: Any, walk: Walk, tmp_path: Path) -> None:
    seen = acting(site, walk, tmp_path, ACTS["a form"], danger=True, consent=True)

    assert seen.verdict == "ok"
    assert changes(site) == [("POST", "/order")]


def test_the_fence_is_up_for_the_function_only(site: Any, walk: Walk, tmp_path: Path) -> None:
    file = tmp_path / "looks.py"
    file.write_text("def look(page, walk):\n    return page.title()\n")
    site.pages |= {"/": ACTING, "/order": "<title>Done</title><h1>Ordered</h1>"}
    do = [{"open": "/"}, {"run": f"{file}:look"}, {"click": "Buy"}, {"expect": {"text": "Ordered"}}]

    assert walk(site.journey([{"at": "shop", "do": do}])).verdict == "ok"
    assert changes(site) == [("POST", "/order")]


def test_a_function_that_tidies_up_only_looks_too(site: Any, walk: Walk, tmp_path: Path) -> None:
    file = tmp_path / "acts.py"
    act = 'page.get_by_role("button", name="Empty").click()'
    file.write_text(f"def buy(page, walk):\n    {act}\n    page.wait_for_timeout(200)\n")

    seen = tidying(site, walk, {"open": "/"}, {"run": f"{file}:buy"})

    assert changes(site) == []
    assert seen.after[1].verdict == "could not look"


SOCKET = """<title>Chat</title><h1>Chat</h1><script>
const open = new WebSocket(location.href.replace('http', 'ws') + 'socket');
let sent = 0; const real = WebSocket.prototype.send;
WebSocket.prototype.send = function (text) { sent += 1; };
</script>"""


def test_a_socket_that_is_open_is_dumb_for_so_long(site: Any, walk: Walk, tmp_path: Path) -> None:
    """What a page says on a socket it has is held, too; afterwards it speaks again."""
    file = tmp_path / "acts.py"
    say = 'page.evaluate("open.send(1); sent")'
    file.write_text(
        f"def buy(page, walk):\n    return {say}\n\ndef allowed(page, walk):\n    return {say}"
    )
    site.pages |= {"/": SOCKET}
    dangerous = {"run": f"{file}:allowed", "danger": "speaks"}
    route = [{"at": "shop", "do": [{"open": "/"}, {"run": f"{file}:buy"}, dangerous]}]

    seen = walk(site.journey(route, authorised_by="Ada"), allow_danger=True)

    assert [one.message for one in seen.touchpoints[0].steps[1:]] == ["0", "1"]
