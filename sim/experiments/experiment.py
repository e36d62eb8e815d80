"""Simulate a journey, or several worlds on the same luck, and say what differs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import fmean

from desireline.scenarios.errors import DesirelineError
from desireline.scenarios.journey import Journey

from ..checks import notes
from ..exact import Exact, Why, exact, monthly
from ..flow import Flow
from ..plan import Plan
from ..shift import Shift
from ..span import Span
from .estimate import half_width, predict
from .laboratory import Announce, Laboratory, opened
from .laboratory import World as World
from .outcome import Estimate, Outcome
from .precision import is_precise, next_lot
from .progress import Progress, Remaining
from .summary import summarise

LEAST = 2  # replications: fewer give no interval


def simulate(
    journey: Journey,
    *,
    plan: Plan = Plan(),  # noqa: B008 - frozen
    shifts: Sequence[Shift] = (),
    progress: Progress | None = None,
    remaining: Remaining | None = None,
) -> Outcome:
    """Simulate one journey; see `compare`."""
    worlds = {"": World(journey, shifts)}
    return compare(worlds, plan=plan, progress=progress, remaining=remaining)[""]


def compare(
    worlds: Mapping[str, World],
    *,
    plan: Plan = Plan(),  # noqa: B008 - frozen
    progress: Progress | None = None,
    remaining: Remaining | None = None,
    announce: Announce | None = None,
) -> dict[str, Outcome]:
    """Simulate several worlds on the same luck: customer by customer, effect by effect.

    The estimates' intervals are 95% confidence intervals of the mean (Student's t over
    the replications). Results are the same for any number of jobs. `progress` is called
    with how many replications are done, and of how many; `remaining` with the seconds
    that the rest will take; `announce` with a sentence, before something that takes long.

    Ctrl-C ends the work and keeps what is done: outcomes are then those of the
    replications that are there in every world, marked `interrupted`. With fewer than two
    there is none, and KeyboardInterrupt goes on.

    Raises DesirelineError DL220 to DL228 for what can't be simulated: too few replications
    or days, nobody who arrives, a loop without a way out, a queue that nobody serves; DL240
    to DL244 for a precision, an engine, a cluster or a start that can't be had.
    """
    with opened(worlds, plan, progress, remaining, announce) as laboratory:
        interrupted = False
        try:
            walk_enough(laboratory)
        except KeyboardInterrupt:
            if laboratory.replications.complete < LEAST:
                raise
            interrupted = True
    return {
        name: _outcome(laboratory, world, interrupted=interrupted)
        for world, name in enumerate(worlds)
    }


def difference(a: Outcome, b: Outcome, figure: str) -> Estimate:
    """Give a figure's paired difference, a minus b, with its 95% prediction interval.

    `figure` is a name in `samples` (completed, value, left:wait, reached:checkout, …);
    counts and money are per month. The interval is where 95% of the replications lie:
    beside chance it holds the uncertainty of the effect sizes, which each replication
    draws anew from their ranges (evenly spread over them: `spread_uniform`). For its ends
    to mean anything take 20 replications or more. The mean is that of the figures without
    their twins' luck, where both have that.

    Raises DesirelineError DL226 when the two can't be paired, DL229 for an unknown figure.
    """
    spread = predict(plain_pairs(a, b, figure))
    mean = fmean(paired(a, b, figure))
    return replace(spread, mean=min(spread.high, max(spread.low, mean)))


def paired(a: Outcome, b: Outcome, figure: str) -> list[float]:
    """Give a figure's difference, a minus b, in each replication, to know its mean by.

    Where both worlds have the figure without its twin's luck, that is what is paired: it
    is never much worse, and far better where a fix changes what the twins do as well. Raises
    as `difference` does.
    """
    pairs = plain_pairs(a, b, figure)
    better, other = a.adjusted.get(figure), b.adjusted.get(figure)
    if better is None or other is None or not any(pairs):
        return pairs
    return [x - y for x, y in zip(better.values, other.values, strict=True)]


def plain_pairs(a: Outcome, b: Outcome, figure: str) -> list[float]:
    """Give a figure's difference, a minus b, in each replication, as it came; see `difference`."""
    if _luck(a.plan) != _luck(b.plan):
        raise DesirelineError("DL226", "two simulations with different plans can't be paired")
    pairs = zip(_sample(a, b, figure), _sample(b, a, figure), strict=True)
    return [x - y for x, y in pairs]


def _luck(plan: Plan) -> tuple[object, ...]:
    """Give what two plans must have in common for their replications to be pairs."""
    return plan.seed, plan.replications, plan.days, plan.warm_up_days, plan.start


def _sample(outcome: Outcome, other: Outcome, figure: str) -> tuple[float, ...]:
    found = outcome.samples.get(figure)
    if found is not None:
        return found
    if figure in other.samples:  # a cause that only the other world has
        return (0.0,) * outcome.plan.replications
    raise DesirelineError("DL229", f"`{figure}` is not a figure of a simulation")


def walk_enough(laboratory: Laboratory) -> None:
    """Walk as many replications as are asked for, or as the precision takes."""
    plan, replications = laboratory.plan, laboratory.replications
    wanted = plan.replications
    while True:
        replications.walk_to(wanted)
        if plan.precision is None:
            return
        samples = [laboratory.sample(world, wanted) for world in range(len(laboratory.flows))]
        done, wanted = wanted, next_lot(samples, plan.precision, plan.most)
        if wanted == done:
            return


def _outcome(laboratory: Laboratory, world: int, *, interrupted: bool) -> Outcome:
    count = laboratory.replications.complete
    flow, plan = laboratory.flows[world], replace(laboratory.plan, replications=count)
    tallies = laboratory.replications.first(world, count)
    said = [*notes(flow, plan)]
    adjusted = laboratory.adjusted(world, count)
    outcome = summarise(flow, plan, laboratory.span, tallies, said, adjusted)
    said += [laboratory.note] if laboratory.note else []
    if interrupted:
        said.append(_cut_short(laboratory.replications.wanted, outcome))
    elif plan.precision and not is_precise(best_values(outcome, plan.figure), plan.precision):
        said.append(_not_precise(outcome))
    known = exact(flow, span=laboratory.span)
    return replace(
        outcome,
        notes=tuple(said),
        engine=laboratory.engine.name,
        interrupted=interrupted,
        exact={} if isinstance(known, Why) else _known(known, flow, laboratory.span),
        why_not_exact=known.reasons if isinstance(known, Why) else (),
    )


def _known(known: Exact, flow: Flow, span: Span) -> dict[str, float]:
    """Give the exact means, as the samples name them; effects are their medians."""
    everybody = known.everybody
    means = {name: count.mean for name, count in monthly(known, flow, span).items()}
    shares = {"completion": everybody.completion, "minutes": everybody.seconds.mean / 60}
    return means | shares


def best_values(outcome: Outcome, figure: str) -> tuple[float, ...]:
    """Give the values that a figure's mean is estimated from: without a twin's luck, if so."""
    better = outcome.adjusted.get(figure)
    return better.values if better else outcome.samples[figure]


def _cut_short(asked: int, outcome: Outcome) -> str:
    half = half_width(best_values(outcome, "completed"))
    return (
        f"interrupted after {outcome.plan.replications} of {asked} replications: the number "
        f"who complete a month is known to within {round(half, 6):,.3g} to either side"
    )


def _not_precise(outcome: Outcome) -> str:
    plan = outcome.plan
    sample = best_values(outcome, plan.figure)
    half = half_width(sample)
    mean = abs(fmean(sample))
    reached = f"{half / mean:.2%} of it" if mean else f"{half:,.3g}"
    return (
        f"after {plan.replications} replications, the most allowed, `{plan.figure}` is known to "
        f"within {reached} to either side, not {plan.precision:.2%} as asked"
    )
