"""A persona without a mouse: what can be reached by keys, and what can't."""

from __future__ import annotations

from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path
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


UPLOAD = """<title>T</title><form method=post action=/done enctype="multipart/form-data">
<a href=/x>X</a>FIELD</form>
<script>document.addEventListener('change', e => e.target.form.submit())</script>"""
PRESSED = "<input type=file name=p id=p hidden><button type=button onclick=p.click()>Photo</button>"


@pytest.mark.parametrize(
    "field", ["<label>Photo <input type=file name=p></label>", PRESSED, f"<b>1</b>{PRESSED}"]
)
def test_a_file_is_chosen_by_keys(site: Any, walk: Walk, tmp_path: Path, field: str) -> None:
    """At the field, or at the button that asks for it."""
    file = tmp_path / "photo.txt"
    file.write_text("smile, please")

    step = {"upload": {"label": "Photo", "file": str(file)}}
    seen = typing(site, walk, UPLOAD.replace("FIELD", field), step, {"expect": "Thanks"})

    assert (seen.verdict, seen.message) == ("ok", "")
    assert any("smile, please" in body for body in site.bodies)
    assert (stop(seen).clicks, stop(seen).fields, stop(seen).keys) == (0, 1, 2 + 1)


def test_a_field_for_files_that_only_a_mouse_finds_has_failed(
    site: Any, walk: Walk, tmp_path: Path
) -> None:
    """A label is drawn as a button, and its field is not there for the keyboard."""
    file = tmp_path / "photo.txt"
    file.write_text("smile, please")
    field = "<label>Photo <input type=file name=p hidden></label>"

    step = {"upload": {"label": "Photo", "file": str(file)}}
    seen = typing(site, walk, UPLOAD.replace("FIELD", field), step)

    assert seen.verdict == "failed"
    assert "it can't be reached with the keyboard" in seen.message


def give_terms(handler: BaseHTTPRequestHandler) -> None:
    """Answer with a file."""
    content = b"Returns: 30 days"
    handler.send_response(200)
    handler.send_header("Content-Type", "text/plain")
    handler.send_header("Content-Disposition", "attachment")
    handler.send_header("Content-Length", str(len(content)))
    handler.end_headers()
    handler.wfile.write(content)


def test_a_file_is_taken_by_keys(site: Any, walk: Walk) -> None:
    site.pages["/terms.txt"] = give_terms
    body = "<title>T</title><a href=/x>X</a><a href=/terms.txt>Terms</a>"
    steps = ({"download": {"link": "Terms"}}, {"expect": {"text": "30 days"}})

    seen = typing(site, walk, body, *steps)

    assert (seen.verdict, seen.message) == ("ok", "")
    assert (stop(seen).clicks, stop(seen).keys) == (0, 2 + 1)


def test_a_file_that_only_a_mouse_gets_has_failed(site: Any, walk: Walk) -> None:
    body = "<title>T</title><a onclick=\"location='/terms.txt'\">Terms</a>"

    seen = typing(site, walk, body, {"download": "Terms"})

    assert seen.verdict == "failed"


CHAT = """<title>Chat</title><a href=/x>X</a><div role=log>Bot: Hi</div>
<form><label>Message FIELD</label>SEND</form><script>
const field = document.querySelector('[name=m]'), log = document.querySelector('[role=log]');
let turns = 0;
function say() {
  for (const words of [field.value, ++turns > 1 ? 'Ann has joined' : 'I am a bot']) {
    const line = document.createElement('p'); line.textContent = words; log.append(line);
  }
  field.value = '';
}
document.forms[0].addEventListener('submit', e => { e.preventDefault(); say() })</script>"""
BUTTON = "<button>Send</button>"
DIV = "<div role=button onclick=say()>Send</div>"
TALK = {"chat": {"say": "A person", "until": "has joined", "turns": 3}}


def chatting(site: Any, walk: Walk, field: str, button: str) -> WalkSeen:
    """Talk to a chat with such a field and such a button."""
    body = CHAT.replace("FIELD", field).replace("SEND", button)
    return typing(site, walk, body, TALK)


def test_a_chat_is_talked_to_by_keys(site: Any, walk: Walk) -> None:
    """Two keys to the field, the words, Enter; the second time the focus is there."""
    seen = chatting(site, walk, "<input name=m>", BUTTON)

    assert (seen.verdict, seen.message) == ("ok", "")
    assert (stop(seen).turns_to_human, stop(seen).clicks) == (2, 0)
    assert stop(seen).keys == 2 + len("A person") + 1 + len("A person") + 1
    assert stop(seen).text.count("> A person") == 2


def test_the_button_is_pressed_where_enter_does_not_send(site: Any, walk: Walk) -> None:
    """And from it back to the field."""
    seen = chatting(site, walk, "<textarea name=m></textarea>", BUTTON)

    assert (seen.verdict, seen.message) == ("ok", "")
    assert (stop(seen).turns_to_human, stop(seen).clicks) == (2, 0)
    turn = len("A person") + 1 + 1 + 1
    assert stop(seen).keys == 2 + turn + 1 + turn


def test_a_button_that_only_a_mouse_can_press_does_not_matter_where_enter_sends(
    site: Any, walk: Walk
) -> None:
    assert chatting(site, walk, "<input name=m>", DIV).verdict == "ok"


def test_a_chat_that_only_a_mouse_can_send_has_failed(site: Any, walk: Walk) -> None:
    seen = chatting(site, walk, "<textarea name=m></textarea>", DIV)

    assert seen.verdict == "failed"
    assert "Enter does not send, and “Send” can't be reached with the keyboard" in seen.message


POPUP = """<title>Shop</title><button onclick="s.textContent='Sold'">Buy</button><p id=s></p>
<div role=dialog>A newsletter! CLOSE</div>"""
CLOSE = "<button onclick=this.parentNode.remove()>No thanks</button>"
NO_KEYS = "<div role=button onclick=this.parentNode.remove()>No thanks</div>"
BUY = ({"click": "Buy"}, {"expect": {"text": "Sold"}})


def buying(site: Any, walk: Walk, body: str, **more: Any) -> WalkSeen:
    """Buy, by keys alone, where something pops up."""
    site.pages |= {"/": body}
    persona = {"keyboard-only": True, "consent": more.pop("consent", "ignore")}
    route = [{"at": "shop", "do": [{"open": "/"}, *BUY]}]
    return walk(site.journey(route, persona=persona, walk=more))


DISMISS = [{"button": "No thanks"}]


def test_what_pops_up_is_closed_by_keys(site: Any, walk: Walk) -> None:
    """Before the shopper goes on: two Tabs to its button and Enter, then Tab and Enter."""
    seen = buying(site, walk, POPUP.replace("CLOSE", CLOSE), dismiss=DISMISS)

    step = stop(seen).steps[1]
    assert (seen.verdict, step.message) == ("ok", "closed “No thanks”")
    assert (step.clicks, step.keys) == (0, 2 + 1 + 1 + 1)
    assert "newsletter" not in stop(seen).text


def test_what_only_a_mouse_can_close_is_a_finding(site: Any, walk: Walk) -> None:
    """The shopper goes on with it: keys don't mind what lies over the page."""
    seen = buying(site, walk, POPUP.replace("CLOSE", NO_KEYS), dismiss=DISMISS)

    unreached = "“No thanks” can't be reached with the keyboard"
    assert (seen.verdict, stop(seen).steps[1].message) == ("ok", unreached)
    assert unreached in [one.says for one in stop(seen).noticed or ()]
    assert stop(seen).steps[1].keys == 1 + 1


COOKIES = POPUP.replace("A newsletter!", "We use cookies.").replace("CLOSE", "YES NO")
ANSWER = "<button onclick=\"this.parentNode.textContent='Told: NAME'\">NAME</button>"


@pytest.mark.parametrize(("consent", "name"), [("accept", "Accept all"), ("refuse", "Reject all")])
def test_cookies_are_answered_by_keys(site: Any, walk: Walk, consent: str, name: str) -> None:
    body = COOKIES.replace("YES", ANSWER.replace("NAME", "Accept all"))
    body = body.replace("NO", ANSWER.replace("NAME", "Reject all"))

    seen = buying(site, walk, body, consent=consent)

    assert (seen.verdict, stop(seen).steps[1].message) == ("ok", f"cookies: “{name}”")
    assert f"Told: {name}" in stop(seen).text
    assert stop(seen).clicks == 0


def test_cookies_that_only_a_mouse_can_refuse_are_a_finding(site: Any, walk: Walk) -> None:
    body = COOKIES.replace("YES", "<button>Accept all</button>")
    body = body.replace("NO", "<div role=button>Reject all</div>")

    seen = buying(site, walk, body, consent="refuse")

    says = "“Reject all” of the cookie banner can't be reached with the keyboard"
    assert seen.verdict == "ok"
    assert says in [one.says for one in stop(seen).noticed or ()]


@pytest.mark.parametrize("consent", ["ignore", "refuse"])
def test_banners_in_frames_are_closed_by_keys(site: Any, walk: Walk, consent: str) -> None:
    gone = "parent.document.querySelector('iframe').remove()"
    site.pages["/banner"] = (
        f'We use cookies. <button>OK</button><button onclick="{gone}">NAME</button>'
    )
    site.pages["/banner"] = site.pages["/banner"].replace(
        "NAME", "No thanks" if consent == "ignore" else "Reject all"
    )
    body = POPUP.split("<div")[0] + "<iframe src=/banner></iframe>"

    seen = buying(site, walk, body, consent=consent, dismiss=DISMISS)

    assert seen.verdict == "ok"
    assert "We use cookies" not in stop(seen).text
