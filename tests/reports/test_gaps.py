"""What becomes a gap: its kind, its owners, where it pulls, and what it is called."""

from __future__ import annotations

from typing import Any

import pytest
from walked_shop import NORMALS, delivery, failed_step, phone, price, shop, walked

from desireline.probes.seen import WalkSeen
from desireline.reports.gaps import Found, find_gaps
from desireline.reports.record import GapKind
from desireline.reports.views import compare_views

DEARER = {"facts": (price("139.00 EUR"), delivery())}


def gaps(*walks: WalkSeen) -> tuple[Found, ...]:
    """Find the gaps of some walks through the shop."""
    return find_gaps(shop(), compare_views(shop(), walks, NORMALS))


def the_gap(**changed: dict[str, Any]) -> Found:
    """Find the one gap of a walk that differs so."""
    (found,) = gaps(walked(**changed))
    return found


def test_a_perfect_walk_has_no_gap() -> None:
    """None at all."""
    assert gaps(walked()) == ()


@pytest.mark.parametrize(
    ("touchpoint", "changed", "name", "kind", "driver", "units"),
    [
        ("landing", {"loads_seconds": 5.0}, "loads-in/landing", "too slow", "load-time", 3.0),
        ("chat", {"answers_seconds": 150.0}, "answers-in/chat", "too slow", "wait", 1.5),
        ("mail", {"arrives_seconds": 7215.0}, "arrives-in/mail", "too slow", "delay", 2.0),
        ("checkout", {"fields": 14}, "fields/checkout", "too much effort", "fields", 8.0),
        (
            "checkout",
            {"told_again": ("email",)},
            "remembers/checkout",
            "told twice",
            "repetition",
            1.0,
        ),
        (
            "checkout",
            {"barriers": ("a", "b", "c", "d", "e", "f", "g")},
            "accessible/checkout",
            "not accessible",
            "inaccessible",
            5.0,
        ),
        ("cart", {"dead_links": ("/x", "/y")}, "links-work/cart", "dead end", "dead-end", 2.0),
        ("landing", {"words_missing": ("Boots",)}, "says/landing", "wrong message", "message", 1.0),
        (
            "chat",
            {"turns_to_human": 4},
            "human-within/chat",
            "no way to a human",
            "no-human",
            2.0,
        ),
        ("chat", {"human_came": False}, "human-within/chat", "no way to a human", "no-human", 5.0),
        (
            "checkout",
            {"verdict": "failed", "message": "error 500", "facts": ()},
            "works/checkout",
            "promise broken",
            "failure",
            1.0,
        ),
        (
            "mail",
            {
                "verdict": "failed",
                "arrives_seconds": None,
                "facts": (),
                "steps": failed_step("inbox"),
            },
            "arrives-in/mail",
            "promise broken",
            "failure",
            1.0,
        ),
    ],
)
def test_each_broken_promise_is_one_gap(
    touchpoint: str, changed: dict[str, Any], name: str, kind: GapKind, driver: str, units: float
) -> None:
    """With its kind, what customers respond to, and how much of it."""
    gap = the_gap(**{touchpoint: changed})

    assert (gap.name, gap.kind, gap.driver) == (name, kind, driver)
    assert gap.units == pytest.approx(units)
    assert gap.touchpoint == touchpoint


def test_the_response_counts_above_its_own_number() -> None:
    """The plan says 4% per field over 6, the promise is at most 8: 9 fields are three over."""
    assert the_gap(checkout={"fields": 9}).shifts[0].units == 3


def test_a_touchpoint_belongs_to_its_owner_or_its_stages() -> None:
    """The chat has an owner of its own."""
    assert the_gap(chat={"turns_to_human": 4}).owners == ("service",)
    assert the_gap(cart={"dead_links": ("/x",)}).owners == ("e-commerce",)


def test_one_contradicted_fact_is_one_gap_wherever_it_is_told() -> None:
    """Three places say it, two owners answer for it."""
    gap = the_gap(cart=DEARER, checkout={"facts": (price("139.00 EUR"),)}, mail=DEARER)

    assert (gap.name, gap.kind) == ("fact/price", "fact contradicted")
    assert gap.places == ("cart", "checkout", "mail")
    assert gap.owners == ("e-commerce", "logistics")
    assert gap.keys == tuple((place, "states price") for place in gap.places)


def test_a_value_that_was_told_before_surprises_nobody() -> None:
    """139 in the cart is felt there; at the checkout only a third price would be."""
    again = the_gap(cart=DEARER, checkout={"facts": (price("139.00 EUR"),)})
    worse = the_gap(cart=DEARER, checkout={"facts": (price("149.00 EUR"),)})

    assert [shift.touchpoint for shift in again.shifts] == ["cart"]
    assert [shift.touchpoint for shift in worse.shifts] == ["cart", "checkout"]


def test_each_walk_hears_for_itself() -> None:
    """Who comes to the checkout by another way has not seen the cart."""
    other = WalkSeen(
        "other", "", "2026-01-05T09:00:00Z", 1, "ok",
        touchpoints=walked(checkout={"facts": (price("139.00 EUR"),)}).touchpoints[3:4],
    )  # fmt: skip

    (gap,) = gaps(walked(cart=DEARER), other)

    assert {shift.touchpoint for shift in gap.shifts} == {"cart", "checkout"}


def test_a_contradiction_without_a_promise_belongs_to_both_places() -> None:
    """The ad says one number, the mail another: marketing and logistics must talk."""
    gap = the_gap(mail={"facts": (price(), delivery(), phone("+49 30 23125 199"))})

    assert gap.touchpoint == "mail"
    assert set(gap.owners) == {"marketing", "logistics"}
    assert gap.promised == "+49 30 23125 142, as said first"


def test_a_mail_that_contradicts_itself_is_a_gap_of_its_owner() -> None:
    """It is felt once."""
    gap = the_gap(mail={"facts": (price(), delivery(14, "text part"), delivery(3, "HTML part"))})

    assert (gap.kind, gap.owners, len(gap.shifts)) == ("fact contradicted", ("logistics",), 1)


def test_a_fact_that_is_not_stated_is_a_broken_promise() -> None:
    """Per touchpoint: each page is mended on its own."""
    found = gaps(walked(cart={"facts": (price(""), delivery())}, mail={"facts": (price(""),)}))

    assert [(gap.name, gap.kind, gap.driver) for gap in found] == [
        ("states-price/cart", "promise broken", "message"),
        ("states-price/mail", "promise broken", "message"),
    ]


def test_flaky_fails_half_of_the_tries() -> None:
    """One of two."""
    first = walked(checkout={"verdict": "failed", "message": "error 500"})
    well = walked()
    flaky = WalkSeen(
        "buy", "", well.started_at, 1, "flaky", touchpoints=well.touchpoints, first_try=first
    )

    (gap,) = gaps(flaky)

    assert (gap.driver, gap.shifts[0].fail_share) == ("failure", 0.5)


def test_evidence_holds_the_sites_words_and_who_saw_them() -> None:
    """Plain, bounded, and without what steers a terminal."""
    gap = the_gap(
        cart={"dead_links": ("/x\x1b[2J",), "url": "http://shop/cart", "picture": "3.jpg"}
    )

    assert gap.evidence == ("/x [2J", "http://shop/cart", "seen by buy (a newcomer)")
    assert gap.picture == "3.jpg"


def test_could_not_look_is_no_gap() -> None:
    """Whatever the record holds beside it."""
    blind = {"verdict": "could not look", "dead_links": ("/x",), "facts": (price("1.00 EUR"),)}

    assert gaps(walked(cart=blind)) == ()
