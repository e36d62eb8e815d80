"""The JSON Schemas: they fit what people write, and mark what no shape takes."""

from importlib.resources import files
from typing import Any

import jsonschema
import pytest

from desireline.scenarios.glossary import glossary
from desireline.scenarios.schema import journey_schema, snapshot_schema, whatif_schema
from desireline.scenarios.source import Source
from desireline.scenarios.tree import plain_data, tree_of

SCHEMAS = {
    "Journey": journey_schema(),
    "WhatIf": whatif_schema(),
    "Snapshot": snapshot_schema(),
}
JOURNEY = jsonschema.Draft202012Validator(SCHEMAS["Journey"])
WHATIF = jsonschema.Draft202012Validator(SCHEMAS["WhatIf"])
SNAPSHOT = jsonschema.Draft202012Validator(SCHEMAS["Snapshot"])
PIECES = SCHEMAS | {k: v for schema in SCHEMAS.values() for k, v in schema["$defs"].items()}

FITTING = [
    "journey: x\nstages: [{stage: s, touchpoints: {a: , b: {takes: 95s}}}]",
    "journey: 2026\ntitle: 5\narrivals: {mon-fri 09:00-18:00: 60/h, otherwise: 5/h}\n"
    "stages: [{stage: s, touchpoints: {a: {leaves: 0.2, takes: {exponential: 4min}}}}]",
    "journey: x\nsite: ${SITE}\nresources: {r: {hours: 6, cost: 31 EUR/h}, q: {hours: {sat: 2}}}\n"
    "stages: [{stage: s, touchpoints: {a: {retries: '${N:-1}', channel: '${C:-web}'}}}]",
    "journey: x\nstages: [{stage: s, touchpoints: {a: {responds: {wait: wait-guess, fields: 4% per "
    "field over 8, load-time: {odds: 1.2, low: 1.1, high: 1.3, source: ours}}}}}]",
    "journey: x\nstages: [{stage: s, touchpoints: {a: }}]\nwalks: {w: {route: [{at: a, do: ["
    "{click: Shop now}, {click: {link: Shop, in: main, exact: true}}, {remember: {price: {}}}, "
    "{expect: {heading: Hi}, within: 9s}, {fill: {label: Size, with: 42}}, "
    "{chat: {say: hi, until: Bye}}]}]}}",
]
NOT_FITTING = [
    ("journey: x", "$"),
    ("journey: x\nstages: []", "$.stages"),
    ("journey: x\ntitel: y\nstages: [{stage: s, touchpoints: {a: }}]", "$"),
    ("journey: x\nstages: [{stage: s, touchpoints: {}}]", "$.stages[0].touchpoints"),
    ("journey: x\nstages: [{touchpoints: {a: }}]", "$.stages[0]"),
    ("journey: x\narrivals: 60\nstages: [{stage: s, touchpoints: {a: }}]", "$.arrivals"),
    ("journey: x\narrivals: {mo: 60/h}\nstages: [{stage: s, touchpoints: {a: }}]", "$.arrivals"),
]
TOUCHPOINTS = [
    "{takes: 95}", "{takes: soon}", "{takes: {normal: 5s}}", "{takes: {}}", "{channel: emial}",
    "{takes: {exponential: 5s, constant: 5s}}", "{leaves: 22}", "{leaves: 22 percent}",
    "{leave_share: 22%}", "{moment_of_truth: true}", "{moment-of-truth: perhaps}",
    "{retries: many}", "{retries: -1}", "{promises: {loads-in: 2s}}", "{promises: {loads in: 2}}",
    "{promises: {fields: up to 8}}", "{promises: {states: price}}", "{responds: {load: x}}",
    "{responds: {wait: 5}}", "{next: [a]}", "5", "[]",
]  # fmt: skip
STEPS = [
    "{}", "{klick: x}", "{open: a, click: b}", "{click: {buton: x}}", "{click: {}}", "{open: }",
    "{click: {button: x, link: y}}", "{click: {how: button, name: x}}", "{fill: {label: x}}",
    "{click: {button: x, in: sidebar}}", "{inbox: {subject: x, within: soon}}", "{within: 5s}",
]  # fmt: skip


def faults(validator: Any, text: str) -> list[str]:
    """Give the paths that do not fit."""
    data = plain_data(tree_of(Source.of(text)).root)
    return [error.json_path for error in validator.iter_errors(data)]


def test_they_are_json_schemas() -> None:
    """Valid ones themselves."""
    of_schemas = jsonschema.Draft202012Validator(jsonschema.Draft202012Validator.META_SCHEMA)

    assert len(SCHEMAS) > 1
    assert [list(of_schemas.iter_errors(schema)) for schema in SCHEMAS.values()] == (
        [[]] * len(SCHEMAS)
    )


@pytest.mark.parametrize("text", FITTING)
def test_what_people_write_fits(text: str) -> None:
    """Short forms, variables, empty touchpoints, numbers for names."""
    assert faults(JOURNEY, text) == []


@pytest.mark.parametrize(("text", "path"), NOT_FITTING)
def test_what_does_not_fit_is_marked(text: str, path: str) -> None:
    """At its place."""
    assert path in faults(JOURNEY, text)


@pytest.mark.parametrize("written", TOUCHPOINTS)
def test_touchpoints_that_do_not_fit(written: str) -> None:
    """Keys of Python, numbers without units, words that there are not."""
    assert faults(JOURNEY, f"journey: x\nstages: [{{stage: s, touchpoints: {{a: {written}}}}}]")


@pytest.mark.parametrize("written", STEPS)
def test_steps_that_do_not_fit(written: str) -> None:
    """One verb, and one way to find what it needs."""
    text = "journey: x\nstages: [{stage: s, touchpoints: {a: }}]\nwalks: {w: {route: [{at: a, do: "

    assert faults(JOURNEY, f"{text}[{written}]}}]}}}}")


@pytest.mark.parametrize("name", ["starter_journey.yaml", "starter_whatif.yaml"])
def test_the_starter_fits(name: str) -> None:
    """Its header names these schemas."""
    text = files("desireline.scenarios").joinpath(name).read_text("utf-8")

    assert faults(JOURNEY if "journey." in name else WHATIF, text) == []


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("snapshot: x\njourney: j.yaml\nnow: {a: , b: {waiting: '${N:-1}'}}", None),
        ("now: {a: {served: 1}}", "$"),
        ("snapshot: x\nnow: {}", "$.now"),
        ("snapshot: x\nnow: {a: {served: -1}}", "$.now.a.served"),
        ("snapshot: x\nnow: {a: {serves: 1}}", "$.now.a"),
    ],
)
def test_a_snapshot_fits_or_is_marked(text: str, path: str | None) -> None:
    """At its place."""
    assert faults(SNAPSHOT, text) == ([path] if path else [])


def test_the_gallery_fits() -> None:
    """The demo is an example to copy from."""
    room = files("desireline.scenarios").joinpath("gallery", "summit-outfitters")

    assert faults(JOURNEY, room.joinpath("journey.yaml").read_text("utf-8")) == []
    assert faults(WHATIF, room.joinpath("whatif.yaml").read_text("utf-8")) == []


def test_every_key_is_described() -> None:
    """An editor shows what it means, its unit, its default and an example."""
    for schema in SCHEMAS.values():
        pieces = [schema, *schema["$defs"].values()]
        fields = [field for piece in pieces for field in piece.get("properties", {}).values()]

        assert fields
        assert all("Example: " in field["description"] for field in fields)


@pytest.mark.parametrize(
    ("shape", "key", "example"),
    [
        (shape, key, word.example)
        for shape, words in glossary().items()
        for key, word in words.items()
        if shape != "Target" or key not in ("how", "name")  # one key says both in YAML
    ],
)
def test_every_example_fits_its_key(shape: str, key: str, example: str) -> None:
    """The glossary's examples are what the schema takes."""
    piece = PIECES[shape]
    spelled = piece["anyOf"][1] if "anyOf" in piece else piece
    value = plain_data(tree_of(Source.of(f"x: {example}")).root)["x"]

    schema = {"$defs": PIECES, **spelled["properties"][key]}
    assert list(jsonschema.Draft202012Validator(schema).iter_errors(value)) == []
