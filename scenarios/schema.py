"""JSON Schemas of the language, for completion and marks in editors.

They describe what people write: short forms, keys with dashes, `${NAME}` in place of
values. What only a whole file shows (names that lead nowhere, shares that don't add up)
no schema can say; `desireline validate` does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .glossary import Word, glossary
from .journey import Journey
from .response import DRIVERS
from .shape import Shape
from .snapshot import Snapshot
from .spread import DISTRIBUTIONS
from .units import TIME_PATTERN
from .walk_step import VERBS
from .walk_target import WAYS
from .whatif import WhatIf

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
VARIABLE = r"\$\{[A-Z_]"
TEXT: Schema = {"type": ["string", "number"]}
NEVER_EMPTY = ("Arrivals", "SegmentRule", "Spread", "Response", "Target", "Step", "Use")


def journey_schema() -> Schema:
    """Give the JSON Schema of a journey file, as plain data."""
    return _schema_of(Journey, "A customer journey")


def whatif_schema() -> Schema:
    """Give the JSON Schema of a what-if file, as plain data."""
    return _schema_of(WhatIf, "A what-if: fixes to compare")


def snapshot_schema() -> Schema:
    """Give the JSON Schema of a snapshot file, as plain data."""
    return _schema_of(Snapshot, "A snapshot: who is where at one moment")


def _schema_of(shape: type[Shape], title: str) -> Schema:
    schema = shape.model_json_schema(by_alias=True, mode="validation")
    pieces = {name: _piece(name, piece) for name, piece in schema.pop("$defs", {}).items()}
    root = _piece(shape.__name__, schema)
    return {"$schema": DIALECT, **root, "type": "object", "title": title, "$defs": pieces}


def _piece(name: str, piece: Schema) -> Schema:
    """Fit one shape's schema to what people write of it."""
    words = glossary()[name]
    fields: Schema = piece["properties"]
    described = {key: _described(_written(field), words[key]) for key, field in fields.items()}
    summary = str(piece["description"]).split("\n\n")[0].replace("\n", " ")
    fitted = piece | {"title": name, "description": summary, "properties": described}
    if name not in NEVER_EMPTY and not piece.get("required"):
        fitted["type"] = ["object", "null"]  # a name with nothing below it takes all defaults
    change = SHORT_FORMS.get(name)
    return change(fitted) if change else fitted


def _described(schema: Schema, word: Word) -> Schema:
    default = f" Default: {word.default}." if word.default else ""
    text = f"{word.means} ({word.unit}){default} Example: {word.example}"
    return schema | {"description": text}


def _written(schema: Schema) -> Schema:
    """Say what a value may look like in the file: `${NAME}` for most, a number for a text."""
    kept = {key: value for key, value in schema.items() if key not in ("title", "default")}
    for key in ("items", "additionalProperties"):
        if isinstance(kept.get(key), dict):
            kept[key] = _written(kept[key])
    if "anyOf" in kept:
        return kept | {"anyOf": [_written(one) for one in kept["anyOf"]]}
    if "pattern" in kept:
        return kept | {"pattern": f"{kept['pattern']}|{VARIABLE}"}
    if "enum" in kept or kept.get("type") in ("integer", "number", "boolean"):
        return {"anyOf": [kept, {"type": "string", "pattern": VARIABLE}]}
    return kept | TEXT if kept.get("type") == "string" else kept


def _spread(schema: Schema) -> Schema:
    one = schema | {"oneOf": [{"required": [name]} for name in DISTRIBUTIONS]}
    plain = {"type": "string", "pattern": f"{TIME_PATTERN}|{VARIABLE}", "examples": ["95s"]}
    return _either(schema, plain, one)


def _response(schema: Schema) -> Schema:
    short = {"type": "string", "examples": ["akamai-2017", "x1.2 per s", "4% per field over 8"]}
    return _either(schema, short, schema)


def _target(schema: Schema) -> Schema:
    fields = {way: TEXT | {"description": f"Find it as {way}."} for way in WAYS}
    rest = {key: schema["properties"][key] for key in ("in", "exact")}
    one_way = {"oneOf": [{"required": [way]} for way in WAYS]}
    spelled = {"type": "object", "properties": fields | rest, "additionalProperties": False}
    return _either(schema, TEXT | {"examples": ["Add to cart"]}, spelled | one_way)


def _route(schema: Schema) -> Schema:
    return _either(schema, schema["properties"]["share"], schema)


def _arrivals(schema: Schema) -> Schema:
    rate = {key: one for key, one in schema["properties"]["rate"].items() if key != "description"}
    return _either(schema, rate, schema)


def _either(schema: Schema, short: Schema, long: Schema) -> Schema:
    spelled = {key: value for key, value in long.items() if key not in ("title", "description")}
    titles = {key: schema[key] for key in ("title", "description")}
    return titles | {"anyOf": [short, spelled]}


def _step(schema: Schema) -> Schema:
    """One verb, and it has a value."""
    verbs = {
        verb: schema["properties"][verb]
        | {"anyOf": [one for one in schema["properties"][verb]["anyOf"] if one != {"type": "null"}]}
        for verb in VERBS
    }
    return schema | {
        "properties": schema["properties"] | verbs,
        "oneOf": [{"required": [verb]} for verb in VERBS],
    }


def _touchpoint(schema: Schema) -> Schema:
    drivers = {"propertyNames": {"enum": list(DRIVERS)}}
    responds = schema["properties"]["responds"] | drivers
    return schema | {"properties": schema["properties"] | {"responds": responds}}


def _use(schema: Schema) -> Schema:
    return _either(schema, TEXT | {"examples": ["sign-in"]}, schema)


def _text_alone(*examples: str) -> Callable[[Schema], Schema]:
    return lambda schema: _either(schema, {"type": "string", "examples": [*examples]}, schema)


SHORT_FORMS: dict[str, Callable[[Schema], Schema]] = {
    "Arrivals": _arrivals,
    "Attachment": _text_alone("*.pdf"),
    "MailboxPlace": _text_alone("smtp://127.0.0.1:8025", "imaps://mail.example.com"),
    "Response": _response,
    "Route": _route,
    "Spread": _spread,
    "Step": _step,
    "Target": _target,
    "Touchpoint": _touchpoint,
    "Use": _use,
}
