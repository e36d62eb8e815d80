"""Facts on a page: read where a person reads them, and nothing else."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from desireline.probes.facts.read import read_fact
from desireline.probes.seen import FactSeen
from desireline.scenarios.fact import FactKind
from desireline.scenarios.walk_page import FactPlace

if TYPE_CHECKING:
    from playwright.sync_api import Page

Read = Callable[..., FactSeen]
SHELF = """<main><ul>
<li><h2>Trailblazer GTX</h2><p>Waterproof, 30 days on trial</p><p>€129.00</p></li>
<li><h2>Trailblazer GTX Low</h2><p>Light</p><p>€99.00</p></li></ul></main>"""
HELP = """<header>Delivery within 9 days</header><main><h2>Delivery and returns</h2>
<p>Delivery: 3 days<br>free</p><p>Returns: 30 days</p></main>"""
LINKED = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
{"@type": "Organization", "telephone": "+49 30 23125 142"},
{"@type": "Product", "offers": [{"price": 129, "priceCurrency": "EUR", "shippingDetails":
{"deliveryTime": {"transitTime": {"maxValue": 3, "unitCode": "DAY"}}}}]}]}</script>
<script type="application/ld+json">{ broken</script>
<meta property="product:price:amount" content="99.00 EUR"><main>€119.00</main>"""


@pytest.fixture
def read(page: Page) -> Read:
    """Read a fact from some HTML, at a place written as in a walk."""

    def read_from(
        html: str, kind: FactKind, /, currency: str | None = None, **place: str
    ) -> FactSeen:
        page.set_content(f"<!doctype html><html lang=en><body>{html}")
        where = FactPlace.model_validate(place)
        return read_fact(page, "fact", kind, where, currency=currency)

    return read_from


@pytest.mark.parametrize(
    ("html", "place", "shown"),
    [
        ("<main><dl><dt>Price</dt><dd>€129.00</dd></dl></main>", {"near": "Price"}, "€129.00"),
        (
            "<table><tr><th>Price<td>€129.00<tr><th>Old<td>€149.00</table>",
            {"near": "Price"},
            "€129.00",
        ),
        (
            "<table><tr><th>Item<th>Price<tr><td>Boot €1.00<td>€129.00</table>",
            {"near": "Price"},
            "€129.00",
        ),
        ("<p>Price incl. VAT: €129.00, was €149.00</p>", {"near": "price"}, "€129.00"),
        ("<p><span>Price</span> <b>€129.00</b></p>", {"near": "Price"}, "€129.00"),
        (
            "<div><div><label>Price</label></div><div>€129.00</div></div>",
            {"near": "Price"},
            "€129.00",
        ),
        (SHELF, {"near": "Trailblazer GTX"}, "€129.00"),
        (SHELF, {"near": "Trailblazer GTX Low"}, "€99.00"),
        (SHELF, {"text": "GTX Low", "in": "listitem"}, ""),
        (SHELF, {"css": "li:last-child"}, "€99.00"),
        (SHELF, {"css": "p", "in": "main", "text": "129"}, "€129.00"),
        ("<aside>€1.00</aside><main><p>€129.00</p></main>", {}, "€129.00"),
        ("<aside>€1.00</aside><main><p>€129.00</p></main>", {"in": "complementary"}, "€1.00"),
        (
            "<main><p>Boot</p></main><footer><p>Price €129.00</p></footer>",
            {"near": "Price"},
            "€129.00",
        ),
        ("<main>Subtotal €9.00<p>Total €129.00</p></main>", {"near": "Total"}, "€129.00"),
        ("<p>Price <del>€149.00</del> <ins>€129.00</ins></p>", {}, "€129.00"),
        ("<p>Price <span style='text-decoration:line-through'>€9.00</span> €129.00", {}, "€129.00"),
    ],
    ids=lambda given: str(given)[:40],
)
def test_a_price_is_read_at_its_place(
    read: Read, html: str, place: dict[str, str], shown: str
) -> None:
    if place.get("in") == "complementary":
        place = {"in": "region"}
        html = html.replace("aside", "section aria-label=Offer", 1).replace("aside", "section")

    seen = read(html, "money", **place)

    assert (seen.shown, seen.face) == (shown, "page")


def test_the_nearest_statement_wins_over_the_heading_above(read: Read) -> None:
    """The heading names returns as well, yet the line that begins with it is meant."""
    assert read(HELP, "duration", near="Returns").normal == "30 days"
    assert read(HELP, "duration", near="Delivery").normal == "3 days"


def test_reading_stops_where_a_new_topic_begins(read: Read) -> None:
    html = "<dl><dt>Delivery</dt><dd>soon</dd><dt>Returns</dt><dd>30 days</dd></dl>"

    assert read(html, "duration", near="Delivery") == FactSeen("fact", "", None)


def test_what_is_not_stated_is_an_empty_word(read: Read) -> None:
    assert read("<main>Boots</main>", "money") == FactSeen("fact", "", None)
    assert read("<main>Boots</main>", "money", near="Price") == FactSeen("fact", "", None)
    assert read("<main>Boots</main>", "money", data="offers.price").shown == ""
    assert read("", "money", css="#nowhere").shown == ""


def test_several_statements_cannot_be_compared(read: Read) -> None:
    seen = read("<main><p>€129.00</p><p>€139.00</p></main>", "money")

    assert (seen.shown, seen.normal) == ("€129.00 / €139.00", None)


def test_one_statement_in_two_spellings_is_one(read: Read) -> None:
    seen = read("<main><p>€129.00</p><p>129,00 EUR</p></main>", "money")

    assert (seen.shown, seen.normal) == ("€129.00", "129.00 EUR")


@pytest.mark.parametrize(
    "html",
    [
        "<main><p style='display:none'>€1.00</p>Boots</main>",
        "<main><p style='visibility:hidden'>€1.00</p>Boots</main>",
        "<main><p hidden>€1.00</p>Boots</main>",
        "<main><details><summary>Price</summary>€1.00 <p>€1.00</p></details></main>",
        "<main><script>let a = '€1.00'</script><template>€1.00</template></main>",
        "<main><select><option>Boots<option>Express €1.00</select></main>",
        "<main style='display:none'>€1.00</main>",
    ],
)
def test_what_nobody_sees_is_not_read(read: Read, html: str) -> None:
    assert read(html, "money").shown == ""


def test_what_is_told_aloud_is_read_instead_of_its_drawing(read: Read) -> None:
    """A widespread way to draw prices: the cents stand high, without a point."""
    unseen = "position:absolute;width:1px;height:1px;overflow:hidden"
    html = (
        f"<p><span style='{unseen}'>€129.50</span><span aria-hidden=true>€129<sup>50</sup></span>"
    )

    assert read(html, "money").shown == "€129.50"


def test_a_reduced_price_is_told_aloud_twice_and_read_once(read: Read) -> None:
    """As the most used shop plug-in writes it."""
    unseen = "position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(1px,1px,1px,1px)"
    html = (
        f"<p><del aria-hidden=true><bdi>€45.00</bdi></del> <span style='{unseen}'>Original price "
        "was: €45.00.</span><ins aria-hidden=true><bdi>€35.00</bdi></ins>"
        f"<span style='{unseen}'>Current price is: €35.00.</span></p>"
    )

    assert read(html, "money").shown == "€35.00"


def test_shadow_roots_and_frames_are_read(read: Read, page: Page) -> None:
    shadow = "<main id=m></main><script>m.attachShadow({mode:'open'}).innerHTML='<p>€129.00</p>'"
    frame = "<main>Boots</main><iframe srcdoc='<main>Price: €129.00</main>'></iframe>"

    assert read(shadow + "</script>", "money").shown == "€129.00"
    assert read(frame, "money", near="Price").shown == "€129.00"
    assert read(frame.replace("iframe ", "iframe hidden "), "money", near="Price").shown == ""


def test_a_phone_number_is_where_its_link_leads(read: Read) -> None:
    html = "<main>Order 4930231251<p>Call <a href='tel:+493023125142'>our team</a></p></main>"

    seen = read(html, "phone", near="Call")

    assert (seen.shown, seen.normal) == ("+493023125142", "+493023125142")


def test_a_link_that_calls_another_number_than_it_says_is_two_statements(read: Read) -> None:
    seen = read("<main><a href='tel:+493023125142'>030 23125 199</a></main>", "phone")

    assert (seen.shown, seen.normal) == ("+493023125142 / 030 23125 199", None)


def test_an_address_is_where_its_link_leads(read: Read) -> None:
    html = "<main><a href='mailto:help%40shop.example?subject=Hi'>Write to us</a></main>"

    assert read(html, "email").normal == "help@shop.example"


def test_the_pages_data_tells_facts(read: Read) -> None:
    price = read(LINKED, "money", data="offers.price")
    phone = read(LINKED, "phone", data="telephone")
    transit = read(LINKED, "duration", data="transitTime")

    assert (price.shown, price.normal, price.face) == ("129 EUR", "129.00 EUR", "JSON-LD")
    assert (phone.normal, transit.normal) == ("+493023125142", "3 days")


OPEN = """{"@type": "OpeningHoursSpecification", "opens": "OPENS", "closes": "CLOSES",
  "dayOfWeek": DAYS MORE}"""


def opening(days: str, opens: str, closes: str, more: str = "") -> str:
    """Give one entry of a shop's week."""
    entry = OPEN.replace("OPENS", opens).replace("CLOSES", closes)
    return entry.replace("DAYS", days).replace("MORE", more)


@pytest.mark.parametrize(
    ("entries", "normal"),
    [
        (
            [
                opening('["Monday","Tuesday","Wednesday","Thursday","Friday"]', "09:00", "18:00"),
                opening('"https://schema.org/Saturday"', "10:00:00", "T14:00"),
                opening('"PublicHolidays"', "11:00", "12:00"),
                opening('"Sunday"', "13:00", "15:00", ', "validFrom": "2026-12-01"'),
            ],
            "mon-fri 09:00-18:00, sat 10:00-14:00",
        ),
        (
            [opening('"Monday"', "00:00", "23:59"), opening('"Tuesday"', "", "")],
            "mon 00:00-24:00",
        ),
        ([opening("null", "09:00", "18:00")], None),
        ([opening('"Friday"', "18:00", "02:00")], None),
    ],
)
def test_the_week_of_a_shop_is_one_fact(read: Read, entries: list[str], normal: str | None) -> None:
    """Its entries stand in a list; seasons and feasts are exceptions."""
    data = f'{{"@type": "Store", "openingHoursSpecification": [{",".join(entries)}]}}'
    html = f"<script type='application/ld+json'>{data}</script>"

    seen = read(html, "hours", data="openingHoursSpecification")

    assert (seen.normal, seen.face) == (normal, "JSON-LD")
    assert bool(seen.why) is (normal is None)


def test_hours_in_a_list_of_texts_are_one_week(read: Read) -> None:
    html = """<script type="application/ld+json">
      {"openingHours": ["Mo-Fr 09:00-18:00", "Sa 10:00-14:00"]}</script>"""

    assert read(html, "hours", data="openingHours").normal == "mon-fri 09:00-18:00, sat 10:00-14:00"


def test_meta_tells_facts(read: Read) -> None:
    seen = read(LINKED, "money", data="product:price:amount")

    assert (seen.normal, seen.face) == ("99.00 EUR", "meta")


def test_the_journeys_currency_completes_an_amount(read: Read) -> None:
    html = '<script type=\'application/ld+json\'>{"offers": {"price": "129.00"}}</script>'

    assert read(html, "money", currency="EUR", data="offers.price").normal == "129.00 EUR"


def test_text_is_what_follows_the_words(read: Read) -> None:
    html = "<main><p>Size: <b>42 wide</b></p><p>Colour</p></main>"

    assert read(html, "text", near="Size").shown == "42 wide"
    assert read(html, "text", text="size").shown == "Size: 42 wide"


def test_hostile_text_is_bounded_and_plain(read: Read, page: Page) -> None:
    """Two million characters, control characters, a script's end: 300 plain ones remain."""
    evil = "\\x00\\x1b[31m\\u202e<\\/script><script>alert(1)<\\/script>"
    script = f"document.querySelector('main').append('{evil}' + 'word '.repeat(4e5))"

    seen = read(f"<main></main><script>{script}</script>", "text")

    assert len(seen.shown) == 300
    assert seen.shown.startswith("[31m</script><script>alert(1)</script>word word")


def test_ten_thousand_prices_are_read_in_time(read: Read) -> None:
    html = "<main>" + "".join(f"<p>€{n}.00</p>" for n in range(1, 10_000))
    began = time.monotonic()

    seen = read(html, "money")

    assert len(seen.shown) == 300
    assert seen.normal is None
    assert time.monotonic() - began < 10


def test_a_page_that_redefines_the_language_is_still_read(read: Read) -> None:
    """Sites patch what scripts stand on; old ones do it by accident."""
    script = "<script>Array.prototype.toJSON = () => 1; Array.prototype.extra = 1</script>"

    assert read(f"{script}<main>€129.00</main>", "money").shown == "€129.00"
