"""Coming back: what one walk left is there for the next, of the same persona."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from desireline.probes.seen import WalkSeen
from desireline.probes.trip.trip import Limits
from desireline.probes.walk.route import chosen_walks
from desireline.probes.walk.walking import walk_all
from desireline.probes.walk.wish import Wish
from desireline.scenarios.journey import Journey
from desireline.scenarios.walks_spelled import spelled_out

SHOP = """<title>Shop</title><p id=p></p><script>
const been = document.cookie.includes('been=1') && localStorage.getItem('been');
p.textContent = been ? 'welcome back ' + been : 'new here';
document.cookie = 'been=1'; localStorage.setItem('been', navigator.language)</script>"""
ROUTE = [{"at": "shop", "do": [{"open": "/"}]}]


def journey(site: Any, first: Any, second: Any) -> Journey:
    """Give a journey of two walks, the second one coming back from the first."""
    site.pages["/"] = SHOP
    back = {"route": ROUTE, "returning-from": "first"}
    walks = {"first": {"route": ROUTE} | first, "second": back | second}
    personas = {"de": {"locale": "de-DE"}, "fr": {"locale": "fr-FR"}}
    return spelled_out(site.journey(ROUTE, walks=walks, personas=personas))


def walked(shopper: Any, tmp_path: Path, journey: Journey, *names: str) -> dict[str, WalkSeen]:
    """Walk some of them (none: all)."""
    chosen = chosen_walks(journey, names, None)
    wish = Wish(journey, chosen, None, tmp_path / "out", False, {}, Limits())
    work = shopper.thread.submit(lambda: [*walk_all(shopper.session, wish, lambda line: None)])
    return {seen.walk: seen for seen in work.result()}


def text(seen: WalkSeen) -> str:
    """Give what the shop said."""
    return seen.touchpoints[0].text


def test_the_second_visit_is_known(site: Any, shopper: Any, tmp_path: Path) -> None:
    seen = walked(shopper, tmp_path, journey(site, {}, {}))

    assert text(seen["first"]) == "new here"
    assert text(seen["second"]) == "welcome back en-GB"


def test_the_first_walk_is_walked_with_it(site: Any, shopper: Any, tmp_path: Path) -> None:
    seen = walked(shopper, tmp_path, journey(site, {}, {}), "second")

    assert list(seen) == ["first", "second"]


def test_each_persona_comes_back_as_itself(site: Any, shopper: Any, tmp_path: Path) -> None:
    both = {"personas": ["de", "fr"]}

    seen = walked(shopper, tmp_path, journey(site, both, both))

    assert text(seen["second as de"]) == "welcome back de-DE"
    assert text(seen["second as fr"]) == "welcome back fr-FR"


def test_others_come_fresh(site: Any, shopper: Any, tmp_path: Path) -> None:
    seen = walked(shopper, tmp_path, journey(site, {}, {"returning-from": None}))

    assert text(seen["second"]) == "new here"


def test_a_walk_of_several_is_chosen_by_its_own_name(site: Any) -> None:
    both = {"personas": ["de", "fr"]}

    assert chosen_walks(journey(site, both, both), ("first",), None) == (
        "first as de",
        "first as fr",
    )
