"""Simulated figures in words: numbers with their intervals, and the sentences on top."""

from __future__ import annotations

from collections.abc import Sequence

from desireline.reports.words import days
from desireline.sim.experiments.experiment import difference
from desireline.sim.experiments.outcome import Estimate, Outcome

WORTH_TELLING = 1.5  # times the replications: less is no help
UNITS = ((1 / 60, "s"), (1.0, "min"), (60.0, "h"), (1440.0, "days"))


def number(value: float, digits: int | None = None) -> str:
    """Write a number with as many digits as can be read: 8,749, 88, 3.4."""
    if digits is None:
        digits = 0 if abs(value) >= 20 or value == round(value) else 1
    text = f"{value:,.{digits}f}"
    return text.replace("-", "\N{MINUS SIGN}" if float(text.replace(",", "")) else "")


def level(found: Estimate, digits: int | None = None, unit: str = "", factor: float = 1.0) -> str:
    """Write an estimate: 8,749 ±65."""
    mean, half = found.mean * factor, (found.high - found.low) / 2 * factor
    if digits is None:
        digits = 0 if abs(mean) >= 20 or mean == half == 0 else 1
    margin = f" ±{number(half, digits)}" if round(half, digits) else ""
    return f"{number(mean, digits)}{unit}{margin}"


def percent(found: Estimate) -> str:
    """Write a share."""
    return level(found, 1, "%", 100.0)


def clock(found: Estimate) -> str:
    """Write minutes in the unit that people would use."""
    factor, unit = next(
        ((size, name) for size, name in UNITS if found.mean < 120 * size), UNITS[-1]
    )
    return level(found, 0 if unit == "s" else 1, f" {unit}", 1 / factor)


def moved(found: Estimate, digits: int | None = None, factor: float = 1.0) -> str:
    """Write a difference: +88 (61 to 115)."""
    mean, low, high = (value * factor for value in (found.mean, found.low, found.high))
    if digits is None:
        digits = 0 if max(abs(low), abs(high)) >= 20 else 1
    if not mean == low == high == 0:
        sign = "+" if mean > 0 else ""
        return f"{sign}{number(mean, digits)} ({number(low, digits)} to {number(high, digits)})"
    return "none"


def answer(outcome: Outcome, currency: str) -> str:
    """Say how many complete and what it is worth, with ranges."""
    share, done = outcome.completion, outcome.completed
    worth = (
        f", worth {number(outcome.value.mean)} {currency} ({_range(outcome.value)})"
        if outcome.value.mean
        else ""
    )
    return (
        f"{share.mean:.1%} of {number(outcome.arrived.mean)} customers a month complete "
        f"({100 * share.low:.1f}\N{EN DASH}{share.high:.1%}): "
        f"{number(done.mean)} journeys ({_range(done)}){worth}."
    )


def where_most_leave(outcome: Outcome) -> str:
    """Say where most customers leave."""
    left = {t.name: sum(e.mean for e in t.left.values()) for t in outcome.touchpoints}
    place = max(left, key=lambda name: left[name])
    if not left[place]:
        return "Nobody leaves."
    share = left[place] / outcome.arrived.mean
    return f"Most leave at {place}: {number(left[place])} a month, {share:.0%} of all."


def fix_answer(fixes: Sequence[str], now: Outcome, fixed: Outcome, currency: str) -> str:
    """Say what the fixes bring, with ranges, and whether it could be chance."""
    more = difference(fixed, now, "completed")
    worth = difference(fixed, now, "value")
    money = f", {moved(worth)} {currency}" if now.value.mean or fixed.value.mean else ""
    chance = ", which could be chance" if more.could_be_chance and more.mean else ""
    return f"With {' and '.join(fixes)}: {moved(more)} completed journeys a month{money}{chance}."


def context(outcome: Outcome, *, fixed: bool, begins: str = "a Monday") -> str:
    """Say what was simulated, and what the ranges mean; `begins` is when time does."""
    plan = outcome.plan
    warm_up = f" after {days(plan.days_before)} of warm-up" if plan.warm_up_days else ""
    ranges = "± is the 95% confidence interval of the mean."
    if fixed:
        ranges += (
            " Both worlds have the same customers with the same luck; the range of a "
            "difference is where 95% of such periods would lie."
        )
    return (
        f"Simulated: {plan.replications} times {days(plan.days)}{warm_up}, from {begins}, "
        f"seed {plan.seed}, scaled to a month. {ranges}"
    )


def _range(found: Estimate) -> str:
    return f"{number(found.low)}\N{EN DASH}{number(found.high)}"


def exactly(outcome: Outcome) -> str:
    """Say what is known without simulating, or why nothing is."""
    known = outcome.exact
    if not known:
        return f"There is no exact answer to hold this against: {outcome.why_not_exact[0]}."
    return (
        f"Known exactly, with every effect at its median: {number(known['completed'])} a month "
        f"complete it ({number(100 * known['completion'], 1)}%)."
    )


def luck_taken_off(outcome: Outcome) -> str:
    """Say what walking the same customers where nobody waits was worth; nothing without that."""
    found = outcome.adjusted.get("completed")
    if found is None:
        return ""
    told = (
        "The same customers also walk where nobody waits and nothing is remembered, which is "
        "known exactly, and how lucky they were there is taken off:"
    )
    if found.cut is None:
        return f"{told} no chance is left in how many complete."
    if found.cut < WORTH_TELLING:
        return f"{told} for how many complete that was no help here."
    more = number(found.cut)
    return f"{told} how many complete is as precise as from {more} times as many replications."
