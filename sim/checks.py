"""What is refused before a customer sets out, and what makes the figures doubtful."""

from __future__ import annotations

from math import inf, isfinite

from desireline.scenarios.errors import DesirelineError

from .chain import tries_a_visit, visits_a_customer
from .flow import Flow
from .outcome import Plan
from .samplers import mean_seconds
from .week_profile import Profile, integral, mean_value

MOST_MEAN_VISITS = 2_000
SECONDS_A_DAY = 86400.0
BUSY = 1.0  # work offered, as a share of the staffed time


def check_plan(plan: Plan) -> None:
    """Refuse a plan that gives no interval (DL220) or has no time in it (DL221)."""
    if plan.replications < 2:
        raise DesirelineError(
            "DL220",
            f"{plan.replications} replications give no interval",
            hint="take at least 2; 20 or more give an interval that can be trusted",
        )
    if not (isfinite(plan.days) and plan.days > 0):
        raise DesirelineError("DL221", f"{plan.days:g} days can't be simulated", hint="like 14")
    if not (isfinite(plan.warm_up_days) and plan.warm_up_days >= 0):
        raise DesirelineError(
            "DL221", f"a warm-up of {plan.warm_up_days:g} days can't be simulated", hint="0 or more"
        )


def check_flow(flow: Flow, plan: Plan) -> None:
    """Refuse a journey that nobody walks (DL225), gets out of (DL224), or is served in (DL223)."""
    expected = customers_expected(flow, plan)
    if expected <= 0:
        raise DesirelineError(
            "DL225", "nobody arrives in the time simulated", hint="look at `arrivals`, or --days"
        )
    visits = visits_a_customer(flow)
    if visits is None or sum(visits) > MOST_MEAN_VISITS:
        raise DesirelineError(
            "DL224",
            "the journey has a loop that customers never get out of",
            hint="give one of its touchpoints a share that `leaves`, or an `end` in `next`",
        )
    for place, need in enumerate(flow.needs):
        never = need is not None and mean_value(flow.staffing[need]) == 0
        if need is not None and never and flow.patience[place] is None and visits[place]:
            raise DesirelineError(
                "DL223",
                f"`{flow.touchpoints[place]}` needs `{flow.resources[need]}`, which is never "
                "staffed, and its customers wait for ever",
                hint="give the resource hours, or the touchpoint a patience",
            )


def customers_expected(flow: Flow, plan: Plan) -> float:
    """Give how many counted customers arrive in a replication, on average."""
    opens = plan.warm_up_days * SECONDS_A_DAY
    return integral(flow.arrivals, opens, opens + plan.days * SECONDS_A_DAY) / 3600


def visits_expected(flow: Flow, plan: Plan) -> float:
    """Give how many visits one replication has to walk through, roughly."""
    share_counted = plan.days / (plan.days + plan.warm_up_days)
    return customers_expected(flow, plan) * sum(visits_a_customer(flow) or ()) / share_counted


def notes(flow: Flow, plan: Plan) -> tuple[str, ...]:
    """Say in words what makes the figures of this flow and plan doubtful."""
    found = [note for number in range(len(flow.resources)) if (note := _overload(flow, number))]
    if plan.days % 7 and any(map(_differs_by_day, (flow.arrivals, *flow.staffing))):
        found.append(
            f"{plan.days:g} days are not whole weeks, but arrivals or hours differ by day of "
            "the week: the figures lean towards the days from Monday on"
        )
    return tuple(found)


def load(flow: Flow, number: int) -> float:
    """Give the work that comes to a resource, as a share of its staffed time (inf: none)."""
    visits = visits_a_customer(flow) or []
    seconds = sum(
        count * tries_a_visit(flow, place) * _seconds_a_try(flow, place)
        for place, count in enumerate(visits)
        if flow.needs[place] == number
    )
    offered = mean_value(flow.arrivals) / 3600 * seconds
    staffed = mean_value(flow.staffing[number])
    if staffed:
        return offered / staffed
    asked = any(count for place, count in enumerate(visits) if flow.needs[place] == number)
    return inf if asked else 0.0


def _seconds_a_try(flow: Flow, place: int) -> float:
    return mean_seconds(flow.takes[place]) + sum(flaw.seconds for flaw in flow.flaws[place])


def _overload(flow: Flow, number: int) -> str:
    asking = [place for place, need in enumerate(flow.needs) if need == number]
    share, name = load(flow, number), flow.resources[number]
    if share == inf:
        return f"`{name}` is never staffed: everybody who needs it gives up"
    if share >= BUSY and any(flow.patience[place] is None for place in asking):
        return (
            f"`{name}` gets {share:.0%} of the work it has time for, and customers without a "
            "patience: its line only grows, so waits depend on how long is simulated"
        )
    return ""


def _differs_by_day(profile: Profile) -> bool:
    days = [integral(profile, d * SECONDS_A_DAY, (d + 1) * SECONDS_A_DAY) for d in range(7)]
    return max(days) - min(days) > 1e-9 * max(days, default=0.0)
