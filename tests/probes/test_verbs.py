"""The verbs: what a shopper does, and how it is counted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image

from desireline.probes.seen import StepSeen, TouchpointSeen, WalkSeen
from desireline.probes.verbs import perform
from desireline.scenarios.walk_step import VERBS

Walk = Callable[..., WalkSeen]
FORM = """<!doctype html><html lang="en"><title>Form</title><h1>Your details</h1>
<form action="/done"><label>E-mail <input name="mail"></label>
<label>Country <select name="land"><option>Chile</option><option>Spain</option></select></label>
<fieldset><legend>Delivery</legend><label><input type="radio" name="d" value="p">Post</label>
<label><input type="radio" name="d" value="c">Courier</label></fieldset>
<label><input type="checkbox" name="terms">I agree to the terms</label>
<button>Go on</button></form>"""
DONE = "<!doctype html><title>Done</title><h1>Thank you</h1>"


def stop(walk: WalkSeen, number: int = 0) -> TouchpointSeen:
    """Give a stop of a walk."""
    return walk.touchpoints[number]


def last_step(walk: WalkSeen) -> StepSeen:
    """Give the last step of the first stop."""
    return stop(walk).steps[-1]


def form_walk(site: Any, walk: Walk, *steps: dict[str, Any], **more: Any) -> WalkSeen:
    """Open the form, then do some steps."""
    site.pages |= {"/form": FORM, "/done": DONE}
    route = [{"at": "form", "do": [{"open": "/form"}, *steps]}]
    return walk(site.journey(route, **more))


def test_open_gives_the_page_its_time_and_its_place(site: Any, walk: Walk) -> None:
    seen = form_walk(site, walk)

    assert seen.verdict == "ok"
    assert stop(seen).title == "Form"
    assert stop(seen).url == f"{site.url}/form"
    assert 0 < (stop(seen).loads_seconds or 0) < 2
    assert {"LCP", "CLS", "TTFB"} <= set(stop(seen).vitals)
    assert "Your details" in stop(seen).text


def test_fill_counts_one_field_and_its_letters(site: Any, walk: Walk) -> None:
    seen = form_walk(
        site,
        walk,
        {"fill": {"label": "E-mail", "with": "${shopper.email}"}},
        persona={"shopper": {"email": "ada@example.test"}},
    )

    assert (stop(seen).fields, stop(seen).keys, stop(seen).clicks) == (1, 16, 0)


def test_choose_counts_one_field_and_two_clicks(site: Any, walk: Walk) -> None:
    seen = form_walk(site, walk, {"choose": {"label": "Country", "with": "spain"}})

    assert (stop(seen).fields, stop(seen).clicks) == (1, 2)


def test_choosing_what_stands_there_costs_nothing(site: Any, walk: Walk) -> None:
    seen = form_walk(site, walk, {"choose": {"label": "Country", "with": "Chile"}})

    assert (stop(seen).fields, stop(seen).clicks) == (0, 0)
    assert last_step(seen).message == "was chosen already"


def test_choose_lists_what_is_offered(site: Any, walk: Walk) -> None:
    seen = form_walk(site, walk, {"choose": {"label": "Country", "with": "Peru"}})

    assert seen.verdict == "failed"
    assert last_step(seen).message == "“Country” does not offer “Peru”: “Chile”, “Spain”"


def test_choose_takes_a_radio_of_a_group(site: Any, walk: Walk) -> None:
    seen = form_walk(
        site,
        walk,
        {"choose": {"label": "Delivery", "with": "Courier"}},
        {"click": "Go on"},
        {"expect": {"heading": "Thank you"}},
    )

    assert seen.verdict == "ok"
    assert "/done?mail=&land=Chile&d=c" in [path for _, path in site.asked]


def test_choose_opens_a_list_that_the_page_made_itself(site: Any, walk: Walk) -> None:
    site.pages["/list"] = """<title>List</title><div role=combobox tabindex=0 aria-label=Size
      aria-expanded=false onclick="o.hidden=false">–</div>
      <ul role=listbox id=o hidden><li role=option onclick="s.textContent='Size 42'">42</li></ul>
      <p id=s></p>"""
    route = [
        {
            "at": "list",
            "do": [
                {"open": "/list"},
                {"choose": {"label": "Size", "with": "42"}},
                {"expect": {"text": "Size 42"}},
            ],
        }
    ]

    assert walk(site.journey(route)).verdict == "ok"


def test_check_counts_one_click_and_none_when_ticked_already(site: Any, walk: Walk) -> None:
    tick = {"check": "I agree to the terms"}

    assert stop(form_walk(site, walk, tick)).clicks == 1
    twice = form_walk(site, walk, tick, tick)
    assert stop(twice).clicks == 1
    assert last_step(twice).message == "was ticked already"


def test_press_sends_a_key_and_arrives(site: Any, walk: Walk) -> None:
    seen = form_walk(
        site,
        walk,
        {"fill": {"label": "E-mail", "with": "a@b.test"}},
        {"press": "Enter"},
        {"expect": {"heading": "Thank you"}},
    )

    assert seen.verdict == "ok", seen.message
    assert stop(seen).keys == len("a@b.test") + 1
    assert stop(seen).title == "Done"


def test_an_unknown_key_is_our_mistake(site: Any, walk: Walk) -> None:
    seen = form_walk(site, walk, {"press": "Entr"})

    assert seen.verdict == "could not look"
    assert "Entr" in seen.message


def test_expect_waits_and_says_how_long_the_customer_did(site: Any, walk: Walk) -> None:
    site.pages["/late"] = """<title>Late</title><h1 id=h>Wait</h1>
      <script>setTimeout(() => { h.textContent = 'Ready' }, 400)</script>"""
    route = [{"at": "late", "do": [{"open": "/late"}, {"expect": {"heading": "Ready"}}]}]

    seen = walk(site.journey(route))

    assert seen.verdict == "ok"
    assert 200 < (last_step(seen).customer_ms or 0) < 900


def test_expect_without_success_names_what_is_there(site: Any, walk: Walk) -> None:
    seen = form_walk(site, walk, {"expect": {"heading": "Your detail page"}, "within": "200ms"})

    assert seen.verdict == "failed"
    assert "heading “Your details”" in seen.message


def test_words_inside_a_status_count(site: Any, walk: Walk) -> None:
    site.pages["/s"] = "<title>S</title><div role=status>Order A-1001 placed</div>"
    route = [{"at": "s", "do": [{"open": "/s"}, {"expect": {"status": "A-1001"}}]}]

    assert walk(site.journey(route)).verdict == "ok"


def test_remember_and_same_report_both_values(site: Any, walk: Walk) -> None:
    """They say what was seen; that it differs is judged elsewhere."""
    site.pages |= {
        "/ad": "<title>Ad</title><p>Boots € 129.00</p><a href=/cart>Cart</a>",
        "/cart": "<title>Cart</title><p>Boots € 139.00</p>",
    }
    price = {"price": {"near": "Boots"}}
    route = [
        {"at": "ad", "do": [{"open": "/ad"}, {"remember": price}, {"click": "Cart"}]},
        {"at": "cart", "do": [{"same": price}]},
    ]

    seen = walk(site.journey(route, facts={"price": {"kind": "money"}}))

    assert seen.verdict == "ok"
    assert [fact.normal for s in seen.touchpoints for fact in s.facts] == [
        "129.00 EUR",
        "139.00 EUR",
    ]
    assert "139" in stop(seen, 1).steps[0].message
    assert "129" in stop(seen, 1).steps[0].message


def test_a_fact_that_is_not_stated_is_an_observation(site: Any, walk: Walk) -> None:
    site.pages["/ad"] = "<title>Ad</title><p>Boots</p>"
    route = [{"at": "ad", "do": [{"open": "/ad"}, {"remember": {"price": {"near": "Boots"}}}]}]

    seen = walk(site.journey(route, facts={"price": {"kind": "money"}}))

    assert seen.verdict == "ok"
    assert stop(seen).facts[0].shown == ""
    assert last_step(seen).message == "not stated here: price"


def test_what_was_remembered_can_be_typed(site: Any, walk: Walk) -> None:
    site.pages |= {"/form": FORM, "/done": DONE, "/code": "<title>C</title><p>Code: SAVE10</p>"}
    route = [
        {"at": "code", "do": [{"open": "/code"}, {"remember": {"code": {"near": "Code:"}}}]},
        {
            "at": "form",
            "do": [
                {"open": "/form"},
                {"fill": {"label": "E-mail", "with": "${remembered.code}"}},
                {"click": "Go on"},
            ],
        },
    ]

    walk(site.journey(route, facts={"code": {"kind": "text"}}))

    assert "/done?mail=SAVE10&land=Chile" in [path for _, path in site.asked]


def test_if_seen_passes_over_what_is_not_there(site: Any, walk: Walk) -> None:
    seen = form_walk(
        site,
        walk,
        {"click": "Accept cookies", "if-seen": True, "within": "100ms"},
        {"click": "Go on"},
    )

    assert seen.verdict == "ok"
    assert [step.verdict for step in stop(seen).steps] == ["ok", "not run", "ok"]


def test_a_covered_button_says_what_lies_over_it(site: Any, walk: Walk) -> None:
    site.pages["/c"] = """<title>C</title><button>Buy</button>
      <div id=banner style="position:fixed;inset:0;background:#fff">Cookies</div>"""
    route = [{"at": "c", "do": [{"open": "/c"}, {"click": "Buy", "within": "300ms"}]}]

    seen = walk(site.journey(route))

    assert seen.verdict == "failed"
    assert "banner" in last_step(seen).message
    assert "lies over it" in last_step(seen).message


def test_a_disabled_button_says_so(site: Any, walk: Walk) -> None:
    site.pages["/d"] = "<title>D</title><button disabled>Buy</button>"
    route = [{"at": "d", "do": [{"open": "/d"}, {"click": "Buy", "within": "300ms"}]}]

    assert last_step(walk(site.journey(route))).message == "it is disabled"


def test_what_opens_in_a_new_tab_is_followed(site: Any, walk: Walk) -> None:
    site.pages |= {"/t": "<title>T</title><a target=_blank href=/done>More</a>", "/done": DONE}
    route = [
        {"at": "t", "do": [{"open": "/t"}, {"click": "More"}]},
        {"at": "more", "do": [{"expect": {"heading": "Thank you"}}]},
    ]

    seen = walk(site.journey(route))

    assert seen.verdict == "ok"
    assert stop(seen, 1).title == "Done"


def test_fields_in_a_frame_are_found(site: Any, walk: Walk) -> None:
    site.pages |= {"/pay": "<title>P</title><iframe src=/form></iframe>", "/form": FORM}
    steps = [{"open": "/pay"}, {"fill": {"label": "E-mail", "with": "a@b.test"}}]

    assert walk(site.journey([{"at": "pay", "do": steps}])).verdict == "ok"


def test_telling_the_same_again_at_a_later_touchpoint_is_noted(site: Any, walk: Walk) -> None:
    site.pages |= {"/form": FORM, "/again": FORM}
    told = {"fill": {"label": "E-mail", "with": "${shopper.email}"}}
    route = [
        {"at": "form", "do": [{"open": "/form"}, told, told]},
        {"at": "again", "do": [{"open": "/again"}, told]},
    ]

    seen = walk(site.journey(route, persona={"shopper": {"email": "ada@example.test"}}))

    assert [s.told_again for s in seen.touchpoints] == [(), ("email",)]


def test_a_field_that_came_filled_in_asks_nothing_again(site: Any, walk: Walk) -> None:
    filled = FORM.replace('name="mail"', 'name="mail" value="ada@example.test"')
    site.pages |= {"/form": FORM, "/again": filled}
    told = {"fill": {"label": "E-mail", "with": "${shopper.email}"}}
    route = [
        {"at": "form", "do": [{"open": "/form"}, told]},
        {"at": "again", "do": [{"open": "/again"}, told]},
    ]

    seen = walk(site.journey(route, persona={"shopper": {"email": "ada@example.test"}}))

    assert stop(seen, 1).told_again == ()
    assert stop(seen, 1).fields == 0


def test_a_page_belongs_to_the_stop_that_works_on_it(site: Any, walk: Walk) -> None:
    """The last click leads on: load time, picture and words are the next stop's."""
    site.pages |= {"/ad": "<title>Ad</title><a href=/done>Buy now</a>", "/done": DONE}
    route = [
        {"at": "ad", "do": [{"open": "/ad"}, {"click": "Buy now"}]},
        {"at": "thanks", "do": [{"expect": {"heading": "Thank you"}}]},
    ]

    seen = walk(site.journey(route, promises={"ad": {"says": ["thank you"]}}))

    assert [s.title for s in seen.touchpoints] == ["Ad", "Done"]
    assert all(s.loads_seconds for s in seen.touchpoints)
    assert stop(seen).words_missing == ("thank you",)


def test_promised_words_may_stand_on_any_page_of_the_stop(site: Any, walk: Walk) -> None:
    site.pages |= {"/a": "<title>A</title><p>Free  Returns</p><a href=/done>On</a>", "/done": DONE}
    steps = [{"open": "/a"}, {"click": "On"}, {"expect": {"heading": "Thank you"}}]
    promises = {"a": {"says": ["free returns", "thank you", "gone"]}}

    seen = walk(site.journey([{"at": "a", "do": steps}], promises=promises))

    assert stop(seen).words_missing == ("gone",)


def test_barriers_and_dead_links_only_where_promised(site: Any, walk: Walk) -> None:
    bad = (
        "<html lang=en><title>B</title><main><h1>B</h1><img src=/x.png><a href=/gone>Go</a></main>"
    )
    site.pages |= {"/b": bad, "/x.png": "x"}
    steps = [{"open": "/b"}]

    promised = walk(
        site.journey(
            [{"at": "b", "do": steps}], promises={"b": {"accessible": True, "links work": True}}
        )
    )

    assert any("image-alt" in barrier for barrier in stop(promised).barriers or ())
    assert any("/gone" in link for link in stop(promised).dead_links or ())
    silent = walk(site.journey([{"at": "b", "do": steps}]))
    assert (stop(silent).barriers, stop(silent).dead_links) == (None, None)


def test_only_walks_up_to_a_touchpoint_or_begins_there(site: Any, walk: Walk) -> None:
    site.pages |= {"/a": "<title>A</title><a href=/done>On</a>", "/done": DONE, "/b": DONE}
    route = [
        {"at": "a", "do": [{"open": "/a"}, {"click": "On"}]},
        {"at": "done", "do": [{"expect": {"heading": "Thank you"}}]},
        {"at": "b", "do": [{"open": "/b"}]},
    ]

    up_to = walk(site.journey(route), only="done")
    there = walk(site.journey(route), only="b")

    assert [s.touchpoint for s in up_to.touchpoints] == ["a", "done"]
    assert [s.touchpoint for s in there.touchpoints] == ["b"]


def test_persona_is_what_the_site_meets(site: Any, walk: Walk, tmp_path: Path) -> None:
    """Device, language, time zone; the shopper is known by cookie, name and mark, no header."""
    site.pages["/p"] = """<title>P</title><p id=p></p><script>p.textContent = [innerWidth,
      Intl.DateTimeFormat().resolvedOptions().timeZone, typeof window.__desireline].join(' ')
      </script>"""
    persona = {"device": "Pixel 7", "locale": "de-DE", "time-zone": "America/Lima"}

    seen = walk(site.journey([{"at": "p", "do": [{"open": "/p"}]}], persona=persona))

    picture = tmp_path / "out" / str(stop(seen).picture)
    with Image.open(picture) as taken:
        assert taken.width == 320
    head = {name.lower(): value for name, value in site.heads[0].items()}
    assert "America/Lima" in stop(seen).text
    assert "object" in stop(seen).text
    assert head["accept-language"].startswith("de-DE")
    assert "Android" in head["user-agent"]
    assert "desireline/" in head["user-agent"]
    assert head["cookie"] == "desireline=walk"
    assert not [name for name in head if "desireline" in name]


def test_the_shopper_can_do_every_verb_of_the_language() -> None:
    """And no other; a group's use is put in before walking."""
    assert set(perform.VERBS) == set(VERBS) - {"use"}
