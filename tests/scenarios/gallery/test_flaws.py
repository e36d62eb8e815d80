"""Each planted contradiction shows when it is on, and is gone when it is put right."""

import time

import pytest

from desireline.scenarios.gallery.shop.flaws import ALL, NONE, Flaw, flaws_without
from desireline.scenarios.gallery.shop.serve import open_shop

from .visitor import AGAIN, BOOTS, CONTACT, DELIVERY, Visitor

OUTSIDE = ("/ads/boots", "/boots/trailblazer", "/p/trailblazer-gtx")


def _seconds(visitor: Visitor, path: str) -> float:
    start = time.perf_counter()
    visitor.get(path)
    return time.perf_counter() - start


@pytest.mark.parametrize("path", OUTSIDE)
def test_outside_the_cart_the_price_is_the_promised_one(cheated: Visitor, path: str) -> None:
    assert "€129.00" in cheated.get(path).main
    assert "€139.00" not in cheated.get(path).text


def test_price_rises_in_the_cart(cheated: Visitor) -> None:
    cart = cheated.post("/cart", BOOTS)

    assert "€139.00" in cart.main
    assert "€129.00" not in cart.main


def test_price_stays_from_ad_to_order(visitor: Visitor) -> None:
    cart = visitor.post("/cart", BOOTS)
    order = visitor.order()

    assert "€139.00" not in cart.text + order.text
    assert "€129.00" in cart.main


def test_delivery_is_told_three_ways(cheated: Visitor) -> None:
    order = cheated.order(**AGAIN)

    assert "within 3 days" in cheated.get("/p/trailblazer-gtx").main
    assert "within 5 days" in order.main
    assert "within 3 days" not in order.main
    assert "Delivery: within a week" in cheated.get("/help").main


def test_delivery_is_told_one_way(visitor: Visitor) -> None:
    order = visitor.order()

    assert "within 3 days" in order.main
    assert "Delivery: within 3 days" in visitor.get("/help").main


def test_help_gives_another_phone_than_the_footer(cheated: Visitor) -> None:
    page = cheated.get("/help")

    assert "tel:+493023125199" in page.main
    assert "tel:+493023125142" in page.text.partition("<footer")[2]


def test_help_gives_the_phone_of_the_footer(visitor: Visitor) -> None:
    page = visitor.get("/help")

    assert "tel:+493023125142" in page.main
    assert "23125 199" not in page.text


def test_ad_leads_to_the_generic_home_page(cheated: Visitor) -> None:
    landed = cheated.get(cheated.get("/ads/boots").link("Shop boots"))

    assert "Gear up for every season" in landed.main
    assert "trailblazer" not in landed.text.lower()


def test_ad_leads_to_its_own_landing_page(visitor: Visitor) -> None:
    landed = visitor.get(visitor.get("/ads/boots").link("Shop boots"))

    assert "Trailblazer GTX: made for your first summit" in landed.main


def test_second_step_asks_again_and_insists(cheated: Visitor) -> None:
    cheated.post("/cart", BOOTS)
    step = cheated.post("/checkout/contact", CONTACT)
    refused = cheated.post("/checkout/delivery", DELIVERY)

    assert 'name="email" type="email" value=""' in step.main
    assert 'name="last_name" type="text" value=""' in step.main
    assert refused.status == 422
    assert "Enter your last name" in refused.main


def test_second_step_shows_what_was_told(visitor: Visitor) -> None:
    visitor.post("/cart", BOOTS)
    step = visitor.post("/checkout/contact", CONTACT)

    assert "ada@example.org" in step.main
    assert 'name="email"' not in step.main


def test_category_is_slow(cheated: Visitor) -> None:
    assert _seconds(cheated, "/c/boots") > 3.5


def test_category_is_quick(visitor: Visitor) -> None:
    """A generous bound: the machine may be busy, the page needs a few milliseconds."""
    assert _seconds(visitor, "/c/boots") < 0.5


def test_call_back_form_has_no_labels_and_no_button(cheated: Visitor) -> None:
    form = cheated.get("/help").main.partition("<form")[2]

    assert "<label" not in form
    assert "<button" not in form
    assert 'class="fields pale"' in form


def test_call_back_form_has_labels_and_a_button(visitor: Visitor) -> None:
    form = visitor.get("/help").main.partition("<form")[2]

    assert form.count("<label") == 3
    assert "<button" in form


def test_size_guide_is_a_dead_end(cheated: Visitor) -> None:
    page = cheated.get(cheated.get("/p/trailblazer-gtx").link("Size guide"))

    assert page.status == 404
    assert "We cannot find this page" in page.main


def test_size_guide_is_there(visitor: Visitor) -> None:
    page = visitor.get(visitor.get("/p/trailblazer-gtx").link("Size guide"))

    assert page.status == 200
    assert "<h1>Size guide</h1>" in page.main


def test_one_flaw_brings_no_other() -> None:
    with open_shop(frozenset({Flaw.PHONE})) as shop:
        visitor = Visitor(shop.url)
        page = visitor.get("/help").main

    assert "23125 199" in page
    assert "Delivery: within 3 days" in page
    assert "<label" in page


def test_flaws_are_put_right_by_name() -> None:
    assert flaws_without("") == ALL
    assert flaws_without(" price, slow ") == ALL - {Flaw.PRICE, Flaw.SLOW}
    assert flaws_without("all") == NONE


def test_unknown_flaw_is_told_with_the_nearest() -> None:
    with pytest.raises(ValueError, match="did you mean `delivery`"):
        flaws_without("delivry")
