"""Values by the hour of the week, as the planner writes them: rates, people, factors.

Each is one value for all hours, or hour ranges with values; they differ in what a value
is. Which hours a rule holds in is written as hour ranges alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from .units import FACTOR_PATTERN, RATE_PATTERN, Unfit, factor, per_hour, shown
from .week import HOURS_PATTERN, Week, constant_week, week

MOST_PEOPLE = 1_000_000


def _reader(parse: Callable[[Any], float], *, otherwise: float = 0.0) -> BeforeValidator:
    """Read one value, or a value by range of hours; `otherwise` is what holds outside."""

    def read(given: Any) -> Week:
        if isinstance(given, Week):
            return given
        if isinstance(given, dict):
            values = {text: _at(text, parse, value) for text, value in given.items()}
            return week(values, otherwise=otherwise)
        return constant_week(parse(given))

    return BeforeValidator(read)


def _at(key: str, parse: Callable[[Any], float], given: Any) -> float:
    try:
        return parse(given)
    except Unfit as unfit:
        raise Unfit(unfit.code, unfit.what, nearest=unfit.nearest, at=key) from None


def _count(given: Any) -> float:
    if type(given) is not int or not 0 <= given <= MOST_PEOPLE:
        what = f"{shown(given)} is not a number of people or places; write it like 6"
        raise Unfit("DL128", what)
    return float(given)


def _ranges(given: Any) -> Week:
    """Give a week that is 1 inside the ranges, else 0."""
    if isinstance(given, Week):
        return given
    ranges = [given] if isinstance(given, str) else given
    if not isinstance(ranges, list | tuple) or not all(isinstance(one, str) for one in ranges):
        raise Unfit("DL130", f"{shown(given)} is not a list of hour ranges, like [sat, sun]")
    if not ranges or "otherwise" in ranges:
        raise Unfit("DL130", "name the hours when this holds, like mon-fri 09:00-18:00")
    return week(dict.fromkeys(ranges, 1.0))


def _written(hours: Week) -> dict[str, Any]:
    spans = [[span.start_minute, span.end_minute, span.value] for span in hours.spans]
    plain: dict[str, Any] = {"spans": spans, "otherwise": hours.otherwise}
    if hours.holiday is not None:
        feast = [[span.start_minute, span.end_minute, span.value] for span in hours.holiday]
        plain["holiday"] = feast
    return plain


def _by_hour(value: dict[str, Any]) -> WithJsonSchema:
    """Describe one value for all hours, or a value by range of hours, to editors."""
    ranges = {"propertyNames": {"pattern": HOURS_PATTERN}, "additionalProperties": value}
    return WithJsonSchema({"anyOf": [value, {"type": "object", **ranges}]})


_RANGE = {"type": "string", "pattern": HOURS_PATTERN, "examples": ["mon-fri 09:00-18:00"]}
_AS_WRITTEN = PlainSerializer(_written)

Rates = Annotated[
    Week,
    _reader(per_hour),
    _AS_WRITTEN,
    _by_hour({"type": "string", "pattern": RATE_PATTERN, "examples": ["60/h"]}),
]
Staffing = Annotated[
    Week,
    _reader(_count),
    _AS_WRITTEN,
    _by_hour({"type": "integer", "minimum": 0, "examples": [6]}),
]
Factors = Annotated[
    Week,
    _reader(factor, otherwise=1.0),
    _AS_WRITTEN,
    _by_hour({"type": "string", "pattern": FACTOR_PATTERN, "examples": ["x1.3"]}),
]
Hours = Annotated[
    Week,
    BeforeValidator(_ranges),
    _AS_WRITTEN,
    WithJsonSchema({"anyOf": [_RANGE, {"type": "array", "items": _RANGE, "minItems": 1}]}),
]
