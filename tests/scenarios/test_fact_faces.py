"""The faces of facts: a table of how shops write them, and what each one means."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from desireline.scenarios.fact import FACT_EXAMPLES, FactKind, find, normal, why_not

TABLE: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("fact_faces.yaml").read_text("utf-8")
)
KNOWN = ("currency", "region", "zone")
FACES = [
    pytest.param(group["kind"], text, {k: group[k] for k in KNOWN if k in group}, said, id=text)
    for group in TABLE
    for text, said in group["faces"]
]
CANNOT = "cannot be compared: "
COMPARED = [face.values for face in FACES if not str(face.values[3]).startswith(CANNOT)]


def test_the_table_holds_hundreds_of_faces() -> None:
    """Of each kind at least one that can be compared."""
    kinds = {group["kind"] for group in TABLE}

    assert len(FACES) >= 400
    assert kinds == set(FACT_EXAMPLES)


@pytest.mark.parametrize(("kind", "text", "known", "said"), FACES)
def test_a_face_has_its_normal_form_or_its_reason(
    kind: FactKind, text: str, known: dict[str, str], said: str
) -> None:
    form = normal(kind, text, **known)
    why = why_not(kind, text, **known)

    assert (form or CANNOT + why) == said
    assert bool(form) != bool(why)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(COMPARED))
def test_a_normal_form_reads_as_itself(face: tuple[FactKind, str, dict[str, str], str]) -> None:
    """So that a promise may be written in it."""
    kind, _, known, said = face

    assert normal(kind, said, **known) == said


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(COMPARED))
def test_what_is_found_in_a_sentence_means_the_same(
    face: tuple[FactKind, str, dict[str, str], str],
) -> None:
    """A piece that `find` gives has no other meaning than the whole."""
    kind, text, known, said = face
    region = {"region": known["region"]} if "region" in known else {}

    pieces = find(kind, text, **region)

    assert {normal(kind, piece, **known) for piece in pieces} <= {said}
