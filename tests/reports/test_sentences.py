"""Every sentence, as a reader reads it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from walked_shop import NORMALS, delivery, failed_step, phone, price, shop, walked

from desireline.probes.seen import FactSeen
from desireline.reports.gaps import find_gaps
from desireline.reports.record import Check, Gap, Note
from desireline.reports.sentences import place
from desireline.reports.sentences_headline import conclude, costs, headline, verdict_line
from desireline.reports.views import compare_views
from desireline.sim.experiments.outcome import Estimate

NO_BROWSER = Note("", "walk buy could not look: no browser")


def said(**changed: dict[str, Any]) -> str:
    """Give the one gap's sentence where one touchpoint differs."""
    (gap,) = find_gaps(shop(), compare_views(shop(), [walked(**changed)], NORMALS))
    return gap.sentence


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (
            {"landing": {"loads_seconds": 4.13}},
            "The landing takes 4.1 s to load where 2 s was promised.",
        ),
        (
            {"chat": {"answers_seconds": 180.0}},
            "The chat takes 3 min to answer where 60 s was promised.",
        ),
        (
            {"mail": {"arrives_seconds": 360.0}},
            "The mail arrives after 6 min where 15 s was promised.",
        ),
        (
            {
                "mail": {
                    "verdict": "failed",
                    "arrives_seconds": None,
                    "facts": (),
                    "steps": failed_step("inbox"),
                }
            },
            "The mail did not arrive (not within 20 s) where 15 s was promised.",
        ),
        (
            {"chat": {"turns_to_human": 3}},
            "The chat brings a person only after 3 turns where one was promised within 2 turns.",
        ),
        (
            {"chat": {"human_came": False, "turns_to_human": 5}},
            "The chat never brings a person (nobody came, asked 5 times) "
            "where one was promised within 2 turns.",
        ),
        (
            {"checkout": {"fields": 14}},
            "The checkout has 14 fields to fill where at most 8 were promised.",
        ),
        (
            {"checkout": {"told_again": ("email",)}},
            "The checkout asks again for email, which the customer had told already.",
        ),
        (
            {"landing": {"words_missing": ("Boots",)}},
            "The landing does not say “Boots”, though what leads there does.",
        ),
        (
            {"checkout": {"barriers": ("label: #a (No label)", "label: #b (No label)", "pale")}},
            "The checkout has 3 barriers to people with a disability: "
            "2 × “No label” and 1 × “pale”.",
        ),
        (
            {"cart": {"dead_links": ("/size-guide",)}},
            "The cart has 1 link that leads nowhere: /size-guide.",
        ),
        (
            {"checkout": {"verdict": "failed", "message": "it answers 500.", "facts": ()}},
            "Nobody gets through the checkout: it answers 500.",
        ),
        (
            {"cart": {"facts": (price(""), delivery())}},
            "The cart does not state the price, though promised to.",
        ),
        (
            {"cart": {"facts": (price("139.00 EUR"), delivery())}},
            "The cart asks 139.00 EUR where 129.00 EUR was promised.",
        ),
        (
            {
                "cart": {"facts": (price("139.00 EUR"), delivery())},
                "checkout": {"facts": (price("139.00 EUR"),)},
            },
            "The cart and the checkout ask 139.00 EUR where 129.00 EUR was promised.",
        ),
        (
            {
                "cart": {"facts": (price(), delivery(5))},
                "mail": {"facts": (price(), delivery(7))},
            },
            "The cart says within 5 days and the mail says within 7 days for the delivery time "
            "where 3 days was promised.",
        ),
        (
            {"mail": {"facts": (price(), delivery(), phone("+49 30 99"))}},
            "The mail says +49 30 99 for the phone where the ad says +49 30 23125 142.",
        ),
        (
            {"mail": {"facts": (price(), delivery(14, "text part"), delivery(3, "HTML part"))}},
            "The text part of the mail says within 14 days for the delivery time "
            "where 3 days was promised.",
        ),
        (
            {
                "ad": {"facts": ()},
                "mail": {
                    "facts": (
                        price(),
                        delivery(),
                        phone("+49 30 11", "text part"),
                        phone("+49 30 22", "HTML part"),
                    )
                },
            },
            "The HTML part of the mail says +49 30 22 for the phone "
            "and +49 30 11 in its text part.",
        ),
    ],
)
def test_a_gap_says_who_says_what_against_what(changed: dict[str, Any], expected: str) -> None:
    """One sentence each."""
    assert said(**changed) == expected


def test_a_long_text_of_the_site_gives_way_to_its_meaning() -> None:
    """Nobody reads half a page in a headline."""
    wordy = FactSeen(
        "price", "Trailblazer GTX, size 42, in stock, now only 139.00 EUR", "139.00 EUR"
    )

    assert "asks 139.00 EUR where" in said(cart={"facts": (wordy, delivery())})


@pytest.mark.parametrize(
    ("name", "title", "expected"),
    [
        ("order-mail", None, "the order mail"),
        ("order-mail", "Order mail", "the order mail"),
        ("checkout-delivery", "Checkout, delivery", "the checkout delivery"),
        ("faq", "FAQ", "the FAQ"),
        ("ad", "Instagram ad", "the Instagram ad"),
        ("help", "Help page", "the help page"),
    ],
)
def test_a_touchpoint_in_a_sentence(name: str, title: str | None, expected: str) -> None:
    """A name of its own keeps its capital."""
    stage = {"stage": "s", "touchpoints": {name: {"title": title}}}

    assert place(shop(stages=[stage], completes=[name], walks={}), name) == expected


def gap(
    lost: Estimate, *, name: str = "fact/price", driver: str = "contradiction", where: str = "cart"
) -> Gap:
    """Give a gap with a price."""
    return Gap(
        name, "fact contradicted", where, (where,), "price", "129.00 EUR", "139.00 EUR", "", ("o",),
        "The cart asks 139.00 EUR where 129.00 EUR was promised.", (), None, driver, 1.0, "guess",
        "guess", lost, lost, lost,
    )  # fmt: skip


CLAUSES = {
    "fact/price": "the cart asks 139.00 EUR where 129.00 EUR was promised",
    "works/till": "nobody gets through the till: it answers 500",
}
HOLDS = (Check("cart", "states price", "x", "x", "", "matches"),) * 3
BLIND = (Check("cart", "states price", "x", "", "", "not checked"),)
SURE, CHANCE, ZERO = Estimate(212.3, 164, 259), Estimate(12, -3, 28), Estimate(0, 0, 0)


def test_the_headline_is_the_dearest_gap_and_its_range() -> None:
    """Lead with the answer, then the number, then its range."""
    assert headline("Buying boots", [gap(SURE)], CLAUSES, HOLDS, [], unseen=False) == (
        "Buying boots: the cart asks 139.00 EUR where 129.00 EUR was promised, "
        "and loses about 212 customers a month (164–259)."
    )


def test_what_several_places_say_loses_as_a_whole() -> None:
    """The cart and the checkout ask …, which loses …: not `and loses`."""
    two = replace(gap(SURE), places=("cart", "checkout"))
    nobody = replace(gap(SURE), driver="failure")

    for found in (two, nobody):
        assert ", which loses about 212 customers" in headline(
            "Boots", [found], CLAUSES, HOLDS, [], unseen=False
        )


def test_other_gaps_lose_nothing_while_nobody_gets_through() -> None:
    """And that is said."""
    blocked = replace(gap(SURE), name="works/till", driver="failure", touchpoint="till")

    assert costs(gap(ZERO), [blocked, gap(ZERO)]) == (
        "which loses no customers in the simulation while nobody gets through till"
    )


def test_a_range_that_holds_zero_could_be_chance() -> None:
    """It may lose customers."""
    assert headline("Boots", [gap(CHANCE)], CLAUSES, HOLDS, [], unseen=False).endswith(
        "and may lose about 12 customers a month (−3 to 28: could be chance)."
    )


def test_a_gap_that_loses_nobody_says_so() -> None:
    """No number is made up."""
    assert headline("Boots", [gap(ZERO)], CLAUSES, HOLDS, [], unseen=False).endswith(
        "which loses no customers in the simulation."
    )


def test_a_gap_where_the_journey_is_completed_loses_nobody() -> None:
    """They have done what they came for; that is said."""
    assert costs(gap(ZERO), [gap(ZERO)], ["cart"]).endswith(
        "in the simulation, since whoever gets there has completed the journey"
    )


def test_the_headline_says_what_could_not_be_looked_at() -> None:
    """Beside the gap that was seen."""
    said = headline("Boots", [gap(SURE)], CLAUSES, HOLDS, [NO_BROWSER], unseen=True)

    assert said.endswith("; not all could be looked at (walk buy could not look: no browser).")


def test_a_consistent_journey_says_how_much_was_looked_at() -> None:
    """All of three promises; and a fourth that nobody looked at."""
    assert headline("Boots", [], {}, HOLDS, [], unseen=False) == (
        "Boots: all 3 promises hold, and no place contradicts another."
    )
    assert headline("Boots", [], {}, HOLDS + BLIND, [], unseen=False) == (
        "Boots: all 3 promises that were looked at hold, "
        "and no place contradicts another; 1 not checked."
    )


def test_nothing_seen_says_why() -> None:
    """It is not called broken."""
    assert headline("Boots", [], {}, BLIND, [NO_BROWSER], unseen=True) == (
        "Boots could not be looked at: no browser."
    )
    at_home = replace(NO_BROWSER, touchpoint="home")
    assert headline("Boots", [], {}, BLIND, [at_home], unseen=True) == (
        "Boots could not be looked at: at home, no browser."
    )
    unwritten = Note("", "no walk is written: nothing was looked at")
    assert headline("Boots", [], {}, BLIND, [unwritten], unseen=True) == (
        "Boots could not be looked at: no walk is written."
    )
    assert headline("Boots", [], {}, (), [], unseen=True) == (
        "Boots could not be looked at: no walk looked at anything that is promised."
    )


@pytest.mark.parametrize(
    ("gaps", "checks", "unseen", "expected"),
    [
        ([], HOLDS, False, "Consistent"),
        ([], HOLDS, True, "Could not check"),
        ([], BLIND, False, "Could not check"),
        ([gap(SURE)], HOLDS, True, "Not consistent"),
        ([gap(CHANCE)], HOLDS, False, "Drifting"),
        ([gap(ZERO)], HOLDS, False, "Drifting"),
        ([gap(CHANCE), gap(SURE)], HOLDS, False, "Not consistent"),
    ],
)
def test_the_conclusion(
    gaps: list[Gap], checks: tuple[Check, ...], unseen: bool, expected: str
) -> None:
    """What surely costs, what may, or that nothing can be said."""
    assert conclude(gaps, checks, unseen=unseen) == expected


def test_the_verdict_line_has_a_glyph_a_word_and_a_count() -> None:
    """Never colour alone."""
    wrong = Check("cart", "states price", "x", "y", "", "differs")

    assert verdict_line("Not consistent", (*HOLDS, wrong, *BLIND)) == (
        "✗ Not consistent · 3 of 4 promises hold, 1 not checked"
    )
    assert verdict_line("Consistent", HOLDS) == "✓ Consistent · 3 of 3 promises hold"
    assert verdict_line("Could not check", BLIND) == (
        "? Could not check · the one promise could not be looked at"
    )
    assert verdict_line("Could not check", ()) == "? Could not check · the plan makes no promise"


def test_hostile_words_stay_words() -> None:
    """Bounded, on one line."""
    nasty = "</script><script>alert(1)</script>\n" * 50
    text = said(landing={"words_missing": ("Boots",), "title": nasty}, cart={})

    assert "\n" not in text
    assert len(said(checkout={"verdict": "failed", "message": nasty, "facts": ()})) < 400
