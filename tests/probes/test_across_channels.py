"""One route from page to mail to page to text message, at the demo shop, by one shopper."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from message_servers import free_port

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
FACTS = {"price": {"kind": "money"}, "delivery": {"kind": "duration"}}
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
            {"remember": PLACES},
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
        "at": "chat",
        "do": [
            {"open": "/help/chat"},
            {"chat": {"say": "A person, please? My code is ${taken.code}", "until": "joined"}},
        ],
    },
]


@pytest.mark.slow
def test_one_shopper_goes_from_page_to_mail_to_page_to_text_message(tmp_path: Path) -> None:
    """One identity, one memory; the code of the last message is used, and nowhere written."""
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
    assert said == {
        *((face, *price) for face in ("page", "text part", "HTML part", "PDF")),
        *((face, *delivery) for face in ("page", "text part", "HTML part", "PDF", "text message")),
    }
    assert stops["order-again"].url.endswith("/order/SO-1001")
    assert 0 < (stops["sms"].arrives_seconds or -1) < 8
    record = json.dumps(asdict(first))
    assert "code ***" in record
    assert not re.search(r"code [0-9]{6}", record)
    assert stops["chat"].human_came
