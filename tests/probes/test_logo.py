"""Logos are held against each other by how they are drawn, whatever their files are called."""

from __future__ import annotations

import io
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image, ImageDraw

from desireline.probes.page.logo import same_picture
from desireline.probes.page.notice import look_at_page
from desireline.probes.seen import WalkSeen

if TYPE_CHECKING:
    from playwright.sync_api import Page

Walk = Callable[..., WalkSeen]
BLUE, WHITE, CLEAR = (20, 40, 90, 255), (255, 255, 255, 255), (0, 0, 0, 0)
GONE = "the logo of a is gone; here is another one"


def mountain(wide: int, ink: Any = BLUE, paper: Any = CLEAR, kind: str = "PNG") -> bytes:
    """Draw the mark of a mountain and three bars beside it, as wide as that."""
    image = Image.new("RGBA", (wide, wide // 3), paper)
    pen, one = ImageDraw.Draw(image), wide / 60
    pen.polygon([(one * x, one * y) for x, y in ((2, 18), (10, 2), (18, 18))], fill=ink)
    for place, high in ((26, 4), (36, 10), (46, 7)):
        pen.rectangle((one * place, one * high, one * (place + 7), one * 18), fill=ink)
    return written(image, kind)


def ring(wide: int) -> bytes:
    """Draw another mark, of the same shape."""
    image = Image.new("RGBA", (wide, wide // 3), CLEAR)
    pen = ImageDraw.Draw(image)
    pen.ellipse((wide * 0.35, 2, wide * 0.65, wide / 3 - 2), outline=BLUE, width=wide // 20)
    return written(image, "PNG")


def written(image: Image.Image, kind: str) -> bytes:
    """Give the bytes of a picture's file."""
    file = io.BytesIO()
    (image if kind == "PNG" else image.convert("RGB")).save(file, kind)
    return file.getvalue()


def giving(content: bytes) -> Callable[[BaseHTTPRequestHandler], None]:
    """Answer with a picture."""

    def give(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "image/png")
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    return give


def carried(site: Any, walk: Walk, then: bytes, name: str, alt: str) -> list[str]:
    """Go from one owner's page to another's, with such a logo there; give what is lost."""
    body = (
        "<!doctype html><title>P</title><header><img class=logo height=40 src={} alt='{}'></header>"
    )
    site.pages |= {
        "/a": body.format("/logo.png", "Summit logo") + "<main>Summit boots</main>",
        "/b": body.format(name, alt) + "<main>Pay at Summit</main>",
        "/logo.png": giving(mountain(240)),
    }
    site.pages.setdefault(name, giving(then)) if name != "/logo.png" else None
    route = [{"at": n, "do": [{"open": f"/{n}"}]} for n in ("a", "b")]
    points = {"a": {"owner": "shop"}, "b": {"owner": "finance"}}
    journey = site.journey(route, stages=[{"stage": "buy", "touchpoints": points}])
    seen = walk(journey).touchpoints[1].noticed or ()
    return [one.says for one in seen if one.kind == "brand lost"]


@pytest.mark.parametrize(
    ("then", "lost"),
    [
        (mountain(240), []),
        (mountain(600), []),
        (mountain(240, paper=WHITE, kind="JPEG"), []),
        (ring(240), [GONE]),
        (b"no picture", [GONE]),
    ],
    ids=["the same", "larger", "another format", "another mark", "broken"],
)
def test_a_logo_under_another_name_is_known_by_its_picture(
    site: Any, walk: Walk, then: bytes, lost: list[str]
) -> None:
    """Where there is no picture, words and names decide as before."""
    assert carried(site, walk, then, "/brand-7f3a.png", "Home") == lost


def test_another_picture_under_the_same_name_is_another_logo(site: Any, walk: Walk) -> None:
    assert carried(site, walk, ring(240), "/pay/logo.png", "Summit logo") == [GONE]


@pytest.mark.parametrize(
    "then",
    [mountain(240, ink=WHITE), mountain(240)],
    ids=["drawn white, for dark pages", "as before"],
)
def test_a_logo_that_is_told_by_its_words_stays_one(site: Any, walk: Walk, then: bytes) -> None:
    assert carried(site, walk, then, "/pay/logo.png", "Summit logo") == []


def test_a_picture_from_another_host_tells_nothing(page: Page) -> None:
    """A page may draw it and not look at it."""
    picture = mountain(240)
    page.context.route("**/*.png", lambda route: route.fulfill(body=picture))
    page.context.route(
        "**/start", lambda route: route.fulfill(body="<p>Start", content_type="text/html")
    )
    page.goto("http://one.test/start")
    seen = []
    for host in ("one.test", "two.test"):
        page.evaluate(
            """async (src) => { document.body.innerHTML = '<img class=logo>';
              const logo = document.images[0]; logo.src = src; await logo.decode(); }""",
            f"http://{host}/logo.png",
        )
        look = look_at_page(page)
        seen.append(look.logo if look else None)
    page.context.unroute("**/*.png")
    page.context.unroute("**/start")

    assert [bool(logo and logo[2]) for logo in seen] == [True, False]
    assert seen[1] is not None
    assert seen[1][1] == "logo.png"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("3.00 00ff00ff", "3.10 00ff00ff", True),
        ("3.00 00ff00ff", "3.00 ff00ff00", False),
        ("3.00 00ff00ff", "1.00 00ff00ff", None),
        ("3.00 0f0f00ff", "3.00 00ff00ff", None),
        ("3.00 00ff00ff", "3.00 00ff", None),
        ("3.00 00ff00ff", "", None),
        ("3.00 00ff00ff", "nonsense", None),
        ("3.00 00000000", "3.00 00000000", None),
    ],
)
def test_what_can_be_told_of_two_pictures(one: str, other: str, same: bool | None) -> None:
    assert same_picture(one, other) is same
