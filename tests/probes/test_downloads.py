"""Files that a site gives are read like pages: a PDF, a text; a scan is told."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from fpdf import FPDF

from desireline.probes.seen import TouchpointSeen, WalkSeen

Walk = Callable[..., WalkSeen]
PRICE = {"price": {"kind": "money"}}


def pdf(*lines: str) -> bytes:
    """Print some lines."""
    paper = FPDF()
    paper.add_page()
    paper.set_font("Helvetica", size=12)
    for line in lines:
        paper.cell(0, 10, line, new_x="LMARGIN", new_y="NEXT")
    return bytes(paper.output())


def giving(name: str, content: bytes) -> Callable[[BaseHTTPRequestHandler], None]:
    """Answer with a file."""

    def give(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/octet-stream")
        handler.send_header("Content-Disposition", f'attachment; filename="{name}"')
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    return give


def downloading(site: Any, walk: Walk, name: str, content: bytes, *steps: Any) -> WalkSeen:
    """Take a file, and do some steps then."""
    site.pages["/"] = "<title>Orders</title><h1>Orders</h1><a href=/file>Invoice</a><a>Later</a>"
    site.pages["/file"] = giving(name, content)
    do = [{"open": "/"}, {"download": {"link": "Invoice"}}, *steps]
    return walk(site.journey([{"at": "orders", "do": do}], facts=PRICE))


def stop(seen: WalkSeen) -> TouchpointSeen:
    """Give the only stop."""
    return seen.touchpoints[0]


def test_facts_are_read_from_a_pdf(site: Any, walk: Walk) -> None:
    content = pdf("Invoice 4711", "Boots 100.00 EUR", "Total: 129.00 EUR")

    seen = downloading(
        site,
        walk,
        "invoice.pdf",
        content,
        {"expect": {"text": "Invoice 4711"}},
        {"remember": {"price": {"near": "Total"}}},
    )

    assert seen.verdict == "ok"
    (fact,) = stop(seen).facts
    assert (fact.shown, fact.normal, fact.face) == ("129.00 EUR", "129.00 EUR", "PDF")
    assert stop(seen).steps[1].message == "invoice.pdf; 1 page"
    assert "Boots 100.00 EUR" in stop(seen).text
    assert stop(seen).clicks == 1


def test_what_a_pdf_does_not_say_is_missed(site: Any, walk: Walk) -> None:
    seen = downloading(site, walk, "a.pdf", pdf("Hello"), {"expect": {"text": "Invoice"}})

    assert seen.verdict == "failed"
    assert "a.pdf does not say “Invoice”" in seen.message


def test_after_the_next_act_the_page_is_read_again(site: Any, walk: Walk) -> None:
    steps = ({"press": "Tab"}, {"expect": {"heading": "Orders"}})

    assert downloading(site, walk, "a.pdf", pdf("Hello"), *steps).verdict == "ok"


def test_a_scan_is_told(site: Any, walk: Walk) -> None:
    """No words in it: nobody can search it."""
    seen = downloading(site, walk, "scan.pdf", pdf(), {"remember": {"price": {}}})

    assert seen.verdict == "degraded"
    assert "a scan" in stop(seen).steps[1].message
    assert stop(seen).facts[0].shown == ""


def test_a_text_is_read(site: Any, walk: Walk) -> None:
    content = "name;price\nBoots;129,00 €\n".encode()
    seen = downloading(site, walk, "list.csv", content, {"remember": {"price": {}}})

    assert stop(seen).facts[0].normal == "129.00 EUR"


@pytest.mark.parametrize(
    ("name", "content"), [("a.xlsx", b"PK\x03\x04"), ("a.pdf", b"%PDF-1.4 broken")]
)
def test_what_cannot_be_read_is_not_the_sites_fault(
    site: Any, walk: Walk, name: str, content: bytes
) -> None:
    seen = downloading(site, walk, name, content)

    assert seen.verdict == "could not look"
    assert name in seen.message


def test_no_file_in_time_is_a_failure(site: Any, walk: Walk) -> None:
    site.pages["/"] = "<title>Orders</title><button>Invoice</button>"
    do = [{"open": "/"}, {"download": "Invoice", "within": "400ms"}]

    seen = walk(site.journey([{"at": "orders", "do": do}]))

    assert seen.verdict == "failed"
    assert "no file came within 0.4 s" in seen.message


def endless(sent: list[int], *, length: int = 0, pause: float = 0.002) -> Callable[..., None]:
    """Answer with a file that goes on, 100 kB at a time, until nobody takes it any more."""

    def give(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/octet-stream")
        handler.send_header("Content-Disposition", 'attachment; filename="tea.csv"')
        if length:
            handler.send_header("Content-Length", str(length))
        handler.end_headers()
        with suppress(OSError):
            for _ in range(5_000):
                handler.wfile.write(bytes(100_000))
                sent.append(100_000)
                time.sleep(pause)

    return give


@pytest.mark.parametrize(
    ("length", "says"),
    [
        (10**9, "the file “tea.csv” has 1000 MB, and at most 25 MB are read"),
        (0, "the file “tea.csv” has more than "),
    ],
)
def test_a_file_that_is_too_heavy_is_given_up_while_it_comes(
    site: Any, walk: Walk, shopper: Any, length: int, says: str
) -> None:
    """Its name, its size and the limit are told, and nothing of it is left on the disk."""
    sent: list[int] = []
    site.pages["/"] = "<title>Orders</title><a href=/file>Invoice</a>"
    site.pages["/file"] = endless(sent, length=length)
    do = [{"open": "/"}, {"download": {"link": "Invoice"}}]

    seen = walk(site.journey([{"at": "orders", "do": do}]))

    assert seen.verdict == "could not look"
    assert says in seen.message
    assert "at most 25 MB are read" in seen.message
    assert sum(sent) < 400_000_000
    assert left_in(shopper.session.workplace) == []


def left_in(folder: Path) -> list[Path]:
    """Give the files of a folder, when the browser had a moment to remove them."""
    until = time.monotonic() + 5
    while (files := [file for file in folder.rglob("*") if file.is_file()]) and (
        time.monotonic() < until
    ):
        time.sleep(0.05)
    return files


def test_a_heavy_file_that_came_at_once_is_told_and_removed(
    site: Any, walk: Walk, shopper: Any
) -> None:
    seen = downloading(site, walk, "list.csv", b"a;b\n" * 6_500_000)

    assert seen.verdict == "could not look"
    assert "the file “list.csv” has 26 MB, and at most 25 MB are read" in seen.message
    assert left_in(shopper.session.workplace) == []


def test_a_file_that_is_not_whole_in_time_is_a_failure(site: Any, walk: Walk) -> None:
    site.pages["/"] = "<title>Orders</title><a href=/file>Invoice</a>"
    site.pages["/file"] = endless([], pause=0.3)
    do = [{"open": "/"}, {"download": {"link": "Invoice"}, "within": "1s"}]

    seen = walk(site.journey([{"at": "orders", "do": do}]))

    assert seen.verdict == "failed"
    assert "the file “tea.csv” did not come whole in time: 0." in seen.message
