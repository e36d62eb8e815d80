"""From what was counted to what is said: tallies become estimates, a month at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from ..clock import DAYS_A_MONTH, TICKS_A_MINUTE
from ..effort import POINT
from ..flow import Flow
from ..histogram import Histogram, quantile
from ..plan import Plan
from ..span import Span
from ..tally import Tally
from ..timeline import integral
from .estimate import estimate
from .outcome import (
    Adjusted,
    Estimate,
    Outcome,
    ResourceOutcome,
    SegmentOutcome,
    TouchpointOutcome,
)

SHARES = (0.5, 0.9, 0.95)  # of whom waits and stays are below the quantile


@dataclass(frozen=True, slots=True)
class Samples:
    """Each figure by replication, and without a twin's luck where that is known."""

    plain: Mapping[str, tuple[float, ...]]
    adjusted: Mapping[str, Adjusted]

    def estimate(self, figure: str, low: float = 0.0, high: float = inf) -> Estimate:
        """Estimate the mean of a figure; of one that nobody saw it is nothing."""
        better = self.adjusted.get(figure)
        return estimate(better.values if better else self.plain.get(figure, ()), low, high)


def summarise(
    flow: Flow,
    plan: Plan,
    span: Span,
    tallies: Sequence[Tally],
    notes: Sequence[str],
    adjusted: Mapping[str, Adjusted] | None = None,
) -> Outcome:
    """Turn the replications' tallies, in their order, into the outcome.

    Figures that are given `adjusted` are estimated from that.
    """
    samples = Samples(samples_of(flow, plan, span, tallies), adjusted or {})
    return Outcome(
        plan=plan,
        arrived=samples.estimate("arrived"),
        completed=samples.estimate("completed"),
        completion=samples.estimate("completion", 0.0, 1.0),
        value=samples.estimate("value"),
        minutes=samples.estimate("minutes"),
        effort=samples.estimate("effort"),
        ces=samples.estimate("ces", 1.0, 7.0),
        nps=samples.estimate("nps", -100.0, 100.0),
        touchpoints=tuple(
            _touchpoint(flow, place, plan, tallies, samples)
            for place in range(len(flow.touchpoints))
        ),
        resources=tuple(
            _resource(flow, number, span, tallies) for number in range(len(flow.resources))
        ),
        samples=dict(samples.plain),
        segments=tuple(
            _segment(flow, number, tallies, samples) for number in range(len(flow.segments))
        ),
        notes=tuple(notes),
        stay_quantiles=_quantiles([t.stays for t in tallies]),
        adjusted=dict(samples.adjusted),
    )


def samples_of(
    flow: Flow, plan: Plan, span: Span, tallies: Sequence[Tally]
) -> dict[str, tuple[float, ...]]:
    """Give each figure's value in each replication; counts and money are per month.

    arrived, completed, value, left, left:CAUSE, reached:TOUCHPOINT, visits:TOUCHPOINT,
    left:TOUCHPOINT:CAUSE, arrived:SEGMENT, completed:SEGMENT; shares and means: completion,
    completion:SEGMENT (where somebody arrived in all), minutes, effort, ces, nps,
    busy:RESOURCE, wait:RESOURCE (minutes), gave-up:RESOURCE, turned-away:RESOURCE.
    """
    months = plan.days / DAYS_A_MONTH
    named = [
        *_of_all(flow, months, tallies),
        *_of_segments(flow, months, tallies),
        *_of_places(flow, months, tallies),
        *_of_teams(flow, span, tallies),
    ]
    return {figure: tuple(values) for figure, values in named}


def _of_all(
    flow: Flow, months: float, tallies: Sequence[Tally]
) -> Iterator[tuple[str, list[float]]]:
    yield "arrived", [_arrived(t) / months for t in tallies]
    yield "completed", [sum(t.completed) / months for t in tallies]
    yield "value", [_money(flow, t) / months for t in tallies]
    yield "left", [sum(map(sum, t.left)) / months for t in tallies]
    yield "completion", [sum(t.completed) / _arrived(t) for t in tallies]
    yield "minutes", [_minutes(t.ticks) / _arrived(t) for t in tallies]
    yield "effort", [t.effort_at_end / POINT / _arrived(t) for t in tallies]
    yield "ces", [t.score / POINT / _arrived(t) for t in tallies]
    yield "nps", [100 * t.recommending / _arrived(t) for t in tallies]


def _of_segments(
    flow: Flow, months: float, tallies: Sequence[Tally]
) -> Iterator[tuple[str, list[float]]]:
    for number, name in enumerate(flow.segments):
        arrived = [t.arrived[number] for t in tallies]
        completed = [t.completed[number] for t in tallies]
        yield f"arrived:{name}", [count / months for count in arrived]
        yield f"completed:{name}", [count / months for count in completed]
        if all(arrived):
            yield f"completion:{name}", [c / a for c, a in zip(completed, arrived, strict=True)]


def _of_places(
    flow: Flow, months: float, tallies: Sequence[Tally]
) -> Iterator[tuple[str, list[float]]]:
    for cause, name in enumerate(flow.causes):
        yield f"left:{name}", [sum(row[cause] for row in t.left) / months for t in tallies]
    for place, name in enumerate(flow.touchpoints):
        yield f"reached:{name}", [t.reached[place] / months for t in tallies]
        yield f"visits:{name}", [t.visits[place] / months for t in tallies]
        for cause in _causes_seen(tallies, place):
            figure = f"left:{name}:{flow.causes[cause]}"
            yield figure, [t.left[place][cause] / months for t in tallies]


def _of_teams(
    flow: Flow, span: Span, tallies: Sequence[Tally]
) -> Iterator[tuple[str, list[float]]]:
    for number, name in enumerate(flow.resources):
        staffed = _staffed_ticks(flow, number, span)
        asked = [t.asked[number] for t in tallies]
        counts: dict[str, list[float]] = {
            "wait": [_minutes(t.asked_ticks[number]) for t in tallies],
            "gave-up": [t.gave_up[number] for t in tallies],
            "turned-away": [t.turned_away[number] for t in tallies],
        }
        yield f"busy:{name}", [_per(t.busy_ticks[number], staffed) for t in tallies]
        for figure, parts in counts.items():
            shares = [_per(part, whole) for part, whole in zip(parts, asked, strict=True)]
            yield f"{figure}:{name}", shares


def _per(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _minutes(ticks: int) -> float:
    return ticks / TICKS_A_MINUTE


def _staffed_ticks(flow: Flow, number: int, span: Span) -> float:
    """Give the time that there is to serve in, of all places of the team together."""
    team = flow.teams[number]
    return team.at_once * integral(team.people, span.opens, span.closes)


def _arrived(tally: Tally) -> int:
    return sum(tally.arrived)


def _money(flow: Flow, tally: Tally) -> float:
    return sum(n * value for n, value in zip(tally.completed, flow.values, strict=True))


def _causes_seen(tallies: Sequence[Tally], place: int) -> list[int]:
    causes = range(len(tallies[0].left[place]))
    return [cause for cause in causes if any(tally.left[place][cause] for tally in tallies)]


def _ratio(parts: Iterable[tuple[float, float]], high: float = inf) -> Estimate:
    """Estimate a mean per something, from the replications in which there was any."""
    return estimate([part / whole for part, whole in parts if whole], 0.0, high)


def _quantiles(histograms: Sequence[Histogram]) -> dict[float, Estimate]:
    """Estimate quantiles in minutes: that of each replication is one value."""
    seen = [histogram for histogram in histograms if histogram.counts]
    return {
        share: estimate([quantile(one, share) / TICKS_A_MINUTE for one in seen], 0.0)
        for share in SHARES
    }


def _touchpoint(
    flow: Flow, place: int, plan: Plan, tallies: Sequence[Tally], samples: Samples
) -> TouchpointOutcome:
    name, months = flow.touchpoints[place], plan.days / DAYS_A_MONTH
    causes = [flow.causes[cause] for cause in _causes_seen(tallies, place)]
    return TouchpointOutcome(
        name=name,
        reached=samples.estimate(f"reached:{name}"),
        visits=samples.estimate(f"visits:{name}"),
        left={cause: samples.estimate(f"left:{name}:{cause}") for cause in causes},
        minutes=_ratio((_minutes(t.service_ticks[place]), t.served[place]) for t in tallies),
        wait_minutes=_ratio((_minutes(t.wait_ticks[place]), t.visits[place]) for t in tallies),
        effort=_ratio((t.effort[place] / POINT, t.visits[place]) for t in tallies),
        returned=estimate([t.returned[place] / months for t in tallies], 0.0),
    )


def _resource(flow: Flow, number: int, span: Span, tallies: Sequence[Tally]) -> ResourceOutcome:
    staffed = _staffed_ticks(flow, number, span)

    def share(counts: Sequence[int]) -> Estimate:
        return _ratio(zip(counts, (t.asked[number] for t in tallies), strict=True), 1.0)

    return ResourceOutcome(
        name=flow.resources[number],
        utilisation=_ratio((t.busy_ticks[number], staffed) for t in tallies),
        wait_minutes=_ratio((_minutes(t.asked_ticks[number]), t.asked[number]) for t in tallies),
        abandoned=share([t.gave_up[number] for t in tallies]),
        turned_away=share([t.turned_away[number] for t in tallies]),
        called_back=share([t.called_back[number] for t in tallies]),
        wait_quantiles=_quantiles([t.waits[number] for t in tallies]),
    )


def _segment(flow: Flow, number: int, tallies: Sequence[Tally], samples: Samples) -> SegmentOutcome:
    name = flow.segments[number]
    some = [(t.completed[number], t.arrived[number]) for t in tallies]
    everywhere = all(arrived for _, arrived in some)
    return SegmentOutcome(
        name=name,
        arrived=samples.estimate(f"arrived:{name}"),
        completed=samples.estimate(f"completed:{name}"),
        completion=samples.estimate(f"completion:{name}", 0.0, 1.0)
        if everywhere
        else _ratio(some, 1.0),
        wait_minutes=_ratio(
            (_minutes(t.segment_wait_ticks[number]), t.arrived[number]) for t in tallies
        ),
        ces=_ratio((t.segment_score[number] / POINT, t.arrived[number]) for t in tallies),
    )
