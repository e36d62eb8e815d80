"""JSON-LD: what a page or a letter tells machines about itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from .weekly import WEEKLY, weeks

MOST_NODES = 20_000
COUNTED = ("minutes", "hours", "days", "weeks", "months")  # keys that are units
UNITS = {"DAY": "days", "HUR": "hours", "MIN": "minutes", "WEE": "weeks", "MON": "months"}


def structured_values(scripts: Iterable[str], path: str) -> list[str]:
    """Give the values at a path like `offers.price`, as text, each once.

    The path may begin at any object. An amount is given with the currency beside it
    (`priceCurrency`, `currency`), a quantity with its unit (`unitCode`), opening hours as one
    week. What is no JSON is passed over.
    """
    keys = [key for key in path.strip().split(".") if key]
    if not keys:
        return []
    found = [
        pair
        for script in scripts
        for node in _objects(_parsed(script))
        for pair in _follow(node, keys)
    ]
    if keys[-1] in WEEKLY:
        return list(dict.fromkeys(weeks(found)))
    texts = (_written(owner, value, keys[-1]) for owner, value in found)
    return list(dict.fromkeys(filter(None, texts)))


def _parsed(script: str) -> Any:
    text = script.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _objects(root: Any) -> Iterator[dict[str, Any]]:
    """Go through all objects, the outermost first."""
    waiting, seen = [root], 0
    while waiting and seen < MOST_NODES:
        node = waiting.pop(0)
        seen += 1
        if isinstance(node, dict):
            yield node
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)


def _follow(node: dict[str, Any], keys: list[str]) -> Iterator[tuple[dict[str, Any], Any]]:
    """Give each value at the end of the path, with the object that it stands in.

    A number in the path takes one of a list: `lines.0.price`.
    """
    value = node.get(keys[0])
    while len(keys) > 1 and keys[1].isdecimal() and isinstance(value, list):
        value = value[int(keys[1])] if int(keys[1]) < len(value) else None
        keys = [keys[0], *keys[2:]]
    for each in value if isinstance(value, list) else [value]:
        if len(keys) == 1:
            yield node, each
        elif isinstance(each, dict):
            yield from _follow(each, keys[1:])


def _written(owner: dict[str, Any], value: Any, key: str) -> str:
    if isinstance(value, dict):
        return _quantity(value)
    if value is None or isinstance(value, bool):
        return ""
    text = str(value)[:2000]
    currency = owner.get("priceCurrency") or owner.get("currency")
    is_amount = "price" in key.lower() or key in ("value", "minValue", "maxValue", "amount")
    if isinstance(currency, str) and is_amount and currency not in text:
        return f"{text} {currency}"
    if key in COUNTED:
        return f"{text} {key}"
    unit = owner.get("unitText") or UNITS.get(str(owner.get("unitCode")))
    return f"{text} {unit}" if unit and is_amount else text


def _quantity(value: dict[str, Any]) -> str:
    for key in ("value", "maxValue", "price", "amount", *COUNTED, "name"):
        if key in value and not isinstance(value[key], dict | list):
            return _written(value, value[key], key)
    return ""
