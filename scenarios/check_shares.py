"""Shares that must add up, and amounts that must be in one currency."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from .finding import Finding, touchpoints_at
from .journey import Journey
from .route import shares_of
from .tree import Path
from .units import Money
from .ways import routes_at

TOLERANCE = 0.001 + 1e-9  # a tenth of a percentage point, so that 33.3% three times is fine


def segments(journey: Journey) -> Iterator[Finding]:
    """Find segments that don't add up to all customers."""
    shares = {name: segment.share for name, segment in journey.segments.items()}
    yield from _whole(("segments",), shares, "the segments' shares")


def starts(journey: Journey) -> Iterator[Finding]:
    """Find starts that don't add up to all customers."""
    yield from _whole(("starts",), journey.starts, "the shares of `starts`")


def groups(journey: Journey) -> Iterator[Finding]:
    """Find groups that don't add up to all that come."""
    shares = {str(size): share for size, share in journey.arrivals.groups.items()}
    yield from _whole(("arrivals", "groups"), shares, "the shares of `groups`")


def onwards(journey: Journey) -> Iterator[Finding]:
    """Find ways on that do not add up to all who stay, and `on-abandon` above all."""
    for path, name, touchpoint in touchpoints_at(journey):
        for below, routes in routes_at(touchpoint):
            here = (*path, *below)
            if below[-1] != "on-abandon":
                yield from _whole(here, shares_of(routes), f"those who go on from `{name}`")
            elif (total := sum(shares_of(routes).values())) > 1 + TOLERANCE:
                what = f"those who abandon `{name}` add up to {percent(total)}, more than all"
                yield _summed(here, what, "100% at the most; what is missing leaves")


def _whole(path: Path, shares: Mapping[str, float], whose: str) -> Iterator[Finding]:
    total = sum(shares.values())
    if shares and abs(total - 1) > TOLERANCE:
        parts = " + ".join(percent(share) for share in list(shares.values())[:8])
        difference = percent(abs(1 - total))
        hint = f"{difference} {'are missing' if total < 1 else 'are too much'}"
        hint += (
            "; `end: …` in `next` is for those who are done here"
            if path[-1] in ("next", "to")
            else ""
        )
        listed = parts if 1 < len(shares) <= 8 else f"{len(shares)} of them"
        yield _summed(path, f"{whose} add up to {percent(total)}, not 100% ({listed})", hint)


def _summed(path: Path, what: str, hint: str) -> Finding:
    return Finding(
        path, "DL140", what, hint, at_key=True, rests_on=((*path, "*"), (*path, "*", "*"))
    )


def percent(share: float) -> str:
    """Write a share as people do: 22%, 33.3%."""
    return f"{round(share * 100, 2):g}%"


def currencies(journey: Journey) -> Iterator[Finding]:
    """Find amounts in another currency than the journey's, and a currency that is none."""
    if not re.fullmatch("[A-Z]{3}", journey.currency):
        what = f"`{journey.currency}` is not a currency"
        yield Finding(("currency",), "DL166", what, "write three capitals, like EUR")
        return
    amounts: list[tuple[Path, Money | None]] = [
        (("segments", name, "value"), segment.value) for name, segment in journey.segments.items()
    ]
    amounts += [
        (("resources", name, "cost"), resource.cost) for name, resource in journey.resources.items()
    ]
    for path, amount in amounts:
        if amount is not None and amount.currency != journey.currency:
            what = f"an amount in {amount.currency}, and the journey counts in {journey.currency}"
            hint = f"write it in {journey.currency}, or set `currency: {amount.currency}`"
            yield Finding(path, "DL161", what, hint, rests_on=(("currency",),))
