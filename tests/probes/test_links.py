"""Dead links: found as a customer finds them, without changing anything."""

from __future__ import annotations

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any

import pytest

from desireline.probes.page import links
from desireline.probes.page.aside import Aside
from desireline.probes.page.links import find_dead_links
from desireline.probes.safety.hosts import Hosts

if TYPE_CHECKING:
    from playwright.sync_api import Page

Found = Callable[[str], tuple[str, ...]]


@pytest.fixture
def found(page: Page, site: Any) -> Found:
    """Look for the dead links of a page; what it loaded itself is forgotten."""

    def find(html: str) -> tuple[str, ...]:
        site.pages |= {"/": html, "/good": "fine"}
        page.goto(site.url)
        site.asked.clear()
        return find_dead_links(page, Aside(Hosts((site.host,)))).dead

    return find


def with_status(status: int, *, method: str = "", **headers: str) -> Callable[..., None]:
    """Answer with a status; with 200 to other methods than the one named."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status if method in ("", handler.command) else 200)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


def test_a_link_that_leads_nowhere_is_named(found: Found) -> None:
    seen = found('<a href="/good">Good</a> <a href="/sizes?of=boots">Size  guide</a>')

    assert seen == ("Size guide -> /sizes?of=boots (404)",)


def test_the_head_is_enough_and_each_link_is_asked_once(found: Found, site: Any) -> None:
    site.pages["/good"] = "fine"
    found('<a href="/good">One</a><a href="/good#part">Two</a><a href="/good">Three</a>')

    assert len({path for _, path in site.asked}) == 1


def test_a_server_that_answers_heads_wrongly_is_asked_again(found: Found, site: Any) -> None:
    site.pages["/odd"] = with_status(405, method="HEAD")
    site.pages["/lies"] = with_status(404, method="HEAD")

    assert found('<a href="/odd">Odd</a><a href="/lies">Lies</a>') == ()


@pytest.mark.parametrize(("status", "dead"), [(403, 1), (410, 1), (500, 1), (429, 0), (204, 0)])
def test_from_400_on_it_is_dead(found: Found, site: Any, status: int, dead: int) -> None:
    """Too many requests are our doing, not the link's."""
    site.pages["/x"] = with_status(status)

    assert len(found('<a href="/x">X</a>')) == dead


def test_redirections_are_followed_on_allowed_hosts_only(found: Found, site: Any) -> None:
    site.pages["/moved"] = with_status(302, Location="/gone")
    site.pages["/away"] = with_status(302, Location="http://127.0.0.2:9/evil")
    site.pages["/round"] = with_status(302, Location="/round")

    seen = found('<a href="/moved">Moved</a><a href="/away">Away</a><a href="/round">Round</a>')

    assert seen == ("Moved -> /moved (404)", "Round -> /round (redirections without end)")


def test_other_hosts_and_other_schemes_are_left_alone(found: Found) -> None:
    html = '<a href="http://127.0.0.2:9/">Other</a><a href="mailto:a@x.example">Mail</a>'

    assert found(html + '<a href="tel:110">Call</a><a href="javascript:void 0">Script</a>') == ()


@pytest.mark.parametrize(
    "link",
    [
        '<a href="/x">Log out</a>',
        '<a href="/logout"><img alt="" src=""></a>',
        '<a href="/x">Delete my account</a>',
        '<a href="/unsubscribe?me">here</a>',
        '<a href="/?add-to-cart=7">Buy</a>',
    ],
)
def test_what_may_change_something_is_never_asked(found: Found, site: Any, link: str) -> None:
    assert found(link) == ()
    assert [path for _, path in site.asked if path != "/"] == []


def test_links_that_nobody_sees_are_no_dead_ends(found: Found) -> None:
    assert found('<a href="/x" hidden>X</a><p style="display:none"><a href="/y">Y</a></p>') == ()


def test_parts_of_the_page_must_be_there(found: Found) -> None:
    html = '<a href="#sizes">Sizes</a><a href="#good">Good</a><p id=good>'
    html += '<a href="#">Top</a><a href="#/route">App</a><a href="#tab" role=tab>Tab</a>'

    assert found(html) == ("Sizes -> /#sizes (no such part of the page)",)


def test_links_in_shadow_roots_and_pictures_have_names(found: Found) -> None:
    inside = '<a href="/x"><img alt="Our sizes" src="data:,"></a>'
    html = f"<div id=d></div><script>d.attachShadow({{mode:'open'}}).innerHTML='{inside}'</script>"

    assert found(html) == ("Our sizes -> /x (404)",)


def test_no_answer_in_time_is_dead(
    found: Found, site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_go = threading.Event()
    site.pages["/slow"] = lambda handler: let_go.wait(10)
    monkeypatch.setattr(links, "SECONDS_EACH", 0.3)

    seen = found('<a href="/slow">Slow</a>')
    let_go.set()

    assert seen == ("Slow -> /slow (no answer)",)


def test_only_so_many_are_asked(found: Found, site: Any) -> None:
    found("".join(f'<a href="/good?{n}">Link {n}</a>' for n in range(80)))

    assert len({path for _, path in site.asked if path.startswith("/good")}) == 60


def test_the_shoppers_cookies_go_along(found: Found, site: Any, page: Page) -> None:
    site.pages["/"] = "start"
    page.goto(site.url)
    page.context.add_cookies([{"name": "visitor", "value": "7", "url": site.url}])
    site.heads.clear()

    found('<a href="/good">Good</a>')

    sent = {name.lower(): value for name, value in site.heads[-1].items()}
    assert sent["cookie"] == "visitor=7"


def test_what_a_link_sets_does_not_stay_with_the_shopper(
    found: Found, site: Any, page: Page
) -> None:
    """A switch of language is an ordinary link; asked for, it must not switch the walk's."""
    site.pages["/locale/set"] = with_status(200, **{"Set-Cookie": "language=de; Path=/"})
    page.context.add_cookies([{"name": "language", "value": "en", "url": site.url}])

    found("<a href='/locale/set?locale=de'>Deutsch</a>")
    kept = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}

    assert any("/locale/set" in asked for asked in map(str, site.asked))
    assert kept["language"] == "en"
