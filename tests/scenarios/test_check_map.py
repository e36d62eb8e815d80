"""The map: every touchpoint reached, completion possible, no loop without a way out."""

import pytest

from desireline.scenarios.checks import check
from desireline.scenarios.errors import FileMistakes
from desireline.scenarios.journey import Journey
from desireline.scenarios.reading import journey_of


def codes(touchpoints: str, head: str = "") -> list[str]:
    """Give the codes that a journey of these touchpoints ends with."""
    lines = "".join(f"      {line}\n" for line in touchpoints.splitlines())
    try:
        journey_of(f"journey: x\n{head}stages:\n  - stage: s\n    touchpoints:\n{lines}")
    except FileMistakes as error:
        return [mistake.code for mistake in error.mistakes]
    return []


@pytest.mark.parametrize(
    ("touchpoints", "head", "expected"),
    [
        ("a:\nb:\nc:", "", []),
        ("a: {next: {c: 100%}}\nb:\nc:", "", ["DL150"]),
        ("a: {next: {b: 100%, c: 0%}}\nb:\nc: {leaves: 1%}", "completes: [b]\n", ["DL150"]),
        ("a:\nb:\nc:", "completes: [a]\n", ["DL150", "DL150"]),
        ("a:\nb:\nc:", "starts: {b: 100%}\n", ["DL150"]),
        ("a:\nb:\nc:", "starts: {b: 40%, a: 60%}\n", []),
        ("a: {next: {end: 100%}}\nb:", "", ["DL151"]),
        ("a: {next: {end: 100%}}\nb:", "completes: [b]\n", ["DL151"]),
        ("a: {next: {}}\nb:", "", ["DL151"]),
        ("a: {next: {b: 100%}}\nb: {next: {a: 100%}}", "", ["DL152"]),
        ("a: {next: {b: 100%}}\nb: {next: {a: 100%}, leaves: 1%}", "", []),
        ("a: {next: {b: 100%}}\nb: {next: {a: 100%}, fails: 1%}", "", []),
        ("a: {next: {b: 100%}}\nb: {next: {a: 90%, end: 10%}}", "", []),
        ("a: {next: {b: 50%, c: 50%}}\nb: {next: {b: 100%}}\nc:", "", ["DL152"]),
        ("a: {next: {b: 50%, c: 50%}}\nb: {next: {a: 100%}}\nc:", "", []),
        ("a: {next: {b: 50%, c: 50%}}\nb: {next: {b: 100%}}\nc: {next: {c: 100%}}", "", ["DL152"]),
        ("a: {needs: r, on-abandon: {b: 100%}, patience: 1 min}\nb: {next: {a: 100%}}\n",
         "resources: {r: {hours: 1}}\n", ["DL152"]),
        ("a: {needs: r, on-abandon: {b: 50%}, patience: 1 min}\nb: {next: {a: 100%}}\n",
         "resources: {r: {hours: 1}}\n", []),
        ("a: {needs: r, on-abandon: {c: 50%}, next: {b: 100%}}\nb:\nc:",
         "resources: {r: {hours: 1}}\ncompletes: [b]\n", []),
    ],
)  # fmt: skip
def test_the_map(touchpoints: str, head: str, expected: list[str]) -> None:
    """Reached, completed, left: each broken alone."""
    assert codes(touchpoints, head) == expected


def test_routes_follow_the_map() -> None:
    """By `next`, by `on-abandon`, or by staying; a walk may start anywhere."""
    text = """\
journey: x
resources: {r: {hours: 1}}
stages:
  - stage: s
    touchpoints:
      a: {next: {b: 100%}}
      b: {needs: r, on-abandon: {d: 50%}, next: {c: 100%}}
      c: {next: {d: 100%}}
      d:
walks:
  good: {route: [{at: b}, {at: b}, {at: d}]}
  whole: {route: [{at: a}, {at: b}, {at: c}, {at: d}]}
  jump: {route: [{at: a}, {at: c}, {at: b}]}
"""
    with pytest.raises(FileMistakes) as caught:
        journey_of(text)

    assert [(m.code, m.place.column) for m in caught.value.mistakes if m.place] == [
        ("DL153", 32),
        ("DL153", 41),
    ]
    assert "after `a` comes `b`" in caught.value.mistakes[0].hint


def test_a_journey_made_in_python_is_checked_too() -> None:
    """A check needs no file."""
    made = Journey.model_validate(
        {
            "name": "x",
            "segments": {"a": {"share": 0.5}},
            "stages": [{"name": "s", "touchpoints": {"t": {"needs": "r"}}}],
        }
    )

    assert [(f.code, f.path) for f in check(made)] == [
        ("DL142", ("stages", 0, "touchpoints", "t", "needs", 0)),
        ("DL140", ("segments",)),
    ]


def test_a_third_three_times_is_all() -> None:
    """A tenth of a percentage point does not matter; two do."""
    three = "segments: {a: {share: 33.3%}, b: {share: 33.3%}, c: {share: 33.3%}}\n"

    assert codes("a:\nb:", three) == []
    assert codes("a:\nb:", three.replace("33.3%}, b", "33.1%}, b")) == ["DL140"]
