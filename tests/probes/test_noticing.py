"""What the shopper notices without being told, on real pages in a real browser."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from desireline.probes.seen import TouchpointSeen, WalkSeen

Walk = Callable[..., WalkSeen]
ON = "<a href=/on>On</a>"
TEL = "<footer>Call <a href='tel:+493023125142'>030 23125 142</a></footer>"


def page(body: str, *, title: str = "Boots", head: str = "", lang: str = "en") -> str:
    return f"<!doctype html><html lang={lang}><title>{title}</title>{head}<body>{body}{TEL}{ON}"


def at(seen: TouchpointSeen, kind: str) -> list[str]:
    return [noticed.says for noticed in seen.noticed or () if noticed.kind == kind]


def one_stop(site: Any, walk: Walk, html: str, **more: Any) -> TouchpointSeen:
    site.pages |= {"/": html, "/on": page("On")}
    return walk(site.journey([{"at": "a", "do": [{"open": "/"}]}], **more)).touchpoints[0]


def two_stops(
    site: Any, walk: Walk, first: str, second: str, points: Mapping[str, Any] | None = None
) -> Sequence[TouchpointSeen]:
    """Open one page, then another; `points` says of which channel and owner the stops are."""
    site.pages |= {"/": first, "/b": second, "/on": page("On")}
    route = [{"at": "a", "do": [{"open": "/"}]}, {"at": "b", "do": [{"open": "/b"}]}]
    stages = [{"stage": "buy", "touchpoints": {"a": {}, "b": {}} | dict(points or {})}]
    return walk(site.journey(route, stages=stages)).touchpoints


def test_a_plain_page_gives_nothing_away(site: Any, walk: Walk) -> None:
    seen = one_stop(site, walk, page("<main><h1>Boots</h1><p>Good ones, 129.00 EUR.</p></main>"))

    assert seen.noticed == ()
    assert seen.form == ()
    assert seen.words == 5
    assert seen.steps_to_human == 0


def test_fields_are_read_with_what_they_are(site: Any, walk: Walk) -> None:
    fields = """<form><label>E-mail <input name=a required></label>
      <label>Phone <input name=b type=tel autocomplete=tel></label>
      <label>Notes <textarea>None</textarea></label><input type=hidden name=c>
      <label>Country <select><option>Chile<option>Spain</select></label></form>"""

    seen = one_stop(site, walk, page(fields))
    form = {field.label: field for field in seen.form or ()}

    assert list(form) == ["E-mail", "Phone", "Notes", "Country"]
    assert form["E-mail"].required
    assert form["E-mail"].odd == "plain text, without type email or autocomplete email"
    assert (form["Phone"].kind, form["Phone"].autocomplete, form["Phone"].odd) == ("tel", "tel", "")
    assert (form["Notes"].kind, form["Country"].kind) == ("textarea", "select")
    assert "“E-mail”" in at(seen, "too much effort")[0]


def test_a_field_for_something_else_than_its_label_says(site: Any, walk: Walk) -> None:
    fields = """<label>Postcode <input autocomplete=email></label>
      <label>Password <input type=text></label><input name=nameless>"""

    seen = one_stop(site, walk, page(fields))

    odd = [field.odd for field in seen.form or ()]
    assert odd == [
        "its autocomplete is email, not postal-code",
        "a password that everybody can read",
        "it has no label",
    ]


ASKED = """<form><label>Your mail address <input name=m {more}></label>
  <label>City <input name=c autocomplete=address-level2></label></form>"""


def told_twice(site: Any, walk: Walk, second: str) -> list[str]:
    site.pages |= {
        "/": page("<label>E-mail <input type=email autocomplete=email></label>"),
        "/b": page(second),
        "/on": page("On"),
    }
    first = [{"open": "/"}, {"fill": {"label": "E-mail", "with": "${shopper.email}"}}]
    route = [{"at": "a", "do": first}, {"at": "b", "do": [{"open": "/b"}]}]
    persona = {"shopper": {"email": "ada@shopper.example"}}
    seen = walk(site.journey(route, persona=persona)).touchpoints
    assert at(seen[0], "told twice") == []
    return at(seen[1], "told twice")


def test_what_was_told_at_an_earlier_stop_is_asked_again(site: Any, walk: Walk) -> None:
    """By another label; and by its token alone."""
    token = "<form><input name=x autocomplete='billing email'><input name=y></form>"

    assert told_twice(site, walk, ASKED.format(more="")) == ["“Your mail address” is asked again"]
    assert told_twice(site, walk, token) == ["“billing email” is asked again"]


def test_what_is_filled_in_already_or_asked_of_anybody_is_not_asked_again(
    site: Any, walk: Walk
) -> None:
    filled = ASKED.format(more="value=ada@shopper.example")
    letter = "<form class=newsletter><label>E-mail <input type=email></label></form>"

    assert told_twice(site, walk, filled) == []
    assert told_twice(site, walk, letter) == []


def test_the_same_wanted_twice_in_one_form(site: Any, walk: Walk) -> None:
    fields = (
        "<label>E-mail <input type=email></label><label>Repeat e-mail <input type=email></label>"
    )

    assert at(one_stop(site, walk, page(fields)), "told twice") == [
        "“Repeat e-mail” wants the same again"
    ]


def test_a_page_without_a_way_on_is_a_dead_end(site: Any, walk: Walk) -> None:
    shut = "<!doctype html><title>T</title><h1>Sorry</h1><a href='#top'>Up</a><button disabled>Go"

    assert at(one_stop(site, walk, shut), "dead end") == [
        "no link and no button leads on from here"
    ]


def test_an_empty_search_is_a_dead_end(site: Any, walk: Walk) -> None:
    site.pages |= {"/s": page("<main>Sorry, no results for bots</main>")}
    journey = site.journey([{"at": "a", "do": [{"open": "/s?q=bots"}]}])
    words_alone = one_stop(site, walk, page("<main>There were no results of the vote</main>"))

    assert at(walk(journey).touchpoints[0], "dead end") == [
        "the search finds nothing: “no results for”"
    ]
    assert at(words_alone, "dead end") == []


def test_a_person_is_one_link_away(site: Any, walk: Walk) -> None:
    """The help page is asked for once in the whole walk."""
    bare = "<!doctype html><title>T</title><h1>Boots</h1><a href=/help>Contact us</a>"
    site.pages |= {"/": bare, "/help": "<p>Call 030 23125 142</p>"}
    route = [{"at": "a", "do": [{"open": "/"}]}, {"at": "b", "do": [{"open": "/"}]}]

    seen = walk(site.journey(route))

    assert [stop.steps_to_human for stop in seen.touchpoints] == [1, 1]
    assert len([path for _, path in site.asked if path == "/help"]) == 1
    assert [noticed.says for noticed in seen.noticed] == ["no phone number on any of the 2 pages"]


def test_no_way_to_a_person_is_said(site: Any, walk: Walk) -> None:
    seen = one_stop(site, walk, f"<!doctype html><title>T</title><h1>Boots</h1>{ON}")

    assert seen.steps_to_human is None
    assert len(at(seen, "no way to a human")) == 1


def test_a_help_page_that_leads_no_further_is_said_to_be_unknown(site: Any, walk: Walk) -> None:
    site.pages["/help"] = "<p>Read our questions and answers</p>"
    seen = one_stop(site, walk, "<!doctype html><title>T</title><a href=/help>Help</a>")

    assert seen.steps_to_human is None
    assert at(seen, "no way to a human") == []


def test_the_offer_of_an_ad_is_missed_on_its_page(site: Any, walk: Walk) -> None:
    ad = page("<main>Trailblazer hiking boots, waterproof leather, 20% off: 129.00 EUR</main>")
    landing = page("<main>Welcome to our home page. Sandals from 49.00 EUR</main>")

    seen = two_stops(site, walk, ad, landing, {"a": {"channel": "ad"}})
    says = at(seen[1], "wrong message")

    assert len(says) == 2
    assert "not trailblazer" in says[0]
    assert "offers 129.00 EUR, 20%" in says[1]


def test_an_ad_that_keeps_its_word_is_no_news(site: Any, walk: Walk) -> None:
    ad = page("<main>Trailblazer hiking boots, waterproof leather, from €129</main>")
    landing = page("<main>Trailblazer: hiking boots of waterproof leather, 129,00 €</main>")

    seen = two_stops(site, walk, ad, landing, {"a": {"channel": "ad"}})

    assert at(seen[1], "wrong message") == []


def test_an_ad_is_what_stands_around_its_link(site: Any, walk: Walk) -> None:
    """The magazine that it stands in promises nothing, and has a name of its own."""
    story = "Long walks along rivers and over mountains, told by people who went there: 9.00 EUR."
    ad = "<aside><p>Trailblazer hiking boots of leather, waterproof</p><a href=/b>Shop boots</a>"
    site.pages |= {
        "/": page(f"<main>{story}</main>{ad}</aside>", title="Story | Magazine"),
        "/b": page("<main>Trailblazer: waterproof hiking boots of leather</main>"),
    }
    steps = [{"open": "/"}, {"click": {"link": "Shop boots"}}]
    route = [{"at": "a", "do": steps}, {"at": "b", "do": [{"expect": {"text": "leather"}}]}]
    points = {"a": {"channel": "ad"}, "b": {"owner": "shop"}}
    stages = [{"stage": "buy", "touchpoints": points}]

    assert walk(site.journey(route, stages=stages)).touchpoints[1].noticed == ()


def test_a_slow_picture_is_noticed(site: Any, walk: Walk) -> None:
    def late(handler: Any) -> None:
        time.sleep(1.1)  # the picture is slow, not the test
        handler.send_response(204)
        handler.end_headers()

    site.pages["/late.svg"] = late

    (says,) = at(one_stop(site, walk, page("<img src=/late.svg alt=Boots>")), "too slow")

    assert "/late.svg took 1." in says


def test_a_chat_that_asks_what_was_told_before(site: Any, walk: Walk) -> None:
    chat = """<div role=log id=log></div><input aria-label=Message id=m><button>Send</button>
      <script>document.querySelector('button').onclick = () => {
        for (const text of [m.value, 'Sure. What is your e-mail address?']) {
          const line = document.createElement('p'); line.textContent = text; log.append(line); } };
      </script>"""
    site.pages |= {"/": page("<label>E-mail <input type=email></label>"), "/b": page(chat)}
    talk = {"say": "A person, please", "label": "Message", "until": "joined", "turns": 1}
    route = [
        {
            "at": "a",
            "do": [{"open": "/"}, {"fill": {"label": "E-mail", "with": "${shopper.email}"}}],
        },
        {"at": "b", "do": [{"open": "/b"}, {"chat": talk}]},
    ]
    persona = {"shopper": {"email": "ada@shopper.example"}}

    (noticed,) = [
        one
        for one in walk(site.journey(route, persona=persona)).touchpoints[1].noticed or ()
        if one.kind == "told twice"
    ]

    assert noticed.datum == "email"
    assert "What is your e-mail address?" in noticed.says


LOGO = "<header><img src=/logo.svg alt='Summit logo' width=20 height=20></header>"


def test_a_brand_is_lost_where_another_owner_begins(site: Any, walk: Walk) -> None:
    signed = page(f"{LOGO}<main>Boots</main>", title="Boots | Summit")
    unsigned = page("<main>Pay here</main>", title="Secure payment")

    other = two_stops(site, walk, signed, unsigned, {"b": {"owner": "finance"}})
    same = two_stops(site, walk, signed, unsigned)

    assert at(other[1], "brand lost") == [
        "“Summit”, who signs a, is not named here",
        "the logo of a is gone; here is none",
    ]
    assert at(same[1], "brand lost") == []


def test_a_brand_that_is_carried_on_is_no_news(site: Any, walk: Walk) -> None:
    signed = page(f"{LOGO}<main>Boots</main>", title="Boots | Summit")
    carried = page(f"{LOGO}<main>Pay at Summit</main>", title="Payment")

    seen = two_stops(site, walk, signed, carried, {"b": {"owner": "finance"}})

    assert at(seen[1], "brand lost") == []


ENGLISH = """The boots that you have in your basket will be with you in three days, and we will
  write to you at the address that you have given to us when they are on the way to you."""
GERMAN = """Die Schuhe, die Sie bestellt haben, sind in drei Tagen bei Ihnen, und wir schreiben
  Ihnen, sobald sie auf dem Weg sind. Haben Sie noch Fragen? Dann rufen Sie uns an, damit wir
  Ihnen helfen. Für die Zahlung haben wir eine Rechnung mit in das Paket gelegt."""
CASUAL = """Hey, die Schuhe, die du bestellt hast, sind in drei Tagen bei dir, und wir schreiben
  dir, sobald sie auf dem Weg zu dir sind. Hast du noch Fragen? Dann ruf uns an, damit wir dir
  helfen. Für die Zahlung haben wir eine Rechnung mit in das Paket gelegt."""


def test_a_language_that_switches_is_noticed(site: Any, walk: Walk) -> None:
    english, german = page(f"<main>{ENGLISH}</main>"), page(f"<main>{GERMAN}</main>", lang="de")

    seen = two_stops(site, walk, english, german)

    assert at(seen[1], "switches on the way") == ["language: English at a, German here"]


def test_a_form_of_address_that_switches_is_noticed(site: Any, walk: Walk) -> None:
    formal, casual = (page(f"<main>{text}</main>", lang="de") for text in (GERMAN, CASUAL))

    seen = two_stops(site, walk, formal, casual)

    assert at(seen[1], "switches on the way") == ["form of address: formal at a, informal here"]


def test_a_currency_that_switches_is_noticed(site: Any, walk: Walk) -> None:
    seen = two_stops(site, walk, page("Total 129.00 EUR"), page("Total 139.00 USD"))

    assert at(seen[1], "switches on the way") == ["currency: EUR at a, USD here"]


def test_short_texts_have_no_language(site: Any, walk: Walk) -> None:
    seen = two_stops(site, walk, page("The boots and you"), page("Die Schuhe und wir"))

    assert at(seen[1], "switches on the way") == []


def test_a_page_that_calls_itself_by_the_wrong_language(site: Any, walk: Walk) -> None:
    seen = one_stop(site, walk, page(f"<main>{GERMAN}</main>", lang="en"))

    assert at(seen, "not accessible") == ["it calls itself English and reads as German"]


def test_data_and_links_that_contradict_the_page(site: Any, walk: Walk) -> None:
    data = """<script type="application/ld+json">{"@type": "Product", "telephone": "030 99999999",
      "openingHours": "Mo-Fr 09:00-18:00",
      "offers": {"price": "139.00", "priceCurrency": "EUR"}}</script>"""
    body = """<main>129.00 EUR <a href="tel:+493011111111">030 23125 142</a>
      Mon–Fri 9am–6pm</main>"""

    seen = one_stop(site, walk, page(body, head=data))

    assert at(seen, "fact contradicted") == [
        "the page's data says 139.00 EUR as its price, and the page 129.00 EUR",
        "the page's data says 030 99999999 as its phone number, and the page 030 23125 142",
        "the link 030 23125 142 leads to +493011111111",
    ]


@pytest.mark.parametrize(("said", "contradicts"), [("9am–6pm", False), ("9am–5pm", True)])
def test_the_datas_opening_hours_are_held_against_the_page(
    site: Any, walk: Walk, said: str, contradicts: bool
) -> None:
    data = """<script type="application/ld+json">{"@type": "Store", "openingHoursSpecification": [
      {"dayOfWeek": ["Monday", "Tuesday", "Wednesday"], "opens": "09:00", "closes": "18:00"},
      {"dayOfWeek": ["Thursday", "Friday"], "opens": "09:00", "closes": "18:00"}]}</script>"""

    seen = one_stop(site, walk, page(f"<main>Mon–Fri {said}</main>", head=data))

    week = "Monday, Tuesday, Wednesday 09:00-18:00, Thursday, Friday 09:00-18:00"
    says = f"the page's data says {week} as its opening hours, and the page Mon–Fri {said}"
    assert at(seen, "fact contradicted") == ([says] if contradicts else [])


def test_data_that_agrees_in_another_face_is_no_news(site: Any, walk: Walk) -> None:
    """17:30Z in the data and 19:30 on the page are one instant in Berlin."""
    data = """<script type="application/ld+json">{"startDate": "2026-07-04T17:30Z",
      "telephone": "+493023125142", "offers": {"price": 129, "priceCurrency": "EUR"}}</script>"""
    body = "<main>4 July 2026, 19:30. From 129,00 €. Call 030 23125142</main>"

    assert one_stop(site, walk, page(body, head=data)).noticed == ()


def test_one_page_writes_money_and_dates_in_two_ways(site: Any, walk: Walk) -> None:
    body = "<main>Boots €129.00, socks 9,00 €. From 04.03.2026 until March 9, 2026</main>"

    assert at(one_stop(site, walk, page(body)), "written in two ways") == [
        "money: €129.00, 9,00 €",
        "dates: 04.03.2026, March 9, 2026",
    ]


def test_empty_labels_and_what_is_hidden_from_ears(site: Any, walk: Walk) -> None:
    body = """<main><dl><dt>Name</dt><dd>Ada</dd><dt>Company</dt><dd> </dd></dl>
      <table><tr><th>Voucher</th><td></td></tr></table>
      <div aria-hidden=true>Your basket holds 2 pairs, 258.00 EUR</div></main>"""

    seen = one_stop(site, walk, page(body))

    assert at(seen, "not accessible") == [
        "labels with nothing beside them: “Company”, “Voucher”",
        "hidden from screen readers: “Your basket holds 2 pairs, 258.00 EUR”",
    ]


def test_hosts_outside_the_journey_are_third_parties(site: Any, walk: Walk) -> None:
    seen = one_stop(site, walk, page("<img src=http://tracker.example/x.gif>Boots"))

    assert seen.third_parties == ("tracker.example",)


def test_the_page_that_is_left_within_a_stop_is_looked_at_too(site: Any, walk: Walk) -> None:
    site.pages |= {"/": page("<label>E-mail <input></label>"), "/on": page("On")}
    seen = walk(site.journey([{"at": "a", "do": [{"open": "/"}, {"click": "On"}]}]))

    assert [field.label for field in seen.touchpoints[0].form or ()] == ["E-mail"]
