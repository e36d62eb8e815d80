"""Walks that read messages: codes typed and kept secret, files and links of a mail, its parts."""

from __future__ import annotations

import json
import re
import smtplib
from collections.abc import Callable
from dataclasses import asdict
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode
from urllib.request import Request, urlopen

import pytest
from fpdf import FPDF
from message_servers import free_port, mail

from desireline.probes.seen import WalkSeen

FORM = """<form method=post action=/sent><label>Phone <input name=phone></label>
    <button>Send</button></form>"""
CODE_FORM = """<h1>Code</h1><form method=post action=/in><label>Code <input name=code></label>
    <button>Go</button></form>"""
BUY = {"at": "buy", "do": [{"open": "/"}]}


def pdf(words: str) -> bytes:
    """Draw a PDF of one page."""
    made = FPDF()
    made.add_page()
    made.set_font("Helvetica")
    made.cell(0, 10, words)
    return bytes(made.output())


def mailed(site: Any, port: int, message: EmailMessage | bytes) -> None:
    """Let the site send a mail whenever its first page is opened."""

    def page(handler: Any) -> None:
        answer(handler, "<h1>Thank you</h1>")  # first: a heavy mail takes its time
        with smtplib.SMTP("127.0.0.1", port, timeout=30) as server:
            if isinstance(message, bytes):
                server.sendmail("a@shop.test", ["b@shop.test"], message)
            else:
                server.send_message(message)

    site.pages["/"] = page


def answer(handler: Any, html: str) -> None:
    """Answer with a page."""
    content = html.encode()
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Content-Length", str(len(content)))
    handler.end_headers()
    handler.wfile.write(content)


def walked(
    site: Any,
    walk: Callable[..., WalkSeen],
    message: EmailMessage | bytes,
    steps: list[Any],
    **more: Any,
) -> WalkSeen:
    """Walk a stop that opens the site, and one that reads the mail that it sends."""
    port = free_port()
    mailed(site, port, message)
    route = [BUY, {"at": "mail", "do": [{"inbox": {"subject": "Your order"}}, *steps]}]
    return walk(site.journey(route, mailbox=f"smtp://127.0.0.1:{port}", **more))


def test_a_code_by_sms_is_typed_and_never_written_down(
    site: Any, walk: Callable[..., WalkSeen], tmp_path: Path
) -> None:
    """The number is the walk's own; the code stands in no record, although the page showed it."""
    port = free_port()
    told: list[str] = []

    def texted(handler: Any) -> None:
        told.append(parse_qs(site.bodies[-1])["phone"][0])
        form = {"From": "Summit", "To": told[0], "Body": "Your code is 918273.", "MessageSid": "1"}
        urlopen(Request(f"http://127.0.0.1:{port}/", urlencode(form).encode()), timeout=5).close()
        answer(handler, CODE_FORM + "<p>For tests: 918273</p>")

    site.pages |= {"/": FORM, "/sent": texted, "/in": "<h1>Welcome</h1><p>918273 was right</p>"}
    route = [
        {
            "at": "buy",
            "do": [
                {"open": "/"},
                {"fill": {"label": "Phone", "with": "${shopper.phone}"}},
                {"click": "Send"},
                {"expect": {"heading": "Code"}},
            ],
        },
        {
            "at": "sms",
            "do": [
                {
                    "sms": {"from": "Summit", "says": "your code", "within": "5s"},
                    "take": {"code": "code is ([0-9]{6})"},
                },
                {"fill": {"label": "Code", "with": "${taken.code}"}},
                {"click": "Go"},
                {"expect": {"heading": "Welcome"}},
            ],
        },
    ]
    persona = {"shopper": {"phone": "+44 7700 ${run.digits}"}}
    journey = site.journey(route, persona=persona, phone={"webhook": f"127.0.0.1:{port}"})

    seen = walk(journey)

    record = json.dumps(asdict(seen))
    assert seen.verdict == "ok", seen.message
    assert re.fullmatch(r"\+44 7700 \d{6}", told[0])
    assert "code=918273" in site.bodies
    assert "918273" not in record
    assert "Your code is ***" in record
    assert not any(b"918273" in file.read_bytes() for file in (tmp_path / "out").glob("*"))
    assert 0 <= (seen.touchpoints[1].arrives_seconds or -1) < 5


def test_a_message_that_never_comes_has_failed(site: Any, walk: Callable[..., WalkSeen]) -> None:
    """It is a finding, with what was waited for."""
    site.pages["/"] = "<h1>Hello</h1>"
    route = [BUY, {"at": "sms", "do": [{"sms": {"says": "your code", "within": "200ms"}}]}]
    phone = {"webhook": f"127.0.0.1:{free_port()}", "number": "+44 7700 900123"}

    seen = walk(site.journey(route, phone=phone))

    assert seen.verdict == "failed"
    assert "no text message with “your code” within 0.2 s" in seen.message


@pytest.mark.parametrize(
    ("phone", "code"), [({"webhook": "127.0.0.1:0"}, "phone number"), (None, "names no phone")]
)
def test_we_could_not_look(
    site: Any, walk: Callable[..., WalkSeen], phone: dict[str, str] | None, code: str
) -> None:
    """Without a number, without a phone."""
    site.pages["/"] = "<h1>Hello</h1>"
    route = [BUY, {"at": "sms", "do": [{"sms": {}}]}]

    seen = walk(site.journey(route, phone=phone))

    assert seen.verdict == "could not look"
    assert code in seen.message


def test_a_mailbox_that_is_dead_keeps_its_walks_only(
    site: Any, walk: Callable[..., WalkSeen]
) -> None:
    """And says so, without the password."""
    where = f"127.0.0.1:{free_port()}"
    box = {"at": f"imap://{where}", "user": "ada", "password": "$MAIL_PASSWORD"}
    journey = site.journey(
        [{"at": "mail", "do": [{"inbox": {"subject": "x"}}]}], mailbox=box, hosts=[where]
    )

    unnamed = walk(journey)
    dead = walk(journey, environ={"MAIL_PASSWORD": "secret-7"})

    assert (unnamed.verdict, dead.verdict) == ("could not look", "could not look")
    assert "MAIL_PASSWORD is not set" in unnamed.message


def test_facts_come_from_the_file_that_hangs_on_the_mail(
    site: Any, walk: Callable[..., WalkSeen]
) -> None:
    """The last step that brought something is what is read."""
    message = mail()
    message.add_attachment(
        pdf("Total 139.00 EUR"), maintype="application", subtype="pdf", filename="Invoice-7.PDF"
    )
    steps = [{"attachment": "invoice*.pdf"}, {"remember": {"price": {"near": "Total"}}}]

    seen = walked(site, walk, message, steps, facts={"price": {"kind": "money"}})

    (fact,) = seen.touchpoints[1].facts
    assert seen.verdict == "ok", seen.message
    assert (fact.face, fact.normal) == ("PDF", "139.00 EUR")


def test_a_scan_is_a_finding(site: Any, walk: Callable[..., WalkSeen]) -> None:
    """Nobody can search or hear it."""
    message = mail()
    message.add_attachment(pdf(""), maintype="application", subtype="pdf", filename="a.pdf")

    seen = walked(site, walk, message, [{"attachment": "*.pdf"}])

    assert seen.touchpoints[1].verdict == "degraded"
    assert "it has no words" in seen.touchpoints[1].message


def test_a_file_that_does_not_hang_there(site: Any, walk: Callable[..., WalkSeen]) -> None:
    """What hangs there is said."""
    message = mail()
    message.add_attachment(b"BEGIN", maintype="text", subtype="calendar", filename="day.ics")

    seen = walked(site, walk, message, [{"attachment": "*.pdf"}])

    assert seen.verdict == "failed"
    assert "no file “*.pdf” hangs on the mail, but “day.ics”" in seen.message


def test_a_link_of_the_mail_is_followed(site: Any, walk: Callable[..., WalkSeen]) -> None:
    """Inside the allow-list; the tracking picture is never loaded."""
    html = f'<p><a href="{site.url}/order/7">See your order</a></p><img src="{site.url}/pixel.gif">'
    site.pages["/order/7"] = "<h1>Order 7</h1>"
    steps = [{"click": {"link": "See your order"}}, {"expect": {"heading": "Order 7"}}]

    seen = walked(site, walk, mail(html=html), steps)

    assert seen.verdict == "ok", seen.message
    assert ("GET", "/pixel.gif") not in site.asked


def test_a_link_that_leads_elsewhere_is_not_followed(
    site: Any, walk: Callable[..., WalkSeen]
) -> None:
    """We may not; that says nothing of the shop."""
    text = "See your order:\nhttp://127.0.0.2:9/order/7"

    seen = walked(site, walk, mail(text=text), [{"click": {"link": "See your order"}}])

    assert seen.verdict == "could not look"
    assert "leads to a host that the journey does not name" in seen.message


def test_the_parts_of_a_mail_are_compared_unasked(site: Any, walk: Callable[..., WalkSeen]) -> None:
    """A fact by its name in both, a value in one only; pieces that agree are not mentioned."""
    text = "Returns: within 14 days\nTotal: 139.00 EUR\nDelivery: within 3 days"
    html = "<p>Returns within 30 days</p><p>Total 139.00 EUR, shipping 4.90 EUR</p>"
    facts = {"returns": {"kind": "duration"}, "total": {"kind": "money"}}

    seen = walked(site, walk, mail(text=text, html=html), [], facts=facts)

    stop = seen.touchpoints[1]
    assert [(f.fact, f.face, f.normal) for f in stop.facts] == [
        ("returns", "text part", "14 days"),
        ("returns", "HTML part", "30 days"),
    ]
    said = stop.steps[0].message
    assert "returns differs between the mail's parts" in said
    assert "in the HTML part only: 4.90 EUR" in said
    assert "in the text part only: within 3 days" in said or "text part only: 3 days" in said
    assert "139" not in said


def heavy() -> EmailMessage:
    """Write a mail of twelve megabytes whose last file lies beyond what is read."""
    message = mail("Your order 7", "Here are your tickets")
    message.add_attachment("Row 7", filename="row.txt")
    message.add_attachment(bytes(8_790_000), "application", "pdf", filename="plan.pdf")
    message.add_attachment("Seat 12", filename="seat.txt")
    return message


def test_a_mail_that_is_not_read_whole_is_told(site: Any, walk: Callable[..., WalkSeen]) -> None:
    """It is read as far as it goes; the files before the end of that are, too."""
    steps = [{"attachment": "row.txt"}, {"expect": {"text": "Row 7"}}]

    seen = walked(site, walk, heavy(), steps)

    assert seen.verdict == "ok", seen.message
    (told,) = seen.touchpoints[1].unseen
    assert re.fullmatch(
        "the mail “Your order 7” could not be read whole:"
        " it has 1[12].* MB, and at most 10 MB of a mail are read",
        told,
    )


def test_a_file_beyond_what_is_read_of_a_mail_is_not_missed(
    site: Any, walk: Callable[..., WalkSeen]
) -> None:
    seen = walked(site, walk, heavy(), [{"attachment": "seat.txt"}])

    assert seen.verdict == "could not look"
    assert "whether the file “seat.txt” hangs on the mail can't be told: it has 1" in seen.message


def test_the_last_file_of_a_mail_that_is_cut_may_not_be_whole(
    site: Any, walk: Callable[..., WalkSeen]
) -> None:
    """It is there, and nothing can be said of what it holds."""
    seen = walked(site, walk, heavy(), [{"attachment": "plan.pdf"}])

    assert seen.verdict == "could not look"
    assert "at most 10 MB of a mail are read" in seen.message


def broken() -> bytes:
    """Write a whole mail with two files, and a part that the library stumbles over."""
    parts = (
        b"text/plain\r\n\r\nwords",
        b"text/plain\r\nContent-Disposition: attachment; filename=row.txt\r\n\r\nRow 7",
        b"text/plain\r\nContent-Disposition: attachment; filename=seat.txt\r\n\r\nSeat 12",
        b"text/plain\r\nContent-Disposition: ,;\x00*\r\n\r\nmore",
    )
    body = b"".join(b"--b\r\nContent-Type: " + part + b"\r\n" for part in parts) + b"--b--\r\n"
    head = b"Subject: Your order 7\r\nFrom: a@shop.test\r\nTo: b@shop.test\r\n"
    return head + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + body


def test_the_last_file_of_a_broken_mail_is_read(site: Any, walk: Callable[..., WalkSeen]) -> None:
    """It came whole: only what lies behind the break can't be told."""
    read = [{"attachment": "seat.txt"}, {"expect": {"text": "Seat 12"}}]

    whole = walked(site, walk, broken(), read)
    missed = walked(site, walk, broken(), [{"attachment": "plan.pdf"}])

    assert whole.verdict == "ok", whole.message
    assert "it is broken (IndexError)" in whole.touchpoints[1].unseen[0]
    assert missed.verdict == "could not look"
    assert "whether the file “plan.pdf” hangs on the mail can't be told" in missed.message
