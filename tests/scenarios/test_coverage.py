"""What a journey says about each touchpoint, and what it leaves open."""

from desireline.scenarios.coverage import coverage, spread_in_words, time_in_words, uncovered
from desireline.scenarios.reading import journey_of
from desireline.scenarios.spread import Spread

JOURNEY = journey_of("""\
journey: shop
facts: {price: {kind: money}, returns: {kind: duration}, phone: {kind: phone}}
resources: {agents: {hours: 2}}
stages:
  - stage: buy
    owner: e-commerce
    touchpoints:
      cart: {takes: 95s, leaves: 22%, promises: {loads in: 2s, fields: at most 8, states: [price]}}
      chat: {owner: service, needs: agents, patience: {exponential: 4 min}, on-abandon: {done: 40%}}
  - stage: use
    touchpoints:
      done: {promises: {states: [price, returns], human within: 2 turns, links work: true}}
walks:
  look:
    route:
      - at: cart
        do: [{remember: {price: {near: Total}}}]
      - {at: chat}
""")


def test_each_touchpoint_in_words() -> None:
    """Assumed, promised, looked at, by whom."""
    cart, chat, done = coverage(JOURNEY)

    assert (cart.owner, chat.owner, done.owner) == ("e-commerce", "service", "")
    assert cart.assumed == ("takes 95 s", "22% leave")
    assert cart.promised == ("loads in 2 s", "at most 8 fields", "states price")
    assert (cart.looked_at, cart.read) == (("look",), ("price",))
    assert chat.assumed == (
        "waits for agents", "patience about 4 min", "40% who abandon go to done",
    )  # fmt: skip
    assert chat.onwards == ("done 100%",)
    assert done.promised == ("human within 2 turns", "states price, returns", "links work")


def test_what_is_left_open() -> None:
    """Nobody owns it, promises nothing, nothing looks at it, no walk reads it."""
    assert [(note.touchpoint, note.says) for note in uncovered(JOURNEY)] == [
        ("chat", "promises nothing"),
        ("done", "nobody owns it"),
        ("done", "nothing looks at it"),
        ("", "no touchpoint promises to state the fact phone"),
    ]


def test_times_in_words() -> None:
    """In the unit that reads best."""
    assert [time_in_words(s) for s in (0.25, 95, 150, 7200, 259200)] == [
        "0.2 s", "95 s", "2.5 min", "2 h", "3 days",
    ]  # fmt: skip
    assert spread_in_words(Spread(exponential=240.0)) == "about 4 min"
