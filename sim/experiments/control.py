"""A twin as control variate: the same customers where nobody waits, whose means are known.

The twin of a journey is simulated on the same luck, and what it has of a figure in a
replication is compared with what it has on average, which `exact.py` knows. A replication
in which the twin's customers were lucky was a lucky one for the journey as well; so much of
it is taken off again (Lavenberg and Welch, Management Science 27 (1981); Nelson, Operations
Research 38 (1990)).

How much to take off is estimated for each replication from all the others. So what is
taken off has a mean of exactly zero: there is no bias, at the price of a variance about
1/(n - 2) larger than the best there is. Where the twin tells nothing, that is all it costs.
Intervals of the mean hold what they say from 20 replications on; those of 8 hold the truth
in 93 to 94 % of the cases instead of 95 %.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from math import fsum
from statistics import fmean, variance

from ..chain import hangs_on
from ..exact import Exact, choice_of, exact, monthly
from ..flow import Flow, Manner, Place, unhindered
from ..randomness import spread_uniform
from ..span import Span
from ..timeline import always, is_constant, mean_value
from .outcome import Adjusted

FEWEST = 4  # replications: with three, the others' line goes through their two points
NOTHING = 1e-9  # of all the luck there is: what remains without one replication is rounding


def twin_of(flow: Flow) -> Flow | None:
    """Give the journey without queues and without a memory; None when nobody would get out.

    What hangs on a customer's past, on the hour or on a line is left out: responses to the
    customer's state, rules, patience, and by how much a time follows the hour; so is who is
    there at first. Worlds that differ in nothing else have the same twin.
    """
    places = tuple(_forgetful(place) for place in unhindered(flow).places)
    manners = tuple(
        tuple(_steady(manner, place) for manner in row) for place, row in enumerate(flow.manners)
    )
    twin = replace(flow, places=places, manners=manners, teams=(), resources=(), present=())
    return twin if isinstance(exact(twin), Exact) else None


def _forgetful(place: Place) -> Place:
    pace = always(mean_value(place.pace)) if place.pace else None
    return place._replace(responds=(), pace=pace, answers_within=0.0, asks=0, knows=0)


def _steady(manner: Manner, place: int) -> Manner:
    steady = tuple(
        rule
        for rule in manner.rules
        if not hangs_on(rule, place) and (rule.hours is None or is_constant(rule.hours))
    )
    choice = choice_of(manner._replace(rules=steady))
    return manner._replace(rules=(), next=choice, patience=None, on_abandon=())


def means_of(
    twin: Flow, span: Span, *, seed: int, replications: int
) -> tuple[dict[str, float], ...]:
    """Give what a twin has of each figure on average, with each replication's own effects.

    Names are those of an outcome's samples: counts and money per month, `completion`, and
    `minutes` from arrival to the end; likewise of segments.
    """
    if not any(place.pulls for place in twin.places):
        return (_means(twin, span, exact(twin, span=span)),) * replications
    draws = (partial(spread_uniform, seed, number) for number in range(replications))
    return tuple(_means(twin, span, exact(twin, draw, span=span)) for draw in draws)


def _means(twin: Flow, span: Span, known: object) -> dict[str, float]:
    if not isinstance(known, Exact):
        raise AssertionError("not a twin")
    own = known.everybody
    shares = {"completion": own.completion, "minutes": own.seconds.mean / 60}
    counts = {name: count.mean for name, count in monthly(known, twin, span).items()}
    return counts | shares | _by_segment(twin, known, counts["arrived"])


def _by_segment(twin: Flow, known: Exact, arrived: float) -> dict[str, float]:
    means: dict[str, float] = {}
    for number, (name, own) in enumerate(zip(twin.segments, known.segments, strict=True)):
        if own is not None:
            came = arrived * fsum(part.share for part, _ in known.parts if part.segment == number)
            means[f"arrived:{name}"], means[f"completed:{name}"] = came, came * own.completion
            means[f"completion:{name}"] = own.completion
    return means


def controlled(
    samples: Mapping[str, Sequence[float]],
    twins: Mapping[str, Sequence[float]],
    means: Sequence[Mapping[str, float]],
) -> dict[str, Adjusted]:
    """Adjust every figure of a journey that its twin has too and whose mean is known."""
    return {
        name: adjusted(sample, twins[name], [known[name] for known in means])
        for name, sample in samples.items()
        if name in twins and all(name in known for known in means)
    }


def adjusted(samples: Sequence[float], twins: Sequence[float], means: Sequence[float]) -> Adjusted:
    """Take the twin's luck off a figure: what it has in each replication less its mean there."""
    luck = [twin - mean for twin, mean in zip(twins, means, strict=True)]
    count = len(samples)
    if count < FEWEST:
        return Adjusted(tuple(samples), 0.0, 1.0)
    middle, usual = fmean(luck), fmean(samples)
    by_luck = [x - middle for x in luck]
    squares = fsum(x * x for x in by_luck)
    products = fsum(x * (y - usual) for x, y in zip(by_luck, samples, strict=True))
    weight = count / (count - 1)  # of what a replication adds to sums about the means

    def of_others(x: float, y: float) -> float:
        rest = squares - weight * x * x
        return (products - weight * x * y) / rest if rest > NOTHING * squares else 0.0

    values = tuple(
        y - of_others(x, y - usual) * off for x, y, off in zip(by_luck, samples, luck, strict=True)
    )
    slope = products / squares if squares else 0.0
    return Adjusted(values, slope, _cut(samples, values))


def _cut(before: Sequence[float], after: Sequence[float]) -> float | None:
    was, left = variance(before), variance(after)
    if left <= NOTHING * NOTHING * was:
        return None if was else 1.0
    return was / left
