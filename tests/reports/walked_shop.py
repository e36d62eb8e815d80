"""A small shop and the walks through it, made by hand: what the tests of gaps look at."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from desireline.probes.seen import FactSeen, StepSeen, TouchpointSeen, WalkSeen
from desireline.scenarios.fact import normal
from desireline.scenarios.journey import Journey
from desireline.sim.plan import Plan

QUICK = Plan(replications=4, days=2, jobs=1)
NORMALS = {"price": normal("money", "129.00 EUR"), "delivery": normal("duration", "3 days")}
SHOP: dict[str, Any] = {
    "journey": "boots",
    "title": "Buying boots",
    "arrivals": "30/h",
    "completes": ["mail"],
    "segments": {"everyone": {"share": 1.0, "value": "100 EUR"}},
    "facts": {
        "price": {"kind": "money", "promised": "129.00 EUR"},
        "delivery": {"kind": "duration", "promised": "3 days", "title": "Delivery time"},
        "phone": {"kind": "phone"},
    },
    "stages": [
        {
            "stage": "discover",
            "owner": "marketing",
            "touchpoints": {
                "ad": {"channel": "ad", "leaves": "20%", "takes": "8s"},
                "landing": {
                    "leaves": "30%",
                    "takes": "25s",
                    "promises": {"loads in": "2s", "says": ["Boots"]},
                },
            },
        },
        {
            "stage": "buy",
            "owner": "e-commerce",
            "touchpoints": {
                "cart": {
                    "leaves": "25%",
                    "takes": "40s",
                    "promises": {"states": ["price", "delivery"], "links work": True},
                },
                "checkout": {
                    "leaves": "10%",
                    "takes": "75s",
                    "responds": {"fields": "4% per field over 6"},
                    "promises": {
                        "fields": "at most 8",
                        "remembers": ["email"],
                        "states": ["price"],
                        "accessible": True,
                    },
                },
                "chat": {
                    "channel": "chat",
                    "owner": "service",
                    "leaves": "5%",
                    "takes": "3 min",
                    "promises": {"answers in": "60s", "human within": "2 turns"},
                },
                "mail": {
                    "channel": "mail",
                    "owner": "logistics",
                    "promises": {"arrives in": "15s", "states": ["price", "delivery"]},
                },
            },
        },
    ],
    "walks": {
        "buy": {
            "route": [
                {"at": "ad", "do": [{"open": "/ad"}, {"remember": {"phone": {"text": "+"}}}]},
                {"at": "landing"},
                {
                    "at": "cart",
                    "do": [
                        {"same": {"price": {"near": "Total"}, "delivery": {"near": "Delivery"}}}
                    ],
                },
                {"at": "checkout", "do": [{"same": {"price": {"near": "Total"}}}]},
                {"at": "chat"},
                {
                    "at": "mail",
                    "do": [
                        {"inbox": {"subject": "Your order", "within": "20s"}},
                        {"same": {"price": {"near": "Total"}, "delivery": {"near": "Delivery"}}},
                    ],
                },
            ],
        },
    },
}


def shop(**changed: Any) -> Journey:
    """Give the shop's journey, with other top-level keys than usual."""
    return Journey.model_validate(SHOP | changed)


def price(shown: str = "129.00 EUR", face: str = "page") -> FactSeen:
    """Give the price as a place shows it; empty: it does not."""
    return FactSeen("price", shown, normal("money", shown), face)


def delivery(days: int = 3, face: str = "page") -> FactSeen:
    """Give the delivery time as a place shows it."""
    return FactSeen("delivery", f"within {days} days", normal("duration", f"{days} days"), face)


def phone(shown: str = "+49 30 23125 142", face: str = "page") -> FactSeen:
    """Give the phone number as a place shows it."""
    return FactSeen("phone", shown, shown.replace(" ", ""), face)


PERFECT = (
    TouchpointSeen("ad", "ok", facts=(phone(),)),
    TouchpointSeen("landing", "ok", loads_seconds=1.2, words_missing=()),
    TouchpointSeen("cart", "ok", facts=(price(), delivery()), dead_links=()),
    TouchpointSeen("checkout", "ok", fields=6, clicks=2, facts=(price(),), barriers=()),
    TouchpointSeen("chat", "ok", answers_seconds=20.0, human_came=True, turns_to_human=1),
    TouchpointSeen("mail", "ok", arrives_seconds=2.0, facts=(price(), delivery())),
)


def walked(name: str = "buy", /, **changed: dict[str, Any]) -> WalkSeen:
    """Give a walk on which all was well but what is named: touchpoint, and what differs."""
    seen = tuple(replace(spot, **changed.get(spot.touchpoint, {})) for spot in PERFECT)
    return WalkSeen(name, "a newcomer", "2026-01-05T09:00:00Z", 12.5, "ok", touchpoints=seen)


def failed_step(verb: str, message: str = "not found") -> tuple[StepSeen, ...]:
    """Give the steps of a touchpoint whose last one failed."""
    return (
        StepSeen("open", "open /", "ok"),
        StepSeen(verb, f"{verb} something", "failed", message),
    )
