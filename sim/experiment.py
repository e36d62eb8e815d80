"""Simulate a journey, or several worlds on the same luck, and say what differs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desireline.scenarios.errors import DesirelineError
from desireline.scenarios.journey import Journey

from .checks import check_flow, check_plan, notes
from .estimate import predict
from .flow import compile_flow
from .outcome import Estimate, Outcome, Plan
from .shift import Shift
from .summary import summarise
from .workers import Progress, tallies


@dataclass(frozen=True, slots=True)
class World:
    """A journey, and what pulls at it."""

    journey: Journey
    shifts: Sequence[Shift] = ()


def simulate(
    journey: Journey,
    *,
    plan: Plan = Plan(),  # noqa: B008 - frozen
    shifts: Sequence[Shift] = (),
    progress: Progress | None = None,
) -> Outcome:
    """Simulate one journey; see `compare`."""
    return compare({"": World(journey, shifts)}, plan=plan, progress=progress)[""]


def compare(
    worlds: Mapping[str, World],
    *,
    plan: Plan = Plan(),  # noqa: B008 - frozen
    progress: Progress | None = None,
) -> dict[str, Outcome]:
    """Simulate several worlds on the same luck: customer by customer, effect by effect.

    The estimates' intervals are 95% confidence intervals of the mean (Student's t over
    the replications). Results are the same for any number of jobs. `progress` is called
    with how many replications are done, and of how many.

    Raises DesirelineError DL220 to DL228 for what can't be simulated: too few replications
    or days, nobody who arrives, a loop without a way out, a queue that nobody serves.
    """
    check_plan(plan)
    flows = [compile_flow(world.journey, world.shifts) for world in worlds.values()]
    for flow in flows:
        check_flow(flow, plan)
    counted = tallies(flows, plan, progress or (lambda done, total: None))
    return {
        name: summarise(flow, plan, own, notes(flow, plan))
        for name, flow, own in zip(worlds, flows, counted, strict=True)
    }


def difference(a: Outcome, b: Outcome, figure: str) -> Estimate:
    """Give a figure's paired difference, a minus b, with its 95% prediction interval.

    `figure` is a name in `samples` (completed, value, left:wait, reached:checkout, …);
    counts and money are per month. The interval is where 95% of the replications lie:
    beside chance it holds the uncertainty of the effect sizes, which each replication
    draws anew from their ranges (evenly spread over them: `spread_uniform`). For its ends
    to mean anything take 20 replications or more.

    Raises DesirelineError DL226 when the two can't be paired, DL229 for an unknown figure.
    """
    if a.plan.seed != b.plan.seed or (a.plan.replications, a.plan.days, a.plan.warm_up_days) != (
        b.plan.replications,
        b.plan.days,
        b.plan.warm_up_days,
    ):
        raise DesirelineError("DL226", "two simulations with different plans can't be paired")
    pairs = zip(_sample(a, b, figure), _sample(b, a, figure), strict=True)
    return predict([x - y for x, y in pairs])


def _sample(outcome: Outcome, other: Outcome, figure: str) -> tuple[float, ...]:
    found = outcome.samples.get(figure)
    if found is not None:
        return found
    if figure in other.samples:  # a cause that only the other world has
        return (0.0,) * outcome.plan.replications
    raise DesirelineError("DL229", f"`{figure}` is not a figure of a simulation")
