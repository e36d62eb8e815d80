"""Who arrives when: a rate by the hour, what it grows by, and what makes it rise for a while.

Or the arrivals as they were recorded, one by one; `recorded.py` reads those.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import (
    BeforeValidator,
    Field,
    PrivateAttr,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from .hours import Rates
from .moment import Moment
from .shape import Shape
from .units import FACTOR_PATTERN, Factor, Growth, Seconds, Share, Unfit, factor, nearest, shown
from .week import constant_week

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
LARGEST_GROUP = 1000


@dataclass(frozen=True, slots=True)
class Recorded:
    """Arrivals as they were recorded, in the order of time."""

    times: tuple[float, ...]  # seconds since the start
    segments: tuple[str, ...] | None = None  # none: by the segments' shares
    starts: tuple[str, ...] | None = None  # touchpoints; none: as `starts` of the journey says


def _season(given: Any) -> Any:
    if not isinstance(given, dict):
        return given
    return {_month(month): _factor_of(month, value) for month, value in given.items()}


def _month(written: Any) -> str:
    month = str(written)
    if month not in MONTHS:
        meant = month[:3].lower() if month[:3].lower() in MONTHS else nearest(month, MONTHS)
        what = f"{shown(month)} is not a month; months are {', '.join(MONTHS)}"
        raise Unfit("DL176", what, nearest=meant, at=month)
    return month


def _factor_of(month: Any, value: Any) -> float:
    try:
        return value if type(value) is float else factor(value)
    except Unfit as unfit:
        raise Unfit(unfit.code, unfit.what, nearest=unfit.nearest, at=str(month)) from None


Season = Annotated[
    dict[str, float],
    BeforeValidator(_season),
    WithJsonSchema(
        {
            "type": "object",
            "propertyNames": {"enum": list(MONTHS)},
            "additionalProperties": {"type": "string", "pattern": FACTOR_PATTERN},
        }
    ),
]


class Promotion(Shape):
    """Something that makes more customers come for a while."""

    starts: Moment  # a date and time of the calendar's zone, or seconds since the start
    lasts: Seconds = Field(gt=0)
    rate: Factor


class Arrivals(Shape):
    """How many customers arrive, and when."""

    rate: Rates = constant_week(10.0)
    groups: dict[int, Share] = {}  # by how many come together; none: each alone
    growth: Growth = 0.0  # a month
    season: Season = {}  # factors by month; 1 in those that are not named
    promotions: dict[str, Promotion] = {}
    recorded: str | None = None  # a file; replayed instead of the rate

    _replayed: Recorded | None = PrivateAttr(default=None)

    @model_validator(mode="before")
    @classmethod
    def _a_rate_alone(cls, given: Any) -> Any:
        if isinstance(given, dict) and (not given or any(key in cls.model_fields for key in given)):
            return given
        return given if isinstance(given, Arrivals) else {"rate": given}

    @field_validator("groups", mode="before")
    @classmethod
    def _sizes(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        return {_size(size): share for size, share in given.items()}

    @property
    def replayed(self) -> Recorded | None:
        """The arrivals that `recorded` names; None until they were read."""
        return self._replayed


def _size(written: Any) -> int:
    text = str(written)
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= LARGEST_GROUP:
        what = f"{shown(text)} is not the size of a group, from 1 to {LARGEST_GROUP}"
        raise Unfit("DL188", what, at=text)
    return int(text)


def replaying(arrivals: Arrivals, recorded: Recorded, path: str) -> Arrivals:
    """Give the arrivals with what was recorded in the file of this path."""
    known = arrivals.model_copy(update={"recorded": path})
    known._replayed = recorded
    return known
