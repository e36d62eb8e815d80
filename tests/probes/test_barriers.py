"""Barriers: what axe calls serious or critical, named so that it can be found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from desireline.probes.browser.session import Session
from desireline.probes.page import barriers
from desireline.probes.page.barriers import Barriers, find_barriers, template_of
from desireline.probes.seen import WalkSeen
from desireline.scenarios.errors import CouldNotLook

if TYPE_CHECKING:
    from playwright.sync_api import Page

TOP = "<!doctype html><html lang=en><title>Shop</title><h1>Boots</h1>"


@pytest.fixture
def found(session: Session, site: Any) -> Iterator[Callable[[str], tuple[str, ...]]]:
    """Look for the barriers of a page."""
    context = session.context({})
    page: Page = context.new_page()

    def find(html: str) -> tuple[str, ...]:
        site.pages["/"] = TOP + html
        page.goto(site.url)
        return find_barriers(page).found

    yield find
    context.close()


Found = Callable[[str], tuple[str, ...]]


def test_a_field_without_a_label_is_a_barrier(found: Found) -> None:
    seen = found('<main>Phone <input name="phone"></main>')

    assert seen == ("label: input (Form elements must have labels)",)


def test_pale_words_and_nameless_buttons_are_barriers(found: Found) -> None:
    seen = found("<main><p style='color:#ccc'>Pale</p><button id=buy></button></main>")

    assert [each.split(" (")[0] for each in seen] == ["button-name: #buy", "color-contrast: p"]


def test_what_axe_calls_moderate_is_none(found: Found) -> None:
    """A level skipped is untidy; a page that can't be zoomed is a moderate WCAG violation."""
    zoom = "<meta name=viewport content='user-scalable=no, maximum-scale=1'>"

    assert found(f"{zoom}<main><p>Words</p><h4>A level skipped</h4></main>") == ()


def test_the_list_is_bounded_and_says_so(found: Found) -> None:
    seen = found("<main>" + "<img src='data:,'>" * 50 + "</main>")

    assert len(seen) == 21
    assert seen[-1] == "and 30 more"


def test_a_strict_policy_does_not_keep_us_out(found: Found) -> None:
    policy = "default-src 'none'; require-trusted-types-for 'script'"
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'

    assert len(found(f"{meta}<main><input name=a></main>")) == 1


def test_shadow_roots_and_own_frames_are_looked_at(found: Found) -> None:
    shadow = "<main id=m></main><script>m.attachShadow({mode:'open'}).innerHTML='<input>'</script>"
    frame = "<main><iframe title=Form srcdoc='<html lang=en><title>F</title><input>'></iframe>"

    assert len(found(shadow)) == 1
    assert len(found(frame + "</main>")) == 1


def test_hostile_selectors_are_bounded(found: Found) -> None:
    seen = found(f"<main><input id='{'x' * 5000}'></main>")

    assert len(seen) == 1
    assert len(seen[0]) <= 200


def test_nothing_of_ours_stays_in_the_page(session: Session, site: Any) -> None:
    site.pages["/"] = TOP + "<script>var define = () => 1</script>"
    page = session.context({}).new_page()
    page.goto(site.url)
    find_barriers(page)

    assert page.evaluate("typeof window.axe") == "undefined"
    page.context.close()


def test_without_the_script_it_says_what_to_install(
    found: Found, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(resources, "files", lambda name: tmp_path)
    monkeypatch.setattr(barriers, "files", lambda name: tmp_path)
    barriers._axe.cache_clear()

    with pytest.raises(CouldNotLook, match="axe-core") as told:
        found("")

    assert told.value.code == "DL353"


def test_pages_that_are_made_alike_are_one_template(session: Session, site: Any) -> None:
    """Other words and numbers don't matter; a missing label, or another style, does."""
    page = session.context({}).new_page()

    def template(html: str) -> str:
        site.pages["/"] = TOP + html
        page.goto(site.url)
        return template_of(page)

    plain = template("<main><p class=item-1>Boots</p><img src=a.png alt=A></main>")

    assert template("<main><p class=item-27>Socks</p><img src=b.png alt=B></main>") == plain
    assert template("<main><p class=item-1>Boots</p><img src=a.png></main>") != plain
    assert template("<main><p class=pale>Boots</p><img src=a.png alt=A></main>") != plain
    page.context.close()


def test_a_template_is_looked_at_once_a_walk(
    site: Any, walk: Callable[..., WalkSeen], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each touchpoint is told its barriers all the same."""
    looked: list[str] = []

    def counted(page: Page, *more: Any) -> Barriers:
        looked.append(page.url)
        return find_barriers(page, *more)

    monkeypatch.setattr(barriers, "find_barriers", counted)
    site.pages |= {"/1": TOP + "<input class=a>", "/2": TOP + "<input class=a>"}
    site.pages["/3"] = TOP + "<input aria-label=Size>"
    route = [{"at": f"p{n}", "do": [{"open": f"/{n}"}]} for n in (1, 2, 3)]
    promises = {f"p{n}": {"accessible": True} for n in (1, 2, 3)}

    seen = walk(site.journey(route, promises=promises)).touchpoints

    assert len(looked) == 2
    assert [len(stop.barriers or ()) for stop in seen] == [1, 1, 0]


def test_frames_that_could_not_be_checked_are_told(
    site: Any, walk: Callable[..., WalkSeen]
) -> None:
    """Those of other companies are none of ours; a frame without barriers has nothing to tell."""
    guarded = "<script>Object.defineProperty(window, 'axe', {value: 1})</script>"
    frames = "".join(f"<iframe title=t{n} src=/f{n}></iframe>" for n in range(6))
    site.pages["/"] = f"{TOP}<main>{frames}</main>"
    for n in range(6):
        site.pages[f"/f{n}"] = TOP + (guarded if n == 1 else "<main>Words</main>")
    route = [{"at": "home", "do": [{"open": "/"}]}]

    seen = walk(site.journey(route, promises={"home": {"accessible": True}})).touchpoints[0]

    assert seen.barriers == ()
    assert len(seen.unseen) == 2
    assert "/f1: the page could not be checked for barriers" in seen.unseen[0]
    assert seen.unseen[1] == "2 more frames of the page were not checked for barriers"
