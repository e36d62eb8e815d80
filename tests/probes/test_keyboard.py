"""A persona without a mouse: what can be reached by keys, and what can't."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from desireline.probes.seen import TouchpointSeen, WalkSeen

Walk = Callable[..., WalkSeen]
FORM = """<title>Form</title><a href=/away>Away</a><form action=/done>
<label>E-mail <input name=mail value=old></label>
<label>Country <select name=land><option>Chile<option>Peru<option>Spain</select></label>
<fieldset><legend>Delivery</legend><label><input type=radio name=d value=p checked>Post</label>
<label><input type=radio name=d value=c>Courier</label></fieldset>
<label><input type=checkbox name=terms>I agree</label><button>Go on</button></form>"""


def typing(site: Any, walk: Walk, body: str, *steps: Any) -> WalkSeen:
    """Do some steps on a page, by keys alone."""
    site.pages |= {"/": body, "/done": "<title>Done</title><h1>Thanks</h1>"}
    route = [{"at": "form", "do": [{"open": "/"}, *steps]}]
    return walk(site.journey(route, persona={"keyboard-only": True}))


def stop(seen: WalkSeen) -> TouchpointSeen:
    """Give the only stop."""
    return seen.touchpoints[0]


def test_a_form_is_filled_in_by_keys(site: Any, walk: Walk) -> None:
    seen = typing(
        site,
        walk,
        FORM,
        {"fill": {"label": "E-mail", "with": "a@b.test"}},
        {"choose": {"label": "Country", "with": "Spain"}},
        {"choose": {"label": "Delivery", "with": "Courier"}},
        {"check": "I agree"},
        {"click": "Go on"},
        {"expect": {"heading": "Thanks"}},
    )

    assert seen.verdict == "ok"
    assert site.asked[-1][1] == "/done?mail=a%40b.test&land=Spain&d=c&terms=on"
    assert stop(seen).clicks == 0
    assert [step.keys for step in stop(seen).steps] == [0, 2 + 8, 1 + 2, 1 + 1, 1 + 1, 1 + 1, 0]
    assert "keyboard only" in seen.persona


def test_the_way_goes_round_the_page(site: Any, walk: Walk) -> None:
    """What stands before is reached, too."""
    body = "<title>T</title><button onclick=\"s.textContent='yes'\">A</button><button>B</button>"
    body += "<p id=s></p>"
    steps = ({"click": "B"}, {"click": "A"}, {"expect": {"text": "yes"}})

    assert typing(site, walk, body, *steps).verdict == "ok"


def test_what_only_a_mouse_can_reach_has_failed(site: Any, walk: Walk) -> None:
    body = '<title>T</title><a href=/x>X</a><div role=button onclick="a()">Buy</div>'

    seen = typing(site, walk, body, {"click": "Buy"})

    assert seen.verdict == "failed"
    assert "it can't be reached with the keyboard" in seen.message


def test_a_trap_of_the_focus_has_failed(site: Any, walk: Walk) -> None:
    body = """<title>T</title><input id=a aria-label=A onblur="setTimeout(() => a.focus())">
      <button>Buy</button><script>a.addEventListener('keydown', e => e.preventDefault())</script>"""

    seen = typing(site, walk, body, {"click": "Buy"})

    assert seen.verdict == "failed"
    assert "it can't be reached with the keyboard" in seen.message


TABS = """<title>T</title><div role=tablist><button role=tab>One</button>
<button role=tab tabindex=-1 onclick="s.textContent='second'">Two</button></div><p id=s></p><script>
const tabs = [...document.querySelectorAll('[role=tab]')];
tabs.forEach((t, i) => t.addEventListener('keydown', e => {
  if (e.key === 'ArrowRight') tabs[(i + 1) % 2].focus() }))</script>"""


def test_arrows_lead_through_tabs(site: Any, walk: Walk) -> None:
    steps = ({"click": {"tab": "Two"}}, {"expect": {"text": "second"}})

    assert typing(site, walk, TABS, *steps).verdict == "ok"


@pytest.mark.parametrize(
    "body",
    [
        "<title>T</title><a href=/x>X</a><iframe srcdoc='INNER'></iframe>",
        "<title>T</title><a href=/x>X</a><div id=h></div><script>"
        "h.attachShadow({mode: 'open'}).innerHTML = `INNER`</script>",
    ],
)
def test_keys_lead_into_frames_and_open_shadow_roots(site: Any, walk: Walk, body: str) -> None:
    inner = '<p><label>Code <input></label><button onclick="this.after(6 * 7)">Send</button>'
    steps = (
        {"fill": {"label": "Code", "with": "4711"}},
        {"click": "Send"},
        {"expect": {"text": "42"}},
    )

    seen = typing(site, walk, body.replace("INNER", inner), *steps)

    assert (seen.verdict, seen.message) == ("ok", "")
