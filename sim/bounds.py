"""More than can be counted is refused before a customer sets out, not counted wrongly.

The compiled engine counts microseconds in 64 bits: 292,000 years. What is written is bounded
by the language (scenarios/limits.py); here is what only follows from all of it together: how
many customers come, how long one of them is under way, and how long a team would be busy with
them. Means are taken from the chain, so a single customer may be later than they say; for
those there is FOR_EVER, at which both engines give up (customer.py).
"""

from __future__ import annotations

from desireline.scenarios.errors import DesirelineError
from desireline.scenarios.limits import LONGEST_DAYS

from .chain import is_shut, parts_of, shares_and_times, visits_by_segment
from .clock import TICKS_A_DAY
from .flow import Flow
from .load import seconds_a_visit
from .moments import mean_seconds

MOST_CUSTOMERS = 1e11  # of one replication; their numbers have 40 bits (arrival.py)
MOST_BUSY_TICKS = 1 << 62  # of all the people of a team together
LONGEST_LIFE_DAYS = LONGEST_DAYS
LONGEST_WORK_DAYS = 100 * LONGEST_DAYS
SECONDS_A_DAY = 86400.0
TOO_MANY = "simulate fewer days (--days), or look for a number that is a slip of the pen"
TOO_LATE = "look for a time or a loop that is a slip of the pen"


def check_bounds(flow: Flow, customers: float, *, days: float) -> None:
    """Refuse more than can be counted in so many days, which bring so many customers.

    Too many customers or people (DL393), customers or work that take too long (DL394).
    """
    if customers > MOST_CUSTOMERS:
        what = f"{customers:.2g} customers are more than one replication can count"
        raise DesirelineError("DL393", f"{what} ({MOST_CUSTOMERS:.0e})", hint=TOO_MANY)
    for name, team in zip(flow.resources, flow.teams, strict=True):
        most = max(team.people.values) * team.at_once
        if most * days * TICKS_A_DAY > MOST_BUSY_TICKS:
            what = f"`{name}` has {most:,.0f} places for {days:g} days, more than can be counted"
            raise DesirelineError("DL393", what, hint=TOO_MANY)
    _check_lives(flow)
    _check_work(flow, customers)


def _check_lives(flow: Flow) -> None:
    """Refuse journeys that take a customer of some segment too long, on average."""
    visits = visits_by_segment(flow)
    if visits is None:
        return
    heads = [0.0] * len(flow.segments)
    for part in parts_of(flow):
        heads[part.segment] += part.share
    for segment, name in enumerate(flow.segments):
        of_all = sum(
            float(visits[place, segment]) * seconds_until_next(flow, place, segment)
            for place in range(len(flow.places))
        )
        taken = of_all / heads[segment] / SECONDS_A_DAY if heads[segment] > 0 else 0.0
        if taken > LONGEST_LIFE_DAYS:
            years = taken / 365.25
            what = f"customers of `{name}` are under way for {years:,.0f} years on average"
            raise DesirelineError("DL394", f"{what}, and at most 100 can be", hint=TOO_LATE)


def seconds_until_next(flow: Flow, place: int, segment: int) -> float:
    """Give how long a customer is at most under way from a visit to the next, on average."""
    plan, manner = flow.places[place], flow.manners[place][segment]
    choices = (manner.next, manner.on_abandon, *(rule.choice for rule in manner.rules))
    after = [
        share * mean_seconds(timing)
        for choice in choices
        for _, share, timing in shares_and_times(choice)
        if timing is not None
    ]
    if plan.returns:
        after.append(plan.returns.share * mean_seconds(plan.returns.after))
    if plan.call_back:
        after.append(plan.call_back.share * mean_seconds(plan.call_back.after))
    if is_shut(flow, place) and manner.patience is not None:
        return sum(after) + mean_seconds(manner.patience)
    return sum(after) + seconds_a_visit(flow, place, segment) * _stretch(flow, plan.needs)


def _stretch(flow: Flow, teams: tuple[int, ...]) -> float:
    """Give by how much serving several at once may take longer."""
    plans = [flow.teams[team] for team in teams]
    return max((1 + plan.slower * (plan.at_once - 1) for plan in plans), default=1.0)


def _check_work(flow: Flow, customers: float) -> None:
    """Refuse lines that would be served only after ages."""
    visits = visits_by_segment(flow)
    if visits is None:
        return
    days = [0.0] * len(flow.teams)
    for place, plan in enumerate(flow.places):
        if plan.needs and not is_shut(flow, place):
            team = max(plan.needs, key=lambda team: max(flow.teams[team].people.values))
            people = max(flow.teams[team].people.values) * flow.teams[team].at_once
            seconds = sum(
                float(visits[place, segment]) * seconds_a_visit(flow, place, segment)
                for segment in range(len(flow.segments))
            )
            days[team] += customers * seconds * _stretch(flow, plan.needs) / people / SECONDS_A_DAY
    for name, taken in zip(flow.resources, days, strict=True):
        if taken > LONGEST_WORK_DAYS:
            what = f"`{name}` gets the work of {taken / 365.25:,.0f} years"
            raise DesirelineError("DL394", f"{what}, and at most 10,000 can be", hint=TOO_LATE)
