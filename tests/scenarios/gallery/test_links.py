"""With no flaw every link answers, nothing leaves the machine, and all pages agree."""

import re

import pytest

from .visitor import BOOTS, CONTACT, Visitor

FACTS = ("Delivery within 3 days", "Returns within 30 days", "+49 30 23125 142")
START = ("/", "/ads/boots", "/boots/trailblazer", "/cart", "/checkout/contact")


def _all_pages(visitor: Visitor) -> dict[str, str]:
    """Follow every link from the start and from a placed order; return pages by address."""
    order = visitor.order()
    visitor.post("/cart", BOOTS)
    visitor.post("/checkout/contact", CONTACT)
    waiting, pages = {*START, "/checkout/delivery", order.path}, dict[str, str]()
    while waiting:
        path = waiting.pop()
        answer = visitor.get(path)
        assert answer.status < 400, path
        text = "" if answer.body.startswith(b"%PDF") else answer.text
        pages[path] = text
        if "<html" in text:
            addresses = [link.partition("#")[0] for link in answer.links()]
            waiting |= {link for link in addresses if link.startswith("/")} - set(pages)

    return pages


def test_every_link_answers_and_stays_here(visitor: Visitor) -> None:
    pages = _all_pages(visitor)
    hosts = set(re.findall(r"https?://([\w.-]+)", "".join(pages.values())))

    assert len(pages) > 40
    assert hosts <= {"127.0.0.1", "www.w3.org", "schema.org"}


def test_all_pages_of_the_shop_agree(visitor: Visitor) -> None:
    pages = [text for text in _all_pages(visitor).values() if '<footer class="bottom"' in text]
    whole = "".join(pages)

    assert all(fact in page for page in pages for fact in FACTS)
    assert set(re.findall(r"within \d+ days|within a week", whole)) == {
        "within 3 days",
        "within 30 days",
    }
    assert set(re.findall(r"\+49[\d ]+\d", whole)) == {"+49 30 23125 142", "+493023125142"}


@pytest.mark.parametrize("path", ["/nowhere", "/p/moon-boots", "/c/hats", "/static/__init__.py"])
def test_unknown_pages_are_told_in_the_look_of_the_shop(visitor: Visitor, path: str) -> None:
    page = visitor.get(path)

    assert page.status == 404
    assert "<h1>We cannot find this page</h1>" in page.main
    assert "shop.css" in page.text


def test_wrong_method_is_told_in_the_look_of_the_shop(visitor: Visitor) -> None:
    page = visitor.post("/p/trailblazer-gtx", {})

    assert page.status == 405
    assert "<h1>That does not work here</h1>" in page.main
