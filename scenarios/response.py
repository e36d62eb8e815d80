"""How customers respond to what goes wrong: the shift of the log-odds to leave, per unit.

A response is named by a built-in prior (`akamai-2017`), or written as odds
(`x1.2 per s`, `4% per field over 8`), or spelled out with its range and source.
What has no source is a guess, and is called one everywhere.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import Field, model_validator

from .shape import Shape
from .units import NUMBER, Unfit

# What a customer can respond to, and the unit that its excess is counted in.
DRIVERS = {
    "load-time": "s",  # seconds over the promised load time
    "wait": "min",  # minutes in a queue, over the promised answer time
    "effort": "point",  # effort felt so far, points on the 1 to 7 scale
    "fields": "field",  # form fields over the promised number
    "clicks": "click",  # clicks over the promised number
    "contradiction": "fact",  # facts that say something else than promised or said before
    "repetition": "answer",  # things asked for that the customer had told already
    "again": "visit",  # visits to this touchpoint before this one
    "message": "page",  # a page that does not say what led here
    "dead-end": "link",  # links that lead nowhere
    "no-human": "turn",  # turns with a bot over the promised number
    "inaccessible": "barrier",  # barriers to people with a disability
    "delay": "h",  # hours that a message is late
}

Kind = Literal["measured", "survey", "guess"]


@dataclass(frozen=True, slots=True)
class Effect:
    """A shift of the log-odds per unit: the likely value and its 95% range."""

    log_odds: float
    low: float
    high: float
    kind: Kind
    source: str  # where it comes from, or "guess"


class Response(Shape):
    """What the planner wrote about one driver; `effect_of` in prior.py resolves it."""

    prior: str | None = None
    odds: float | None = Field(default=None, gt=0)  # the odds to leave, times this, per unit
    low: float | None = Field(default=None, gt=0)
    high: float | None = Field(default=None, gt=0)
    over: float | None = None  # counted above this many units, instead of above the promise
    source: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _short_forms(cls, given: Any) -> Any:
        return _short(given) if isinstance(given, str) else given

    @model_validator(mode="after")
    def _one_way(self) -> Response:
        if (self.prior is None) == (self.odds is None):
            raise Unfit("DL131", "name a prior, or odds (like x1.2 per s), not both or neither")
        if self.low and self.high and self.odds and not self.low <= self.odds <= self.high:
            raise Unfit("DL135", "odds must lie between low and high")
        return self


def _short(text: str) -> dict[str, Any]:
    form = rf"(?:x\s*{NUMBER}|\+?{NUMBER}\s*%)\s+per\s+([a-z]+)(?:\s+over\s+{NUMBER})?"
    found = re.fullmatch(form, text.strip())
    if found is None:
        return {"prior": text}
    odds = float(found[1]) if found[1] else 1 + float(found[2]) / 100
    return {"odds": odds} | ({"over": float(found[4])} if found[4] else {})


def effect_from_odds(response: Response) -> Effect:
    """Give the effect that written odds stand for; without a range, half to double of it."""
    assert response.odds is not None  # noqa: S101 - the caller has resolved priors
    middle = math.log(response.odds)
    low = math.log(response.low) if response.low else min(middle / 2, middle * 2)
    high = math.log(response.high) if response.high else max(middle / 2, middle * 2)
    kind: Kind = "measured" if response.source else "guess"
    return Effect(middle, low, high, kind, response.source or "guess")
