"""Whatever stands in a file: a journey, or mistakes with places. Never a traceback."""

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desireline.scenarios.errors import FileMistakes
from desireline.scenarios.journey import Journey
from desireline.scenarios.reading import load
from desireline.scenarios.source import Source
from desireline.scenarios.starter import starter_files
from desireline.scenarios.tree import Listing, Mapping, Node, Scalar, tree_of
from desireline.scenarios.whatif import WhatIf

FILES = starter_files()
WALK = """
walks:
  look:
    persona: {segment: newcomer, device: Pixel 7, shopper: {email: a@b.example}}
    route:
      - at: product
        do:
          - open: /
          - remember: {delivery: {near: Delivery}}
          - fill: {label: E-mail, with: "${shopper.email}"}
          - click: {button: Buy, in: main}
            within: 5s
      - at: basket
        do: [{chat: {say: hi, until: Bye, turns: 3}}]
"""
SERVICE = """
journey: bank
calendar: {starts: 2026-11-02, zone: Europe/Berlin, holidays: [2026-12-25]}
arrivals:
  rate: {mon-fri 09:00-18:00: 60/h, holiday: 1/h}
  groups: {1: 60%, 2: 40%}
  growth: 3% per month
  season: {dec: x2}
  promotions: {sale: {starts: 2026-11-27 09:00, lasts: 4 days, rate: x3}}
segments: {newcomer: {share: 70%}, regular: {share: 30%}}
resources:
  agents: {hours: 6, breaks: {mon: 1}, closing: hold, at-once: 3, slower: 9%, line: at most 20,
           priority: [regular, chat], preempts: true}
returns: {share: 10%, after: 2 days, to: site}
stages:
  - stage: serve
    touchpoints:
      site:
        takes: {gamma: {mean: 95s, cv: 0.8}, at-least: 5s, at-most: 9 min, plus: 3s,
                correlated: 50%}
        takes-by-hour: {mon: x1.3}
        asks: number
        leaves: 1%
        next: {chat: {share: 60%, after: {exponential: 20min}}, done: 40%}
        for: {regular: {takes: 20s, leaves: 5%, next: {done: 100%}}}
      chat:
        needs: [agents]
        balks: {over: 5, share: 30%}
        patience: 4 min
        call-back: {share: 50%, after: 1h}
        on-abandon: {done: {share: 40%, after: 10 min}}
        next-if:
          - {segment: regular, came-here: at least 3, seen: site, to: {done: 100%}}
          - {hours: [sat], line: {agents: over 5}, to: {end: 100%}}
        knows: [number]
      done: {}
"""
JOURNEY = "site: https://a.example\n" + FILES["journey.yaml"] + WALK
ODD = [
    "", "~", "null", "true", "[]", "{}", "[a]", "{a: b}", "0", "-1", "1e99", ".nan",
    "999999999999999999999", "5", "5s", "101%", "-4pp", "x0", "${X}", "${X:-}", "'", '"', "&a",
    "*a", "!!int 5", "%", "@", "\t", "|", ">", "?", "- x", "a: b", "#", "end", "ad", "\u2028",
    "é", "名", "1/h", "EUR", "€ 5", "mon-fri", "2026-03-04", "no", "{button: }",
    "{how: x, name: y}", "[[[[[]]]]]", "...", "---",
]  # fmt: skip
SETTINGS = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def read_safely(folder: Path, content: bytes, name: str = "journey.yaml") -> None:
    """Read a file; whatever is wrong is a mistake that can be shown."""
    file = folder / name
    file.write_bytes(content)
    try:
        read = load(file, environ={})
    except FileMistakes as error:
        show_all(error)
    else:
        assert isinstance(read, Journey | WhatIf)


def show_all(error: FileMistakes) -> None:
    """Show each mistake as a terminal would."""
    assert error.mistakes
    for mistake in error.mistakes:
        assert mistake.code.startswith("DL")
        assert mistake.place is None or (mistake.place.line > 0 < mistake.place.column)
        assert "\x1b" not in str(mistake)


@SETTINGS
@given(st.binary(max_size=400))
def test_random_bytes(tmp_path: Path, content: bytes) -> None:
    """Nobody means them, and nothing breaks."""
    read_safely(tmp_path, content)


@SETTINGS
@given(st.text(alphabet="abj:{}[]-&*!|>'\"%@`#?,\n \t01.~$\\é\u2028", max_size=120))
def test_random_signs_of_yaml(tmp_path: Path, text: str) -> None:
    """All that the parser knows, in any order."""
    read_safely(tmp_path, text.encode("utf-8"))


@SETTINGS
@given(st.integers(0, 10**9), st.sampled_from([JOURNEY, SERVICE, FILES["whatif.yaml"]]))
def test_a_file_with_some_letters_changed(tmp_path: Path, seed: int, text: str) -> None:
    """Deleted, doubled, replaced: what fingers do."""
    chance = random.Random(seed)  # noqa: S311 - a test's dice
    letters = list(text)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(letters))
        letters[at] = chance.choice(["", letters[at] * 2, chance.choice(ODD)])
    (tmp_path / "journey.yaml").write_text(JOURNEY, "utf-8")
    name = "whatif.yaml" if text == FILES["whatif.yaml"] else "journey.yaml"
    read_safely(tmp_path, "".join(letters).encode("utf-8", "replace"), name)


@SETTINGS
@given(st.integers(0, 10**9), st.sampled_from([JOURNEY, SERVICE, FILES["whatif.yaml"]]))
def test_a_file_with_a_value_of_another_kind(tmp_path: Path, seed: int, text: str) -> None:
    """Any value may be anything else."""
    chance = random.Random(seed)  # noqa: S311 - a test's dice
    root = tree_of(Source.of(text)).root
    for _ in range(chance.randint(1, 4)):
        replace_some(root, chance)
    (tmp_path / "journey.yaml").write_text(JOURNEY, "utf-8")
    name = "whatif.yaml" if text == FILES["whatif.yaml"] else "journey.yaml"
    read_safely(tmp_path, flow(root).encode("utf-8"), name)


def replace_some(node: Node, chance: random.Random) -> None:
    """Put something odd in the place of one value below a node."""
    if isinstance(node, Mapping) and node.entries:
        key = chance.choice(list(node.entries))
        name, value = node.entries[key]
        if chance.random() < 0.3 or isinstance(value, Scalar):
            node.entries[key] = (name, odd(chance))
        else:
            replace_some(value, chance)
    elif isinstance(node, Listing) and node.items:
        at = chance.randrange(len(node.items))
        if chance.random() < 0.3 or isinstance(node.items[at], Scalar):
            node.items[at] = odd(chance)
        else:
            replace_some(node.items[at], chance)


def odd(chance: random.Random) -> Scalar:
    """Give a value that is written as it is."""
    return Scalar(line=1, column=1, text=chance.choice(ODD), plain=True, value=None)


def flow(node: Node) -> str:
    """Write a tree in YAML's flow style."""
    if isinstance(node, Mapping):
        return "{" + ", ".join(f"{k}: {flow(v)}" for k, (_, v) in node.entries.items()) + "}"
    if isinstance(node, Listing):
        return "[" + ", ".join(flow(item) for item in node.items) + "]"
    assert isinstance(node, Scalar)
    return node.text if node.plain else f"'{node.text}'"


def test_the_unchanged_files_are_fine(tmp_path: Path) -> None:
    """Else the mutations show nothing."""
    (tmp_path / "journey.yaml").write_text(JOURNEY, "utf-8")
    (tmp_path / "whatif.yaml").write_text(FILES["whatif.yaml"], "utf-8")
    (tmp_path / "flow.yaml").write_text(flow(tree_of(Source.of(JOURNEY)).root), "utf-8")

    for name in ("journey.yaml", "whatif.yaml", "flow.yaml"):
        assert load(tmp_path / name, environ={})


@pytest.mark.parametrize("value", ODD)
def test_each_odd_value_in_each_place(tmp_path: Path, value: str) -> None:
    """Of a small file, without chance."""
    lines = ["journey: x", "site: https://a.example", "arrivals: 6/h", "completes: [b]",
             "segments: {s: {share: 100%}}", "facts: {f: {kind: money, promised: 5 EUR}}",
             "resources: {r: {hours: 2}}",
             "stages: [{stage: s, touchpoints: {a: {takes: 5s}, b: }}]",
             "walks: {w: {route: [{at: a, do: [{click: x}]}]}}"]  # fmt: skip
    for number, line in enumerate(lines):
        for old in (
            "x",
            "6/h",
            "[b]",
            "100%",
            "money",
            "2",
            "5s",
            "{takes: 5s}",
            "{click: x}",
            "a, ",
        ):
            changed = [*lines[:number], line.replace(old, value), *lines[number + 1 :]]
            if old in line:
                read_safely(tmp_path, "\n".join(changed).encode("utf-8"))
