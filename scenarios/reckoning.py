"""What one change does to one quantity: a share, a time, a rate, people, money."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal, TypeVar

from . import limits
from .hours import MOST_PEOPLE
from .spread import Spread, longest_of, mean_of, scaled
from .units import NUMBER, Money, Unfit, factor, growth, per_hour, seconds, share, shown
from .week import Span, Week, constant_week

Sign = Literal["x", "+", "-", "="]
FORM = re.compile(r"(?:([x×*])|([-+−])|(=))\s*(\S.*)", re.DOTALL)
ALL = 1 + 1e-9
Quantity = TypeVar("Quantity")


@dataclass(frozen=True, slots=True)
class Change:
    """A sign and what follows it: x 0.7, - 4pp, = 30s."""

    sign: Sign
    amount: str

    def __str__(self) -> str:
        """Write it as the language does."""
        return f"{self.sign}{' ' if self.sign == '=' else ''}{self.amount}"


def parsed(written: str, path: str) -> Change:
    """Read a change of a path. Raises Unfit when it has none of the four forms."""
    found = FORM.fullmatch(written.strip())
    if found is None:
        what = f"{shown(written)} is no change of `{path}`; write x0.7, +2, -4pp or = 30s"
        raise Unfit("DL202", what, nearest=f"= {written.strip()}" if written.strip() else "")
    times, step, _, amount = found.groups()
    sign: Sign = "x" if times else "=" if not step else "+" if step == "+" else "-"
    if sign == "x" and not re.fullmatch(NUMBER, amount.strip()):
        raise Unfit("DL202", f"`x` is followed by a number, and {shown(amount)} is none")
    return Change(sign, amount.strip())


def new_share(now: float, change: Change, path: str) -> float:
    """Change a share: times, or by percentage points."""
    if change.sign == "=":
        return _in_unit(change, path, share)
    new = now * _factor(change) if change.sign == "x" else now + _points(change, path)
    if not -1e-9 <= new <= ALL:
        what = f"`{path}` is {now * 100:.4g}%; {change} makes it {new * 100:.4g}%"
        raise Unfit("DL204", f"{what}, and a share is from 0% to 100%")
    return min(1.0, max(0.0, new))


def _points(change: Change, path: str) -> float:
    found = re.fullmatch(rf"{NUMBER}\s*pp", change.amount)
    if found is None:
        bare = re.fullmatch(rf"{NUMBER}\s*%?", change.amount)
        what = f"`{path}` is a share and moves by percentage points; write it like -4pp"
        raise Unfit("DL203", what, nearest=f"{change.sign}{bare[1]}pp" if bare else "")
    return _signed(change, float(found[1]) / 100)


def rescaled(shares: Mapping[str, float], name: str, new: float, path: str) -> dict[str, float]:
    """Set one share and scale the others so that all add up to 100%."""
    others = sum(value for key, value in shares.items() if key != name)
    if others <= 0 and new < 1 - 1e-9:
        what = f"`{path}` is the only way on: less than 100% would leave the rest nowhere to go"
        raise Unfit("DL204", what)
    scale = max(0.0, 1 - new) / others if others > 0 else 0.0
    moved = {key: value * scale for key, value in shares.items()}
    return moved | {name: new}


def new_spread(now: Spread | None, change: Change, path: str) -> Spread:
    """Change a time: times, by so much on the mean, or to a constant."""
    new = _spread(now, change, path)
    _not_above(longest_of(new), limits.LONGEST_SECONDS, change, path, limits.TOO_LONG)
    return new


def _spread(now: Spread | None, change: Change, path: str) -> Spread:
    if change.sign == "=":
        return Spread(constant=_in_unit(change, path, seconds))
    if now is None:
        raise Unfit("DL204", f"`{path}` has no value to change; set one, like = 4 min")
    if change.sign == "x":
        return scaled(now, _factor(change))
    mean = mean_of(now)
    new = mean + _signed(change, _in_unit(change, path, seconds))
    if new < 0:
        what = f"`{path}` is {mean:.4g} s in the mean; {change} makes it {new:.4g} s"
        raise Unfit("DL204", f"{what}, and no time is negative")
    return scaled(now, new / mean) if mean > 0 else Spread(constant=new)


def new_rates(now: Week, change: Change, path: str) -> Week:
    """Change arrivals: in every hour alike."""
    if change.sign == "=":
        return constant_week(_in_unit(change, path, per_hour))
    if change.sign == "x":
        return _each(now, lambda rate: _rate(rate * _factor(change), change, path))
    step = _signed(change, _in_unit(change, path, per_hour))
    return _each(now, lambda rate: _rate(rate + step, change, path))


def _rate(new: float, change: Change, path: str) -> float:
    _not_above(new, limits.MOST_AN_HOUR, change, path, limits.TOO_OFTEN)
    return _not_negative(new, change, path)


def new_factors(now: Week | None, change: Change, path: str) -> Week:
    """Change what times are multiplied by: in every hour alike."""
    if change.sign == "=":
        return constant_week(_in_unit(change, path, factor))
    week = constant_week(1.0) if now is None else now
    spans = [_each_of(part, lambda one: new_factor(one, change, path)) for part in _parts(week)]
    holiday = None if week.holiday is None else spans[1]
    return Week(spans[0], new_factor(week.otherwise, change, path), holiday)


def new_factor(now: float, change: Change, path: str) -> float:
    """Change a factor: times, by a number, or to another (`= x2`)."""
    if change.sign == "=":
        return _in_unit(change, path, factor)
    step = 0.0 if change.sign == "x" else _signed(change, _in_unit(change, path, _number))
    new = now * _factor(change) if change.sign == "x" else now + step
    _not_above(new, limits.LARGEST_FACTOR, change, path, limits.TOO_LARGE)
    return _not_negative(new, change, path)


def new_growth(now: float, change: Change, path: str) -> float:
    """Change what arrivals grow by each month: times, or by percentage points."""
    if change.sign == "=":
        return _in_unit(change, path, growth)
    new = now * _factor(change) if change.sign == "x" else now + _points(change, path)
    if not -1 < new <= 1:
        what = f"`{path}` is {now * 100:.4g}% per month; {change} makes it {new * 100:.4g}%"
        raise Unfit("DL204", f"{what}, and it is above -100% and at most 100%")
    return new


def new_count(now: int | None, change: Change, path: str, *, least: int, most: int) -> int:
    """Change a whole number: customers at once, or in line."""
    amount = _factor(change) if change.sign == "x" else _in_unit(change, path, _whole)
    if now is None and change.sign != "=":
        raise Unfit("DL204", f"`{path}` has no value to change; set one, like = 20")
    before = now or 0
    moved = before * amount if change.sign == "x" else before + _signed(change, amount)
    new = amount if change.sign == "=" else moved
    if abs(new - round(new)) > 1e-9 or not least <= round(new) <= most:
        what = f"`{path}`: {change} makes it {new:g}, and it is a whole number"
        raise Unfit("DL204", f"{what} from {least:,} to {most:,}")
    return round(new)


def _number(text: object) -> float:
    if not re.fullmatch(NUMBER, str(text)):
        raise Unfit("DL172", f"{shown(text)} is not a number, like 0.2")
    return float(str(text))


def new_people(now: Week, change: Change, path: str) -> Week:
    """Change how many work, in the hours when somebody does; closed hours stay closed."""
    amount = _factor(change) if change.sign == "x" else _in_unit(change, path, _whole)

    def new(people: float) -> float:
        if change.sign == "=":
            return amount
        result = people * amount if change.sign == "x" else people + _signed(change, amount)
        if abs(result - round(result)) > 1e-9:
            what = f"`{path}` is {people:g}; {change} makes it {result:g}, and people are whole"
            raise Unfit("DL204", what)
        _not_above(result, MOST_PEOPLE, change, path, f"is too many; take at most {MOST_PEOPLE}")
        return _not_negative(float(round(result)), change, path)

    if now.otherwise <= 0 and not any(span.value > 0 for part in _parts(now) for span in part):
        return constant_week(new(0.0))
    return _each(now, lambda people: new(people) if people > 0 else people)


def _whole(text: object) -> float:
    if not re.fullmatch(r"\d{1,6}", str(text)):
        raise Unfit("DL128", f"{shown(text)} is not a number of people or places")
    return float(str(text))


def new_money(
    now: Money | None, change: Change, path: str, parse: Callable[[object], Money]
) -> Money:
    """Change an amount: times, or by an amount of the same currency."""
    if change.sign == "=":
        return _in_unit(change, path, parse)
    if now is None:
        raise Unfit("DL204", f"`{path}` has no value to change; set one, like = 120 EUR")
    if change.sign == "x":
        return replace(now, amount=now.amount * Decimal(change.amount))
    step = _in_unit(change, path, parse)
    if step.currency != now.currency:
        raise Unfit("DL203", f"`{path}` is in {now.currency}, and {change} is in {step.currency}")
    moved = now.amount + (step.amount if change.sign == "+" else -step.amount)
    if moved < 0:
        raise Unfit("DL204", f"`{path}` is {now}; {change} makes it less than nothing")
    return replace(now, amount=moved)


def _in_unit(change: Change, path: str, parse: Callable[[object], Quantity]) -> Quantity:
    try:
        return parse(change.amount)
    except Unfit as unfit:
        code = unfit.code if unfit.code == "DL390" else "DL203"
        raise Unfit(code, f"`{path}`: {unfit.what}", nearest=unfit.nearest) from None


def _factor(change: Change) -> float:
    return float(change.amount)


def _signed(change: Change, amount: float) -> float:
    return -amount if change.sign == "-" else amount


def _each(now: Week, new: Callable[[float], float]) -> Week:
    """Change the value in every hour that has one of its own."""
    spans = _each_of(now.spans, new)
    holiday = None if now.holiday is None else _each_of(now.holiday, new)
    is_outside_too = now.otherwise > 0 or not spans
    return Week(spans, new(now.otherwise) if is_outside_too else now.otherwise, holiday)


def _each_of(spans: tuple[Span, ...], new: Callable[[float], float]) -> tuple[Span, ...]:
    return tuple(replace(span, value=new(span.value)) for span in spans)


def _parts(week: Week) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    return week.spans, week.holiday or ()


def _not_above(value: float, most: float, change: Change, path: str, too_much: str) -> None:
    if value > most:
        raise Unfit("DL204", f"`{path}`: what {change} makes of it {too_much}")


def _not_negative(value: float, change: Change, path: str) -> float:
    if value < 0:
        raise Unfit("DL204", f"`{path}`: {change} makes it {value:g}, and nothing is less than 0")
    return value
