"""What is refused before a customer sets out, and what makes the figures doubtful."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, isfinite

from desireline.scenarios.errors import DesirelineError
from desireline.scenarios.limits import LONGEST_DAYS, LONGEST_SECONDS

from .bounds import check_bounds
from .chain import (
    counted,
    is_shut,
    parts_of,
    reachable,
    trapped,
    visits_a_customer,
    visits_by_segment,
)
from .clock import TICKS_A_DAY, TICKS_A_WEEK, TICKS_AN_HOUR
from .clock import days as days_in_ticks
from .flow import Flow
from .load import overloads
from .plan import Plan
from .randomness import SPREAD_DIGITS
from .span import Span
from .timeline import Timeline, integral, mean_value

MOST_MEAN_VISITS = 2_000
MOST_JOBS = 1024  # workers at once
DAYS_LIKE = f"more than 0 and at most {LONGEST_DAYS}, like 14"
ALIKE = 0.02  # days whose sums differ by less are alike; growth makes more of the later ones


def check_plan(plan: Plan) -> None:
    """Refuse a plan that gives no interval (DL220), or has no time (DL221) or workers (DL388)."""
    if not 2 <= plan.replications <= 1 << SPREAD_DIGITS:
        one = plan.replications == 1
        what = "are more than the luck is for" if plan.replications > 1 else "give no interval"
        raise DesirelineError(
            "DL220",
            "1 replication gives no interval"
            if one
            else f"{plan.replications} replications {what}",
            hint="take at least 2; 20 or more give an interval that can be trusted",
        )
    if not (isfinite(plan.days) and 0 < plan.days <= LONGEST_DAYS):
        raise DesirelineError("DL221", f"{plan.days:g} days can't be simulated", hint=DAYS_LIKE)
    if not (isfinite(plan.days_before) and 0 <= plan.days_before <= LONGEST_DAYS):
        what = f"a warm-up of {plan.days_before:g} days can't be simulated"
        raise DesirelineError("DL221", what, hint=f"from 0 to {LONGEST_DAYS}, or auto")
    if plan.jobs is not None and not 1 <= plan.jobs <= MOST_JOBS:
        what = f"{plan.jobs} workers can't simulate"
        raise DesirelineError("DL388", what, hint=f"from 1 to {MOST_JOBS}; none: one per core")


def check_flow(flow: Flow, plan: Plan) -> None:
    """Refuse what can't be walked: the first reason of these.

    A gap's numbers that are none (DL222), nobody who arrives (DL225), nobody who gets out
    (DL224), a line in which somebody waits for ever (DL223).
    """
    _check_numbers(flow)
    if customers_expected(flow, plan) <= 0:
        raise DesirelineError(
            "DL225", "nobody arrives in the time simulated", hint="look at `arrivals`, or --days"
        )
    _check_ways_out(flow)
    everybody = arrivals_expected(flow, Span(0, 2 * days_in_ticks(plan.days_before + plan.days)))
    check_bounds(flow, everybody, days=plan.days_before + plan.days, times=plan.replications)
    _check_lines(flow)


def customers_expected(flow: Flow, plan: Plan) -> float:
    """Give how many counted customers arrive in a replication, on average."""
    opens = days_in_ticks(plan.days_before)
    return arrivals_expected(flow, Span(opens, opens + days_in_ticks(plan.days)))


def arrivals_expected(flow: Flow, span: Span) -> float:
    """Give how many customers arrive in a span, on average; of recorded ones, how many did."""
    arrivals = flow.arrivals
    if arrivals.replay is not None:
        return float(len(counted(arrivals.replay.times, span)))
    groups = integral(arrivals.rate, span.opens, span.closes) / TICKS_AN_HOUR
    return groups * arrivals.mean_group


def visits_expected(flow: Flow, plan: Plan) -> float:
    """Give how many visits one replication has to walk through, roughly."""
    share_counted = plan.days / (plan.days + plan.days_before)
    return customers_expected(flow, plan) * sum(visits_a_customer(flow) or ()) / share_counted


def _check_numbers(flow: Flow) -> None:
    """Refuse gaps whose numbers mean nothing (DL222); a journey's own were read with care."""
    for name, place in zip(flow.touchpoints, flow.places, strict=True):
        for flaw in place.flaws:
            if not 0 <= flaw.seconds <= LONGEST_SECONDS:
                hint = "0 or more, and at most 100 years"
                _refuse_number(flaw.cause, name, f"takes {flaw.seconds:g} seconds", hint)
            if not isfinite(flaw.effort):
                _refuse_number(flaw.cause, name, f"costs {flaw.effort:g} points", "like 0.5")
            if not 0 <= flaw.fail_share <= 1:
                _refuse_number(
                    flaw.cause, name, f"fails a share of {flaw.fail_share:g}", "from 0 to 1"
                )
        for pull in place.pulls:
            effect = pull.effect
            if not all(map(isfinite, (pull.units, effect.log_odds, effect.low, effect.high))):
                _refuse_number(pull.cause, name, "pulls by what is no number", "log-odds like 0.2")


def _refuse_number(cause: str, name: str, what: str, hint: str) -> None:
    raise DesirelineError("DL222", f"the shift `{cause}` at `{name}` {what}", hint=hint)


def _check_ways_out(flow: Flow) -> None:
    found = trapped(flow)
    where = "the journey has"
    if found is not None:
        place, segment = found
        of = f" of `{flow.segments[segment]}`" if len(flow.segments) > 1 else ""
        where = f"from `{flow.touchpoints[place]}` on, customers{of} are in"
    if found is not None or _longest_walk(flow) > MOST_MEAN_VISITS:
        raise DesirelineError(
            "DL224",
            f"{where} a loop that customers never get out of",
            hint="give one of its touchpoints a share that `leaves`, or an `end` in `next`",
        )


def _longest_walk(flow: Flow) -> float:
    """Give the mean visits of a customer of the segment that has most; 0 where none is known."""
    visits = visits_by_segment(flow)
    if visits is None:
        return 0.0
    heads = [0.0] * len(flow.segments)
    for part in parts_of(flow):
        heads[part.segment] += part.share
    walks = zip(visits.sum(axis=0), heads, strict=True)
    return max((float(walk) / head for walk, head in walks if head > 0), default=0.0)


def _check_lines(flow: Flow) -> None:
    """Refuse lines in which somebody may wait for ever (DL223): they would never be out."""
    for part in parts_of(flow):
        for place in sorted(reachable(flow, part.segment, part.start)):
            if part.share > 0 and (team := _waits_for(flow, place, part.segment)) is not None:
                name = flow.touchpoints[place]
                raise DesirelineError(
                    "DL223",
                    f"`{name}` needs `{flow.resources[team]}`, which is never staffed, and "
                    "its customers wait for ever",
                    hint="give the resource hours, or the touchpoint a patience and no call-back",
                )


def _waits_for(flow: Flow, place: int, segment: int) -> int | None:
    """Give the team for which customers here may wait for ever, if any.

    They stand in every line that is open to them; somebody has to come to one of these. What
    a calendar says only of some days is over one day, and the week that remains counts.
    """
    plan, patience = flow.places[place], flow.manners[place][segment].patience
    if patience is not None and (plan.call_back is None or plan.call_back.share <= 0):
        return None
    idle = [team for team in plan.needs if not mean_value(_places(flow, team))]
    staffed = [team for team in plan.needs if team not in idle]
    waiting = [t for t in idle if flow.teams[t].closing != "send-away" and flow.teams[t].line]
    if waiting and all(_may_refuse(flow, team) for team in staffed):
        return waiting[0]
    return None


def _may_refuse(flow: Flow, team: int) -> bool:
    """Tell whether a line may be full or closed."""
    plan = flow.teams[team]
    return plan.line >= 0 or (plan.closing == "send-away" and not all(_places(flow, team).values))


def _places(flow: Flow, team: int) -> Timeline:
    people = flow.teams[team].people
    return people._replace(values=tuple(float(round(value)) for value in people.values))


def notes(flow: Flow, plan: Plan) -> tuple[str, ...]:
    """Say in words what makes the figures of this flow and plan doubtful."""
    end = days_in_ticks(plan.days_before + plan.days)
    whole = ceil(end / TICKS_A_WEEK) * TICKS_A_WEEK
    over = Span(0, end if flow.arrivals.replay else whole)
    customers_an_hour = arrivals_expected(flow, over) * TICKS_AN_HOUR / over.closes
    return (
        *_never_staffed(flow),
        *overloads(flow, customers_an_hour, whole),
        *_half_weeks(flow, plan),
        *_record_over(flow, end),
    )


def _never_staffed(flow: Flow) -> Iterator[str]:
    visits = visits_a_customer(flow) or [0.0] * len(flow.places)
    shut = [place for place in range(len(flow.places)) if visits[place] and is_shut(flow, place)]
    for teams in dict.fromkeys(flow.places[place].needs for place in shut):
        names = " and ".join(f"`{flow.resources[team]}`" for team in teams)
        verb = "is" if len(teams) == 1 else "are"
        yield f"{names} {verb} never staffed: everybody who needs it gives up"


def _half_weeks(flow: Flow, plan: Plan) -> Iterator[str]:
    """Say when some days of the week count more often than others.

    A calendar changes nothing about it: figures are per month, and the days that were asked
    for stand for it. Recorded arrivals came when they came.
    """
    rates = () if flow.arrivals.replay else (flow.arrivals.rate,)
    if plan.days % 7 and any(map(_differs_by_day, (*rates, *(t.people for t in flow.teams)))):
        yield (
            f"{plan.days:g} days are not whole weeks, but arrivals or hours differ by day of "
            "the week: the figures lean towards the days that are simulated"
        )


def _differs_by_day(timeline: Timeline) -> bool:
    first = timeline.starts[timeline.repeats]
    edges = [first + day * TICKS_A_DAY for day in range(7)]
    days = [integral(timeline, edge, edge + TICKS_A_DAY) for edge in edges]
    return max(days) - min(days) > ALIKE * max(days)


def _record_over(flow: Flow, end: int) -> Iterator[str]:
    replay = flow.arrivals.replay
    if replay is not None and replay.times and replay.times[-1] < end - TICKS_A_DAY:
        yield (
            f"arrivals were recorded for {replay.times[-1] / TICKS_A_DAY:.1f} days, and "
            f"{end / TICKS_A_DAY:g} days are simulated: nobody arrives in the rest"
        )
