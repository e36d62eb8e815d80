"""One mistake each: its code, its place, and the name that was perhaps meant."""

from pathlib import Path

import pytest

from desireline.scenarios.reading import mistakes_in

BASE = """\
journey: shop
site: https://shop.example
mailbox: mail
arrivals: 60/h
segments: {newcomer: {share: 70%}, regular: {share: 30%}}
resources: {agents: {hours: 2}}
facts: {price: {kind: money}, delivery: {kind: duration}}
stages:
  - stage: buy
    touchpoints:
      ad: {channel: ad, leaves: 10%}
      cart: {takes: 30s}
      chat: {needs: agents, next: {order: 100%}}
      order: {}
walks:
  buy:
    persona: {segment: newcomer, shopper: {email: a@b.example}}
    route:
      - at: ad
        do:
          - open: /
      - at: cart
"""
AT_TILL = "cart: {takes: 30s}"
STEP = "open: /"

# (what stands in the base, what is written instead, code, the text at the place, nearest name)
CASES = [
    ("journey: shop\n", "", "DL121", "site", ""),
    ("journey: shop", "journey:", "DL136", "journey", ""),
    ("journey: shop", "journey: [a]", "DL122", "[", ""),
    ("arrivals: 60/h", "arrival: 60/h", "DL120", "arrival", "arrivals"),
    ("arrivals: 60/h", "arrivals: 60", "DL126", "60", "60/h"),
    ("arrivals: 60/h", "arrivals: {mon-fry: 60/h}", "DL130", "mon-fry", ""),
    ("arrivals: 60/h", "arrivals: {fri-mon: 60/h}", "DL130", "fri-mon", ""),
    ("arrivals: 60/h", "arrivals: {mon 18:00-09:00: 6/h}", "DL130", "mon 18:00-09:00", ""),
    ("arrivals: 60/h", "arrivals: {mon 25:00-26:00: 6/h}", "DL130", "mon 25:00-26:00", ""),
    ("arrivals: 60/h", "arrivals: {mon 9:00-18:00: 6/h, mon-fri 17:00-19:00: 1/h}",
     "DL138", "1/h", ""),
    ("share: 70%", "share: 70", "DL124", "70", "70%"),
    ("share: 70%", "share: 170%", "DL124", "170%", ""),
    ("share: 70%", "share: ", "DL136", "share", ""),
    ("newcomer: {share: 70%}", "newcomer: {}", "DL121", "newcomer", ""),
    ("newcomer: {share: 70%}", "newcomer: 70%", "DL122", "70%", ""),
    ("share: 70%", "share: 60%", "DL140", "segments", ""),
    ("share: 70%", "share: 70%, value: 5", "DL125", "5", "5 EUR"),
    ("share: 70%", "share: 70%, value: '45,00 EUR'", "DL125", "'45,00 EUR'", ""),
    ("share: 70%", "share: 70%, value: 5 USD", "DL161", "5 USD", ""),
    ("hours: 2", "hours: -2", "DL128", "-2", ""),
    ("hours: 2", "hours: 2.5", "DL128", "2.5", ""),
    ("hours: 2", "hours: 2, cost: 31", "DL127", "31", "31 EUR/h"),
    ("hours: 2", "hours: 2, priority: [reglar]", "DL141", "reglar", "regular"),
    ("kind: money", "kind: mony", "DL129", "mony", "money"),
    ("kind: money", "kind: money, promised: cheap", "DL158", "cheap", ""),
    ("kind: money", "kind: money, promised: 2 for 30 EUR", "DL158", "2 for 30 EUR", ""),
    ("kind: duration", "kind: date, promised: 03/04/2026", "DL158", "03/04/2026", ""),
    ("journey: shop", "journey: shop\ncurrency: Euro", "DL166", "Euro", ""),
    ("site: https://shop.example", "site: shop.example", "DL164", "shop.example", ""),
    ("site: https://shop.example", "site: https://a:b@shop.example",
     "DL164", "https://a:b@shop.example", ""),
    ("mailbox: mail", "mailbox: pop3://x", "DL167", "pop3://x", ""),
    ("mailbox: mail", "phone: {number: '1'}\nmailbox: m", "DL380", "{number: '1'}", ""),
    ("mailbox: mail", "phone: {webhook: '0.0.0.0:80'}\nmailbox: m", "DL380",
     "{webhook: '0.0.0.0:80'}", ""),
    ("- open: /", "- inbox: {subject: x}\n            take: {code: '['}", "DL381", "'['", ""),
    ("- open: /", "- inbox: {subject: x}\n            take: {code: 'x*'}", "DL381", "'x*'", ""),
    ("- open: /", "- open: /\n            take: {code: '[0-9]'}", "DL382",
     "{code: '[0-9]'}", ""),
    ("- open: /", "- fill: {label: C, with: '${taken.code}'}", "DL384", "", ""),
    ("mailbox: mail", "hosts: [https://pay.example/]\nmailbox: m",
     "DL163", "https://pay.example/", "pay.example"),
    ("mailbox: mail", "hosts: ['*']\nmailbox: m", "DL163", "'*'", ""),
    ("mailbox: mail", "starts: {ad: 50%}\nmailbox: m", "DL140", "starts", ""),
    ("mailbox: mail", "starts: {add: 100%}\nmailbox: m", "DL103", "add", "ad"),
    ("mailbox: mail", "completes: [ordr]\nmailbox: m", "DL103", "ordr", "order"),
    ("mailbox: mail", "completes: []\nmailbox: m", "DL162", "completes", ""),
    ("mailbox: mail", "completes: order\nmailbox: m", "DL122", "order", "[order]"),
    (AT_TILL, "cart: {chanel: web}", "DL120", "chanel", "channel"),
    (AT_TILL, "cart: {channel: emial}", "DL137", "emial", "mail"),
    (AT_TILL, "cart: {takes: soon}", "DL123", "soon", ""),
    (AT_TILL, "cart: {takes: 30}", "DL123", "30", "30s"),
    (AT_TILL, "cart: {takes: {normal: 30s}}", "DL120", "normal", "lognormal"),
    (AT_TILL, "cart: {takes: {lognormal: {mean: 30s}}}", "DL121", "lognormal", ""),
    (AT_TILL, "cart: {takes: {lognormal: {mean: 30s, cv: 0}}}", "DL132", "0", ""),
    (AT_TILL, "cart: {takes: {lognormal: {mean: 30s, cv: .inf}}}", "DL132", ".inf", ""),
    (AT_TILL, "cart: {takes: {lognormal: {mean: 30s, cv: wide}}}", "DL132", "wide", ""),
    (AT_TILL, "cart: {takes: {gamma: 30s}}", "DL122", "30s", ""),
    (AT_TILL, "cart: {takes: {triangular: {low: 9s, mode: 5s, high: 10s}}}", "DL135", "{", ""),
    (AT_TILL, "cart: {takes: {uniform: {low: 9s, high: 5s}}}", "DL135", "{", ""),
    (AT_TILL, "cart: {takes: {empirical: []}}", "DL133", "empirical", ""),
    (AT_TILL, "cart: {takes: {exponential: 5s, constant: 5s}}", "DL131", "{", ""),
    (AT_TILL, "cart: {takes: }", "DL136", "takes", ""),
    (AT_TILL, "cart: {retries: 1000}", "DL132", "1000", ""),
    (AT_TILL, "cart: {retries: often}", "DL128", "often", ""),
    (AT_TILL, "cart: {retries: 1.5}", "DL128", "1.5", ""),
    (AT_TILL, "cart: {moment-of-truth: perhaps}", "DL134", "perhaps", ""),
    (AT_TILL, "cart: {next: {ordr: 100%}}", "DL103", "ordr", "order"),
    (AT_TILL, "cart: {next: {order: 80%, chat: 10%}}", "DL140", "next", ""),
    (AT_TILL, "cart: {next: {order: 80%, chat: 10%, end: 30%}}", "DL140", "next", ""),
    (AT_TILL, "cart: {needs: agent}", "DL142", "agent", "agents"),
    (AT_TILL, "cart: {patience: 5 min}", "DL156", "patience", ""),
    (AT_TILL, "cart: {on-abandon: {order: 50%}}", "DL157", "on-abandon", ""),
    (AT_TILL, "cart: {needs: agents, on-abandon: {order: 70%, ad: 50%}}",
     "DL140", "on-abandon", ""),
    (AT_TILL, "cart: {needs: agents, on-abandon: {end: 70%}}", "DL103", "end", ""),
    (AT_TILL, "cart: {responds: {load: wait-guess}}", "DL145", "load", "load-time"),
    (AT_TILL, "cart: {responds: {wait: wait-gess}}", "DL144", "wait-gess", "wait-guess"),
    (AT_TILL, "cart: {responds: {wait: akamai-2017}}", "DL144", "akamai-2017", ""),
    (AT_TILL, "cart: {responds: {wait: {odds: 1.2, prior: wait-guess}}}", "DL131", "{", ""),
    (AT_TILL, "cart: {responds: {wait: {odds: 1.2, low: 1.3}}}", "", "", ""),
    (AT_TILL, "cart: {responds: {wait: {odds: 1.2, low: 1.3, high: 1.4}}}", "DL135", "{", ""),
    (AT_TILL, "cart: {responds: {wait: {odds: -1}}}", "DL132", "-1", ""),
    (AT_TILL, "cart: {promises: {loads-in: 2s}}", "DL120", "loads-in", "loads in"),
    (AT_TILL, "cart: {promises: {loads in: 2}}", "DL123", "2", "2s"),
    (AT_TILL, "cart: {promises: {fields: up to 8}}", "DL128", "up to 8", ""),
    (AT_TILL, "cart: {promises: {human within: soon}}", "DL128", "soon", ""),
    (AT_TILL, "cart: {promises: {states: [prize]}}", "DL143", "prize", "price"),
    (AT_TILL, "cart: {promises: {states: price}}", "DL122", "price", "[price]"),
    (AT_TILL, "cart: {promises: {remembers: [emial]}}", "DL146", "emial", "email"),
    ("      order: {}", "      order: {}\n  - stage: use\n    touchpoints: {ad: {}}",
     "DL154", "ad", ""),
    ("      order: {}", "      order: {}\n      end: {}", "DL155", "end", ""),
    ("      order: {}", "      order: {}\n  - stage: use\n    touchpoints: {}",
     "DL133", "touchpoints", ""),
    ("      order: {}", "      order: {}\n  - stage: use", "DL121", "stage", ""),
    ("stages:\n", "stages:\n  - buy\n", "DL122", "buy", ""),
    (AT_TILL, "cart: {next: {order: 100%}}", "DL150", "chat", ""),
    ("segment: newcomer", "segment: newcommer", "DL141", "newcommer", "newcomer"),
    ("segment: newcomer", "netwrk: 4g", "DL120", "netwrk", "network"),
    ("segment: newcomer", "network: 5g", "DL129", "5g", ""),
    ("      - at: cart\n", "      - at: crat\n", "DL103", "crat", "cart"),
    ("      - at: cart\n", "      - at: order\n", "DL153", "order", ""),
    ("      - at: cart\n", "      - {}\n", "DL121", "{", ""),
    (STEP, "opn: /", "DL120", "opn", "open"),
    (STEP, "within: 5s", "DL131", "within", ""),
    (STEP, "{open: /, click: x}", "DL131", "{", ""),
    (STEP, "open:", "DL136", "open", ""),
    (STEP, "open: https://other.example/", "DL168", "https://other.example/", ""),
    (STEP, "open: javascript:alert(1)", "DL168", "javascript:alert(1)", ""),
    (STEP, "click: {buton: x}", "DL131", "{", "button"),
    (STEP, "click: {button: x, link: y}", "DL131", "{", ""),
    (STEP, "click: {button: [x]}", "DL122", "[", ""),
    (STEP, "click: {button: x, in: sidebar}", "DL129", "sidebar", ""),
    (STEP, "click: {how: x, name: y}", "DL131", "{", ""),
    (STEP, "click: ''", "DL131", "''", ""),
    (STEP, "fill: {label: E-mail}", "DL121", "fill", ""),
    (STEP, 'fill: {label: E-mail, with: "${shopper.mail}"}', "DL147", '"${shopper.mail}"', "email"),
    (STEP, 'fill: {label: E-mail, with: "${remembered.price}"}', "DL147",
     '"${remembered.price}"', ""),
    (STEP, 'fill: {label: E-mail, with: "${shop.mail}"}', "DL165", '"${shop.mail}"', ""),
    (STEP, "remember: {prize: {near: x}}", "DL143", "prize", "price"),
    (STEP, "remember: {price: {next-to: x}}", "DL120", "next-to", ""),
    (STEP, "chat: {say: hi}", "DL121", "chat", ""),
    (STEP, "inbox: {subject: x, within: 5}", "DL123", "5", "5s"),
    (STEP, "api: {}", "DL231", "{", ""),
    (STEP, "api: {get: /a, post: /b}", "DL231", "{", ""),
    (STEP, "api: {get: /a, json: {}}", "DL232", "{", ""),
    (STEP, "api: {post: /a}", "DL233", "{", ""),
    (STEP, "api: {get: https://other.example/}", "DL168", "https://other.example/", ""),
    (STEP, "api: {get: /a, spec: openapi.yaml}", "DL195", "openapi.yaml", ""),
    (STEP, "api: {get: /a, expects: {status: 999}}", "DL132", "999", ""),
    (STEP, "call: {menu: https://other.example/}", "DL168", "https://other.example/", ""),
    (STEP, 'call: {menu: /a, choose: "${shopper.mail}"}', "DL147", '"${shopper.mail}"', "email"),
    (STEP, "call: {menu: /a, provider: twillio}", "DL129", "twillio", "twilio"),
    (STEP, "open: '${shopping.cart}'", "DL119", "'${shopping.cart}'", ""),
    ("walks:\n", "walks:\n  lone: {route: []}\n", "DL133", "route", ""),
    ("walks:\n", "walks:\n  lone: {}\n", "DL121", "lone", ""),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "code", "spot", "nearest"), CASES)
def test_one_mistake(
    tmp_path: Path, old: str, new: str, code: str, spot: str, nearest: str
) -> None:
    """Only the one that was made is told, at its place, with the nearest name."""
    assert BASE.count(old) == 1
    file = tmp_path / "journey.yaml"
    file.write_text(BASE.replace(old, new), "utf-8")
    found = mistakes_in(file, environ={})

    shown = [
        (m.code, m.place.text[m.place.column - 1 :].startswith(spot) if m.place else None)
        for m in found
    ]
    assert shown == ([(code, True)] if code else []), [str(m) for m in found]
    assert [m.nearest for m in found] == ([nearest] if code else [])


def test_the_base_has_no_mistakes(tmp_path: Path) -> None:
    """Else the cases show nothing."""
    file = tmp_path / "journey.yaml"
    file.write_text(BASE, "utf-8")

    assert mistakes_in(file, environ={}) == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("site: https://shop.example\n", "", "DL159"),
        ("mailbox: mail\n", "", "DL160"),
        ("- inbox: {subject: x}", "- sms: {says: x}", "DL383"),
    ],
)
def test_what_a_walk_needs(tmp_path: Path, old: str, new: str, code: str) -> None:
    """A site to open pages of, a mailbox to wait at."""
    text = BASE.replace("- open: /", "- open: /\n          - inbox: {subject: x}")
    file = tmp_path / "journey.yaml"
    file.write_text(text.replace(old, new), "utf-8")

    assert [m.code for m in mistakes_in(file, environ={})] == [code]


def test_no_words_of_the_machinery(tmp_path: Path) -> None:
    """Neither the checker's wording nor Python's types reach a person."""
    words = (
        "Input should", "valid dictionary", "valid tuple", "NoneType", "dict ", "tuple",
        "Traceback", "pydantic", " model", "alias", "Value error", "None", "float",
    )  # fmt: skip
    for number, (old, new, *_) in enumerate(CASES):
        file = tmp_path / f"{number}.yaml"
        file.write_text(BASE.replace(old, new), "utf-8")
        for mistake in mistakes_in(file, environ={}):
            said = f"{mistake.what} {mistake.hint}"
            assert not any(word in said for word in words), said
