"""The keyboard's way over a page: seen, in order, and free to go on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from desireline.probes.seen import WalkSeen

Walk = Callable[..., WalkSeen]
TOP = "<!doctype html><html lang=en><title>Shop</title><a href=/on>Call 030 23125 142</a>"


@pytest.fixture
def by_keyboard(site: Any, walk: Walk) -> Callable[[str], list[str]]:
    """Click “Buy” with the keyboard alone, and give what was noticed on the way."""

    def look(html: str) -> list[str]:
        site.pages |= {"/": TOP + html}
        steps = [{"open": "/"}, {"click": {"button": "Buy"}}]
        route = [{"at": "a", "do": steps}]
        (stop,) = walk(site.journey(route, persona={"keyboard-only": True})).touchpoints
        return [one.says for one in stop.noticed or () if one.says.startswith("by keyboard")]

    return look


Look = Callable[[str], list[str]]
BUY = "<button>Buy</button>"


def test_a_plain_page_is_walked_without_trouble(by_keyboard: Look) -> None:
    assert by_keyboard(f"<p><a href=/b>Boots</a></p><p><input aria-label=Size></p>{BUY}") == []


def test_a_focus_that_cannot_be_seen(by_keyboard: Look) -> None:
    html = f"<style>#b:focus {{outline: none}}</style><p><a id=b href=/b>Boots</a></p>{BUY}"

    assert by_keyboard(html) == ["by keyboard: the focus can't be seen on “Boots”"]


def test_a_focus_that_is_drawn_otherwise_is_seen(by_keyboard: Look) -> None:
    style = "#b:focus {outline: none; box-shadow: 0 0 0 3px blue}"

    assert by_keyboard(f"<style>{style}</style><p><a id=b href=/b>Boots</a></p>{BUY}") == []


def test_a_focus_that_jumps_back_up(by_keyboard: Look) -> None:
    html = f"""<p><a href=/b tabindex=2>First</a></p><p style="margin-top: 900px">
      <a href=/c tabindex=1>Second</a></p>{BUY}"""

    assert by_keyboard(html) == ["by keyboard: the focus jumps back: “First” after “Second”"]


def test_a_focus_on_something_that_is_not_drawn(by_keyboard: Look) -> None:
    html = f"<a href=/b style='position:absolute;opacity:0'>Ghost</a><p></p>{BUY}"

    says = by_keyboard(html)

    assert "by keyboard: the focus goes to what is not drawn: “Ghost”" in says


def test_a_trap_is_told_with_what_holds_it(by_keyboard: Look) -> None:
    html = f"""<p><input id=one aria-label=One> <input id=two aria-label=Two></p>{BUY}<script>
      two.onkeydown = (e) => {{ if (e.key === 'Tab') {{ e.preventDefault(); one.focus(); }} }};
      </script>"""

    says = by_keyboard(html)

    assert any("trapped among" in one and "“One”" in one and "“Two”" in one for one in says)


def test_a_long_name_is_cut_once_secrets_are_out_of_it(site: Any, walk: Walk) -> None:
    """Cut before, half of one would be left that nobody knows again."""
    secret = "s3cret-of-ada-lovelace"
    style = "<style>#b:focus {outline: none}</style>"
    link = f"<p><a id=b href=/b>{'x' * 50} {secret} {'y' * 50}</a></p>"
    site.pages |= {"/": f"{TOP}{style}{link}<p><input aria-label=Code></p>{BUY}"}
    steps = [
        {"open": "/"},
        {"fill": {"label": "Code", "with": "$CODE"}},
        {"click": {"button": "Buy"}},
    ]
    journey = site.journey([{"at": "a", "do": steps}], persona={"keyboard-only": True})
    (stop,) = walk(journey, environ={"CODE": secret}).touchpoints

    says = [one.says for one in stop.noticed or () if "focus can't be seen" in one.says]
    assert says
    assert len(says[0]) < 150
    assert "s3cret" not in says[0]
