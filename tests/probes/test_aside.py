"""What is asked for beside a walk: politely, as the shopper, once, within bounds."""

from __future__ import annotations

import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from desireline.probes.browser.session import Session
from desireline.probes.page import links
from desireline.probes.page.aside import Aside
from desireline.probes.page.links import Links, find_dead_links
from desireline.probes.safety import pace
from desireline.probes.safety.hosts import Hosts
from desireline.probes.seen import TouchpointSeen, WalkSeen
from desireline.reports.views import compare_views

if TYPE_CHECKING:
    from playwright.sync_api import Page

Walk = Callable[..., WalkSeen]
Answer = Callable[[BaseHTTPRequestHandler], None]
PROMISED = {"shop": {"links work": True}}
HEAD = "<!doctype html><html lang=en><title>Tea</title><h1>Tea</h1>"
LINKS = f"{HEAD}<a href=/a>A</a><a href=/b>B</a><a href=/c>C</a>"


def answer(status: int, body: str = "", **headers: str) -> Answer:
    """Answer with a status, and what goes with it."""

    def give(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        if handler.command != "HEAD":
            handler.wfile.write(body.encode())

    return give


@pytest.fixture
def heads(site: Any, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, float]]:
    """Let the site answer HEAD like GET; give what was asked so, and when."""
    asked: list[tuple[str, float]] = []
    plain = site.handler.do_GET

    def do_head(handler: Any) -> None:
        asked.append((handler.path, time.monotonic()))
        plain(handler)

    monkeypatch.setattr(site.handler, "do_HEAD", do_head, raising=False)
    return asked


def looked_at(page: Page, site: Any, html: str, aside: Aside | None = None) -> Links:
    """Look for the dead links of a page."""
    site.pages["/"] = html
    page.goto(site.url)
    site.asked.clear()
    return find_dead_links(page, aside or Aside(Hosts((site.host,))))


def walked(site: Any, walk: Walk, *, html: str = LINKS) -> TouchpointSeen:
    """Walk to a page whose links are promised to work."""
    site.pages["/"] = html
    seen = walk(site.journey([{"at": "shop", "do": [{"open": "/"}]}], promises=PROMISED))
    return seen.touchpoints[0]


def paths(site: Any) -> list[str]:
    """Give what was asked for beside the page itself and the browser's own picture."""
    return [path for _, path in site.asked if path not in ("/", "/favicon.ico")]


def test_links_are_asked_for_at_a_walks_pace(
    site: Any, page: Page, heads: list[tuple[str, float]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """This machine needs no pause; it is taken here for one that does."""
    monkeypatch.setattr(pace, "is_near", lambda host: False)
    site.pages |= {path: answer(200) for path in ("/a", "/b", "/c")}

    assert looked_at(page, site, LINKS) == Links()
    assert [path for path, _ in heads] == ["/a", "/b", "/c"]
    gaps = [after - before for (_, before), (_, after) in pairwise(heads)]
    assert all(gap >= pace.LEAST_PAUSE * 0.9 for gap in gaps), gaps


def test_a_walk_and_its_links_share_one_pace(site: Any, page: Page) -> None:
    """Who walks to the host next waits for what was asked for beside this walk."""
    own = pace.Pace()
    aside = Aside(Hosts((site.host,)), own)
    site.pages |= {"/a": answer(429, Retry_After="60"), "/b": answer(200), "/c": answer(200)}

    looked_at(page, site, LINKS, aside)

    assert 55 < own.turn(site.url) <= 60


@pytest.mark.parametrize(
    ("status", "rest", "says"),
    [
        (429, "60", "answers 429 and asks to be left alone for 60 s"),
        (503, "60", "answers 503 and asks to be left alone for 60 s"),
        (429, "", "answers 429"),
    ],
)
def test_a_host_that_wants_rest_is_left_alone_and_its_links_are_not_dead(
    site: Any, walk: Walk, status: int, rest: str, says: str
) -> None:
    busy = answer(status, **({"Retry_After": rest} if rest else {}))
    site.pages |= dict.fromkeys(("/a", "/b", "/c"), busy)

    seen = walked(site, walk)

    assert (seen.verdict, seen.dead_links) == ("ok", None)
    assert seen.unseen == (f"3 links could not be looked at: {site.host} {says}",)
    assert len(set(paths(site))) == 1, "the others were asked for all the same"


def test_busy_without_a_word_of_rest_is_dead(site: Any, walk: Walk) -> None:
    site.pages |= {"/a": answer(503), "/b": answer(200), "/c": answer(200)}

    seen = walked(site, walk)

    assert seen.dead_links == ("A -> /a (503)",)
    assert seen.unseen == ()


def test_the_report_says_that_nobody_could_look(site: Any, walk: Walk) -> None:
    """A promise of links that could not be looked at is not checked, and silence proves nothing."""
    site.pages |= dict.fromkeys(("/a", "/b", "/c"), answer(429))
    site.pages["/"] = LINKS
    journey = site.journey([{"at": "shop", "do": [{"open": "/"}]}], promises=PROMISED)

    views = compare_views(journey, [walk(journey)], {})

    standings = {judged.promise.key: judged.look.standing for judged in views.judged}
    assert standings == {"works": "matches", "links work": "not checked"}
    assert any("3 links could not be looked at" in note.says for note in views.notes)
    assert views.unseen


def test_what_is_asked_aside_tells_who_asks(
    site: Any, walk: Walk, heads: list[tuple[str, float]]
) -> None:
    """The same cookie and the same name as on a page: for links by their head, for help whole."""
    site.pages |= {"/a": answer(200), "/help": answer(200, "<p>Ask us</p>")}

    walked(site, walk, html=f"{HEAD}<a href=/a>A</a><a href=/help>Help</a>")

    sent = {
        path: (method, head.get("cookie") or head.get("Cookie"), head.get("User-Agent") or
               head.get("user-agent"))
        for (method, path), head in zip(site.asked, site.heads, strict=True)
    }  # fmt: skip
    assert (sent["/a"][0], sent["/help"][0]) == ("HEAD", "GET")
    assert sent["/a"][1] == sent["/help"][1] == sent["/"][1] == "desireline=walk"
    assert sent["/a"][2] == sent["/help"][2] == sent["/"][2]
    assert " desireline/" in str(sent["/a"][2])


def test_each_address_is_asked_for_once_a_walk(
    site: Any, walk: Walk, heads: list[tuple[str, float]]
) -> None:
    """By whoever wants to know, at whatever stop; a dead one is told at each."""
    html = f"{HEAD}<a href=/a>A</a><a href=/gone>G</a><a href=/help>Help</a>"
    site.pages |= {"/": html, "/two": html, "/a": answer(200), "/help": answer(200, "<p>Hm</p>")}
    route = [{"at": "shop", "do": [{"open": "/"}]}, {"at": "more", "do": [{"open": "/two"}]}]
    promises = PROMISED | {"more": {"links work": True}}

    seen = walk(site.journey(route, promises=promises))

    assert [stop.dead_links for stop in seen.touchpoints] == [("G -> /gone (404)",)] * 2
    asked = [path for path in paths(site) if path not in ("/two", "/gone")]
    assert sorted(asked) == ["/a", "/help"]
    assert [path for path, _ in heads].count("/gone") == 1


def test_a_help_page_that_wants_rest_is_not_known(site: Any, walk: Walk) -> None:
    site.pages |= {"/": f"{HEAD}<a href=/help>Help</a>", "/help": answer(429, Retry_After="9")}

    seen = walk(site.journey([{"at": "shop", "do": [{"open": "/"}]}])).touchpoints[0]

    assert seen.steps_to_human is None
    says = "a page that promises help could not be looked at"
    rest = f"{site.host} answers 429 and asks to be left alone for 9 s"
    assert seen.unseen == (f"{says}: {rest}",)


def test_a_help_page_that_moved_is_followed_inside_the_hosts(site: Any, walk: Walk) -> None:
    site.pages |= {
        "/help": answer(301, Location="/help/"),
        "/help/": answer(200, "<p>Call 030 23125 142</p>"),
        "/contact": answer(302, Location="http://127.0.0.2:9/contact"),
    }
    links_ = "<a href=/contact>Contact</a><a href=/help>Help</a>"

    assert walked(site, walk, html=HEAD + links_).steps_to_human == 1


def test_no_more_than_the_time_is_taken(
    site: Any, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What could not be asked for, or answered, in time is unseen."""
    site.pages |= {
        "/a": lambda handler: time.sleep(1.0),
        "/b": answer(200),
        "/c": answer(200),
    }
    monkeypatch.setattr(links, "SECONDS_ALL", 0.4)

    seen = looked_at(page, site, LINKS)

    assert seen == Links((), ("3 links could not be looked at: the time for it was over",))
    assert set(paths(site)) <= {"/a"}


def test_more_links_than_are_asked_for_are_told(site: Any, page: Page) -> None:
    site.pages["/good"] = "fine"

    seen = looked_at(page, site, "".join(f'<a href="/good?{n}">L {n}</a>' for n in range(63)))

    assert seen == Links((), (), "3 links left out: at most 60 new ones of a page are asked for")


def test_a_name_that_does_not_resolve_here_is_not_dead(site: Any, page: Page) -> None:
    aside = Aside(Hosts((site.host, "nobody.invalid")))

    seen = looked_at(page, site, "<a href=http://nobody.invalid/x>X</a>", aside)

    assert seen.dead == ()
    assert seen.unseen == (
        "1 link could not be looked at: nobody.invalid can't be reached from here",
    )


def test_a_browser_that_goes_away_makes_no_link_dead(site: Any, session: Session) -> None:
    from playwright.sync_api import Error

    context = session.context({})
    page = context.new_page()
    context.close()
    aside = Aside(Hosts((site.host,)))

    with pytest.raises(Error, match="closed"):
        aside.ask(page, f"{site.url}/a", whole=False, seconds=1.0, until=time.monotonic() + 5)
