"""Exact answers, without simulating: where no customer waits for another.

Where nobody needs a team, and nothing hangs on a customer's past or on the hour, a journey
is an absorbing chain, and everything about one customer is known (`fate.py`). What isn't
so is told as a reason. With `infinite=True` every team is taken to have people for
everybody at once: who asks never waits, gives up or turns away.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import nan
from typing import NamedTuple

from .chain import Part, hangs_on, parts_of, reachable, shares_and_times
from .checks import arrivals_expected
from .clock import DAYS_A_MONTH, TICKS_A_DAY
from .fate import Fate, Moments, Step, Walk, fate, mixed
from .flow import AGAIN, EFFORT, LEFT, REPETITION, WAIT, Choice, Flow, Manner, Rule, unhindered
from .leaving import Ladder, drawn_log_odds
from .moments import mean_seconds, variance_seconds
from .span import Span
from .spot import Draw, Spot, Times, spots
from .timeline import is_constant
from .timing import Timing

MEDIAN = 0.5
AT_ONCE = (0.0, 0.0)
PAST = {
    EFFORT: "the effort felt before",
    AGAIN: "how often they came",
    REPETITION: "what they have to tell again",
    WAIT: "a wait",
}


@dataclass(frozen=True, slots=True)
class Why:
    """Why there is no exact answer."""

    reasons: tuple[str, ...]  # plain sentences


class Used(NamedTuple):
    """An effect, and what it was taken to be."""

    touchpoint: str
    cause: str
    log_odds: float  # per unit


@dataclass(frozen=True, slots=True)
class Exact:
    """What becomes of customers, known exactly.

    Effects that are only known by their ranges are those of one replication when `drawn`,
    else their medians.
    """

    everybody: Fate
    segments: tuple[Fate | None, ...]  # None: nobody of it arrives
    parts: tuple[tuple[Part, Fate], ...]
    effects: tuple[Used, ...]
    drawn: bool


class Count(NamedTuple):
    """How much of something there is in a month: over all the replications that there could be."""

    mean: float
    variance: float


def exact(
    flow: Flow, draw: Draw | None = None, *, infinite: bool = False, span: Span | None = None
) -> Exact | Why:
    """Solve a journey, or say why it can't be solved.

    `draw` gives the luck of each cause's effect, as for a replication; none: the medians.
    `span` says which of recorded arrivals count; it changes nothing for others.
    """
    open_flow = unhindered(flow) if infinite else flow
    reasons = tuple(dict.fromkeys(_reasons(open_flow, infinite=infinite)))
    if reasons:
        return Why(reasons)
    luck = draw or (lambda cause: MEDIAN)
    made = spots(open_flow, luck)
    parts: list[tuple[Part, Fate]] = []
    for part in parts_of(open_flow, span):
        own = _fate_of(open_flow, made, part)
        if own is None:
            return Why((f"nobody who comes to `{flow.touchpoints[part.start]}` ever gets out",))
        parts.append((part, own))
    if not parts:
        return Why(("nobody arrives",))
    return Exact(
        everybody=_mix(parts),
        segments=tuple(_of_segment(parts, segment) for segment in range(len(flow.segments))),
        parts=tuple(parts),
        effects=tuple(_effects(flow, luck)),
        drawn=draw is not None,
    )


def _of_segment(parts: list[tuple[Part, Fate]], segment: int) -> Fate | None:
    own = [pair for pair in parts if pair[0].segment == segment]
    return _mix(own) if own else None


def _mix(parts: list[tuple[Part, Fate]]) -> Fate:
    whole = sum(part.share for part, _ in parts)
    shares = [part.share / whole if whole else 1 / len(parts) for part, _ in parts]
    return mixed(shares, [own for _, own in parts])


def _effects(flow: Flow, draw: Draw) -> Iterator[Used]:
    for name, place in zip(flow.touchpoints, flow.places, strict=True):
        for pull in place.pulls:
            yield Used(name, pull.cause, drawn_log_odds(pull.effect, draw(pull.cause)))


def _reasons(flow: Flow, *, infinite: bool) -> Iterator[str]:
    found: dict[int, set[int]] = {}
    for part in parts_of(flow):
        for place in reachable(flow, part.segment, part.start):
            found.setdefault(place, set()).add(part.segment)
    for place in sorted(found):
        yield from _about_place(flow, place)
        for segment in sorted(found[place]):
            yield from _about_ways(flow, place, flow.manners[place][segment])


def _about_place(flow: Flow, place: int) -> Iterator[str]:
    name, plan = flow.touchpoints[place], flow.places[place]
    if plan.needs:
        teams = " or ".join(f"`{flow.resources[team]}`" for team in plan.needs)
        yield f"`{name}` needs {teams}, whom customers share"
    for pull in plan.responds:
        if pull.cause != WAIT:  # nobody waits
            yield f"who leaves at `{name}` hangs on {PAST[pull.cause]}"
    if plan.pace is not None and not is_constant(plan.pace):
        yield f"how long `{name}` takes hangs on the hour"


def _about_ways(flow: Flow, place: int, manner: Manner) -> Iterator[str]:
    for rule in manner.rules:
        if _never(rule):
            continue
        past = hangs_on(rule, place)
        if not past and (rule.hours is None or is_constant(rule.hours)):
            return  # it always holds: what follows is never tried
        yield f"where customers go from `{flow.touchpoints[place]}` hangs on {past or 'the hour'}"


def _never(rule: Rule) -> bool:
    """Tell whether a rule can't hold where nobody stands in line."""
    return rule.line >= 0 or (rule.hours is not None and not any(rule.hours.values))


def choice_of(manner: Manner) -> Choice:
    """Give the choice that always holds, where none hangs on anything."""
    return next((rule.choice for rule in manner.rules if not _never(rule)), manner.next)


def _fate_of(flow: Flow, made: list[list[Spot]], part: Part) -> Fate | None:
    steps: dict[int, list[Step]] = {}
    ahead = {part.start}
    while ahead:
        place = ahead.pop()
        spot = made[place][part.segment]
        manner = flow.manners[place][part.segment]
        own = [step for step in _steps(spot, choice_of(manner), part.start) if step.share > 0]
        steps[place] = own
        ahead |= {step.where for step in own if step.where >= 0} - steps.keys()
    completing = [place.completing for place in flow.places]
    walk = Walk(steps, part.start, completing, len(flow.causes))
    return fate(walk, flow.values[part.segment])


def _steps(spot: Spot, choice: Choice, start: int) -> Iterator[Step]:
    """Give the ways in which a visit can go."""
    fails = spot.fails[-1][0] if spot.fails else 0.0
    lost = fails**spot.tries
    served, in_vain = _service(spot, fails)
    for cause, share in causes_of(spot.leaves):
        yield from _leaving(spot, start, (1 - lost) * share, cause, served, served_well=True)
    stays = (1 - lost) * (1 - spot.leaves[-1][0])
    for where, share, after in shares_and_times(choice):
        mean, variance = _sum(served, _moments(after))
        yield Step(stays * share, where, -1, mean, variance, True)
    for cause, share in causes_of(spot.fails):
        yield from _leaving(spot, start, lost * share / fails, cause, in_vain, served_well=False)


def _leaving(
    spot: Spot,
    start: int,
    share: float,
    cause: int,
    seconds: tuple[float, float],
    *,
    served_well: bool,
) -> Iterator[Step]:
    """Give the steps of those who leave: for good, or to come back."""
    back = spot.returns
    returning = back.share if back else 0.0
    yield Step(share * (1 - returning), LEFT, cause, *seconds, served_well)
    if back:
        where = start if back.where == LEFT else back.where
        away = _sum(seconds, _moments(back.after))
        yield Step(share * returning, where, -1, *away, served_well)


def causes_of(steps: Ladder) -> Iterator[tuple[int, float]]:
    """Give the chance of each cause of a ladder; negative pulls make steps that go down."""
    before, last = 0.0, steps[-1][0] if steps else 0.0
    for share, cause in steps:
        reaches = min(share, last)
        yield cause, max(0.0, reaches - before)
        before = max(before, reaches)


def _service(spot: Spot, fails: float) -> tuple[tuple[float, float], tuple[float, float]]:
    """Give mean and variance of a visit's time: when a try went through, and when none did."""
    mean, variance = _try(spot)
    most = spot.tries
    chances = [fails**n * (1 - fails) for n in range(most)]  # that try n + 1 goes through
    through = sum(chances) or 1.0
    tries = sum(n * p for n, p in enumerate(chances, 1)) / through
    square = sum(n * n * p for n, p in enumerate(chances, 1)) / through
    served = tries * mean, tries * variance + (square - tries * tries) * mean * mean
    return served, (most * mean, most * variance)


def _try(spot: Spot) -> tuple[float, float]:
    """Give mean and variance of the time of one try.

    What customers' times have in common changes no mean, but the variance of their sum.
    """
    pace = spot.pace.values[0] if spot.pace else 1.0
    mean, variance = _moments(spot.takes.timing)
    if _hang_together(spot.takes):
        variance = nan
    return mean * pace + spot.extra_seconds, variance * pace * pace


def _hang_together(takes: Times) -> bool:
    return takes.correlated > 0 and takes.timing.kind != "constant"


def _moments(timing: Timing | None) -> tuple[float, float]:
    return AT_ONCE if timing is None else (mean_seconds(timing), variance_seconds(timing))


def _sum(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    return one[0] + other[0], one[1] + other[1]


def monthly(known: Exact, flow: Flow, span: Span) -> dict[str, Count]:
    """Give what a counted month has of each figure; names are those of an outcome's samples.

    Customers come by a Poisson process of groups, in which each has a fate of their own:
    the variance of a compound Poisson sum (Ross, Introduction to Probability Models,
    section 5.4.2). Recorded arrivals are always the same ones.
    """
    months = (span.closes - span.opens) / TICKS_A_DAY / DAYS_A_MONTH
    number = arrivals_expected(flow, span)
    fixed = _fixed(known, flow)
    counts: dict[str, Count] = {}
    for figure, each in figures_of(flow, known.everybody).items():
        if fixed is None:
            spread = each.variance + company(flow) * each.mean * each.mean
        else:
            spread = sum(w * own[figure].variance for w, own in fixed if figure in own)
        counts[figure] = Count(number * each.mean / months, number * spread / months**2)
    return counts


def figures_of(flow: Flow, own: Fate) -> dict[str, Moments]:
    """Give what one customer adds to each figure."""
    causes = range(len(flow.causes))
    chances = {"arrived": 1.0, "completed": own.completion, "left": sum(map(sum, own.left))}
    chances |= {f"left:{flow.causes[c]}": sum(row[c] for row in own.left) for c in causes}
    for place, name in enumerate(flow.touchpoints):
        chances[f"reached:{name}"] = own.reached[place]
        for cause in causes:
            if own.left[place][cause]:
                chances[f"left:{name}:{flow.causes[cause]}"] = own.left[place][cause]
    visits = {f"visits:{n}": own.visits[p] for p, n in enumerate(flow.touchpoints)}
    return {name: Moments(p, p) for name, p in chances.items()} | visits | {"value": own.value}


def company(flow: Flow) -> float:
    """Give how many come with a customer, the customer included, as a customer sees it."""
    before, mean, square = 0.0, 0.0, 0.0
    for limit, size in flow.arrivals.groups:
        mean += (min(limit, 1.0) - before) * size
        square += (min(limit, 1.0) - before) * size * size
        before = limit
    return square / mean


def _fixed(known: Exact, flow: Flow) -> list[tuple[float, dict[str, Moments]]] | None:
    """Give the figures of who was recorded, with shares; None when arrivals are drawn.

    What was recorded of them is no luck: only what was not varies within them.
    """
    replay = flow.arrivals.replay
    if replay is None:
        return None
    alike: dict[tuple[int, int], list[tuple[Part, Fate]]] = {}
    for part, own in known.parts:
        key = (part.segment if replay.segments else -1, part.start if replay.starts else -1)
        alike.setdefault(key, []).append((part, own))
    return [
        (sum(part.share for part, _ in own), figures_of(flow, _mix(own))) for own in alike.values()
    ]
