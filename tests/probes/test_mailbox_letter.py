"""Letters: both faces of a mail, and mails that are broken on purpose."""

from __future__ import annotations

import time
from email.message import EmailMessage

import pytest

from desireline.probes.channels.mail.html_part import Link
from desireline.probes.channels.mail.letter import Letter, read_letter
from desireline.probes.facts.read import read_mail_fact
from desireline.scenarios.walk_page import FactPlace

TEXT = """Thank you, Ada!

Total: 129.00 EUR (including VAT)
Delivery: within 3
days, free of charge
Returns: 14 days, free of charge

Phone: +49 30 23125 142
"""
HTML = """<html><head><title>Your order</title><style>p{color:red}</style></head>
<body><div style="display:none">Preheader 1 day</div><h1>Thank&nbsp;you, Ada!</h1>
<table><tr><th>Total</th><td>€129.00</td></tr><tr><th>Number</th><td>7</td></tr></table>
<p>Delivery: 3 days, free of charge<br>Returns: 30 days, free of charge</p>
<p>Call <a href="tel:+493023125142">us</a> or <a href="https://shop.example/help">read</a></p>
<img src="https://track.example/pixel.gif" width="1" height="1" alt="">
<script type="application/ld+json">{"@type": "Order", "price": "129.00", "priceCurrency": "EUR"}
</script></body></html>"""


def letter_of(text: str | None = TEXT, html: str | None = HTML) -> Letter:
    """Send a mail to ourselves."""
    message = EmailMessage()
    message["Subject"] = "Your order"
    message.set_content(text or "")
    if html is not None:
        message.add_alternative(html, subtype="html")
    return read_letter(message.as_bytes(), arrived_at=0.0)


def faces(letter: Letter, kind: str, **place: str) -> dict[str, str | None]:
    """Read a fact in both parts."""
    seen = read_mail_fact(letter, "fact", kind, FactPlace.model_validate(place))  # type: ignore[arg-type]
    return {fact.face: fact.normal for fact in seen}


def test_both_parts_are_told_apart() -> None:
    """They disagree in real shops; the HTML is what most people see."""
    assert faces(letter_of(), "duration", near="Returns") == {
        "text part": "14 days",
        "HTML part": "30 days",
    }


def test_a_fact_runs_over_the_wrapped_line() -> None:
    both = {"text part": "3 days", "HTML part": "3 days"}

    assert faces(letter_of(), "duration", near="Delivery") == both


def test_a_rows_cells_belong_together() -> None:
    both = {"text part": "129.00 EUR", "HTML part": "129.00 EUR"}

    assert faces(letter_of(), "money", near="Total") == both
    assert faces(letter_of(), "money", text="Total") == both
    assert faces(letter_of(), "money") == both


def test_a_number_behind_a_link_is_read() -> None:
    both = {"text part": "+493023125142", "HTML part": "+493023125142"}

    assert faces(letter_of(), "phone") == both


def test_the_letters_data_is_a_face_of_the_html() -> None:
    assert faces(letter_of(), "money", data="price")["HTML part"] == "129.00 EUR"


def test_only_the_parts_that_are_there_are_told() -> None:
    only_html = EmailMessage()
    only_html.set_content(HTML, subtype="html")

    assert list(faces(letter_of(html=None), "money")) == ["text part"]
    assert list(faces(read_letter(only_html.as_bytes(), arrived_at=0), "money")) == ["HTML part"]
    assert faces(read_letter(b"", arrived_at=0), "money") == {"text part": None}


def test_what_is_hidden_in_the_html_is_not_read() -> None:
    html = letter_of().html

    assert html.splitlines()[0] == "Thank you, Ada!"
    assert "Total €129.00" in html
    assert "Preheader" not in html
    assert "color" not in html
    assert "ld+json" not in html


def test_links_are_kept_and_pictures_are_not() -> None:
    assert letter_of().links == (
        Link("us", "tel:+493023125142"),
        Link("read", "https://shop.example/help"),
    )


def test_an_unclosed_hidden_paragraph_hides_itself_only() -> None:
    html = "<div><p style='display:none'>gone<p>here</div><p>there<ul><li hidden>gone<li>too</ul>"

    assert letter_of(html=html).html.split() == ["here", "there", "too"]


def test_encoded_headers_and_foreign_charsets_are_read() -> None:
    raw = (
        b"Subject: =?utf-8?q?Ihre_Bestellung_=E2=82=AC?=\r\n"
        b"From: =?latin-1?q?J=F6rg?= <j@x.example>\r\n"
        b"Content-Type: text/plain; charset=iso-8859-1\r\n\r\nGr\xfc\xdfe"
    )
    letter = read_letter(raw, arrived_at=0)

    assert (letter.subject, letter.text) == ("Ihre Bestellung €", "Grüße")
    assert letter.sender.startswith("Jörg")


def test_a_mail_that_the_library_stumbles_over_is_told() -> None:
    """What could be read of it is read, and a file that is missed then may be there."""
    raw = b"Subject: Hello\r\nContent-Disposition: ,;\x00*\r\n\r\nwords"

    letter = read_letter(raw, arrived_at=0)

    assert letter.subject == "Hello"
    assert letter.unread.startswith("it is broken (")


def test_more_files_than_are_read_are_told() -> None:
    message = EmailMessage()
    message["Subject"] = "Many"
    message.set_content("words")
    for number in range(31):
        message.add_attachment("x", filename=f"{number}.txt")

    letter = read_letter(message.as_bytes(), arrived_at=0)

    assert len(letter.attached) == 30
    assert letter.unread == "at most 200 parts and 30 files of a mail are read"


BOUNDARY = b"Content-Type: multipart/alternative; boundary=b\r\n\r\n"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe" * 100,
        b"Subject: \xff\xfe\x00\r\n\r\n\xff",
        b"Subject: =?x-none?b?////?=\r\nContent-Type: text/plain; charset=x-none\r\n\r\nwords",
        b'Content-Type: text/plain; charset="\x00"\r\n\r\nwords',
        b"Content-Transfer-Encoding: base64\r\n\r\n!!!not base64",
        b"Content-Type: multipart/mixed\r\n\r\nno boundary",
        BOUNDARY + b"--b\r\nContent-Type: text/html\r\n\r\n<p>never closed",
        BOUNDARY + b"--b\r\n" + BOUNDARY * 50,
        b'To: ,,,<<<>>>@@@;:\r\nFrom: "\r\n\r\nwords',
        b"To: " + b"a@x.example, " * 20_000 + b"\r\n\r\nwords",
        b"Subject: " + b"x" * 1_000_000 + b"\r\n\r\nwords",
        b"Content-Type: text/html\r\n\r\n" + b"<a " * 200_000,
        b"Content-Type: text/html\r\n\r\n" + b"<!" * 200_000,
        b"Content-Type: text/html\r\n\r\n" + b'<a "' * 200_000 + b">",
        b"Content-Type: text/html\r\n\r\n" + b"<!--" * 200_000 + b">",
        b"Content-Type: text/html\r\n\r\n" + b"<div>x</p>" * 40_000,
        b"Content-Type: text/html\r\n\r\n<![if mso]><![endif]><!doctype <<<&#xffffffff;&#0;",
        b"Content-Type: message/rfc822\r\n\r\nContent-Type: message/rfc822\r\n\r\n" * 50,
    ],
    ids=range(19),
)
def test_a_broken_mail_never_raises_nor_holds_us_up(raw: bytes) -> None:
    began = time.monotonic()

    letter = read_letter(raw, arrived_at=1.0)

    assert letter.arrived_at == 1.0
    assert time.monotonic() - began < 5
