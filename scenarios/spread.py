"""How long something takes: a time and how it spreads around it.

`95s` is a constant; `{lognormal: {mean: 95s, cv: 0.8}}` names a distribution.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, model_validator

from .shape import Shape
from .units import Seconds

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
            raise ValueError("low, mode and high must rise in this order")
        return self


class Uniform(Shape):
    """Anything between low and high, all alike."""

    low: Seconds
    high: Seconds

    @model_validator(mode="after")
    def _in_order(self) -> Uniform:
        if self.low > self.high:
            raise ValueError("low must not be above high")
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
        if len(self.model_fields_set) != 1:
            raise ValueError("name one distribution: " + ", ".join(type(self).model_fields))
        return self

    @property
    def kind(self) -> str:
        """The distribution's name."""
        return next(iter(self.model_fields_set))

    @classmethod
    def of(cls, seconds: float) -> Spread:
        """Give the constant time."""
        return cls(constant=seconds)
