"""The built-in priors: published effect sizes with their sources, and guesses called so.

`priors.yaml` beside this file holds them. All are observational, from surveys, or
guesses: wide ranges, never laws.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml

from .response import DRIVERS, Effect, Response, effect_from_odds
from .shape import Shape
from .tree import LOADER


class Prior(Shape):
    """An effect size for one driver: log-odds to leave, per unit of the driver."""

    name: str
    driver: str
    log_odds: float
    low: float
    high: float
    kind: str
    source: str
    url: str = ""
    derived: str = ""  # how the figure follows from the source
    default: bool = False  # used where a journey names no response for the driver

    @property
    def effect(self) -> Effect:
        """The prior as the simulation takes it."""
        kind = self.kind if self.kind in ("measured", "survey") else "guess"
        return Effect(self.log_odds, self.low, self.high, kind, self.source)  # type: ignore[arg-type]


@cache
def priors() -> dict[str, Prior]:
    """Give all built-in priors by name."""
    text = files("desireline.scenarios").joinpath("priors.yaml").read_text("utf-8")
    entries = yaml.load(text, Loader=LOADER)  # noqa: S506 - LOADER is a safe one
    return {entry["name"]: Prior.model_validate(entry) for entry in entries}


def default_prior(driver: str) -> Prior:
    """Give the prior for a driver that a journey says nothing about."""
    return next(p for p in priors().values() if p.driver == driver and p.default)


def effect_of(driver: str, response: Response | None) -> Effect:
    """Resolve what the planner wrote (or did not write) about a driver to an effect."""
    if driver not in DRIVERS:
        raise KeyError(driver)
    if response is None:
        return default_prior(driver).effect
    if response.prior is not None:
        return priors()[response.prior].effect
    return effect_from_odds(response)
