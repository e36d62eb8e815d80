"""The whole shopper: threads, mails, chats, the demo shop."""

from __future__ import annotations

import asyncio
import smtplib
import socket
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from desireline.probes.seen import TouchpointSeen
from desireline.probes.shopper import walk_journey
from desireline.probes.trip.trip import Limits
from desireline.scenarios.errors import DesirelineError
from desireline.scenarios.gallery.shop.flaws import flaws_without
from desireline.scenarios.gallery.shop.serve import open_shop
from desireline.scenarios.reading import load_journey

SHOP = Path("scenarios/gallery/summit-outfitters/journey.yaml").resolve()
HASTE = Limits(load_seconds=5.0)


def free_port() -> int:
    """Give a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


def send_mail(port: int) -> None:
    """Send an order mail whose parts disagree."""
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "Your order A-1", "shop@x.test", "ada@x.test"
    mail.set_content("Total: 139.00 EUR\nReturns: 14 days")
    mail.add_alternative("<p>Total: <b>€139.00</b></p><p>Returns: 30 days</p>", subtype="html")
    with smtplib.SMTP("127.0.0.1", port) as server:
        server.send_message(mail)


def test_a_mail_is_waited_for_and_both_its_parts_are_read(site: Any, tmp_path: Path) -> None:
    port = free_port()

    def order(handler: Any) -> None:
        send_mail(port)
        body = b"<title>Done</title><h1>Thank you</h1>"
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    site.pages |= {"/": "<title>Buy</title><a href=/order>Order</a>", "/order": order}
    returns = {"returns": {"near": "Returns"}}
    route = [
        {"at": "buy", "do": [{"open": "/"}, {"click": "Order"}, {"expect": {"text": "Thank"}}]},
        {
            "at": "mail",
            "do": [
                {"inbox": {"subject": "your order", "within": "10s"}},
                {"remember": returns},
                {"expect": {"text": "total"}},
            ],
        },
    ]
    journey = site.journey(
        route,
        mailbox=f"smtp://127.0.0.1:{port}",
        facts={"returns": {"kind": "duration"}},
        promises={"mail": {"says": ["139.00 EUR", "free gift"]}},
    )

    (seen,) = walk_journey(journey, out=tmp_path, limits=HASTE)

    mail = seen.touchpoints[1]
    assert seen.verdict == "ok"
    assert [(f.face, f.normal) for f in mail.facts] == [
        ("text part", "14 days"),
        ("HTML part", "30 days"),
    ]
    assert 0 <= (mail.arrives_seconds or -1) < 5
    assert (mail.title, mail.picture, mail.words_missing) == (
        "Your order A-1",
        None,
        ("free gift",),
    )


def test_a_mail_that_does_not_come_has_failed(site: Any, tmp_path: Path) -> None:
    (tmp_path / "box").mkdir()
    site.pages["/"] = "<title>Buy</title><p>x</p>"
    steps = [{"open": "/"}, {"inbox": {"subject": "Your order", "within": "100ms"}}]
    journey = site.journey([{"at": "buy", "do": steps}], mailbox=str(tmp_path / "box"))

    (seen,) = walk_journey(journey, out=tmp_path, limits=HASTE)

    assert seen.verdict == "failed"
    assert "no mail “Your order” within 0.1 s" in seen.message


def test_a_mailbox_that_cannot_be_opened_is_our_fault(site: Any, tmp_path: Path) -> None:
    site.pages["/"] = "<title>Buy</title><p>x</p>"
    steps = [{"open": "/"}, {"inbox": {"subject": "Your order"}}]
    with socket.create_server(("127.0.0.1", 0)) as taken:
        box = f"smtp://127.0.0.1:{taken.getsockname()[1]}"
        (seen,) = walk_journey(
            site.journey([{"at": "buy", "do": steps}], mailbox=box), out=tmp_path
        )

    assert seen.verdict == "could not look"
    assert site.asked == []


def test_a_caller_may_run_an_event_loop(site: Any, tmp_path: Path) -> None:
    """As a notebook does."""
    site.pages["/"] = "<title>Hi</title><h1>Hi</h1>"
    journey = site.journey([{"at": "home", "do": [{"open": "/"}]}])
    told: list[str] = []

    async def call() -> Any:
        return walk_journey(journey, out=tmp_path, on_event=told.append)

    (seen,) = asyncio.run(call())

    assert seen.verdict == "ok"
    assert told[0].split()[:2] == ["ok", "home"]


def test_what_the_caller_raises_ends_the_walk(site: Any, tmp_path: Path) -> None:
    site.pages["/"] = "<title>Hi</title><h1>Hi</h1>"
    journey = site.journey([{"at": "home", "do": [{"open": "/"}]}])

    def refuse(line: str) -> None:
        raise ValueError(line)

    with pytest.raises(ValueError, match="home"):
        walk_journey(journey, out=tmp_path, on_event=refuse)


def test_a_site_that_is_down_has_failed(site: Any, tmp_path: Path) -> None:
    journey = site.journey([{"at": "home", "do": [{"open": "/"}]}])
    down = journey.model_copy(update={"site": f"http://127.0.0.1:{free_port()}"})

    (seen,) = walk_journey(down, out=tmp_path)

    assert seen.verdict == "failed"
    assert "refuses the connection" in seen.message


def test_a_name_that_does_not_resolve_is_not_held_against_the_site(
    site: Any, tmp_path: Path
) -> None:
    journey = site.journey([{"at": "home", "do": [{"open": "/"}]}])
    nowhere = journey.model_copy(update={"site": "http://nowhere.invalid"})

    (seen,) = walk_journey(nowhere, out=tmp_path)

    assert seen.verdict == "could not look"
    assert "does not resolve" in seen.message


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"persona": {"device": "Pixl 7"}}, "DL307"),
        ({"persona": {"time-zone": "Mars/Olympus"}}, "DL307"),
        ({"hosts": ["a b"]}, "DL303"),
    ],
)
def test_what_no_browser_can_do_is_the_files_mistake(
    change: dict[str, Any], code: str, site: Any, tmp_path: Path
) -> None:
    journey = site.journey([{"at": "home", "do": [{"open": "/"}]}], **change)

    with pytest.raises(DesirelineError) as trouble:
        walk_journey(journey, out=tmp_path)

    assert trouble.value.code == code
    assert trouble.value.exit_code == 2


def test_a_touchpoint_that_no_walk_passes_is_refused(site: Any, tmp_path: Path) -> None:
    journey = site.journey([{"at": "home", "do": [{"open": "/"}]}])

    with pytest.raises(DesirelineError, match="is no stop of these walks"):
        walk_journey(journey, out=tmp_path, only="hoem")


@pytest.mark.slow
def test_the_demo_shop_is_walked_up_to_its_mail(tmp_path: Path) -> None:
    """What is planted on the way is met (but the slow page, which costs seconds)."""
    port = free_port()
    with open_shop(flaws=flaws_without("slow"), smtp=("127.0.0.1", port)) as shop:
        phone = f"127.0.0.1:{free_port()}"
        environ = {"SITE": shop.url, "MAILBOX": f"smtp://127.0.0.1:{port}", "PHONE": phone}
        journey = load_journey(SHOP, environ=environ)
        (seen,) = walk_journey(journey, out=tmp_path, allow_danger=True, only="order-mail")

    stops = {stop.touchpoint: stop for stop in seen.touchpoints}
    assert {stop.verdict for stop in stops.values()} == {"ok"}, seen.message
    assert normal(stops["ad"], "price") == {"129.00 EUR"}
    assert normal(stops["cart"], "price") == {"139.00 EUR"}
    assert normal(stops["product"], "delivery") == {"3 days"}
    assert normal(stops["order-mail"], "returns") == {"14 days", "30 days"}
    assert stops["landing"].words_missing == ("Trailblazer",)
    assert stops["checkout-delivery"].told_again == ("email", "last-name")
    assert stops["product"].dead_links
    assert all(s.picture or s.touchpoint == "order-mail" for s in stops.values())


def normal(stop: TouchpointSeen, fact: str) -> set[str | None]:
    """Give what a stop says of a fact."""
    return {f.normal for f in stop.facts if f.fact == fact}
