"""Phone menus, called as their provider calls them: choices, clocks, dead ends, hostile answers."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, parse_qsl

import pytest

from desireline.probes.channels.phone.line import signature
from desireline.probes.seen import TouchpointSeen, WalkSeen

Walk = Callable[..., WalkSeen]
MENU = (
    "<Response><Gather numDigits='1' action='/choice'><Say>Welcome. For orders press 1. "
    "For delivery, press 2. To speak to a person press 0.</Say></Gather>"
    "<Say>Goodbye, please call again.</Say></Response>"
)
DELIVERY = "<Response><Say>We deliver within three days.</Say><Hangup/></Response>"
PERSON = "<Response><Say>Please hold.</Say><Dial><Number>+4930231250</Number></Dial></Response>"


def menu(site: Any, answers: dict[str, str], first: str = MENU) -> None:
    """Give a menu that answers each key with a document; other keys lead back."""

    def choice(handler: BaseHTTPRequestHandler) -> None:
        pressed = parse_qs(site.bodies[-1]).get("Digits", [""])[0]
        again = "<Response><Say>Sorry.</Say><Redirect>/ivr</Redirect></Response>"
        reply(handler, answers.get(pressed, again))

    site.pages |= {"/ivr": first, "/choice": choice}


def reply(handler: BaseHTTPRequestHandler, text: str, status: int = 200) -> None:
    """Answer in XML."""
    content = text.encode()
    handler.send_response(status)
    handler.send_header("Content-Type", "text/xml")
    handler.send_header("Content-Length", str(len(content)))
    handler.end_headers()
    handler.wfile.write(content)


def called(
    site: Any, walk: Walk, call: dict[str, Any], *steps: dict[str, Any], **more: Any
) -> TouchpointSeen:
    """Walk a stop that calls the menu."""
    step = {"call": {"menu": "/ivr", **call}} | more.pop("step", {})
    options = {key: more.pop(key) for key in ("environ", "allow_danger", "limits") if key in more}
    return walk(
        site.journey([{"at": "phone", "do": [step, *steps]}], **more), **options
    ).touchpoints[0]


def noticed(seen: TouchpointSeen) -> list[str]:
    """Give what was noticed, in words."""
    return [f"{one.kind}: {one.says}" for one in seen.noticed or ()]


WHOLE = {"1": DELIVERY.replace("deliver", "ship"), "2": DELIVERY, "0": PERSON}


def test_an_option_is_chosen_by_what_it_is_for(site: Any, walk: Walk) -> None:
    """The caller presses as soon as the option was read out: 7 words, then 5 of the answer."""
    menu(site, WHOLE)

    seen = called(site, walk, {"choose": "delivery", "until": "within 3 days", "explore": False})

    assert seen.verdict == "ok", seen.message
    assert seen.keys == 1
    assert seen.answers_seconds == pytest.approx((8 + 5) * 0.4, abs=0.5)
    assert seen.human_came is None
    assert "within 3 days" in seen.text


def test_facts_are_read_from_what_was_said(site: Any, walk: Walk) -> None:
    said = "Call us at plus 4 9, 3 0, 2 3 1 2 5, 1 4 2. It costs nineteen euros fifty."
    menu(site, {"2": f"<Response><Say>{said}</Say></Response>"})
    facts = {"hotline": {"kind": "phone"}, "price": {"kind": "money"}}
    places = {"hotline": {"near": "Call us"}, "price": {"near": "costs"}}

    seen = called(site, walk, {"choose": [2]}, {"remember": places}, facts=facts)

    assert {fact.fact: fact.normal for fact in seen.facts} == {
        "hotline": "+493023125142",
        "price": "19.50 EUR",
    }
    assert {fact.face for fact in seen.facts} == {"phone"}


def test_german_numbers_are_facts_when_they_are_spoken(site: Any, walk: Walk) -> None:
    """Above nine, with cents, and as hours."""
    said = (
        "<Response><Say language='de-DE'>Der Versand kostet zwölf Euro fünfzig und dauert "
        "einundzwanzig Tage. Wir sind montags bis freitags von neun bis achtzehn Uhr da.</Say>"
        "</Response>"
    )
    menu(site, {}, first=said)
    kinds = {"shipping": "money", "delivery": "duration", "open": "hours"}
    read: dict[str, Any] = {"remember": {name: {} for name in kinds}}

    seen = called(
        site, walk, {"explore": False}, read, facts={name: {"kind": k} for name, k in kinds.items()}
    )

    assert {fact.fact: fact.normal for fact in seen.facts} == {
        "shipping": "12.50 EUR",
        "delivery": "21 days",
        "open": "mon-fri 09:00-18:00",
    }


def test_a_spoken_code_is_taken_and_written_down_nowhere(site: Any, walk: Walk) -> None:
    """Neither as it was said, nor in figures; the whole menu is walked besides."""
    code = "<Response><Say>Your code is four, seven, one, one, eight.</Say></Response>"
    menu(site, {"1": code, "2": DELIVERY, "0": PERSON})
    site.pages["/in"] = "<h1>Welcome</h1>"

    seen = called(
        site,
        walk,
        {"choose": "orders"},
        {"open": "/in?code=${taken.code}"},
        step={"take": {"code": "code is ([0-9]{5})"}},
    )

    assert seen.verdict == "ok", seen.message
    assert ("GET", "/in?code=47118") in site.asked
    assert "code is ***" in seen.text
    assert "47118" not in json.dumps(asdict(seen))
    assert "four, seven" not in json.dumps(asdict(seen))


def test_the_whole_menu_is_walked_and_a_person_is_found(site: Any, walk: Walk) -> None:
    menu(site, WHOLE)

    seen = called(site, walk, {})

    assert (seen.human_came, seen.turns_to_human) == (True, 1)
    assert noticed(seen) == []
    assert "1 level, options 3; a person after" in seen.steps[0].message
    assert "“delivery” (2)" in seen.text


def test_a_menu_without_people(site: Any, walk: Walk) -> None:
    menu(site, {"1": DELIVERY, "2": DELIVERY}, MENU.replace(" To speak to a person press 0.", ""))

    seen = called(site, walk, {})

    assert seen.human_came is False
    assert noticed(seen) == ["no way to a human: nothing in the menu leads to a person"]


def test_0_may_not_lead_where_another_key_does(site: Any, walk: Walk) -> None:
    first = MENU.replace("To speak to a person press 0", "For our team press 7")
    menu(site, WHOLE | {"0": "<Response><Say>No.</Say></Response>", "7": PERSON}, first)

    assert any(
        n.startswith("no way to a human: 0 does not") for n in noticed(called(site, walk, {}))
    )


def test_dead_ends_are_told_with_the_way_there(site: Any, walk: Walk) -> None:
    endless = "<Response><Say>All are busy.</Say><Play loop='0'>/hold.mp3</Play></Response>"
    menu(site, {"1": "<Response><Hangup/></Response>", "2": "<Nonsense/>", "0": endless})

    told = noticed(called(site, walk, {}))

    assert "dead end: “orders” (1): hangs up without an answer" in told
    assert any("“delivery” (2): its XML begins with <Nonsense>" in one for one in told)
    assert "dead end: “speak to a person” (0): the same is played for ever" in told


def test_an_option_that_leads_back_is_a_loop(site: Any, walk: Walk) -> None:
    back = "<Response><Redirect>/ivr</Redirect></Response>"
    menu(site, WHOLE | {"1": back})

    told = noticed(called(site, walk, {}))

    assert told == ["dead end: “orders” (1) leads back to the first menu, without an answer"]


def test_an_option_that_says_that_it_leads_back_is_none(site: Any, walk: Walk) -> None:
    back = "<Response><Redirect>/ivr</Redirect></Response>"
    menu(site, WHOLE | {"1": back}, MENU.replace("For orders", "To hear this again"))

    assert noticed(called(site, walk, {})) == []


def test_silence_that_never_ends(site: Any, walk: Walk) -> None:
    menu(site, WHOLE, MENU.replace("</Response>", "<Redirect>/ivr</Redirect></Response>"))

    told = noticed(called(site, walk, {}))

    assert told == ["dead end: who presses nothing is told the same again and again"]


def test_silence_that_is_cut_off(site: Any, walk: Walk) -> None:
    menu(site, WHOLE, MENU.replace("<Say>Goodbye, please call again.</Say>", ""))

    told = noticed(called(site, walk, {}))

    assert any("who presses nothing is cut off after" in one for one in told)


def test_a_wrong_key_that_ends_the_call(site: Any, walk: Walk) -> None:
    menu(site, WHOLE | {"9": "<Response><Say>Wrong.</Say><Hangup/></Response>"})

    assert noticed(called(site, walk, {})) == [
        "dead end: key 9, a wrong one, ends the call after “Wrong.”"
    ]


def test_what_acts_is_never_tried_unasked(site: Any, walk: Walk) -> None:
    pressed: list[str] = []

    def choice(handler: BaseHTTPRequestHandler) -> None:
        pressed.append(parse_qs(site.bodies[-1])["Digits"][0])
        reply(handler, DELIVERY)

    site.pages |= {
        "/ivr": MENU.replace("For orders", "To reorder").replace("For delivery", "For news"),
        "/choice": choice,
    }
    seen = called(site, walk, {"avoid": ["news"]})

    assert not {"1", "2"} & set(pressed)
    assert "not tried, since it acts: “reorder”, “news”" in seen.steps[0].message
    assert seen.human_came is None


def test_what_acts_is_chosen_only_when_the_step_says_danger(site: Any, walk: Walk) -> None:
    menu(site, WHOLE, MENU.replace("For orders", "To place an order"))
    call = {"choose": ["place"], "explore": False}

    unsaid = called(site, walk, call)
    walked_up = called(site, walk, call, step={"danger": "places an order"})
    done = called(
        site, walk, call, step={"danger": "orders"}, authorised_by="Ada", allow_danger=True
    )

    assert (unsaid.verdict, "danger" in unsaid.message) == ("could not look", True)
    assert walked_up.message == "walked up to: places an order"
    assert done.verdict == "ok"


def test_requests_are_signed_as_twilio_signs_them(site: Any, walk: Walk) -> None:
    """The example of Twilio's own manual, then a call whose menu asks for it."""
    form = {"CallSid": "CA1234567890ABCDE", "Caller": "+14158675310", "Digits": "1234",
            "From": "+14158675310", "To": "+18005551212"}  # fmt: skip
    address = "https://example.com/myapp.php?foo=1&bar=2"
    assert signature("12345", address, form) == "L/OH5YylLD5NRKLltdqwSvS0BnU="

    def ring(handler: BaseHTTPRequestHandler) -> None:
        told = dict(parse_qsl(site.bodies[-1], keep_blank_values=True))
        right = signature("the-token", f"{site.url}/ivr", told)
        fine = handler.headers["X-Twilio-Signature"] == right
        reply(handler, DELIVERY if fine else "no", status=200 if fine else 403)

    site.pages["/ivr"] = ring
    call = {"explore": False, "token": "$TOKEN", "from": "+4930231250"}

    seen = called(site, walk, call, environ={"TOKEN": "the-token"})
    unsigned = called(site, walk, {"explore": False})

    assert seen.verdict == "ok"
    assert (unsigned.verdict, "answers 403" in unsigned.message) == ("failed", True)
    assert parse_qs(site.bodies[0])["From"] == ["+4930231250"]


def test_an_option_that_is_not_there(site: Any, walk: Walk) -> None:
    menu(site, WHOLE)

    seen = called(site, walk, {"choose": "opening hours"})

    assert seen.verdict == "failed"
    assert "no option is for “opening hours”; there is “orders” (1)" in seen.message


def test_words_that_are_not_heard(site: Any, walk: Walk) -> None:
    menu(site, WHOLE)

    seen = called(site, walk, {"choose": "delivery", "until": "free of charge"})

    assert seen.verdict == "failed"
    assert "“free of charge” was not heard" in seen.message


BOMB = """<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<Response><Say>&b;</Say></Response>"""


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (BOMB, "its XML defines entities"),
        ("<Response><Say>Hello", "is not XML"),
        (f"<Response><Say>{'long ' * 20_000}</Say></Response>", "larger than 64 kB"),
        ("<Response>" + "<Say>a</Say>" * 600 + "</Response>", "it does 600 things at once"),
        ("<Response><Redirect>/ivr</Redirect></Response>", "without asking anything"),
        ("<Response><Redirect>file:///etc/hosts</Redirect></Response>", "no web address"),
    ],
)
def test_hostile_menus_fail_and_nothing_breaks(
    site: Any, walk: Walk, answer: str, why: str
) -> None:
    site.pages["/ivr"] = answer

    seen = called(site, walk, {})

    assert (seen.verdict, why in seen.message) == ("failed", True), seen.message


def test_a_menu_that_hangs_has_failed(site: Any, walk: Walk) -> None:
    over = threading.Event()
    site.pages["/ivr"] = lambda handler: over.wait(5)

    seen = called(site, walk, {}, step={"within": "500ms"})
    over.set()

    assert seen.verdict == "failed"
    assert "does not answer within 0.5 s" in seen.message


def test_a_menu_that_answers_drop_by_drop_has_failed(site: Any, walk: Walk) -> None:
    over = threading.Event()

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not over.wait(0.1):
            handler.wfile.write(b" ")

    site.pages["/ivr"] = drip

    seen = called(site, walk, {}, step={"within": "600ms"})
    over.set()

    assert (seen.verdict, "does not end its answer" in seen.message) == ("failed", True)


def test_hosts_outside_the_journey_are_not_called(site: Any, walk: Walk) -> None:
    """The same machine by another name is another host."""
    elsewhere = f"{site.url.replace('127.0.0.1', 'localhost')}/else"
    site.pages |= {"/ivr": f"<Response><Redirect>{elsewhere}</Redirect></Response>", "/else": MENU}

    seen = called(site, walk, {})

    assert seen.verdict == "could not look"
    assert "localhost" in seen.message
    assert site.asked == [("POST", "/ivr")]


def test_vonage_is_spoken_too(site: Any, walk: Walk) -> None:
    ask = [
        {"action": "talk", "text": "For delivery press 2. For a person press 0.", "bargeIn": True},
        {"action": "input", "type": ["dtmf"], "dtmf": {"maxDigits": 1}, "eventUrl": ["/choice"]},
    ]
    answers: dict[str, list[dict[str, Any]]] = {
        "2": [{"action": "talk", "text": "Within three days."}],
        "0": [{"action": "connect", "endpoint": [{"type": "phone", "number": "4930231250"}]}],
    }

    def choice(handler: BaseHTTPRequestHandler) -> None:
        digits = json.loads(site.bodies[-1])["dtmf"]["digits"]
        reply(handler, json.dumps(answers.get(digits, [{"action": "talk", "text": "Bye."}])))

    site.pages |= {"/ivr": json.dumps(ask), "/choice": choice}

    seen = called(
        site, walk, {"provider": "vonage", "choose": "delivery", "until": "within 3 days"}
    )

    assert seen.verdict == "ok", seen.message
    assert (seen.human_came, seen.turns_to_human) == (True, 1)
