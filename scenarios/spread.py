"""How long something takes: a time and how it spreads around it.

`95s` is a constant; `{lognormal: {mean: 95s, cv: 0.8}}` names a distribution.
"""

from __future__ import annotations

import math
from typing import Annotated, Any, TypeVar

from pydantic import Field, model_validator

from .shape import Shape
from .units import Seconds, Unfit

Positive = Annotated[float, Field(gt=0)]


class MeanAndCv(Shape):
    """A mean, and the coefficient of variation: standard deviation over mean."""

    mean: Seconds
    cv: Positive


class Weibull(Shape):
    """Scale (time by which 63% are done) and shape (below 1: long tail)."""

    scale: Seconds
    shape: Positive


class Triangular(Shape):
    """The least, the likeliest and the most."""

    low: Seconds
    mode: Seconds
    high: Seconds

    @model_validator(mode="after")
    def _in_order(self) -> Triangular:
        if not self.low <= self.mode <= self.high or self.low == self.high:
            raise Unfit("DL135", "low, mode and high must rise in this order")
        return self


class Uniform(Shape):
    """Anything between low and high, all alike."""

    low: Seconds
    high: Seconds

    @model_validator(mode="after")
    def _in_order(self) -> Uniform:
        if self.low > self.high:
            raise Unfit("DL135", "low must not be above high")
        return self


class Spread(Shape):
    """A time distribution, in seconds: exactly one of the kinds below."""

    constant: Seconds | None = None
    exponential: Seconds | None = None  # its mean
    lognormal: MeanAndCv | None = None
    gamma: MeanAndCv | None = None
    weibull: Weibull | None = None
    triangular: Triangular | None = None
    uniform: Uniform | None = None
    empirical: Annotated[tuple[Seconds, ...], Field(min_length=1)] | None = None  # as observed

    @model_validator(mode="before")
    @classmethod
    def _a_plain_time_is_constant(cls, given: Any) -> Any:
        return given if isinstance(given, dict | Spread) else {"constant": given}

    @model_validator(mode="after")
    def _exactly_one(self) -> Spread:
        written = [name for name in self.model_fields_set if getattr(self, name) is not None]
        if len(written) != 1 or len(self.model_fields_set) != 1:
            raise Unfit("DL131", "name one distribution: " + ", ".join(type(self).model_fields))
        return self

    @property
    def kind(self) -> str:
        """The distribution's name."""
        return next(iter(self.model_fields_set))

    @classmethod
    def of(cls, seconds: float) -> Spread:
        """Give the constant time."""
        return cls(constant=seconds)


def mean_of(spread: Spread) -> float:
    """Give the mean, in seconds."""
    match spread.kind:
        case "constant" | "exponential":
            return float(getattr(spread, spread.kind))
        case "lognormal" | "gamma":
            return float(getattr(spread, spread.kind).mean)
        case "weibull":
            weibull = _given(spread.weibull)
            return weibull.scale * math.gamma(1 + 1 / weibull.shape)
        case "triangular":
            triangular = _given(spread.triangular)
            return (triangular.low + triangular.mode + triangular.high) / 3
        case "uniform":
            uniform = _given(spread.uniform)
            return (uniform.low + uniform.high) / 2
    observed = _given(spread.empirical)
    return sum(observed) / len(observed)


def scaled(spread: Spread, factor: float) -> Spread:
    """Give the same spread with all its times multiplied."""
    inside = getattr(spread, spread.kind)
    if isinstance(inside, float):
        return Spread(**{spread.kind: inside * factor})
    if isinstance(inside, tuple):
        return Spread(empirical=tuple(time * factor for time in inside))
    times = {name: getattr(inside, name) for name in type(inside).model_fields}
    moved = {name: time * (1 if name in UNITLESS else factor) for name, time in times.items()}
    return Spread(**{spread.kind: type(inside)(**moved)})


UNITLESS = ("cv", "shape")
Given = TypeVar("Given")


def _given(value: Given | None) -> Given:
    assert value is not None  # noqa: S101 - the kind says that it is there
    return value
