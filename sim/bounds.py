"""More than can be counted is refused before a customer sets out, not counted wrongly.

The compiled engine counts microseconds in 64 bits: 292,000 years. What is written is bounded
by the language (scenarios/limits.py); here is what only follows from all of it together: how
many customers come, how long one of them is under way, and how long a team would be busy with
them. Means are taken from the chain. A single customer may be later than they say: so of
times that scatter, the longest is looked at that so many customers will draw. For who is
later still there is FOR_EVER, at which both engines give up (customer.py).
"""

from __future__ import annotations

from collections.abc import Iterator

from desireline.scenarios.errors import DesirelineError
from desireline.scenarios.limits import LONGEST_DAYS

from .chain import Matrix, is_shut, parts_of, shares_and_times, visits_by_segment
from .clock import TICKS_A_DAY, TICKS_A_SECOND, TICKS_AN_HOUR
from .flow import Flow
from .load import seconds_a_visit
from .moments import mean_seconds
from .samplers import sampler
from .timeline import Timeline, mean_value, stretches, value_at
from .timing import Timing

MOST_CUSTOMERS = 1e11  # of one replication; their numbers have 40 bits (arrival.py)
MOST_BUSY_TICKS = 1 << 62  # of all the people of a team together
LONGEST_LIFE_DAYS = LONGEST_DAYS
LONGEST_WORK_DAYS = 100 * LONGEST_DAYS
LATEST_DAYS = 10 * LONGEST_DAYS  # of all times that are drawn
MOST_INTERRUPTIONS = 2_000  # of a customer, on average
MOST_INSIDE = 2e7  # when time begins; in memory, some hundred bytes each
MOST_BEFORE = 1e9  # customers who come before time begins
SECONDS_A_DAY = 86400.0
TOO_MANY = "simulate fewer days (--days), or look for a number that is a slip of the pen"
TOO_LATE = "look for a time or a loop that is a slip of the pen"
EMPTY = "start it empty, with a warm-up, or look for a time that is a slip of the pen"
HELD = "let them finish (closing: finish), or look for a time that is a slip of the pen"
TOO_WIDE = "write a smaller mean or spread, or a bound, like at-most: 90 days"


def check_bounds(flow: Flow, customers: float, *, days: float, times: int = 1) -> None:
    """Refuse more than can be counted in so many days, which bring so many customers.

    Too many customers or people (DL393), customers or work that take too long (DL394), times
    of which one is far too long where so many customers are simulated so many times (DL385),
    closings that interrupt a customer again and again (DL386).
    """
    if customers > MOST_CUSTOMERS:
        what = f"{customers:.2g} customers are more than one replication can count"
        raise DesirelineError("DL393", f"{what} ({MOST_CUSTOMERS:.0e})", hint=TOO_MANY)
    for name, team in zip(flow.resources, flow.teams, strict=True):
        most = max(team.people.values) * team.at_once
        if most * days * TICKS_A_DAY > MOST_BUSY_TICKS:
            what = f"`{name}` has {most:,.0f} places for {days:g} days, more than can be counted"
            raise DesirelineError("DL393", what, hint=TOO_MANY)
    visits = visits_by_segment(flow)
    if visits is not None:
        _check_lives(flow, visits)
        _check_work(flow, visits, customers)
        _check_tails(flow, visits, customers * times)
        _check_interruptions(flow, visits)


def check_inside(flow: Flow) -> None:
    """Refuse a journey that is filled with more customers than memory holds (DL387)."""
    visits = visits_by_segment(flow)
    stay = sum(
        float(visits[place, segment]) * seconds_until_next(flow, place, segment)
        for place in range(len(flow.places))
        for segment in range(len(flow.segments))
        if visits is not None
    )
    inside = _arriving(flow) * stay * TICKS_A_SECOND
    if inside > MOST_INSIDE:
        what = f"a filled journey begins with {inside:,.0f} customers in it"
        raise DesirelineError("DL387", f"{what}, and at most {MOST_INSIDE:,.0f} fit", hint=EMPTY)


def check_before(flow: Flow, ticks: int) -> None:
    """Refuse to fill a journey for so long that next to all who come are gone again (DL387)."""
    coming = _arriving(flow) * ticks
    if coming > MOST_BEFORE:
        what = f"{coming:,.0f} customers come before a filled journey begins"
        raise DesirelineError("DL387", f"{what}, and at most {MOST_BEFORE:,.0f} can", hint=EMPTY)


def _arriving(flow: Flow) -> float:
    """Give how many customers arrive in a tick, on average."""
    return mean_value(flow.arrivals.rate) * flow.arrivals.mean_group / TICKS_AN_HOUR


def _check_lives(flow: Flow, visits: Matrix) -> None:
    """Refuse journeys that take a customer of some segment too long, on average."""
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
    after = sum(share * mean_seconds(timing) for timing, share in _under_way(flow, place, segment))
    if is_shut(flow, place) and manner.patience is not None:
        return after + mean_seconds(manner.patience)
    return after + seconds_a_visit(flow, place, segment) * _stretch(flow, plan.needs)


def _under_way(flow: Flow, place: int, segment: int) -> Iterator[tuple[Timing, float]]:
    """Give the times that customers are away after a visit, with the share of visits at most."""
    plan, manner = flow.places[place], flow.manners[place][segment]
    choices = (manner.next, manner.on_abandon, *(rule.choice for rule in manner.rules))
    for choice in choices:
        yield from ((time, share) for _, share, time in shares_and_times(choice) if time)
    if plan.returns:
        yield plan.returns.after, plan.returns.share
    if plan.call_back:
        yield plan.call_back.after, plan.call_back.share


def _stretch(flow: Flow, teams: tuple[int, ...]) -> float:
    """Give by how much serving several at once may take longer."""
    plans = [flow.teams[team] for team in teams]
    return max((1 + plan.slower * (plan.at_once - 1) for plan in plans), default=1.0)


def _check_work(flow: Flow, visits: Matrix, customers: float) -> None:
    """Refuse lines that would be served only after ages."""
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


def _check_tails(flow: Flow, visits: Matrix, customers: float) -> None:
    """Refuse times that scatter so widely that somebody would be under way for ages."""
    for place, name in enumerate(flow.touchpoints):
        for segment in range(len(flow.segments)):
            count = customers * float(visits[place, segment])
            latest = max(_latest_seconds(flow, place, segment, count), default=0.0) / SECONDS_A_DAY
            if latest > LATEST_DAYS:
                what = f"of {count:,.0f} times at `{name}` the longest would be"
                what = f"{what} {latest / 365.25:,.0f} years, and at most 1,000 can be"
                raise DesirelineError("DL385", what, hint=TOO_WIDE)


def _latest_seconds(flow: Flow, place: int, segment: int, visits: float) -> Iterator[float]:
    """Give the longest of each time that is drawn in so many visits, about."""
    plan, manner = flow.places[place], flow.manners[place][segment]
    for timing, share in _under_way(flow, place, segment):
        yield _longest_of(timing, share * visits)
    if not is_shut(flow, place):
        slowest = max(plan.pace.values) if plan.pace else 1.0
        yield _longest_of(manner.takes, visits) * slowest * _stretch(flow, plan.needs)
    elif manner.patience is not None:
        yield _longest_of(manner.patience, visits)


def _longest_of(timing: Timing, count: float) -> float:
    """Give the time that about one of so many exceeds, in seconds."""
    return sampler(timing)(1 - 1 / count) if count > 1 else 0.0


def _check_interruptions(flow: Flow, visits: Matrix) -> None:
    """Refuse closings that would interrupt the same customers again and again."""
    for number, (name, team) in enumerate(zip(flow.resources, flow.teams, strict=True)):
        if team.closing != "hold" or len(team.people.values) == 1:
            continue
        seconds = sum(
            float(visits[place, segment]) * seconds_a_visit(flow, place, segment)
            for place, plan in enumerate(flow.places)
            for segment in range(len(flow.segments))
            if number in plan.needs
        )
        often = seconds * TICKS_A_SECOND * _interruptions_a_tick(team.people)
        if often > MOST_INTERRUPTIONS:
            what = f"`{name}` would interrupt each customer {often:,.0f} times when it closes"
            what = f"{what}, on average, and at most {MOST_INTERRUPTIONS:,} can be"
            raise DesirelineError("DL386", what, hint=HELD)


def _interruptions_a_tick(people: Timeline) -> float:
    """Give how often who is in service is interrupted, while somebody is there."""
    first, last = people.starts[people.repeats], people.end
    dropped, before, staffed = 0.0, value_at(people, first - 1), 0
    for start, end, now in stretches(people, first):
        if start >= last:
            break
        dropped += max(0.0, 1 - now / before) if before else 0.0
        staffed += (end - start) * (now > 0)
        before = now
    return dropped / staffed if staffed else 0.0
