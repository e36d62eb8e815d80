"""The ribbons: to scale, to the last customer, both kinds of leaving apart."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest
from sample_record import consistent, large, shop, small

from desireline.reports.page_routes import routes_of
from desireline.reports.page_status import places_of
from desireline.reports.picture_flow import MOST_NODES, flow_picture, row_of
from desireline.reports.record import Record


def drawn(record: Record) -> ET.Element:
    """Draw a record's flows and read them back."""
    picture = flow_picture(routes_of(record), places_of(record), record.stages, record.completes)
    return ET.fromstring(picture)  # noqa: S314 # our own


def thickness(d: str) -> float:
    """Measure how thick a ribbon or a fall begins: first point against last."""
    numbers = [float(n) for n in re.findall(r"-?\d+\.?\d*", d)]
    return abs(numbers[-1] - numbers[1])


@pytest.mark.parametrize("build", [shop, consistent, small, large])
def test_nodes_are_as_high_as_what_flows_in_and_out(build: Callable[[], Record]) -> None:
    """By touchpoint, and by stage where there are too many."""
    record = build()
    nodes, ribbons = row_of(routes_of(record), places_of(record), record.stages, ())

    for at, node in enumerate(nodes[1:-1], start=1):
        out = sum(ribbon.number for ribbon in ribbons if ribbon.start == at)
        assert out + node.anyway + node.because == pytest.approx(node.number, rel=1e-6)


def test_above_fourteen_touchpoints_the_stages_are_drawn() -> None:
    """Arrivals and the end beside them."""
    record = large(MOST_NODES + 1)
    nodes, _ = row_of(routes_of(record), places_of(record), record.stages, ())

    assert [node.title for node in nodes] == [
        "Arrive", "Discover", "Evaluate", "Buy", "Use", "Support", "Done"
    ]  # fmt: skip


def test_red_is_to_scale() -> None:
    """Of a gap's leavers and the others at the cart, the picture shows the same proportion."""
    falls = {
        path.findtext("title") or "": thickness(path.get("d") or "")
        for path in drawn(shop()).iter("path")
        if path.get("class") in ("rib-gap", "rib-anyway")
    }
    red = falls["Cart: 211 leave because of a gap"]
    grey = falls["Cart: 534 would have left anyway"]

    # Coordinates are written to a tenth: 2.5 against 6.3 units.
    assert red / grey == pytest.approx(211 / 534, rel=0.08)


def test_no_gap_no_red() -> None:
    """A consistent journey has one kind of leaving."""
    assert not [p for p in drawn(consistent()).iter("path") if p.get("class") == "rib-gap"]


def test_loops_are_drawn_as_going_back() -> None:
    """In lanes of their own, below all else."""
    loops = [
        p.findtext("title") for p in drawn(shop()).iter("path") if p.get("class") == "rib-back"
    ]

    assert loops == [
        "Boot page to All boots, going back: 607 customers a month",
        "Chat with us to Help page, going back: 19 customers a month",
        "Help page to Boot page, going back: 45 customers a month",
    ]


def test_the_numbers_below_are_the_leavers() -> None:
    """Both rows add up to what the sentence above says."""
    record = shop()
    texts = drawn(record).findall("./g/text")
    red = [text.text or "" for text in texts if text.get("class") == "tiny hot"]
    total = sum(float(text.replace(",", "")) for text in red)

    # Each of seven numbers is rounded.
    assert total == pytest.approx(routes_of(record).because, abs=3.5)


def test_a_long_title_keeps_to_its_place() -> None:
    """Two lines at most, cut to the room of its node."""
    words = [text.text or "" for text in drawn(shop()).iter("text") if text.get("class") == "name"]

    assert "Checkout:" in words
    assert max(map(len, words)) < 14
