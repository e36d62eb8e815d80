"""Hold an API's answer against what its OpenAPI description says of it.

Versions 3.0 and 3.1, answers in JSON. References inside the description are followed, none
outside it. What it does not know: callbacks, links, headers, and how a request should look.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from desireline.scenarios.errors import CouldNotLook

from .api import Answer

MOST_TOLD = 5
LONGEST_TOLD = 200
HERE = "urn:the-spec"


@dataclass(frozen=True, slots=True)
class Spec:
    """A description that was read."""

    name: str
    content: dict[str, Any]


def read_spec(name: str, text: str) -> Spec:
    """Read a description from YAML or JSON; CouldNotLook DL341 when it is none."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        content = json.loads(text) if text.lstrip().startswith("{") else yaml.load(text, loader)  # noqa: S506 (a safe loader)
    except (ValueError, yaml.YAMLError, RecursionError) as trouble:
        raise unreadable(name, str(trouble).splitlines()[0][:LONGEST_TOLD]) from trouble
    version = str(content.get("openapi", "")) if isinstance(content, dict) else ""
    if not version.startswith("3.") or not isinstance(content.get("paths"), dict):
        raise unreadable(name, "it is no OpenAPI 3 with paths")
    return Spec(name, _as_3_1(content) if version.startswith("3.0") else content)


def unreadable(name: str, why: str) -> CouldNotLook:
    """Say that a description can't be used."""
    hint = "it is OpenAPI 3 in YAML or JSON"
    return CouldNotLook("DL341", f"the OpenAPI description {name} can't be read: {why}", hint=hint)


def departures(spec: Spec, method: str, url: str, answer: Answer) -> tuple[str, ...]:
    """Give where an answer departs from its description, at most a handful."""
    path = urlsplit(url).path
    found = _operation(spec.content, method, path)
    if isinstance(found, str):
        return (found,)
    operation = found
    answers = operation.get("responses", {})
    key = next((k for k in _keys(answer.status) if k in map(str, answers)), None)
    if key is None:
        known = ", ".join(map(str, answers))
        return (f"answers {answer.status}; {spec.name} knows {known or 'no answer'}",)
    response = _at(spec.content, next(v for k, v in answers.items() if str(k) == key))
    bodies = response.get("content")
    if not bodies or method == "head":
        return ()
    kind = next((k for k in (answer.kind, "application/*", "*/*") if k in bodies), None)
    if kind is None:
        return (f"answers with {answer.kind or 'no type'}; {spec.name} says {', '.join(bodies)}",)
    schema = bodies[kind].get("schema")
    if schema is None or "json" not in answer.kind:
        return ()
    try:
        body = answer.json
    except ValueError:
        return (f"says that it is {answer.kind}, and is no JSON",)
    return tuple(_mismatches(spec, schema, body))


def _keys(status: int) -> tuple[str, ...]:
    return str(status), f"{status // 100}XX", "default"


def _operation(content: dict[str, Any], method: str, path: str) -> dict[str, Any] | str:
    """Give what is said of a method of a path, or why nothing is."""
    for prefix in _prefixes(content):
        for template in sorted(content["paths"], key=lambda one: one.count("{")):
            if re.fullmatch(_pattern(prefix + template), path):
                item = _at(content, content["paths"][template])
                if method not in item:
                    return f"the description has no `{method}` of {template}"
                return _at(content, item[method])
    return f"the description has no path for {path}"


def _prefixes(content: dict[str, Any]) -> list[str]:
    servers = content.get("servers") or []
    paths = [urlsplit(str(one.get("url", ""))).path.rstrip("/") for one in servers]
    return list(dict.fromkeys([*paths, ""]))


def _pattern(template: str) -> str:
    parts = re.split(r"\{[^{}]*\}", template)
    return "[^/]+".join(map(re.escape, parts))


def _at(content: dict[str, Any], thing: Any) -> dict[str, Any]:
    """Follow a reference inside the description."""
    for _ in range(20):
        if not isinstance(thing, dict):
            return {}
        reference = thing.get("$ref")
        if not isinstance(reference, str) or not reference.startswith("#/"):
            return thing
        place: Any = content
        for key in reference[2:].split("/"):
            key = key.replace("~1", "/").replace("~0", "~")
            place = place.get(key) if isinstance(place, dict) else None
        thing = place
    return {}


def _mismatches(spec: Spec, schema: Any, body: Any) -> Iterator[str]:
    try:
        from jsonschema import Draft202012Validator
        from jsonschema.exceptions import SchemaError, best_match
        from referencing import Registry
        from referencing.exceptions import Unresolvable
        from referencing.jsonschema import DRAFT202012
    except ModuleNotFoundError as missing:
        hint = "pip install 'desireline[api]'"
        raise CouldNotLook("DL342", "nothing is there to check JSON with", hint=hint) from missing
    registry = Registry().with_resource(HERE, DRAFT202012.create_resource(spec.content))
    try:
        rooted = _rooted(schema)
        errors = sorted(
            Draft202012Validator(rooted, registry=registry).iter_errors(body),
            key=lambda error: list(map(str, error.absolute_path)),
        )
        for error in errors[:MOST_TOLD]:
            worst = best_match(iter([error])) or error
            yield _in_words(worst)
    except (SchemaError, Unresolvable, RecursionError, TypeError, re.error) as trouble:
        raise unreadable(spec.name, f"{type(trouble).__name__}: {trouble}"[:LONGEST_TOLD]) from None
    if len(errors) > MOST_TOLD:
        yield f"and {len(errors) - MOST_TOLD} more"


def _in_words(error: Any) -> str:
    """Say where an answer departs, what stands there, and what the description says."""
    pointer = "".join(
        "/" + str(key).replace("~", "~0").replace("/", "~1") for key in error.absolute_path
    )
    says = f"{error.validator}: {json.dumps(error.validator_value, default=str)}"
    return f"{pointer or '/'}: {error.message[:LONGEST_TOLD]} (the spec: {says[:LONGEST_TOLD]})"


def _rooted(schema: Any) -> Any:
    """Let a schema's references lead into the whole description."""
    if isinstance(schema, list):
        return [_rooted(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: HERE + value
        if key == "$ref" and isinstance(value, str) and value.startswith("#")
        else _rooted(value)
        for key, value in schema.items()
    }


def _as_3_1(content: dict[str, Any]) -> dict[str, Any]:
    """Say in JSON Schema's own words what 3.0 said in others: nullable, exclusive limits."""
    seen: dict[int, Any] = {}

    def put(thing: Any) -> Any:
        if id(thing) in seen:  # an alias of YAML: a thing stays one thing
            return seen[id(thing)]
        if isinstance(thing, list):
            listed = seen[id(thing)] = list[Any]()
            listed.extend(map(put, thing))
            return listed
        if not isinstance(thing, dict):
            return thing
        mapped = seen[id(thing)] = dict[Any, Any]()
        mapped.update({key: put(value) for key, value in thing.items()})
        _modernise(mapped)
        return mapped

    result: dict[str, Any] = put(content)
    return result


def _modernise(schema: dict[Any, Any]) -> None:
    if schema.get("nullable") is True and isinstance(schema.get("type"), str):
        schema["type"] = [schema["type"], "null"]
        if isinstance(schema.get("enum"), list) and None not in schema["enum"]:
            schema["enum"] = [*schema["enum"], None]
    for exclusive, limit in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if schema.get(exclusive) is True and limit in schema:
            schema[exclusive] = schema.pop(limit)
        elif schema.get(exclusive) is False:
            del schema[exclusive]
