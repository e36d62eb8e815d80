"""The manual of the language: complete, up to date, and its journey small."""

import re
from pathlib import Path

import pytest

from desireline.scenarios.glossary import glossary
from desireline.scenarios.journey import Journey
from desireline.scenarios.reading import journey_of
from desireline.scenarios.reference import with_keys
from desireline.scenarios.shape import Shape
from desireline.scenarios.snapshot import Snapshot
from desireline.scenarios.whatif import WhatIf

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "reference" / "language.md").read_text("utf-8")
CODES = (ROOT / "docs" / "errors" / "language.md").read_text("utf-8")
SOURCES = "".join(path.read_text("utf-8") for path in sorted((ROOT / "scenarios").glob("*.py")))


def subclasses(shape: type[Shape]) -> list[type[Shape]]:
    """Give what is made from a shape, and what is made from that."""
    below = shape.__subclasses__()
    return below + [one for each in below for one in subclasses(each)]


def shapes_below(shape: type[Shape]) -> dict[str, type[Shape]]:
    """Give a shape and all that it holds, by name."""
    found = {shape.__name__: shape}
    for field in shape.model_fields.values():
        for name in re.findall(r"desireline\.scenarios\.\w+\.(\w+)", str(field.annotation)):
            inside = {one.__name__: one for one in subclasses(Shape)}.get(name)
            if inside is not None and name not in found:
                found |= shapes_below(inside)
    return found


SHAPES = shapes_below(Journey) | shapes_below(WhatIf) | shapes_below(Snapshot)


def test_the_glossary_has_each_shape() -> None:
    """And no other."""
    assert set(glossary()) == set(SHAPES)
    assert len(SHAPES) > 20


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_the_glossary_has_each_key(name: str) -> None:
    """And no other; what must be given has no default."""
    fields = {field.alias or key: field for key, field in SHAPES[name].model_fields.items()}
    words = glossary()[name]

    assert set(words) == set(fields)
    assert {key for key, word in words.items() if word.default is None} == {
        key for key, field in fields.items() if field.is_required()
    }


def test_the_page_has_each_key() -> None:
    """Made anew by `python -m desireline.scenarios.reference docs/reference/language.md`."""
    assert with_keys(PAGE) == PAGE


@pytest.mark.parametrize(
    ("shape", "key", "default", "value"),
    [
        ("Journey", "currency", "EUR", "EUR"),
        ("Touchpoint", "channel", "web", "web"),
        ("Step", "within", "5s", 5.0),
        ("Mail", "within", "20s", 20.0),
        ("Horizon", "run", "28 days", 28 * 86400.0),
        ("Chat", "turns", "5 turns", 5),
        ("Chat", "label", "Message", "Message"),
        ("Chat", "send", "Send", "Send"),
        ("WhatIf", "seed", "7", 7),
        ("Persona", "locale", "en-GB", "en-GB"),
        ("Persona", "time-zone", "Europe/Berlin", "Europe/Berlin"),
        ("Touchpoint", "retries", "0", 0),
    ],
)
def test_defaults_are_as_told(shape: str, key: str, default: str, value: object) -> None:
    """What the glossary says is what holds."""
    fields = {field.alias or name: field for name, field in SHAPES[shape].model_fields.items()}

    assert glossary()[shape][key].default == default
    assert fields[key].default == value


def test_the_smallest_journey_is_small() -> None:
    """Under 15 lines, and it is one."""
    smallest = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)[0]

    assert len(smallest.splitlines()) < 15
    assert journey_of(smallest).name == "tea-shop"


def test_each_code_has_its_paragraph_and_no_other() -> None:
    """A code is looked up in the manual."""
    used = set(re.findall(r'"(DL\d{3})"', SOURCES))
    told = re.findall(r"^## (DL\d{3})\n\n(?=\S)", CODES, re.MULTILINE)

    assert set(told) == used
    assert told == sorted(told)
