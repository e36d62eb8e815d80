"""The customer's time is the page's, whatever we need to look."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from desireline.probes.browser.clocks import MOST_TOLD, Clock, slowest_load, vitals_of
from desireline.probes.seen import WalkSeen
from desireline.probes.walk.look import UNSLOWED
from desireline.reports.views import compare_views

Walk = Callable[..., WalkSeen]


def slow(seconds: float, body: str) -> Callable[[Any], None]:
    """Answer late."""

    def answer(handler: Any) -> None:
        time.sleep(seconds)  # the page is slow, not the test
        content = body.encode()
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    return answer


def test_a_click_lasts_until_the_next_page_is_loaded(site: Any, walk: Walk) -> None:
    site.pages |= {"/": "<title>A</title><a href=/b>On</a>", "/b": slow(0.4, "<h1>B</h1>")}
    route = [
        {"at": "a", "do": [{"open": "/"}, {"click": "On"}]},
        {"at": "b", "do": [{"expect": {"heading": "B"}}]},
    ]

    seen = walk(site.journey(route))

    assert 400 < (seen.touchpoints[0].steps[1].customer_ms or 0) < 1500
    assert 0.4 < (seen.touchpoints[1].loads_seconds or 0) < 1.5
    assert (seen.touchpoints[0].loads_seconds or 9) < 0.4


def test_a_click_that_leads_nowhere_lasts_until_the_page_has_painted(site: Any, walk: Walk) -> None:
    """The script keeps the page busy for 300 ms; what we need to click is not counted."""
    busy = "const t = performance.now(); while (performance.now() < t + 300);"
    site.pages["/"] = f"<title>A</title><button onclick='{busy}'>Go</button>"

    seen = walk(site.journey([{"at": "a", "do": [{"open": "/"}, {"click": "Go"}]}]))

    assert 300 <= (seen.touchpoints[0].steps[1].customer_ms or 0) < 700


def test_a_slow_network_is_the_customers_time(site: Any, walk: Walk) -> None:
    site.pages["/"] = "<title>A</title><h1>A</h1>"
    journey = site.journey([{"at": "a", "do": [{"open": "/"}]}], persona={"network": "fast-3g"})

    assert (walk(journey).touchpoints[0].loads_seconds or 0) > 0.5


@pytest.mark.parametrize(
    "opener",
    ["<a href=/tab target=_blank>On</a>", "<button onclick=\"window.open('/tab')\">On</button>"],
)
@pytest.mark.parametrize("persona", [{"network": "fast-3g"}, {"cpu": "4x"}])
def test_the_first_page_of_a_new_tab_came_unslowed_and_has_no_time(
    site: Any, walk: Walk, opener: str, persona: dict[str, str]
) -> None:
    """A number would be this machine's; the next page of that tab is the persona's again."""
    site.pages |= {
        "/": f"<title>A</title>{opener}",
        "/tab": "<title>B</title><h1>B</h1><a href=/c>Next</a>",
        "/c": "<title>C</title><h1>C</h1>",
    }
    route = [
        {"at": "a", "do": [{"open": "/"}, {"click": "On"}]},
        {"at": "b", "do": [{"expect": {"heading": "B"}}, {"click": "Next"}]},
        {"at": "c", "do": [{"expect": {"heading": "C"}}]},
    ]
    promises = {name: {"loads in": "9s"} for name in "abc"}
    journey = site.journey(route, persona=persona, promises=promises)

    seen = walk(journey)

    assert seen.verdict == "ok", seen.message
    first, tab, after = seen.touchpoints
    assert (first.unseen, after.unseen) == ((), ())
    assert tab.unseen == (UNSLOWED,)
    assert (tab.loads_seconds, tab.vitals, first.steps[1].customer_ms) == (None, {}, None)
    assert first.loads_seconds is not None
    assert after.loads_seconds is not None
    judged = {one.promise.touchpoint: one.look.standing for one in compare_views(
        journey, [seen], {}).judged if one.promise.key == "loads in"}  # fmt: skip
    assert judged == {"a": "matches", "b": "not checked", "c": "matches"}


def test_who_is_not_slowed_down_has_times_in_new_tabs_too(site: Any, walk: Walk) -> None:
    site.pages |= {
        "/": "<title>A</title><a href=/tab target=_blank>On</a>",
        "/tab": "<title>B</title><h1>B</h1>",
    }
    do = [{"open": "/"}, {"click": "On"}]
    route = [{"at": "a", "do": do}, {"at": "b", "do": [{"expect": {"heading": "B"}}]}]

    tab = walk(site.journey(route)).touchpoints[1]

    assert (tab.unseen, tab.loads_seconds is not None) == ((), True)


def test_the_slowest_page_of_a_touchpoint_counts(site: Any, walk: Walk) -> None:
    site.pages |= {
        "/": "<title>A</title><a href=/b>On</a>",
        "/b": slow(0.4, "<title>B</title><a href=/c>On</a>"),
        "/c": "<title>C</title><h1>C</h1>",
    }
    steps = [{"open": "/"}, {"click": "On"}, {"click": "On"}, {"expect": {"heading": "C"}}]

    seen = walk(site.journey([{"at": "a", "do": steps}]))

    assert (seen.touchpoints[0].loads_seconds or 0) > 0.4
    assert seen.touchpoints[0].title == "C"


def test_layout_shifts_are_summed(site: Any, walk: Walk) -> None:
    site.pages["/"] = """<title>A</title><div id=d></div><p style="height:300px">text</p><script>
      setTimeout(() => { d.style.height = '300px' }, 100)</script><h1 id=h></h1>
      <script>setTimeout(() => { h.textContent = 'Done' }, 250)</script>"""
    steps = [{"open": "/"}, {"expect": {"heading": "Done"}}]

    seen = walk(site.journey([{"at": "a", "do": steps}]))

    assert seen.touchpoints[0].vitals["CLS"] > 0.05


def test_nonsense_from_a_page_is_passed_over() -> None:
    clock = Clock()
    for message in (None, 7, "load", {}, {"kind": "load"}, {"kind": "act", "at": "soon"}):
        clock.hear(message)
    clock.hear({"kind": "load", "origin": 1000.0, "load": float("nan"), "response": -3})

    assert clock.acts == 0
    assert slowest_load(clock.documents) is None
    assert vitals_of(clock.documents) == {}


def test_a_page_that_floods_the_clock_is_not_heard_any_more() -> None:
    clock = Clock()
    for number in range(MOST_TOLD * 2):
        clock.hear({"kind": "born", "origin": float(number)})

    assert len(clock.documents) == MOST_TOLD


def test_how_long_the_page_took_to_answer_an_act(site: Any, walk: Walk) -> None:
    busy = "const t = performance.now(); while (performance.now() < t + 200);"
    site.pages["/"] = f"<title>A</title><button onclick='{busy}'>Go</button><p id=p></p>"
    steps = [{"open": "/"}, {"click": {"button": "Go"}}, {"expect": {"button": "Go"}}]

    seen = walk(site.journey([{"at": "a", "do": steps}])).touchpoints[0]

    assert 200 <= seen.vitals["INP"] < 900
    assert (seen.waits_seconds or 0) > 0.2
