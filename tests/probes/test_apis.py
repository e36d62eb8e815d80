"""APIs: asked as the page's own visitor, read as facts, held against their description."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from desireline.probes.seen import TouchpointSeen, WalkSeen
from desireline.scenarios.walks_spelled import spelled_out

Walk = Callable[..., WalkSeen]
ORDER = {"id": 1, "offer": {"price": 129, "currency": "EUR"}, "delivery": {"days": 3}}
SPEC = """openapi: 3.0.3
info: {title: Shop, version: "1"}
servers: [{url: /api}]
paths:
  /orders/{id}:
    get:
      responses:
        "200":
          content: {application/json: {schema: {$ref: "#/components/schemas/Order"}}}
components:
  schemas:
    Order:
      type: object
      required: [id, offer]
      properties:
        id: {type: integer}
        note: {type: string, nullable: true}
        offer: {$ref: "#/components/schemas/Offer"}
    Offer:
      type: object
      required: [price]
      properties: {price: {type: number, minimum: 0, exclusiveMinimum: true}}
"""


def answer(
    site: Any, path: str, body: Any, status: int = 200, kind: str = "application/json"
) -> None:
    """Let the site answer a path in JSON."""

    def send(handler: BaseHTTPRequestHandler) -> None:
        content = (body if isinstance(body, str) else json.dumps(body)).encode()
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    site.pages[path] = send


def asked(site: Any, walk: Walk, *steps: dict[str, Any], **more: Any) -> TouchpointSeen:
    """Walk a stop that asks an API."""
    options = {key: more.pop(key) for key in ("environ", "allow_danger") if key in more}
    journey = site.journey([{"at": "api", "do": steps}], **more)
    return walk(journey, **options).touchpoints[0]


def departures(seen: TouchpointSeen) -> list[str]:
    """Give what was noticed to be otherwise than the description says."""
    return [one.says for one in seen.noticed or () if one.kind == "not as specified"]


def test_facts_are_read_by_their_path(site: Any, walk: Walk) -> None:
    answer(site, "/api/orders/1", ORDER | {"lines": [{"price": "5.00"}, {"price": "7.00"}]})
    facts = {
        "price": {"kind": "money"},
        "delivery": {"kind": "duration"},
        "line": {"kind": "money"},
    }
    places = {
        "price": {"data": "offer.price"},
        "delivery": {"data": "delivery.days"},
        "line": {"data": "lines.1.price"},
    }

    seen = asked(site, walk, {"api": {"get": "/api/orders/1"}}, {"remember": places}, facts=facts)

    assert {fact.fact: fact.normal for fact in seen.facts} == {
        "price": "129.00 EUR", "delivery": "3 days", "line": "7.00 EUR",
    }  # fmt: skip
    assert {fact.face for fact in seen.facts} == {"API"}
    assert 0 < (seen.answers_seconds or 0) < 2
    assert seen.steps[0].message.startswith("200 in ")


def test_a_value_is_taken_out_of_an_answer(site: Any, walk: Walk, tmp_path: Path) -> None:
    """To be asked for next; nobody writes it down."""
    answer(site, "/api/cart", {"token": "qx7 4711-ab", "items": 2})
    answer(site, "/api/cart/qx7%204711-ab", {"owner": "qx7 4711-ab"})

    seen = asked(
        site,
        walk,
        {"api": {"get": "/api/cart"}, "take": {"cart": '"token": "([^"]+)"'}},
        {"api": {"get": "/api/cart/${taken.cart}"}},
    )

    assert seen.verdict == "ok", seen.message
    assert site.asked[-1] == ("GET", "/api/cart/qx7%204711-ab")
    assert "4711" not in json.dumps(asdict(seen))
    assert '"owner": "***"' in seen.text


def test_an_answer_without_what_is_to_be_taken_has_failed(site: Any, walk: Walk) -> None:
    answer(site, "/api/cart", {"items": 2})

    seen = asked(site, walk, {"api": {"get": "/api/cart"}, "take": {"cart": "tok-[0-9]+"}})

    assert seen.verdict == "failed"
    assert "nothing in what came looks like “tok-[0-9]+”" in seen.message


def test_a_price_in_the_api_is_compared_with_the_pages(site: Any, walk: Walk) -> None:
    site.pages["/p"] = "<main><p>Price: 139.00 EUR</p></main>"
    answer(site, "/api/orders/1", ORDER)
    steps: list[dict[str, Any]] = [
        {"open": "/p"},
        {"remember": {"price": {"near": "Price"}}},
        {"api": {"get": "/api/orders/1"}},
        {"same": {"price": {"data": "offer.price"}}},
    ]

    seen = asked(site, walk, *steps, facts={"price": {"kind": "money"}})

    assert "here “129 EUR”, before “139.00 EUR”" in seen.steps[-1].message


def test_the_pages_cookies_are_sent(site: Any, walk: Walk) -> None:
    def give(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Set-Cookie", "visitor=ada")
        handler.end_headers()
        handler.wfile.write(b"<h1>Hello</h1>")

    site.pages["/"] = give
    answer(site, "/api/cart", {})

    asked(site, walk, {"open": "/"}, {"api": {"get": "/api/cart"}})

    assert "visitor=ada" in site.heads[-1]["cookie"]


def test_what_is_sent_is_filled_in(site: Any, walk: Walk) -> None:
    answer(site, "/api/search", [])
    post = {
        "post": "/api/search",
        "json": {"who": ["${shopper.email}"], "most": 5},
        "headers": {"Authorization": "Bearer $KEY"},
        "safe": True,
    }

    seen = asked(
        site, walk, {"api": post}, persona={"shopper": {"email": "a@b.test"}},
        environ={"KEY": "topsecret"},
    )  # fmt: skip

    assert seen.verdict == "ok"
    assert json.loads(site.bodies[-1]) == {"who": ["a@b.test"], "most": 5}
    assert site.heads[-1]["Authorization"] == "Bearer topsecret"
    assert "topsecret" not in repr(seen)


@pytest.mark.parametrize(
    ("expects", "verdict"), [({}, "failed"), ({"status": 404}, "ok"), ({"status": 201}, "failed")]
)
def test_the_status_is_what_was_expected(
    site: Any, walk: Walk, expects: dict[str, int], verdict: str
) -> None:
    answer(site, "/api/none", {"error": "none"}, status=404)

    seen = asked(site, walk, {"api": {"get": "/api/none", "expects": expects}})

    assert seen.verdict == verdict
    assert verdict == "ok" or "answers 404" in seen.message


def test_what_changes_something_needs_consent_and_is_done_once(site: Any, walk: Walk) -> None:
    """A step that failed after it was sent is not walked again."""
    answer(site, "/api/orders", {"error": "full"}, status=503)
    step = {"api": {"post": "/api/orders", "json": {}}, "danger": "places an order"}

    kept = asked(site, walk, step)
    assert (kept.message, site.asked) == ("walked up to: places an order", [])

    done = asked(site, walk, step, allow_danger=True, authorised_by="Ada")
    assert done.verdict == "failed"
    assert site.asked == [("POST", "/api/orders")]


def test_an_answer_as_described_is_left_alone(site: Any, walk: Walk, tmp_path: Path) -> None:
    assert departures(described(site, walk, tmp_path, ORDER | {"note": None})) == []


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (
            {"id": "one", "offer": {"price": 1}},
            "/id: 'one' is not of type 'integer' (the spec: type",
        ),
        ({"id": 1, "offer": {"price": 0}}, "/offer/price: 0 is less than or equal to"),
        ({"id": 1}, "/: 'offer' is a required property"),
        ("no json", "says that it is application/json, and is no JSON"),
    ],
)
def test_departures_from_the_description_are_noticed(
    site: Any, walk: Walk, tmp_path: Path, body: Any, told: str
) -> None:
    seen = described(site, walk, tmp_path, body)

    assert seen.verdict == "ok"
    assert [told in one for one in departures(seen)] == [True], departures(seen)
    assert "not as specified" in seen.steps[0].message


def test_a_status_a_path_and_a_type_that_are_not_described(
    site: Any, walk: Walk, tmp_path: Path
) -> None:
    assert (
        "answers 202; openapi.yaml knows 200"
        in departures(described(site, walk, tmp_path, ORDER, status=202, expects={"status": 202}))[
            0
        ]
    )
    assert (
        "no path for /api/carts/1"
        in departures(described(site, walk, tmp_path, ORDER, path="/api/carts/1"))[0]
    )
    assert (
        "answers with text/plain"
        in departures(described(site, walk, tmp_path, "hello", kind="text/plain"))[0]
    )


def described(
    site: Any, walk: Walk, folder: Path, body: Any, *, status: int = 200,
    path: str = "/api/orders/1", kind: str = "application/json", **more: Any,
) -> TouchpointSeen:  # fmt: skip
    """Ask an API whose description lies beside the journey."""
    (folder / "openapi.yaml").write_text(SPEC, "utf-8")
    answer(site, path, body, status, kind)
    do = [{"api": {"get": path} | more}]
    journey = site.journey([{"at": "api", "do": do}], openapi="openapi.yaml")
    return walk(spelled_out(journey, folder)).touchpoints[0]


def test_a_description_on_the_site_is_asked_for(site: Any, walk: Walk) -> None:
    answer(site, "/api/orders/1", {"id": 1})
    answer(site, "/openapi.yaml", SPEC, kind="application/yaml")

    seen = asked(site, walk, {"api": {"get": "/api/orders/1", "spec": "/openapi.yaml"}})

    assert "'offer' is a required property" in departures(seen)[0]


BOMB = "a: &a [x, x]\nb: &b [*a, *a]\n" + "".join(
    f"c{n}: &c{n} [*{'b' if n == 0 else f'c{n - 1}'}, *{'b' if n == 0 else f'c{n - 1}'}]\n"
    for n in range(40)
)


@pytest.mark.parametrize("spec", ["no: spec", "{", "[1, 2]", BOMB, "openapi: 3.0.0\n" + BOMB])
def test_a_description_that_is_none_could_not_be_held_against(
    site: Any, walk: Walk, spec: str
) -> None:
    answer(site, "/api/orders/1", ORDER)
    answer(site, "/spec", spec, kind="text/plain")

    seen = asked(site, walk, {"api": {"get": "/api/orders/1", "spec": "/spec"}})

    assert (seen.verdict, "DL341" in seen.message or "can't be read" in seen.message) == (
        "could not look",
        True,
    )


def test_an_api_elsewhere_is_not_asked(site: Any, walk: Walk) -> None:
    """The same machine by another name is another host."""
    elsewhere = f"{site.url.replace('127.0.0.1', 'localhost')}/api/here"
    answer(site, "/api/here", {})

    def away(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", elsewhere)
        handler.end_headers()

    site.pages["/api/away"] = away

    seen = asked(site, walk, {"api": {"get": "/api/away"}})

    assert (seen.verdict, "localhost" in seen.message) == ("could not look", True)
    assert site.asked == [("GET", "/api/away")]


def test_an_api_that_hangs_has_failed(site: Any, walk: Walk) -> None:
    import threading

    over = threading.Event()
    site.pages["/api/slow"] = lambda handler: over.wait(5)

    seen = asked(site, walk, {"api": {"get": "/api/slow"}, "within": "500ms"})
    over.set()

    assert (seen.verdict, "does not answer within 0.5 s" in seen.message) == ("failed", True)


def test_an_answer_that_is_too_heavy_is_told_with_its_size(site: Any, walk: Walk) -> None:
    """How heavy an answer may be for customers, nobody knows here: it could not be looked at."""
    site.pages["/api/all"] = "[" + "1," * 3_000_000 + "1]"

    seen = walk(site.journey([{"at": "app", "do": [{"api": {"get": "/api/all"}}]}]))

    assert seen.verdict == "could not look"
    assert "the answer of /api/all has 6 MB, and at most 5 MB are read" in seen.message


def test_an_api_that_takes_no_more_is_left_alone_and_has_not_failed(site: Any, walk: Walk) -> None:
    """As a page that answers 429: walked again when it wants it, and its own answer counts then."""
    asked: list[float] = []

    def busy(handler: Any) -> None:
        asked.append(time.monotonic())
        handler.send_response(429 if len(asked) == 1 else 200)
        handler.send_header("Retry-After", "1")
        handler.send_header("Content-Length", "2")
        handler.end_headers()
        handler.wfile.write(b"{}")

    site.pages["/api/all"] = busy
    journey = site.journey([{"at": "app", "do": [{"api": {"get": "/api/all"}}]}])

    seen = walk(journey)

    assert seen.verdict == "ok", seen.message
    assert len(asked) == 2
    assert asked[1] - asked[0] >= 1.0
