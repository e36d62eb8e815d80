"""Cart and checkout by plain forms: sessions, totals, mistakes, a placed order."""

import pytest

from .visitor import BOOTS, CONTACT, DELIVERY, Visitor


def test_cart_adds_up(visitor: Visitor) -> None:
    visitor.post("/cart", BOOTS | {"quantity": "2"})
    cart = visitor.post("/cart", {"product": "drizzle-shell", "size": "M", "quantity": "1"})

    assert cart.path == "/cart"
    assert '<span id="total">€377.00</span>' in cart.main
    assert 'id="cart-count">3<' in cart.text


def test_same_boots_share_a_line(visitor: Visitor) -> None:
    visitor.post("/cart", BOOTS)
    cart = visitor.post("/cart", BOOTS)

    assert cart.main.count('class="panel line"') == 1
    assert "€258.00" in cart.main


def test_quantities_change_without_a_script(visitor: Visitor) -> None:
    visitor.post("/cart", BOOTS)
    cart = visitor.post("/cart/update", {"trailblazer-gtx:42": "3"})

    assert "€387.00" in cart.main


def test_bad_quantity_is_told_and_changes_nothing(visitor: Visitor) -> None:
    visitor.post("/cart", BOOTS)
    cart = visitor.post("/cart/update", {"trailblazer-gtx:42": "many"})

    assert cart.status == 422
    assert "Enter a quantity from 1 to 20" in cart.main
    assert "€129.00" in visitor.get("/cart").main


def test_line_is_removed(visitor: Visitor) -> None:
    visitor.post("/cart", BOOTS)
    cart = visitor.post("/cart/update", {"remove": "trailblazer-gtx:42"})

    assert "Nothing in it yet" in cart.main


def test_size_must_be_chosen(visitor: Visitor) -> None:
    page = visitor.post("/cart", BOOTS | {"size": ""})

    assert page.status == 422
    assert 'aria-invalid="true" aria-describedby="size-mistake"' in page.main
    assert "Choose a size" in page.main


def test_visitors_have_carts_of_their_own(visitor: Visitor) -> None:
    visitor.post("/cart", BOOTS)
    other = Visitor(visitor.url)

    assert "Nothing in it yet" in other.get("/cart").main


def test_looking_leaves_no_cookie(visitor: Visitor) -> None:
    with visitor.browser.open(f"{visitor.url}/cart") as answer:
        assert answer.headers["Set-Cookie"] is None


@pytest.mark.parametrize("path", ["/checkout/contact", "/checkout/delivery"])
def test_checkout_without_goods_leads_to_the_cart(visitor: Visitor, path: str) -> None:
    assert visitor.get(path).path == "/cart"


def test_delivery_wants_contact_first(visitor: Visitor) -> None:
    visitor.post("/cart", BOOTS)

    assert visitor.get("/checkout/delivery").path == "/checkout/contact"


def test_contact_tells_all_mistakes_at_once(visitor: Visitor) -> None:
    visitor.post("/cart", BOOTS)
    page = visitor.post("/checkout/contact", CONTACT | {"first_name": " ", "email": "ada@"})

    assert page.status == 422
    assert '<a href="#first_name">Enter your first name</a>' in page.main
    assert '<a href="#email">Write the e-mail address like name@example.org</a>' in page.main
    assert 'value="Lund"' in page.main


def test_contact_is_filled_in_on_return(visitor: Visitor) -> None:
    visitor.post("/cart", BOOTS)
    visitor.post("/checkout/contact", CONTACT)

    assert 'value="ada@example.org"' in visitor.get("/checkout/contact").main


def test_delivery_wants_terms_and_a_country_of_the_list(visitor: Visitor) -> None:
    visitor.post("/cart", BOOTS)
    visitor.post("/checkout/contact", CONTACT)
    page = visitor.post("/checkout/delivery", DELIVERY | {"country": "Atlantis", "terms": ""})

    assert page.status == 422
    assert "Choose a country of the list" in page.main
    assert "Agree to the terms to place the order" in page.main


def test_typed_markup_stays_text(visitor: Visitor) -> None:
    visitor.post("/cart", BOOTS)
    page = visitor.post("/checkout/contact", CONTACT | {"first_name": "<script>alert(1)</script>"})

    assert "<script>alert" not in page.text
    assert "&lt;script&gt;" in page.main


def test_order_is_placed(visitor: Visitor) -> None:
    order = visitor.order()

    assert order.status == 200
    assert order.path.startswith("/order/SO-1")
    assert "<h1>Order placed</h1>" in order.main
    assert "€129.00" in order.main
    assert "within 3 days" in order.main
    assert "Nothing in it yet" in visitor.get("/cart").main


def test_second_click_places_no_second_order(visitor: Visitor) -> None:
    order = visitor.order()

    assert visitor.post("/checkout/delivery", DELIVERY).path == order.path


def test_unknown_order_is_not_found(visitor: Visitor) -> None:
    assert visitor.get("/order/SO-9999").status == 404


def test_call_back_is_taken(visitor: Visitor) -> None:
    wish = {"name": "Ada", "phone": "030 23125 100", "topic": "Sizes"}

    assert "<h1>We will call you back</h1>" in visitor.post("/help", wish).main


def test_call_back_without_labels_works_too(cheated: Visitor) -> None:
    wish = {"name": "Ada", "phone": "030 23125 100", "topic": "Sizes"}

    assert "<h1>We will call you back</h1>" in cheated.post("/help", wish).main


def test_call_back_tells_mistakes(visitor: Visitor) -> None:
    page = visitor.post("/help", {"name": "Ada", "phone": "soon", "topic": ""})

    assert page.status == 422
    assert "Choose a topic" in page.main
    assert "Write the phone number in digits" in page.main
