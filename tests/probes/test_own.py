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
