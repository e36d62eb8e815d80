"""The demo shop's phone menu: the same facts as on its pages, and a person."""

from xml.etree.ElementTree import fromstring

from .visitor import Visitor


def said(visitor: Visitor, path: str, digits: str = "") -> str:
    """Give what the menu says at an address."""
    answer = visitor.post(path, {"CallSid": "CA1", "Digits": digits})
    root = fromstring(answer.text)  # noqa: S314 (our own shop's)
    return " ".join("".join(root.itertext()).split())


def test_the_menu_offers_what_is_behind_its_keys(visitor: Visitor) -> None:
    assert "For delivery and returns, press 2." in said(visitor, "/phone/start")
    assert said(visitor, "/phone/choice", "2") == "/phone/delivery"
    assert "within 3 days" in said(visitor, "/phone/delivery")


def test_an_order_is_found_by_its_digits(visitor: Visitor) -> None:
    number = visitor.order().path.rpartition("-")[2]

    assert f"S O {' '.join(number)} is being packed" in said(visitor, "/phone/order/status", number)
    assert "no order of that number" in said(visitor, "/phone/order/status", "9")


def test_0_reaches_a_person(visitor: Visitor, cheated: Visitor) -> None:
    assert "press 0" in said(visitor, "/phone/start")
    assert said(visitor, "/phone/choice", "0") == "/phone/person"
    assert "press 0" not in said(cheated, "/phone/start")
    assert "not a choice" in said(cheated, "/phone/person")


def test_the_hours_are_those_of_the_help_page(visitor: Visitor, cheated: Visitor) -> None:
    assert "from 9:00 to 18:00" in said(visitor, "/phone/hours")
    assert "from 10:00 to 17:00" in said(cheated, "/phone/hours")
    assert "9:00 to 18:00" in cheated.get("/help").main
