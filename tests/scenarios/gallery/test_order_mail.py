"""The order mail is really sent, and its two parts are compared."""

from collections.abc import Set
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from queue import Queue

from aiosmtpd.smtp import Envelope

from desireline.scenarios.gallery.shop.flaws import ALL, NONE, Flaw
from desireline.scenarios.gallery.shop.serve import open_shop

from .visitor import AGAIN, Visitor

Box = tuple[Queue[Envelope], int]


def _mail(box: Box, flaws: Set[Flaw]) -> tuple[EmailMessage, str, str]:
    """Order in a shop and return the mail, its text and its HTML."""
    mails, port = box
    with open_shop(flaws, smtp=("127.0.0.1", port)) as shop:
        order = Visitor(shop.url).order(**AGAIN)
        content = mails.get(timeout=10).content
    assert "A confirmation is on its way" in order.main
    assert isinstance(content, bytes)
    mail = message_from_bytes(content, policy=default)
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert html is not None

    return mail, text.get_content(), html.get_content()


def test_mail_says_what_the_shop_says(mailbox: Box) -> None:
    mail, text, html = _mail(mailbox, NONE)

    assert mail["From"] == "Summit Outfitters <orders@summit-outfitters.example>"
    assert mail["To"] == "ada@example.org"
    assert mail["Subject"] == "Your order SO-1001"
    assert [part.get_content_type() for part in mail.iter_parts()] == [
        "multipart/alternative",
        "application/pdf",
    ]
    assert [part.get_filename() for part in mail.iter_attachments()] == ["invoice-SO-1001.pdf"]
    assert "Total: 129.00 EUR" in text
    assert "€129.00" in html
    assert "Delivery: within 3 days" in text
    assert "Delivery: within 3 days" in html
    assert "Returns: within 30 days" in text
    assert "Returns: within 30 days" in html
    assert "Phone: +49 30 23125 142" in text
    assert "tel:+493023125142" in html
    assert "http://127.0.0.1:" in text
    assert "/order/SO-1001" in html


def test_mail_contradicts_itself(mailbox: Box) -> None:
    _, text, html = _mail(mailbox, ALL)

    assert "Total: 139.00 EUR" in text
    assert "Delivery: within 5 days" in html
    assert "Returns: within 14 days" in text
    assert "Returns: within 30 days" in html
    assert "Phone: +49 30 23125 142" in text


def test_shop_without_a_mail_server_promises_no_mail(visitor: Visitor) -> None:
    assert "confirmation" not in visitor.order().main
