"""What was told once and is told again, known by its name or by its value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from desireline.probes.seen import TouchpointSeen, WalkSeen

Walk = Callable[..., WalkSeen]
SHOPPER = {"email": "ada@shopper.example", "city": "Ulm", "phone": "030 231251"}
FORM = """<!doctype html><title>A</title><main><p>Your order: QX-4711</p>
  <p>Our reference: quiet</p><p>Call us: 0800 123456</p><label>Which one? <input></label></main>"""
CHAT = """<!doctype html><title>B</title><div role=log id=log>Bot: What shall I look up?</div>
  <input aria-label=Message id=m><button>Send</button><script>
  document.querySelector('button').onclick = () => {
    for (const text of [m.value, 'Thanks.']) {
      const line = document.createElement('p'); line.textContent = text; log.append(line); } };
  </script>"""
FACTS = {name: {"kind": "text"} for name in ("order", "reference", "phone")}
READ = {
    "remember": {
        "order": {"near": "Your order"},
        "reference": {"near": "Our reference"},
        "phone": {"near": "Call us"},
    }
}


def telling(site: Any, walk: Walk, first: str, then: str, **how: Any) -> list[TouchpointSeen]:
    """Write something into a form, and say something in a chat at the next stop."""
    site.pages |= {"/a": FORM, "/b": CHAT}
    fill = {"fill": {"label": "Which one?", "with": first}}
    talk = {"chat": {"say": then, "until": "Thanks", "turns": 1}}
    route = [
        {"at": "a", "do": [{"open": "/a"}, READ, fill]},
        {"at": "b", "do": [{"open": "/b"}, talk]},
    ]
    journey = site.journey(route, persona={"shopper": SHOPPER}, facts=FACTS)
    return list(walk(journey, **how).touchpoints)


@pytest.mark.parametrize(
    ("first", "then", "again"),
    [
        ("${remembered.order}", "${remembered.order}", "order"),
        ("${remembered.order}", "It is ${remembered.order}, please", "order"),
        ("${remembered.order}", "It is QX-4711.", "order"),
        ("QX-4711", "about ${remembered.order}", "order"),
        ("${shopper.email}", "Ada@Shopper.example", "email"),
        ("${shopper.city}", "Ulm", "city"),
        ("Ulm", "${shopper.city}", "city"),
        ("AB-1234", "my other one, ab-1234, is late", "“AB-1234”"),
        ("3 socks came on 4 May", "3 socks came on 4 May", "“3 socks came on 4 May”"),
        ("${shopper.phone}", "${remembered.phone}", None),
        ("${remembered.reference}", "${remembered.reference}", None),
        ("boots", "boots", None),
        ("Ulm", "I was in Ulm last year", None),
        ("QX-4711", "It is QX-47112", None),
        ("2", "2", None),
        ("$PIN_CODE", "$PIN_CODE", None),
    ],
)
def test_the_same_is_told_again(
    site: Any, walk: Walk, first: str, then: str, again: str | None
) -> None:
    """Though nobody knows the words that ask for it. What nobody looks up is no datum."""
    before, after = telling(site, walk, first, then, environ={"PIN_CODE": "a-pin-4711"})

    told = [(one.says, one.datum) for one in after.noticed or () if one.kind == "told twice"]
    assert before.told_again == ()
    assert after.told_again == ((again,) if again else ())
    assert told == ([(f"{again} is told again", again)] if again else [])


def test_what_a_fact_told_is_asked_for_again(site: Any, walk: Walk) -> None:
    """A question in words that we know is told with them, once."""
    asking = CHAT.replace("'Thanks.'", "'What is your order number?'")
    site.pages |= {"/a": FORM.replace("order:", "order number:"), "/b": asking}
    fill = {"fill": {"label": "Which one?", "with": "${remembered.order-number}"}}
    read = {"remember": {"order-number": {"near": "Your order number"}}}
    say = {"say": "It is ${remembered.order-number}", "until": "joined", "turns": 1}
    route = [
        {"at": "a", "do": [{"open": "/a"}, read, fill]},
        {"at": "b", "do": [{"open": "/b"}, {"chat": say}]},
    ]
    journey = site.journey(route, facts={"order-number": {"kind": "text"}})

    after = walk(journey).touchpoints[1]

    told = [(one.says, one.datum) for one in after.noticed or () if one.kind == "told twice"]
    assert told == [("the chat asks: “What is your order number?”", "order-number")]


def test_a_phone_menu_is_told_again(site: Any, walk: Walk) -> None:
    said = (
        "<Response><Gather numDigits='6' action='/in'><Say>Your number?</Say></Gather></Response>"
    )
    thanks = "<Response><Say>Thanks.</Say></Response>"
    site.pages |= {"/a": FORM, "/ivr": said, "/in": thanks}
    fill = {"fill": {"label": "Which one?", "with": "471112"}}
    route = [
        {"at": "a", "do": [{"open": "/a"}, fill]},
        {"at": "b", "do": [{"call": {"menu": "/ivr", "choose": "471112", "explore": False}}]},
    ]

    assert walk(site.journey(route)).touchpoints[1].told_again == ("“471112”",)
