"""The shop of the sample records: its touchpoints, its gaps, what each place says and keeps."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from desireline.reports.record import Cell, Check, FactRow, GapKind, Standing


@dataclass(frozen=True)
class Spot:
    """A touchpoint of a made-up journey: where it stands, and what customers do there."""

    name: str
    title: str
    stage: str
    channel: str
    owner: str
    leaves: float
    next: dict[str, float]
    on_abandon: dict[str, float] = dataclasses.field(default_factory=dict)
    waits: float = 0.0  # share that gives up waiting
    truth: bool = False


@dataclass(frozen=True)
class Pull:
    """A gap of a made-up journey: the share of a touchpoint's visitors who leave of it."""

    name: str
    kind: GapKind
    touchpoint: str
    what: str
    promised: str
    seen: str
    assumed: str
    share: float
    sentence: str
    driver: str
    source: str = "guess"
    places: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    width: float = 0.25  # half the interval, of the mean
    effort: float = 0.4


SHOP = (
    Spot("ad", "Search ad", "discover", "ad", "marketing", 0.3, {"landing": 1.0}),
    Spot("landing", "Landing page", "discover", "web", "marketing", 0.35, {"category": 1.0}),
    Spot("category", "All boots", "evaluate", "web", "e-commerce", 0.25,
         {"product": 0.95, "help": 0.05}),
    Spot("product", "Boot page", "evaluate", "web", "e-commerce", 0.38,
         {"cart": 0.8, "category": 0.2}),
    Spot("cart", "Cart", "buy", "web", "e-commerce", 0.22, {"checkout-contact": 1.0}, truth=True),
    Spot("checkout-contact", "Checkout: contact", "buy", "web", "e-commerce", 0.12,
         {"checkout-delivery": 1.0}, truth=True),
    Spot("checkout-delivery", "Checkout: delivery", "buy", "web", "e-commerce", 0.08,
         {"order": 1.0}),
    Spot("order", "Order page", "use", "web", "e-commerce", 0.0, {"order-mail": 1.0}),
    Spot("order-mail", "Order mail", "use", "mail", "logistics", 0.0, {"help": 0.18, "end": 0.82}),
    Spot("help", "Help page", "support", "web", "service", 0.1,
         {"chat": 0.45, "product": 0.1, "end": 0.45}),
    Spot("chat", "Chat with us", "support", "chat", "service", 0.04, {"help": 0.12, "end": 0.88},
         waits=0.05),
)  # fmt: skip

SHOP_GAPS = (
    Pull("fact-price-cart", "fact contradicted", "cart", "price", "129.00 EUR", "139.00 EUR",
         "129.00 EUR", 0.087, "the cart asks 139.00 EUR for boots that the ad offers at 129.00 EUR",
         "contradiction", "Baymard 2024, survey of 1,026 shoppers", ("ad", "product", "cart"),
         ("The cart shows “Summit boots € 139.00”.", "The ad shows “now only € 129”.")),
    Pull("fields-checkout-contact", "too much effort", "checkout-contact", "form fields",
         "at most 8", "14", "9", 0.064, 
         "the checkout asks for 14 fields where at most 8 are promised",
         "fields", "Baymard 2023", ("checkout-contact",), ("14 fields: first name, …",), 0.3, 1.3),
    Pull("words-landing", "wrong message", "landing", "says what the ad said",
         "“Summit boots”", "not there", "", 0.021,
         "the ad offers Summit boots and leads to a page that does not name them",
         "message", places=("ad", "landing"), width=0.6),
    Pull("told-checkout-delivery", "told twice", "checkout-delivery", "remembers your e-mail",
         "not asked again", "asked again: e-mail", "", 0.041,
         "the delivery step asks again for the e-mail address", "repetition",
         places=("checkout-contact", "checkout-delivery"), width=0.5, effort=0.8),
    Pull("human-chat", "no way to a human", "chat", "human within", "2 turns", "not within 3 turns",
         "2 turns", 0.11, "the chat's bot does not hand over to a person when asked twice",
         "no-human", places=("chat",), effort=1.6),
    Pull("delivery-order-mail", "fact contradicted", "order-mail", "delivery time", "3 days",
         "5 working days", "3 days", 0.012,
         "the order mail says 5 working days, the boot page 3 days",
         "contradiction", "Baymard 2024, survey of 1,026 shoppers",
         ("product", "order-mail", "help"), width=1.4),
    Pull("load-product", "too slow", "product", "loads in", "2 s", "3.4 s", "2 s", 0.016,
         "the boot page takes 3.4 s to load where 2 s are promised", "load-time",
         "Akamai 2017, 10 billion visits", ("product",), (), 0.35),
)  # fmt: skip


def shop_facts(broken: bool) -> tuple[FactRow, ...]:
    """Say what each place of the shop says."""

    def bad(standing: Standing) -> Standing:
        return standing if broken else "matches"

    price, long, short = "139.00 EUR" if broken else "129.00 EUR", "5 working days", "3 days"
    return (
        FactRow("price", "Price", "129.00 EUR", (
            Cell("ad", "matches", "129.00 EUR"), Cell("landing", "not stated"),
            Cell("category", "matches", "129.00 EUR"), Cell("product", "matches", "129.00 EUR"),
            Cell("cart", bad("differs"), price), Cell("checkout-contact", "matches", "129.00 EUR"),
            Cell("order", "matches", "129.00 EUR"), Cell("order-mail", "matches", "129.00 EUR"))),
        FactRow("delivery", "Delivery time", "3 days", (
            Cell("product", "matches", short), Cell("cart", "matches", short),
            Cell("checkout-delivery", "matches", short),
            Cell("order-mail", bad("differs"), long if broken else short),
            Cell("help", bad("missing"), "" if broken else short))),
        FactRow("support-phone", "Support phone", "", (
            Cell("order-mail", "matches", "+44 20 7946 0011"), Cell("landing", "not stated"),
            Cell("help", "matches", "+44 20 7946 0011"), Cell("chat", "not checked"))),
    )  # fmt: skip


def shop_checks(gaps: tuple[Pull, ...]) -> tuple[Check, ...]:
    """Judge the promises of the shop: those of the gaps, and those that are kept."""
    broken = tuple(
        Check(g.touchpoint, g.what, g.promised, g.seen, g.assumed,
              "missing" if g.seen == "not there" else "differs", g.name)
        for g in gaps
    )  # fmt: skip
    kept = (
        Check("ad", "states price", "129.00 EUR", "129.00 EUR", "", "matches"),
        Check("landing", "loads in", "2 s", "1.2 s", "2 s", "matches"),
        Check("category", "loads in", "2 s", "0.9 s", "", "matches"),
        Check("category", "states price", "129.00 EUR", "129.00 EUR", "", "matches"),
        Check("product", "states delivery time", "3 days", "3 days", "", "matches"),
        Check("cart", "loads in", "2 s", "0.8 s", "2 s", "matches"),
        Check("checkout-contact", "accessible", "no barriers", "no barriers", "", "matches"),
        Check("checkout-delivery", "form fields", "at most 8", "6", "6", "matches"),
        Check("order", "states price", "129.00 EUR", "129.00 EUR", "", "matches"),
        Check("order-mail", "arrives in", "5 min", "4 s", "", "matches"),
        Check("help", "links work", "every link leads somewhere", "every link leads somewhere",
              "", "matches"),
        Check("help", "states delivery time", "3 days", "3 days" if not broken else "", "",
              "missing" if broken else "matches", "delivery-order-mail" if broken else ""),
        Check("chat", "answers in", "60 s", "2.1 s", "90 s", "matches"),
        Check("chat", "states support phone", "", "", "", "not checked"),
    )  # fmt: skip
    return broken + kept
