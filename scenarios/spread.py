"""How long something takes: a time and how it spreads around it.

`95s` is a constant; `{lognormal: {mean: 95s, cv: 0.8}}` names a distribution. Bounds
(`at-most: 10 min`) leave out the times beyond them; `plus: 20s` comes on top.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Annotated, Any

from pydantic import AfterValidator, Field, model_validator

from . import curves, limits
from .curves import Curve
from .shape import Shape
from .units import Seconds, Share, Unfit, shown


def _from_to(name: str, least: float, most: float) -> AfterValidator:
    """Refuse how much a distribution scatters when it is beyond what can be drawn."""

    def read(given: float) -> float:
        if not least <= given <= most:
            what = f"times can't be drawn with a {name} of {shown(given)}"
            raise Unfit("DL391", f"{what}; write one from {least:g} to {most:g}")
        return given

    return AfterValidator(read)


Cv = Annotated[float, Field(gt=0), _from_to("cv", limits.LEAST_CV, limits.LARGEST_CV)]
CurveShape = Annotated[
    float, Field(gt=0), _from_to("shape", limits.LEAST_SHAPE, limits.LARGEST_SHAPE)
]


class MeanAndCv(Shape):
    """A mean, and the coefficient of variation: standard deviation over mean."""

    mean: Seconds
    cv: Cv


class Weibull(Shape):
    """Scale (time by which 63% are done) and shape (below 1: long tail)."""

    scale: Seconds
    shape: CurveShape


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
    """A time distribution, in seconds: one of the kinds below, and what bounds and moves it."""

    constant: Seconds | None = None
    exponential: Seconds | None = None  # its mean
    lognormal: MeanAndCv | None = None
    gamma: MeanAndCv | None = None
    weibull: Weibull | None = None
    triangular: Triangular | None = None
    uniform: Uniform | None = None
    empirical: Annotated[tuple[Seconds, ...], Field(min_length=1)] | None = None  # as observed

    at_least: Seconds | None = None  # only such times, in the proportions that they have
    at_most: Seconds | None = None
    plus: Seconds = 0.0  # on top, after the bounds
    correlated: Share = 0.0  # how alike one customer's times are here, and at other touchpoints

    @model_validator(mode="before")
    @classmethod
    def _a_plain_time_is_constant(cls, given: Any) -> Any:
        return given if isinstance(given, dict | Spread) else {"constant": given}

    @model_validator(mode="after")
    def _exactly_one(self) -> Spread:
        named = [name for name in DISTRIBUTIONS if name in self.model_fields_set]
        if len(named) != 1 or getattr(self, named[0]) is None:
            raise Unfit("DL131", "name one distribution: " + ", ".join(DISTRIBUTIONS))
        return self

    @model_validator(mode="after")
    def _bounds_leave_something(self) -> Spread:
        low, high = self.at_least, self.at_most
        if self.constant is not None and (low is not None or high is not None or self.correlated):
            what = "a time that is always the same takes no at-least, at-most or correlated"
            raise Unfit("DL177", what)
        if low is not None and high is not None and low >= high:
            raise Unfit("DL135", "at-least must be below at-most")
        if is_bounded(self) and share_inside(self) < LEAST_INSIDE:
            what = f"hardly any time of this {self.kind} is between at-least and at-most"
            raise Unfit("DL177", what)
        return self

    @property
    def kind(self) -> str:
        """The distribution's name."""
        return next(name for name in DISTRIBUTIONS if name in self.model_fields_set)

    @classmethod
    def of(cls, seconds: float) -> Spread:
        """Give the constant time."""
        return cls(constant=seconds)


DISTRIBUTIONS = (
    "constant", "exponential", "lognormal", "gamma", "weibull", "triangular", "uniform",
    "empirical",
)  # fmt: skip
LEAST_INSIDE = 1e-6  # of all times: what bounds must leave
UNITLESS = ("cv", "shape")


def mean_of(spread: Spread) -> float:
    """Give the mean, in seconds, of the times inside the bounds and what comes on top."""
    low, high = _bounds(spread)
    if spread.empirical is not None:
        inside = [time for time in spread.empirical if low <= time <= high]
        return sum(inside) / len(inside) + spread.plus
    if spread.constant is not None:
        return spread.constant + spread.plus
    curve = curve_of(spread)
    if not is_bounded(spread):
        return curve.part(math.inf) + spread.plus
    mean = (curve.part(high) - curve.part(low)) / share_inside(spread)
    return min(high, max(low, mean)) + spread.plus


def is_bounded(spread: Spread) -> bool:
    """Tell whether some times of the distribution are left out."""
    return spread.at_least is not None or spread.at_most is not None


def share_inside(spread: Spread) -> float:
    """Give the share of the distribution's times that its bounds leave."""
    low, high = _bounds(spread)
    if spread.empirical is not None:
        return sum(low <= time <= high for time in spread.empirical) / len(spread.empirical)
    curve = curve_of(spread)
    return curve.below(high) - curve.below(low)


def _bounds(spread: Spread) -> tuple[float, float]:
    high = math.inf if spread.at_most is None else spread.at_most
    return spread.at_least or 0.0, high


def curve_of(spread: Spread) -> Curve:
    """Give the distribution's curve, without bounds; not of a constant or observed times."""
    parameters = getattr(spread, spread.kind)
    if isinstance(parameters, float):
        return curves.exponential(parameters)
    return CURVES[spread.kind](*dict(parameters).values())


CURVES: dict[str, Callable[..., Curve]] = {
    "lognormal": curves.lognormal,
    "gamma": curves.gamma,
    "weibull": curves.weibull,
    "triangular": curves.triangular,
    "uniform": curves.uniform,
}


def scaled(spread: Spread, factor: float) -> Spread:
    """Give the same spread with all its times multiplied."""
    moved = {name: _times(getattr(spread, name), factor) for name in TIMES}
    written = {name: value for name, value in moved.items() if name in spread.model_fields_set}
    return spread.model_copy(update=written)


TIMES = (*DISTRIBUTIONS, "at_least", "at_most", "plus")


def longest_of(spread: Spread) -> float:
    """Give the longest time that is written in a spread, in seconds."""
    return max(_longest(getattr(spread, name)) for name in TIMES)


def _longest(value: Any) -> float:
    if isinstance(value, float):
        return value
    if isinstance(value, tuple):
        return max(value, default=0.0)
    parts = [] if value is None else dict(value).items()
    return max((part for key, part in parts if key not in UNITLESS), default=0.0)


def _times(value: Any, factor: float) -> Any:
    """Multiply a time, several, or those of a distribution."""
    if isinstance(value, float):
        return value * factor
    if isinstance(value, tuple):
        return tuple(time * factor for time in value)
    if value is None:
        return None
    parts = dict(value).items()
    return value.model_copy(update={k: v if k in UNITLESS else v * factor for k, v in parts})
