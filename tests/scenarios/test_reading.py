"""Reading: every mistake at once, in the file's order, each once, none that follows."""

from pathlib import Path

import pytest

from desireline.scenarios.errors import FileMistakes, Mistake
from desireline.scenarios.journey import Journey, names_of
from desireline.scenarios.reading import load_journey, load_whatif, mistakes_in

# The example of the design, with the touchpoints that it leaves out.
EXAMPLE = """\
# yaml-language-server: $schema=./journey.schema.json
journey: summit-outfitters
title: Buying hiking boots
currency: EUR
site: ${SITE:-http://127.0.0.1:8765}

arrivals: 60/h                      # or a profile by hour of week, or a recorded series
completes: [first-hike]             # reaching one of these completes the journey

segments:
  newcomer: {share: 70%, value: 140 EUR}
  regular:  {share: 30%, value: 90 EUR}

resources:
  agents: {hours: {mon-fri 09:00-18:00: 6, sat 10:00-16:00: 2}, cost: 31 EUR/h, priority: [regular]}

facts:                              # what must read the same wherever a customer meets it
  price:         {kind: money, promised: 129.00 EUR}
  delivery:      {kind: duration, promised: 3 days}
  support-phone: {kind: phone}

stages:
  - stage: discover
    touchpoints:
      ad: {channel: ad, next: {checkout: 90%, chat: 10%}}
  - stage: buy
    owner: e-commerce
    touchpoints:
      checkout:
        channel: web
        moment-of-truth: true
        takes: {lognormal: {mean: 95s, cv: 0.8}}
        leaves: 22%                 # of those who get here, when every promise holds
        responds: {load-time: akamai-2017, effort: 4% per field over 8}
        next: {order-mail: 100%}    # of those who stay
        promises: {loads in: 2s, fields: at most 8, states: [price, delivery]}
      chat:
        channel: chat
        owner: support
        needs: agents
        patience: {exponential: 4min}
        on-abandon: {phone: 40%}    # the rest leaves
        next: {checkout: 100%}
        promises: {answers in: 60s, human within: 2 turns}
      phone: {channel: phone, next: {checkout: 100%}}
  - stage: use
    touchpoints:
      order-mail: {channel: mail}
      first-hike:

walks:                              # what the shopper does
  buy-on-phone:
    persona:
      segment: newcomer
      device: Pixel 7
      network: slow-4g
      locale: en-GB
      shopper: {email: anna@example.com}
    route:
      - at: ad
        do:
          - open: /ads/boots
          - remember: {price: {text: "€"}}
          - click: {link: Shop boots}
      - at: checkout
        do:
          - fill: {label: E-mail, with: "${shopper.email}"}
          - expect: {heading: Order placed}
"""
WHATIF = """\
whatif: next-quarter
journey: journey.yaml
fixes:
  one-page-checkout: {cost: {once: 18000 EUR, monthly: 900 EUR}, \
changes: {checkout.takes: x0.7, checkout.leaves: -4pp}}
  two-more-agents:   {cost: {monthly: 11000 EUR}, changes: {agents.capacity: +2}}
compare: [one-page-checkout, two-more-agents, [one-page-checkout, two-more-agents]]
budget: 40000 EUR
horizon: {run: 28 days, warm-up: 2 days}
precision: 2%                       # half-width of the 95% interval, of the figure
seed: 7
"""
SMALL = "journey: x\nstages:\n  - stage: buy\n    touchpoints:\n      till: {}\n      door: {}\n"


def write(folder: Path, text: str, name: str = "journey.yaml") -> Path:
    """Put a file into a folder."""
    file = folder / name
    file.write_text(text, "utf-8")
    return file


def found_in(folder: Path, text: str, **environ: str) -> list[Mistake]:
    """Give the mistakes of a text."""
    return mistakes_in(write(folder, text), environ=environ)


def told(mistakes: list[Mistake]) -> list[tuple[str, int, int]]:
    """Give codes and places."""
    return [(m.code, m.place.line, m.place.column) for m in mistakes if m.place]


def test_the_designs_example_is_a_journey(tmp_path: Path) -> None:
    """All that the design shows can be read, in internal units."""
    journey = load_journey(write(tmp_path, EXAMPLE), environ={})

    checkout = journey.touchpoint("checkout")
    assert journey.site == "http://127.0.0.1:8765"
    assert journey.arrivals.rate.at(0) == 60.0
    assert checkout.leave_share == 0.22
    assert checkout.takes.lognormal is not None
    assert checkout.takes.lognormal.mean == 95.0
    assert checkout.promises.loads_in == 2.0
    assert journey.resources["agents"].hours.at(9 * 60) == 6.0
    assert journey.walks["buy-on-phone"].route[1].do[0].fill is not None


def test_the_designs_whatif_is_one(tmp_path: Path) -> None:
    """Its journey is found from its own folder."""
    write(tmp_path, EXAMPLE)
    whatif, journey = load_whatif(write(tmp_path, WHATIF, "whatif.yaml"), environ={})

    assert whatif.compare[2] == ("one-page-checkout", "two-more-agents")
    assert whatif.precision == 0.02
    assert names_of(journey)[0] == "ad"


def test_variables_come_from_the_environment(tmp_path: Path) -> None:
    """Set ones win over defaults, empty ones do not; types are those of what is filled in."""
    text = "site: https://${HOST:-b.example}\nseedling: 1\n" + SMALL
    text = text.replace("seedling: 1\n", "").replace("till: {}", "till: {retries: '${N}'}")

    journey = load_journey(write(tmp_path, text), environ={"HOST": "a.example", "N": "3"})
    other = load_journey(write(tmp_path, text), environ={"HOST": "", "N": "0"})

    assert journey.site == "https://a.example"
    assert journey.touchpoint("till").retries == 3
    assert other.site == "https://b.example"


def test_unset_variables_are_mistakes_with_a_place(tmp_path: Path) -> None:
    """All of them, with the nearest one that is set."""
    found = found_in(tmp_path, "title: ${TITLE}\nsite: ${SITT}\n" + SMALL, SITE="x")

    assert told(found) == [("DL119", 1, 8), ("DL119", 2, 7)]
    assert found[1].nearest == "SITE"


def test_what_is_typed_is_never_looked_up(tmp_path: Path) -> None:
    """Secrets stay names until the walk."""
    text = EXAMPLE.replace('with: "${shopper.email}"', "with: $PASSWORD")
    journey = load_journey(write(tmp_path, text), environ={"PASSWORD": "secret"})

    filling = journey.walks["buy-on-phone"].route[1].do[0].fill
    assert filling is not None
    assert filling.put == "$PASSWORD"


def test_the_signs_themselves_can_be_written(tmp_path: Path) -> None:
    """`$${` is `${`."""
    journey = load_journey(write(tmp_path, "title: a $${B}\n" + SMALL), environ={})

    assert journey.title == "a ${B}"


def test_numbers_are_texts_where_texts_are_wanted(tmp_path: Path) -> None:
    """Letter by letter: a postcode keeps its zero."""
    text = SMALL + "walks: {w: {persona: {shopper: {zip: 01067}}, route: [{at: till}]}}\n"
    journey = load_journey(write(tmp_path, text.replace("journey: x", "journey: 2026")))

    assert journey.name == "2026"
    assert journey.walks["w"].persona.shopper == {"zip": "01067"}


def test_a_number_without_a_unit_is_refused(tmp_path: Path) -> None:
    """With or without a point: 5 what?"""
    for number in ("5", "1.5", "'5'"):
        found = found_in(tmp_path, SMALL.replace("till: {}", f"till: {{takes: {number}}}"))
        assert [m.code for m in found] == ["DL123"]
        assert found[0].nearest == f"{number.strip(chr(39))}s"


def test_names_of_python_are_no_keys(tmp_path: Path) -> None:
    """The language has one spelling."""
    found = found_in(tmp_path, SMALL.replace("till: {}", "till: {leave_share: 5%, on_abandon: {}}"))

    assert [m.code for m in found] == ["DL120", "DL120"]


def test_all_mistakes_come_at_once_and_in_order(tmp_path: Path) -> None:
    """Of every layer: the tree, the shapes, the names, the map, the walks."""
    text = """\
journey: x
titel: Boots
arrivals: {mon-fri 09:00-08:00: 60/h, sun: 5}
arrivals: 3/h
segments:
  newcomer: {share: 60%, value: 140 USD}
  regular: {value: 90 EUR}
stages:
  - stage: buy
    touchpoints:
      checkout:
        channel: emial
        takes: {lognormal: {mean: 95, cv: -1}}
        next: {order-mial: 100%}
        promises: {loads-in: 2s, states: [prise]}
      order-mail: 5
walks:
  buy:
    persona: {segment: newcmer}
    route:
      - at: chekout
        do:
          - click: {buton: Shop}
"""
    assert told(found_in(tmp_path, text)) == [
        ("DL120", 2, 1),
        ("DL130", 3, 12),
        ("DL126", 3, 44),
        ("DL114", 4, 1),
        ("DL161", 6, 33),
        ("DL121", 7, 3),
        ("DL137", 12, 18),
        ("DL123", 13, 35),
        ("DL132", 13, 43),
        ("DL103", 14, 16),
        ("DL120", 15, 20),
        ("DL143", 15, 43),
        ("DL122", 16, 19),
        ("DL141", 19, 24),
        ("DL103", 21, 13),
        ("DL131", 23, 20),
    ]


def test_what_follows_from_a_mistake_is_not_told(tmp_path: Path) -> None:
    """A share that can't be read makes no sum wrong; a broken touchpoint is still a name."""
    text = """\
journey: x
segments: {a: {share: 7O%}, b: {share: 30%}}
stages:
  - stage: buy
    touchpoints:
      till: {next: {door: 10O%}}
      door: 5
      exit: {leaves: all}
walks:
  w: {persona: {segment: a}, route: [{at: till}, {at: door}, {at: exit}]}
"""
    assert [m.code for m in found_in(tmp_path, text)] == ["DL124", "DL124", "DL122", "DL124"]


def test_names_that_could_not_be_read_are_still_suggested(tmp_path: Path) -> None:
    """The nearest name may itself have a mistake below it."""
    text = SMALL.replace("till: {}", "till: {needs: agent}") + "resources: {agents: {hours: x}}\n"

    assert [(m.code, m.nearest) for m in found_in(tmp_path, text)] == [
        ("DL142", "agents"),
        ("DL128", ""),
    ]


def test_thousands_of_mistakes_are_cut_short(tmp_path: Path) -> None:
    """A hundred are shown, and it is said that there are more."""
    with pytest.raises(FileMistakes) as caught:
        load_journey(write(tmp_path, SMALL + "".join(f"k{i}: 1\n" for i in range(5000))))

    assert len(caught.value.mistakes) == 100
    assert caught.value.found > 100


def test_a_whatif_tells_its_own_mistakes_and_its_journeys(tmp_path: Path) -> None:
    """Its own first; each with its file."""
    write(tmp_path, EXAMPLE.replace("leaves: 22%", "leaves: 22"))
    text = WHATIF.replace("seed: 7", "seed: seven").replace("once: 18000 EUR", "once: 18000")
    found = mistakes_in(write(tmp_path, text, "whatif.yaml"), environ={})

    places = [(m.code, Path(m.place.file).name) for m in found if m.place]
    assert places == [("DL125", "whatif.yaml"), ("DL128", "whatif.yaml"), ("DL124", "journey.yaml")]


def test_a_whatif_checks_its_changes(tmp_path: Path) -> None:
    """Paths, forms, units and results, each at its place, with the nearest path."""
    write(tmp_path, EXAMPLE)
    text = """\
whatif: x
journey: journey.yaml
fixes:
  a:
    changes:
      checkout.leavs: -4pp
      checkout.leaves: -40pp
      checkout.fails: 5%
      checkout.takes: +3pp
      agents.capacity: -3
  b: {changes: {agents.capacity: -1}, cost: {once: 5 USD}}
compare: [a, c, [a, a]]
"""
    found = mistakes_in(write(tmp_path, text, "whatif.yaml"), environ={})

    assert told(found) == [
        ("DL201", 6, 7),
        ("DL204", 7, 24),
        ("DL202", 8, 23),
        ("DL203", 9, 23),
        ("DL204", 10, 24),
        ("DL161", 11, 52),
        ("DL205", 12, 14),
        ("DL207", 12, 21),
    ]
    assert found[0].nearest == "checkout.leaves"


def test_fixes_that_fit_alone_may_not_fit_together(tmp_path: Path) -> None:
    """Two that each take an agent, where there are only two on Saturdays."""
    write(tmp_path, EXAMPLE)
    text = """\
whatif: x
journey: journey.yaml
fixes:
  a: {changes: {agents.capacity: -1}}
  b: {changes: {agents.capacity: -2}}
compare: [a, b, [a, b]]
"""
    assert told(mistakes_in(write(tmp_path, text, "whatif.yaml"), environ={})) == [("DL204", 6, 17)]


def test_a_place_that_takes_two_kinds_of_values_tells_one_mistake(tmp_path: Path) -> None:
    """A comparison is a name or a list of names; keys and values are neither."""
    write(tmp_path, EXAMPLE)
    text = WHATIF.replace(
        "compare: [one-page-checkout,", "compare: [{one-page-checkout: 1}, [[a]],"
    )
    found = mistakes_in(write(tmp_path, text, "whatif.yaml"), environ={})

    assert told(found) == [("DL122", 6, 11), ("DL122", 6, 36)]


def test_a_whatifs_journey_that_is_missing(tmp_path: Path) -> None:
    """The place is in the what-if, where it is named."""
    write(tmp_path, EXAMPLE)
    text = WHATIF.replace("journey.yaml", "jurney.yaml")
    found = mistakes_in(write(tmp_path, text, "whatif.yaml"), environ={})

    assert told(found) == [("DL101", 2, 10)]
    assert found[0].nearest == "journey.yaml"


def test_the_wrong_kind_of_file(tmp_path: Path) -> None:
    """A journey where a what-if is wanted, and the other way round."""
    journey = write(tmp_path, EXAMPLE)
    whatif = write(tmp_path, WHATIF, "whatif.yaml")

    with pytest.raises(FileMistakes) as one:
        load_journey(whatif, environ={})
    with pytest.raises(FileMistakes) as other:
        load_whatif(journey, environ={})

    assert one.value.code == other.value.code == "DL118"


def test_a_whatif_of_a_whatif_is_refused(tmp_path: Path) -> None:
    """Also of itself."""
    text = WHATIF.replace("journey.yaml", "whatif.yaml")

    assert mistakes_in(write(tmp_path, text, "whatif.yaml"), environ={})[0].code == "DL118"


def test_a_touchpoint_with_nothing_below_it_takes_all_defaults(tmp_path: Path) -> None:
    """A planner's first sketch is a list of names."""
    text = "journey: x\nstages:\n  - stage: buy\n    touchpoints:\n      till:\n      door:\n"

    assert names_of(load_journey(write(tmp_path, text))) == ["till", "door"]


def test_a_journey_made_in_python_is_the_same(tmp_path: Path) -> None:
    """Shapes take internal units there."""
    read = load_journey(write(tmp_path, SMALL))
    made = Journey.model_validate(
        {"name": "x", "stages": [{"name": "buy", "touchpoints": {"till": {}, "door": {}}}]}
    )

    assert read == made
