"""The invoice is a real PDF and repeats the order."""

from io import BytesIO

from pypdf import PdfReader

from .visitor import AGAIN, BOOTS, CONTACT, DELIVERY, Visitor


def _text(visitor: Visitor, address: str) -> str:
    pdf = visitor.get(address)
    assert pdf.body.startswith(b"%PDF-")
    return PdfReader(BytesIO(pdf.body)).pages[0].extract_text()


def test_invoice_repeats_total_and_delivery(visitor: Visitor) -> None:
    order = visitor.order()
    text = _text(visitor, order.link("Invoice (PDF)"))

    assert "Invoice SO-1" in text
    assert "129.00 EUR" in text
    assert "Delivery: within 3 days" in text
    assert "Hauptstraße 1" in text


def test_invoice_repeats_the_flaws_of_the_order(cheated: Visitor) -> None:
    order = cheated.order(**AGAIN)
    text = _text(cheated, order.link("Invoice (PDF)"))

    assert "139.00 EUR" in text
    assert "Delivery: within 5 days" in text


def test_invoice_survives_a_name_that_its_font_lacks(visitor: Visitor) -> None:
    visitor.post("/cart", BOOTS)
    visitor.post("/checkout/contact", CONTACT | {"first_name": "Łukasz"})
    order = visitor.post("/checkout/delivery", DELIVERY)

    assert "ukasz Lund" in _text(visitor, order.link("Invoice (PDF)"))
