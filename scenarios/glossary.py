"""What each key of the language means: the one place where it is said.

Editors' hover texts, the reference page and the examples in error messages come from
here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from .tree import LOADER


@dataclass(frozen=True, slots=True)
class Word:
    """A key of the language, for people."""

    means: str
    unit: str
    example: str  # as YAML
    default: str | None = None  # in words; None: the key must be given


@cache
def glossary() -> dict[str, dict[str, Word]]:
    """Give the words of each shape, by the shape's name and the key."""
    text = files("desireline.scenarios").joinpath("glossary.yaml").read_text("utf-8")
    loaded = yaml.load(text, Loader=LOADER)  # noqa: S506 - LOADER is a safe one
    return {
        shape: {key: Word(**word) for key, word in words.items()} for shape, words in loaded.items()
    }


def example_of(key: str, shape: str = "") -> str:
    """Give an example of a key's value, as YAML; empty when no shape has the key.

    The example is of the named shape, if that has the key.
    """
    of_all = glossary()
    words = of_all.get(shape, {})
    return next((one[key].example for one in (words, *of_all.values()) if key in one), "")
