"""One route across all seven channels, at the demo shop, by one shopper with one memory."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from message_servers import free_port

from desireline.probes.seen import WalkSeen
from desireline.probes.shopper import walk_journey
from desireline.scenarios.gallery.shop.flaws import NONE
from desireline.scenarios.gallery.shop.serve import open_shop
from desireline.scenarios.journey import Journey

SHOPPER = {
    "first-name": "Ada",
    "last-name": "Shopper",
    "email": "ada+${run.id}@shopper.example",
    "phone": "+44 7700 ${run.digits}",
    "street": "Lindenweg 7",
    "postcode": "10115",
    "city": "Berlin",
}
FACTS = {
    "price": {"kind": "money"},
    "delivery": {"kind": "duration"},
    "order-number": {"kind": "text"},
}
NUMBER = "${remembered.order-number}"
PLACES = {"price": {"near": "Total"}, "delivery": {"near": "Delivery"}}


def filled(*labels: str) -> list[dict[str, Any]]:
    """Tell the shopper's data, each in the field of its label."""
    names = {"E-mail": "email", "Phone (optional)": "phone"}
    return [
        {
            "fill": {
                "label": label,
                "with": f"${{shopper.{names.get(label, label.lower().replace(' ', '-'))}}}",
            }
        }
        for label in labels
    ]


ROUTE = [
    {
        "at": "buy",
        "do": [
            {"open": "/p/trailblazer-gtx"},
            {"choose": {"label": "Size", "with": "42"}},
            {"click": {"button": "Add to cart"}},
            {"click": {"link": "Checkout"}},
            *filled("First name", "Last name", "E-mail", "Phone (optional)"),
            {"click": {"button": "Continue to delivery"}},
            *filled("Street", "Postcode", "City"),
            {"choose": {"label": "Country", "with": "Germany"}},
            {"check": {"radio": "Pay by invoice"}},
            {"check": {"checkbox": "I agree to the terms"}},
            {"click": {"button": "Place order"}, "danger": "places an order"},
            {"expect": {"heading": "Order placed"}},
            {"remember": PLACES | {"order-number": {"near": "Order number"}}},
        ],
    },
    {
        "at": "mail",
        "do": [
            {"inbox": {"subject": "Your order", "within": "10s"}},
            {"same": PLACES},
            {"attachment": "invoice-*.pdf"},
            {"same": PLACES},
            {"expect": {"text": "Ada Shopper"}},
        ],
    },
    {
        "at": "order-again",
        "do": [
            {"inbox": {"subject": "Your order", "within": "10s"}},
            {"click": {"link": "order"}},
            {"same": PLACES},
        ],
    },
    {
        "at": "sms",
        "do": [
            {
                "sms": {"from": "Summit", "says": "is on its way", "within": "10s"},
                "take": {"code": "code ([0-9]{6})"},
            },
            {"same": {"delivery": {"near": "Delivery"}}},
        ],
    },
    {
        "at": "app",
        "do": [
            {"api": {"get": f"/api/orders/{NUMBER}"}},
            {"same": {"price": {"data": "total"}, "delivery": {"data": "delivery"}}},
        ],
    },
    {
        "at": "chat",
        "do": [
            {"open": "/help/chat"},
            {
                "chat": {
                    "say": f"A person, please? My code is ${{taken.code}}, my order {NUMBER}",
                    "until": "joined",
                }
            },
        ],
    },
    {
        "at": "phone",
        "do": [
            {
                "call": {
                    "menu": "/phone/start",
                    "choose": ["status of an order", NUMBER],
                    "until": "is being packed",
                }
            },
            {"same": {"delivery": {"near": "It reaches you"}}},
        ],
    },
]


def said_of(seen: WalkSeen, fact: str) -> str | None:
    """Give what a walk was told of a fact first."""
    facts = [one for stop in seen.touchpoints for one in stop.facts if one.fact == fact]
    return facts[0].normal


@pytest.mark.slow
def test_one_shopper_goes_from_page_to_mail_and_back_and_at_last_calls(tmp_path: Path) -> None:
    """One identity, one memory, across page, mail, PDF, text message, API, chat and phone.

    What was read on the page is asked for of the API and told in the chat and on the phone, where
    it is told again; the code of a message is told in the chat, and nowhere written. Two runs
    in one shop do not get in each other's way.
    """
    mail, phone = free_port(), free_port()
    names = dict.fromkeys(str(stop["at"]) for stop in ROUTE)
    with open_shop(NONE, smtp=("127.0.0.1", mail), sms=f"http://127.0.0.1:{phone}") as shop:
        journey = Journey.model_validate(
            {
                "journey": "crossing",
                "site": shop.url,
                "mailbox": f"smtp://127.0.0.1:{mail}",
                "phone": {"webhook": f"127.0.0.1:{phone}"},
                "facts": FACTS,
                "stages": [{"stage": "buy", "touchpoints": {name: {} for name in names}}],
                "walks": {
                    "walk": {
                        "persona": {"shopper": SHOPPER},
                        "route": ROUTE,
                        "authorised-by": "the test",
                    }
                },
            }
        )
        first, second = (
            walk_journey(journey, out=tmp_path / str(number), allow_danger=True)[0]
            for number in range(2)
        )

    assert first.verdict == second.verdict == "ok", (first.message, second.message)
    stops = {stop.touchpoint: stop for stop in first.touchpoints}
    said = {(fact.face, fact.fact, fact.normal) for stop in stops.values() for fact in stop.facts}
    price, delivery = ("price", "129.00 EUR"), ("delivery", "3 days")
    number = ("page", "order-number", said_of(first, "order-number"))
    spoken = ("text message", "API", "phone")
    assert said == {
        number,
        *((face, *price) for face in ("page", "text part", "HTML part", "PDF", "API")),
        *((face, *delivery) for face in ("page", "text part", "HTML part", "PDF", *spoken)),
    }
    assert said_of(first, "order-number") == "SO-1001"
    assert said_of(second, "order-number") == "SO-1002"
    assert [one.verdict for one in first.touchpoints] == ["ok"] * len(ROUTE)
    assert stops["app"].steps[0].says == "get “/api/orders/${remembered.order-number}”"
    assert "SO-1001" in stops["chat"].text
    assert "Order S O 1001 is being packed" in stops["phone"].text
    assert (stops["chat"].told_again, stops["phone"].told_again) == ((), ("order-number",))
    again = [seen.touchpoints[2].url for seen in (first, second)]
    assert [url.rpartition("/")[2] for url in again] == ["SO-1001", "SO-1002"]
    assert 0 < (stops["sms"].arrives_seconds or -1) < 8
    record = json.dumps(asdict(first))
    assert "code ***" in record
    assert not re.search(r"code [0-9]{6}", record)
    assert stops["chat"].human_came
