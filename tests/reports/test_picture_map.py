"""The map: every touchpoint has its card, cards never lie on each other, words never leave them."""

from __future__ import annotations

import itertools
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace

import pytest
from sample_record import consistent, could_not_check, large, shop, small

from desireline.reports.columns import GUTTER, PAGE, cards_of, grid_of
from desireline.reports.page_routes import routes_of
from desireline.reports.page_status import places_of
from desireline.reports.picture_map import card_says, journey_picture, lay_out
from desireline.reports.picture_rows import (
    customers_row,
    effort_row,
    figures_of,
    hardest_point,
)
from desireline.reports.record import Record
from desireline.sim.experiments.outcome import Estimate

RECORDS = [shop, consistent, could_not_check, small, large, lambda: large(30), lambda: large(200)]
SVG = "{http://www.w3.org/2000/svg}"


def drawn(record: Record) -> ET.Element:
    """Draw a record's map without rows, and read it back as XML."""
    grid = grid_of(record.stages, places_of(record))
    picture = journey_picture(record.stages, grid, routes_of(record), [])
    return ET.fromstring(picture)  # noqa: S314 # our own


def cards(picture: ET.Element) -> list[ET.Element]:
    """Find the cards of a map."""
    return [a for a in picture.iter("a") if (a.get("class") or "").startswith("card")]


def say(element: ET.Element) -> str:
    """Give all words of an element, joined."""
    return " ".join(element.itertext())


@pytest.mark.parametrize("build", RECORDS)
def test_cards_never_lie_on_each_other(build: Callable[[], Record]) -> None:
    """However many touchpoints share a cell."""
    record = build()
    layout = lay_out(grid_of(record.stages, places_of(record)))
    width, height = layout.grid.card_width, layout.card_height

    for (x1, y1), (x2, y2) in itertools.combinations(layout.corners.values(), 2):
        assert abs(x1 - x2) >= width + GUTTER or abs(y1 - y2) >= height + GUTTER


@pytest.mark.parametrize("build", RECORDS)
def test_cards_stand_in_their_stage_and_lane(build: Callable[[], Record]) -> None:
    """A column is a stage, a row is a channel."""
    record = build()
    layout = lay_out(grid_of(record.stages, places_of(record)))

    for card in layout.grid.cards:
        x, y = layout.corners[card.key]
        column = layout.grid.columns[card.stage]
        lane = next(lane for lane in layout.lanes if lane.channel == card.channel)
        assert column.x < x < x + layout.grid.card_width < column.x + column.width
        assert lane.y < y < y + layout.card_height < lane.y + lane.height


def test_up_to_forty_touchpoints_each_has_a_card() -> None:
    """Above, a card stands for all of a stage in a channel."""
    assert len(cards_of(places_of(large(40)))) == 40

    grouped = cards_of(places_of(large(45)))

    assert len(grouped) <= 20
    assert sum(len(card.members) for card in grouped) == 45


def test_a_group_shows_its_worst() -> None:
    """A gap is never hidden by those beside it."""
    record = large(45)
    places = places_of(record)
    broken = {place.name for place in places if place.standing == "differs"}
    shown = {n for card in cards_of(places) if card.standing == "differs" for n in card.members}

    assert broken
    assert broken <= shown


def test_a_card_shows_what_is_promised_seen_and_assumed() -> None:
    """Each with its mark; what is promised and assumed alike is written once."""
    cart = next(card for card in cards(drawn(shop())) if "Cart" in say(card))
    texts = [text.text for text in cart.iter("text")]

    assert texts == ["Cart", "price", "1/2", "129.00 EUR", "139.00 EUR"]
    assert cart.get("class") == "card differs"
    assert cart.get("href") == "#tp-5"
    assert "price: promised 129.00 EUR, seen 139.00 EUR, assumed 129.00 EUR" in say(cart)


def test_not_looked_at_is_said_and_looks_different() -> None:
    """Neither broken nor fine."""
    card = cards(drawn(could_not_check()))[0]

    assert card.get("class") == "card unchecked"
    assert "not looked at" in say(card)


def test_handoffs_between_owners_are_marked() -> None:
    """From marketing to e-commerce, on to logistics, on to service, and back."""
    titles = [title.text or "" for title in drawn(shop()).iter("title")]
    handoffs = {title.split("; handoff ")[1] for title in titles if "; handoff " in title}

    assert handoffs == {
        "from marketing to e-commerce",
        "from e-commerce to logistics",
        "from logistics to service",
        "from e-commerce to service",
        "from service to e-commerce",
    }


def test_the_thicker_the_line_the_more_customers() -> None:
    """The widths are to scale."""
    lines = {
        (group.findtext("title") or "").split(":")[0]: float(path.get("stroke-width") or 0)
        for group in drawn(shop()).iter("g")
        for path in group.findall("path")
        if (path.get("class") or "").startswith("flow")
    }

    assert lines["Search ad to Landing page"] > lines["Landing page to All boots"]
    assert lines["Landing page to All boots"] > lines["Chat with us to Help page"]


def test_what_goes_back_is_dashed() -> None:
    """A loop can be told from the way on."""
    back = [
        (group.findtext("title") or "").split(":")[0]
        for group in drawn(shop()).iter("g")
        for path in group.findall("path")
        if path.get("class") == "flow loop"
    ]

    assert sorted(back) == [
        "Boot page to All boots",
        "Chat with us to Help page",
        "Help page to Boot page",
    ]


def test_a_stage_that_nobody_owns_says_so() -> None:
    """Gaps between departments are where customers fall through."""
    assert "nobody owns it" in say(drawn(small()))


def test_a_picture_with_links_is_a_group() -> None:
    """An image would hide the links from a screen reader."""
    picture = drawn(shop())

    assert picture.get("role") == "group"
    assert picture.get("aria-label")
    assert all(a.find("title") is not None for a in picture.iter("a"))


def test_the_hardest_point_is_where_most_effort_is_added() -> None:
    """Effort adds up along the way: the highest point is always the last one."""
    record = shop()
    grid = grid_of(record.stages, places_of(record))

    found = hardest_point(grid, record.as_seen, routes_of(record))

    assert found is not None
    assert grid.cards[found[0]].title == "Chat with us"
    assert found[1] == pytest.approx(0.18 + 1.6)


def test_the_rows_stand_on_the_maps_columns() -> None:
    """Each bar lies within its stage's column."""
    record = shop()
    grid = grid_of(record.stages, places_of(record))
    slots = grid.slots()

    for card in grid.cards:
        column = grid.columns[card.stage]
        middle, width = slots[card.key]
        assert column.x <= middle - width / 2 < middle + width / 2 <= column.x + column.width


def test_bars_say_both_worlds_and_the_range() -> None:
    """As seen with its interval, and as promised."""
    record = shop()
    grid = grid_of(record.stages, places_of(record))
    figures = figures_of(grid, record.as_promised, record.as_seen)
    bars, _ = customers_row(grid, figures)(0.0)

    assert "Cart: 2,429 customers a month (2,356–2,501), 2,586 if every promise held" in bars


def test_a_touchpoint_that_was_not_simulated_has_no_bar() -> None:
    """It is on the map, and the rows do without it."""
    record = shop()
    seen = replace(record.as_seen, touchpoints=record.as_seen.touchpoints[:3])
    grid = grid_of(record.stages, places_of(record))
    figures = figures_of(grid, record.as_promised, seen)

    bars, _ = customers_row(grid, figures)(0.0)
    curve, _ = effort_row(grid, figures, (9, "hardest here"))(0.0)

    assert bars.count("<rect") == 3
    assert "hardest here" not in curve


def test_nobody_feels_effort_where_nobody_comes() -> None:
    """No point is drawn at zero for a touchpoint that no customer reaches."""
    record = shop()
    none = Estimate(0, 0, 0)
    *others, last = record.as_seen.touchpoints
    seen = replace(
        record.as_seen, touchpoints=(*others, replace(last, visits=none, reached=none, effort=none))
    )
    grid = grid_of(record.stages, places_of(record))

    curve, _ = effort_row(grid, figures_of(grid, record.as_promised, seen), None)(0.0)

    assert curve.count("m-seen") == 10
    assert curve.count("m-promised") == 11


def test_columns_give_their_bars_room() -> None:
    """A stage of many touchpoints is wider, as long as the page has room."""
    grid = grid_of(shop().stages, places_of(shop()))
    crowded = grid_of(large(30).stages, places_of(large(30)))

    assert all(width >= 50 for _, width in grid.slots().values())
    assert crowded.width == grid.width == PAGE


def test_a_card_says_in_words_what_it_shows() -> None:
    """For who rests on it, and for who hears it."""
    grid = grid_of(shop().stages, places_of(shop()))

    assert card_says(grid.cards[4]) == (
        "Cart: differs, 1 of 2 promises kept; price: promised 129.00 EUR, seen 139.00 EUR, "
        "assumed 129.00 EUR; e-commerce owns it"
    )


def test_a_long_title_is_written_smaller_before_it_is_cut() -> None:
    """So that two steps of a checkout can be told apart."""
    record = shop()
    titles = {"Cart": "Cart", "Checkout: contact": "Checkout step 14", "Help page": "A" * 60}
    places = tuple(
        replace(place, title=titles.get(place.title, place.title)) for place in places_of(record)
    )
    picture = journey_picture(record.stages, grid_of(record.stages, places), routes_of(record), [])
    names = {
        text.text: text.get("class")
        for card in cards(ET.fromstring(picture))  # noqa: S314 # our own
        for text in card.iter("text")
        if (text.get("class") or "").startswith("name")
    }

    assert names["Cart"] == "name"
    assert names["Checkout step 14"] in ("name small", "name smaller")
    (cut,) = (name for name in names if name and name.endswith("…"))
    assert cut.startswith("AAAA")
    assert names[cut] == "name smaller"
