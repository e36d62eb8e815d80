"""The shop for machines says what its pages say."""

from .visitor import BOOTS, Visitor

TRAILBLAZER = "trailblazer-gtx:42"


def test_product_tells_price_and_promises(visitor: Visitor) -> None:
    product = visitor.get("/api/products/trailblazer-gtx").json

    assert product["name"] == "Trailblazer GTX"
    assert product["price"] == {"amount": "129.00", "currency": "EUR"}
    assert product["delivery"] == {"days": 3}
    assert product["returns"] == {"days": 30}


def test_cart_follows_the_session(visitor: Visitor) -> None:
    visitor.post("/cart", BOOTS)
    cart = visitor.get("/api/cart").json

    assert cart["pieces"] == 1
    assert cart["lines"][0]["line"] == TRAILBLAZER


def test_cart_changes_by_patch(visitor: Visitor) -> None:
    visitor.post("/cart", BOOTS)
    change = {"line": TRAILBLAZER, "quantity": 4}
    cart = visitor.send_json("/api/cart", change, method="PATCH").json

    assert cart["total"] == {"amount": "516.00", "currency": "EUR"}
    assert "€516.00" in visitor.get("/cart").main


def test_cart_refuses_what_it_cannot_sell(visitor: Visitor) -> None:
    visitor.post("/cart", BOOTS)
    change = {"line": TRAILBLAZER, "quantity": -1}
    answer = visitor.send_json("/api/cart", change, method="PATCH")

    assert answer.status == 422
    assert answer.json == {"error": "quantity must be a whole number from 0 to 20"}


def test_cart_refuses_an_unknown_line(visitor: Visitor) -> None:
    change = {"line": "moon-boots:42", "quantity": 1}

    assert visitor.send_json("/api/cart", change, method="PATCH").status == 404


def test_cart_refuses_what_is_no_object(visitor: Visitor) -> None:
    assert visitor.send_json("/api/cart", ["a"], method="PATCH").status == 404


def test_order_tells_total_and_delivery(visitor: Visitor) -> None:
    number = visitor.order().path.removeprefix("/order/")
    order = visitor.get(f"/api/orders/{number}").json

    assert order["number"] == number
    assert order["total"] == {"amount": "129.00", "currency": "EUR"}
    assert order["delivery"] == {"days": 3}


def test_unknown_product_is_told_in_json(visitor: Visitor) -> None:
    answer = visitor.get("/api/products/moon-boots")

    assert answer.status == 404
    assert answer.json == {"error": "Not Found"}
