"""One mistake each in what a journey says of queues, ways and dates: its code and its place."""

from pathlib import Path

import pytest

from desireline.scenarios.reading import load_journey, mistakes_in

BASE = """\
journey: shop
arrivals: 60/h
calendar: {starts: 2026-11-02, zone: Europe/Berlin}
segments: {newcomer: {share: 70%}, regular: {share: 30%}}
resources:
  agents: {hours: 2, cost: 30 EUR/h}
  seniors: {hours: 1}
stages:
  - stage: buy
    touchpoints:
      cart: {takes: 30s}
      chat: {needs: [agents, seniors], patience: 4 min, asks: order-number}
      order: {leaves: 1%}
"""
RATE, DAY, TEAM, CART, CHAT = (
    "arrivals: 60/h",
    "calendar: {starts: 2026-11-02, zone: Europe/Berlin}",
    "agents: {hours: 2",
    "cart: {takes: 30s",
    "chat: {needs: [agents, seniors]",
)
NO_DAY = f"{RATE}\n{DAY}"

# (what stands in the base, what is written instead, code, the text at the place, nearest name)
REFUSED = [
    (CART, "cart: {takes: {exponential: 9s, at-least: 5s, at-most: 5s}", "DL135", "{exp", ""),
    (CART, "cart: {takes: {uniform: {low: 1s, high: 9s}, at-most: 1s}", "DL177", "{uni", ""),
    (CART, "cart: {takes: {empirical: [1s, 9s], at-least: 10s}", "DL177", "{emp", ""),
    (CART, "cart: {takes: {constant: 5s, at-most: 9s}", "DL177", "{const", ""),
    (CART, "cart: {takes: {constant: 5s, correlated: 50%}", "DL177", "{const", ""),
    (CART, "cart: {takes: {at-most: 9s}", "DL131", "{at-most", ""),
    (CART, "cart: {takes: {exponential: 9s, gamma: {mean: 9s, cv: 1}, plus: 1s}", "DL131", "{", ""),
    (CART, "cart: {takes: {exponential: 9s, correlated: 130%}", "DL124", "130%", ""),
    (CART, "cart: {takes: {exponential: 9s, at-mst: 13s}", "DL120", "at-mst", "at-most"),
    (CART, "cart: {for: {regulars: {leaves: 5%}}", "DL141", "regulars", "regular"),
    (CART, "cart: {for: {regular: {leave: 5%}}", "DL120", "leave", "leaves"),
    (CART, "cart: {for: {regular: {patience: 5 min}}", "DL156", "patience", ""),
    (CART, "cart: {for: {regular: {next: {chatt: 100%}}}", "DL103", "chatt", "chat"),
    (CART, "cart: {for: {regular: {next: {chat: 90%}}}", "DL140", "next", ""),
    (CART, "cart: {takes-by-hour: {sat: 1.3}", "DL172", "1.3", "x1.3"),
    (CART, "cart: {takes-by-hour: {sta: x1.3}", "DL130", "sta", ""),
    (CART, "cart: {takes-by-hour: 130%", "DL172", "130%", ""),
    (CHAT, "chat: {needs: agent", "DL142", "agent", "agents"),
    (CHAT, "chat: {needs: [agents, senior]", "DL142", "senior", "seniors"),
    (CHAT, "chat: {needs: [agents, agents]", "DL181", "agents]", ""),
    (CHAT, "chat: {needs: {agents: 1}", "DL122", "{", ""),
    (TEAM, "agents: {hours: 2, breaks: {mon 12:00-13:00: -1}", "DL128", "-1", ""),
    (TEAM, "agents: {hours: 2, closing: sendaway", "DL129", "sendaway", "send-away"),
    (TEAM, "agents: {hours: 2, at-once: 0", "DL132", "0", ""),
    (TEAM, "agents: {hours: 2, at-once: 101", "DL132", "101", ""),
    (TEAM, "agents: {hours: 2, slower: 10%", "DL180", "slower", ""),
    (TEAM, "agents: {hours: 2, at-once: 2, slower: 110%", "DL124", "110%", ""),
    (TEAM, "agents: {hours: 2, line: -3", "DL128", "-3", ""),
    (TEAM, "agents: {hours: 2, priority: [regulr]", "DL141", "regulr", "regular"),
    (TEAM, "agents: {hours: 2, priority: [chatt]", "DL141", "chatt", "chat"),
    (TEAM, "agents: {hours: 2, priority: [cart]", "DL179", "cart", ""),
    (TEAM, "agents: {hours: 2, preempts: true", "DL180", "preempts", ""),
    (CART, "cart: {balks: {over: 5, share: 10%}", "DL178", "balks", ""),
    (CHAT, f"{CHAT}, balks: {{over: five, share: 10%}}", "DL128", "five", ""),
    (CHAT, f"{CHAT}, balks: {{share: 10%}}", "DL121", "balks", ""),
    (CART, "cart: {call-back: {share: 10%, after: 5 min}", "DL178", "call-back", ""),
    (CHAT, f"{CHAT}, call-back: {{share: 10%}}", "DL121", "call-back", ""),
    ("patience: 4 min", "call-back: {share: 10%, after: 5 min}", "DL178", "call-back", ""),
    (CART, "cart: {next: {chat: {after: 5 min}}", "DL121", "chat", ""),
    (CART, "cart: {next: {chat: {share: 80%, after: 5s}}", "DL140", "next", ""),
    (CART, "cart: {next: {chat: {share: 100%, after: 5}}", "DL123", "5", "5s"),
    (CART, "cart: {next: {chat: }", "DL136", "chat", ""),
    (CHAT, f"{CHAT}, on-abandon: {{order: 70%, cart: {{share: 50%}}}}", "DL140", "on-ab", ""),
    (CART, "cart: {next-if: [{to: {order: 100%}}]", "DL131", "{to", ""),
    (CART, "cart: {next-if: [{segment: regular}]", "DL121", "{segment", ""),
    (CART, "cart: {next-if: [{segment: regular, to: {}}]", "DL133", "to", ""),
    (CART, "cart: {next-if: [{segment: reglar, to: {order: 100%}}]", "DL141", "reglar", "regular"),
    (CART, "cart: {next-if: [{seen: chatt, to: {order: 100%}}]", "DL103", "chatt", "chat"),
    (CART, "cart: {next-if: [{seen: chat, to: {ordr: 100%}}]", "DL103", "ordr", "order"),
    (CART, "cart: {next-if: [{seen: chat, to: {order: 70%}}]", "DL140", "to", ""),
    (CART, "cart: {next-if: [{came-here: twice, to: {order: 100%}}]", "DL128", "twice", ""),
    (CART, "cart: {next-if: [{came-here: 0, to: {order: 100%}}]", "DL128", "0", ""),
    (CART, "cart: {next-if: [{hours: sta, to: {order: 100%}}]", "DL130", "sta", ""),
    (CART, "cart: {next-if: [{hours: [], to: {order: 100%}}]", "DL130", "[]", ""),
    (CART, "cart: {next-if: [{hours: otherwise, to: {order: 100%}}]", "DL130", "otherwise", ""),
    (CART, "cart: {next-if: [{line: {agent: 5}, to: {order: 100%}}]", "DL142", "agent", "agents"),
    (CART, "cart: {next-if: [{line: {agents: long}, to: {order: 100%}}]", "DL128", "long", ""),
    (CART, "cart: {next-if: [{line: {agents: 5, seniors: 1}, to: {order: 100%}}]",
     "DL131", "{agents", ""),
    (CART, "cart: {returns: {share: 10%}", "DL121", "returns", ""),
    (CART, "cart: {returns: {share: 10%, after: 1 day, to: chatt}", "DL103", "chatt", "chat"),
    (RATE, "arrivals: 60/h\nreturns: {share: 10%, after: 1 day, to: chatt}",
     "DL103", "chatt", "chat"),
    (CART, "cart: {knows: [order-nmber]", "DL148", "order-nmber", "order-number"),
    (CART, "cart: {knows: e-mail", "DL148", "e-mail", ""),
    (CART, "cart: {asks: [a, [b]]", "DL122", "[b]", ""),
    (CART, "cart: {responds: {agin: x1.2 per visit}", "DL145", "agin", "again"),
    (DAY, "calendar: {zone: UTC}", "DL121", "calendar", ""),
    (DAY, "calendar: {starts: 2026-02-30}", "DL174", "2026-02-30", ""),
    (DAY, "calendar: {starts: 27.11.2026}", "DL174", "27.11.2026", ""),
    (DAY, "calendar: {starts: 2026-11-02, holidays: [2026-12-25, xmas]}", "DL174", "xmas", ""),
    (DAY, "calendar: {starts: 2026-11-02, zone: Europe/Berlim}",
     "DL175", "Europe/Berlim", "Europe/Berlin"),
    (DAY, "calendar: {starts: 2026-11-02, zone: Berlin}", "DL175", "Berlin", "Europe/Berlin"),
    (RATE, "arrivals: {rate: 60/h, grwth: 3% per month}", "DL120", "grwth", "growth"),
    (RATE, "arrivals: {rate: {mon-fry: 60/h}}", "DL130", "mon-fry", ""),
    (RATE, "arrivals: {rate: 60}", "DL126", "60", "60/h"),
    (RATE, "arrivals: {rate: {mon: 60}}", "DL126", "60", "60/h"),
    (RATE, "arrivals:", "DL136", "arrivals", ""),
    (RATE, "arrivals: {groups: {0: 100%}}", "DL188", "0", ""),
    (RATE, "arrivals: {groups: {two: 100%}}", "DL188", "two", ""),
    (RATE, "arrivals: {groups: {1: 60%, 2: 30%}}", "DL140", "groups", ""),
    (RATE, "arrivals: {growth: 3%}", "DL173", "3%", "3% per month"),
    (RATE, "arrivals: {growth: -100% per month}", "DL173", "-100%", ""),
    (RATE, "arrivals: {growth: 101% per month}", "DL173", "101%", ""),
    (RATE, "arrivals: {season: {november: x1.4}}", "DL176", "november", "nov"),
    (RATE, "arrivals: {season: {nov: 140%}}", "DL172", "140%", ""),
    (NO_DAY, "arrivals: {season: {nov: x1.4}}", "DL182", "season", ""),
    (NO_DAY, "arrivals: {holiday: 5/h}", "DL182", "arrivals", ""),
    (NO_DAY, "arrivals: {promotions: {sale: {starts: 2026-11-27, lasts: 4 days, rate: x3}}}",
     "DL182", "starts", ""),
    (RATE, "arrivals: {promotions: {sale: {starts: soon, lasts: 4 days, rate: x3}}}",
     "DL174", "soon", ""),
    (RATE, "arrivals: {promotions: {sale: {starts: 2026-11-27 25:00, lasts: 4 days, rate: x3}}}",
     "DL174", "2026-11-27 25:00", ""),
    (RATE, "arrivals: {promotions: {sale: {starts: 2026-10-01, lasts: 4 days, rate: x3}}}",
     "DL184", "2026-10-01", ""),
    (RATE, "arrivals: {promotions: {sale: {starts: 4 days, lasts: 0s, rate: x3}}}",
     "DL132", "0s", ""),
    (RATE, "arrivals: {promotions: {sale: {starts: 4 days, lasts: 1 day, rate: 3}}}",
     "DL172", "3", "x3"),
    (RATE, "arrivals: {recorded: came.csv}", "DL101", "came.csv", ""),
]  # fmt: skip
FINE = [
    (CART, "cart: {takes: {lognormal: {mean: 95s, cv: 0.8}, at-most: 10 min, plus: 20s}"),
    (CART, "cart: {for: {regular: {takes: 5s, leaves: 0%, next: {order: 100%}}}"),
    (CHAT, "chat: {for: {regular: {patience: 9 min, on-abandon: {cart: 5%}}}, needs: agents"),
    (CHAT, f"{CHAT}, balks: {{over: 5, share: 10%}}, call-back: {{share: 9%, after: 5 min}}"),
    (TEAM, "agents: {hours: 2, at-once: 3, slower: 15%, line: at most 9, closing: send-away"),
    (TEAM, "agents: {hours: 2, breaks: 1, priority: [chat, regular], preempts: true"),
    (CART, "cart: {next-if: [{came-here: at least 3, hours: [sat, sun], to: {end: 100%}}]"),
    (CART, "cart: {next-if: [{line: {agents: over 5}, to: {order: 90%, end: 10%}}]"),
    (CART, "cart: {returns: {share: 20%, after: {exponential: 3 days}, to: order}"),
    (CART, "cart: {asks: [e-mail], knows: [order-number, e-mail], takes-by-hour: {sat: x1.3}"),
    (CART, "cart: {responds: {again: x1.2 per visit over 1}"),
    (DAY, "calendar: {starts: 2026-11-02, holidays: [2026-12-25]}"),
    (RATE, "arrivals: {holiday 10:00-14:00: 5/h, mon: 6/h}"),
    (RATE, "arrivals: {rate: {sat: 6/h}, groups: {1: 50%, 4: 50%}, growth: -2% per month}"),
    (RATE, "arrivals: {season: {nov: x1.4}}"),
    (RATE, "arrivals: {promotions: {a: {starts: 4 days, lasts: 1h, rate: x3}}}"),
]  # fmt: skip


def written(folder: Path, old: str, new: str) -> Path:
    """Write the base with one thing instead of another."""
    text = BASE.replace(old, new)
    assert text != BASE
    file = folder / "journey.yaml"
    file.write_text(text, "utf-8")
    return file


@pytest.mark.parametrize(("old", "new", "code", "spot", "nearest"), REFUSED)
def test_one_mistake(
    tmp_path: Path, old: str, new: str, code: str, spot: str, nearest: str
) -> None:
    """Only the one that was made is told, at its place, with the nearest name."""
    found = mistakes_in(written(tmp_path, old, new), environ={})

    assert [(m.code, m.nearest) for m in found] == [(code, nearest)]
    place = found[0].place
    assert place is not None
    assert place.text[place.column - 1 :].startswith(spot)


@pytest.mark.parametrize(("old", "new"), FINE)
def test_what_fits(tmp_path: Path, old: str, new: str) -> None:
    """No check is in the way of what a planner means."""
    assert load_journey(written(tmp_path, old, new), environ={}).name == "shop"
