"""The tree: YAML with places, and what is refused before anything is understood."""

import pytest
import yaml

from desireline.scenarios import tree
from desireline.scenarios.errors import FileMistakes, Mistake
from desireline.scenarios.source import Source
from desireline.scenarios.tree import plain_data, tree_of, walk


def mistakes_of(text: str) -> list[Mistake]:
    """Build a tree and give what was wrong, whether there is a tree or not."""
    try:
        return tree_of(Source.of(text)).mistakes
    except FileMistakes as error:
        return list(error.mistakes)


def read(text: str) -> object:
    """Give the plain data of a text."""
    return plain_data(tree_of(Source.of(text)).root)


def test_scalars_are_those_of_yaml_1_2() -> None:
    """The Norway problem, sexagesimals and dates are none here."""
    text = "a: no\nb: on\nc: 18:00\nd: 2026-03-04\ne: 0x1F\nf: 1_000\ng: ~\nh: 1.5\ni: -3\nj: TRUE"

    assert read(text) == {
        "a": "no", "b": "on", "c": "18:00", "d": "2026-03-04", "e": "0x1F", "f": "1_000",
        "g": None, "h": 1.5, "i": -3, "j": True,
    }  # fmt: skip


def test_quoted_scalars_are_texts() -> None:
    """Quotes mean text, whatever stands between them."""
    assert read("a: '5'\nb: \"true\"\nc: ''") == {"a": "5", "b": "true", "c": ""}


def test_keys_are_texts() -> None:
    """A key `on` or `2026` is what it reads."""
    assert read("on: 1\n2026: 2\ntrue: 3") == {"on": 1, "2026": 2, "true": 3}


def test_places_count_characters_from_one() -> None:
    """Also behind letters of several bytes."""
    root = tree_of(Source.of("ä: {ö: ü}\nb:\n  - c")).root
    places = {path: (node.line, node.column) for path, node in walk(root)}

    assert places[("ä", "ö")] == (1, 8)
    assert places[("b", 0)] == (3, 5)


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("", "DL108", 0, 0),
        ("# only a comment\n", "DL108", 0, 0),
        ("--- ~\n", "DL108", 0, 0),
        ("a: 1\n---\nb: 2\n", "DL109", 2, 1),
        ("a: b: c\n", "DL110", 1, 5),
        ("a: [1, 2\n", "DL110", 1, 4),
        ("b: 1\na: 'x\n", "DL110", 2, 4),
        ("a:\n  b: 1\n c: 2\n", "DL110", 3, 2),
        ("a: @x\n", "DL110", 1, 4),
        ("no colon here\nb: 1\n", "DL110", 1, 1),
        ("a: {b: ${X}}\n", "DL110", 1, 9),
        ("a: - b\n", "DL110", 1, 4),
        ("\ta: 1\n", "DL111", 1, 1),
        ("a:\n\t- b\n", "DL111", 2, 1),
        ("a: !!python/object/apply:os.system [x]\n", "DL112", 1, 4),
        ("a: !include x\n", "DL112", 1, 4),
        ("a: &x 1\n", "DL113", 1, 4),
        ("a: *x\n", "DL113", 1, 4),
        ("a: 1\nb: 2\na: 3\n", "DL114", 3, 1),
        ("[" * 100, "DL115", 1, 65),
        ("{a: " * 100, "DL115", 1, 254),
        ("? [a]\n: b\n", "DL117", 1, 3),
        ("a: {{ X }}\n", "DL117", 1, 5),
        ("- a\n", "DL122", 1, 1),
        ("hello\n", "DL122", 1, 1),
    ],
)
@pytest.mark.parametrize("parser", ["c", "python"])
def test_what_is_refused(
    text: str, code: str, line: int, column: int, parser: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each with its code and place, by either of PyYAML's parsers."""
    if parser == "python":
        monkeypatch.setattr(tree, "LOADER", yaml.SafeLoader)
    first = mistakes_of(text)[0]

    assert first.code == code
    assert (first.place.line, first.place.column) == (line, column) if first.place else line == 0


def test_all_duplicates_are_found() -> None:
    """Each with the line of the first."""
    found = mistakes_of("a: 1\nb: {c: 1, c: 2}\na: 2\na: 3\n")

    assert [m.code for m in found] == ["DL114"] * 3
    assert [m.place.line for m in found if m.place] == [2, 3, 4]
    assert "line 1" in found[1].what


def test_a_billion_laughs_stays_small() -> None:
    """Aliases are never followed."""
    lines = [f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]" for a, b in zip("abcdef", "bcdefg")]  # noqa: B905
    found = mistakes_of("a: &a [lol]\n" + "\n".join(lines))

    assert {m.code for m in found} == {"DL113"}


def test_many_values_are_refused() -> None:
    """More than a hundred thousand are no journey."""
    assert mistakes_of("a: [" + "1," * 100_001 + "]")[0].code == "DL116"


def test_a_syntax_mistake_keeps_those_found_before_it() -> None:
    """All at once, as far as the file can be read."""
    assert [m.code for m in mistakes_of("a: 1\na: 2\nb: [1\n")] == ["DL114", "DL110"]


def test_the_parsers_words_do_not_leak() -> None:
    """What PyYAML says is for programmers."""
    words = ("block", "token", "expected", "scanning", "flow", "node content")
    for text in ("a: b: c", "a: [1", "a: {b", "a: 'x", "a: @", "a:\n  b: 1\n c: 2", "%x\na: 1"):
        said = str(mistakes_of(text)[0])
        assert not any(word in said for word in words), said
