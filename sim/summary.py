"""From what was counted to what is said: tallies become estimates, a month at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import inf

from .estimate import estimate
from .flow import Flow
from .outcome import (
    DAYS_A_MONTH,
    Estimate,
    Outcome,
    Plan,
    ResourceOutcome,
    SegmentOutcome,
    TouchpointOutcome,
)
from .tally import Tally
from .week_profile import integral

SECONDS_A_DAY = 86400.0


def summarise(flow: Flow, plan: Plan, tallies: Sequence[Tally], notes: Sequence[str]) -> Outcome:
    """Turn the replications' tallies, in their order, into the outcome."""
    months = plan.days / DAYS_A_MONTH
    samples = samples_of(flow, plan, tallies)

    def count(figure: str) -> Estimate:
        return estimate(samples[figure], 0.0)

    return Outcome(
        plan=plan,
        arrived=count("arrived"),
        completed=count("completed"),
        completion=estimate(samples["completion"], 0.0, 1.0),
        value=count("value"),
        minutes=count("minutes"),
        effort=count("effort"),
        ces=estimate(samples["ces"], 1.0, 7.0),
        nps=estimate(samples["nps"], -100.0, 100.0),
        touchpoints=tuple(
            _touchpoint(flow, place, months, tallies) for place in range(len(flow.touchpoints))
        ),
        resources=tuple(
            _resource(flow, number, plan, tallies) for number in range(len(flow.resources))
        ),
        samples=samples,
        segments=tuple(
            _segment(flow, number, months, tallies) for number in range(len(flow.segments))
        ),
        notes=tuple(notes),
    )


def samples_of(flow: Flow, plan: Plan, tallies: Sequence[Tally]) -> dict[str, tuple[float, ...]]:
    """Give each figure's value in each replication; counts and money are per month.

    arrived, completed, value, left, left:CAUSE, reached:TOUCHPOINT,
    left:TOUCHPOINT:CAUSE; shares and means: completion, minutes, effort, ces, nps,
    busy:RESOURCE, wait:RESOURCE (minutes), gave-up:RESOURCE.
    """
    months = plan.days / DAYS_A_MONTH
    samples = {
        "arrived": [_arrived(t) / months for t in tallies],
        "completed": [sum(t.completed) / months for t in tallies],
        "value": [_money(flow, t) / months for t in tallies],
        "left": [sum(map(sum, t.left)) / months for t in tallies],
        "completion": [sum(t.completed) / _arrived(t) for t in tallies],
        "minutes": [t.seconds / _arrived(t) / 60 for t in tallies],
        "effort": [t.points / _arrived(t) for t in tallies],
        "ces": [t.score / _arrived(t) for t in tallies],
        "nps": [100 * t.recommending / _arrived(t) for t in tallies],
    }
    for cause, name in enumerate(flow.causes):
        samples[f"left:{name}"] = [sum(row[cause] for row in t.left) / months for t in tallies]
    for place, name in enumerate(flow.touchpoints):
        samples[f"reached:{name}"] = [t.reached[place] / months for t in tallies]
        for cause in _causes_seen(tallies, place):
            figure = f"left:{name}:{flow.causes[cause]}"
            samples[figure] = [t.left[place][cause] / months for t in tallies]
    for number, name in enumerate(flow.resources):
        staffed = _staffed_seconds(flow, number, plan)
        samples[f"busy:{name}"] = [_per(t.busy_seconds[number], staffed) for t in tallies]
        waits = [_per(t.asked_seconds[number] / 60, t.asked[number]) for t in tallies]
        samples[f"wait:{name}"] = waits
        samples[f"gave-up:{name}"] = [_per(t.gave_up[number], t.asked[number]) for t in tallies]
    return {figure: tuple(values) for figure, values in samples.items()}


def _per(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _staffed_seconds(flow: Flow, number: int, plan: Plan) -> float:
    opens = plan.warm_up_days * SECONDS_A_DAY
    return integral(flow.staffing[number], opens, opens + plan.days * SECONDS_A_DAY)


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


def _touchpoint(
    flow: Flow, place: int, months: float, tallies: Sequence[Tally]
) -> TouchpointOutcome:
    return TouchpointOutcome(
        name=flow.touchpoints[place],
        reached=estimate([t.reached[place] / months for t in tallies], 0.0),
        visits=estimate([t.visits[place] / months for t in tallies], 0.0),
        left={
            flow.causes[cause]: estimate([t.left[place][cause] / months for t in tallies], 0.0)
            for cause in _causes_seen(tallies, place)
        },
        minutes=_ratio((t.service_seconds[place] / 60, t.served[place]) for t in tallies),
        wait_minutes=_ratio((t.wait_seconds[place] / 60, t.visits[place]) for t in tallies),
        effort=_ratio((t.effort_points[place], t.visits[place]) for t in tallies),
    )


def _resource(flow: Flow, number: int, plan: Plan, tallies: Sequence[Tally]) -> ResourceOutcome:
    staffed = _staffed_seconds(flow, number, plan)
    return ResourceOutcome(
        name=flow.resources[number],
        utilisation=_ratio((t.busy_seconds[number], staffed) for t in tallies),
        wait_minutes=_ratio((t.asked_seconds[number] / 60, t.asked[number]) for t in tallies),
        abandoned=_ratio(((t.gave_up[number], t.asked[number]) for t in tallies), 1.0),
    )


def _segment(flow: Flow, number: int, months: float, tallies: Sequence[Tally]) -> SegmentOutcome:
    return SegmentOutcome(
        name=flow.segments[number],
        arrived=estimate([t.arrived[number] / months for t in tallies], 0.0),
        completed=estimate([t.completed[number] / months for t in tallies], 0.0),
        completion=_ratio(((t.completed[number], t.arrived[number]) for t in tallies), 1.0),
        wait_minutes=_ratio(
            (t.segment_wait_seconds[number] / 60, t.arrived[number]) for t in tallies
        ),
        ces=_ratio((t.segment_score[number], t.arrived[number]) for t in tallies),
    )
