"""What has an exact answer: the journeys, and which figures of theirs.

The answers stand in truths.json. Queues come from queueing theory (Erlang; Pollaczek and
Khinchine; Cobham; Jackson), what changes by the hour from the chain of (being served, in
line), integrated over the day, and the journey without lines from its absorbing chain. One
unit of time is an hour.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from math import cos, pi
from pathlib import Path
from typing import NamedTuple

import numpy as np
from truth_figures import (
    CLERKS,
    FULL_LINE,
    GENERAL,
    LOOKS,
    ONE_CLERK,
    PATIENT,
    Figure,
    Walked,
    arrived,
    arrived_variance,
    busy_team,
    came_at,
    content,
    gave_up,
    inside,
    line_area,
    present,
    present_at,
    present_on_average,
    present_variance,
    segment_events,
    segment_time,
    segment_variance,
    segment_wait,
    stay,
    team_wait,
    turned_away,
    visits_a_customer,
)

from desireline.scenarios.reading import journey_of
from desireline.sim.clock import TICKS_AN_HOUR
from desireline.sim.compiled.engine import walk_crowd, walk_traced
from desireline.sim.flatten import compile_flow
from desireline.sim.flow import Flow
from desireline.sim.record import What
from desireline.sim.span import Span

EXACT: Mapping[str, Mapping[str, float]] = json.loads(
    Path(__file__).with_name("truths.json").read_text("utf-8")
)
CONTENDED = Path(__file__).parents[2] / "benchmarks" / "contended.yaml"
PIECE = 10  # minutes in which a rate that swings is taken as constant


class Known(NamedTuple):
    """A figure whose expectation is known."""

    exact: float
    of: Figure


@dataclass(frozen=True)
class Truth:
    """A journey that has exact answers, and how long to walk it."""

    journey: str
    hours: float  # counted
    figures: Mapping[str, Known]
    warm_up: float = 0.0  # hours
    since: float = 0.0  # hours before 0 from which on the journey fills
    traced: bool = False

    @property
    def span(self) -> Span:
        """Give what is simulated, in ticks."""
        opens = round(self.warm_up * TICKS_AN_HOUR)
        closes = opens + round(self.hours * TICKS_AN_HOUR)
        return Span(opens, closes, -round(self.since * TICKS_AN_HOUR))

    def flow(self) -> Flow:
        """Compile the journey."""
        return compile_flow(journey_of(self.journey))


def walked(truth: Truth, flow: Flow, seed: int, replication: int) -> Walked:
    """Walk one replication."""
    people = sum(team.people.values[0] for team in flow.teams)
    how = {"seed": seed, "replication": replication, "span": truth.span}
    if truth.traced:
        tally, records = walk_traced(flow, **how)  # type: ignore[arg-type]
        return Walked(tally, truth.hours, people, records)
    tally = walk_crowd(flow, **how)  # type: ignore[arg-type]
    return Walked(tally, truth.hours, people, np.empty(0))


def figures_of(truth: Truth, flow: Flow, seed: int, replication: int) -> dict[str, float]:
    """Walk one replication, and give each figure."""
    seen = walked(truth, flow, seed, replication)
    return {name: known.of(seen) for name, known in truth.figures.items()}


def queue(arrivals: str, people: object, takes: str, desk: str = "", team: str = "") -> str:
    """Give a journey of one queue."""
    return f"""
journey: queue
arrivals: {arrivals}
resources: {{clerks: {{hours: {people}{team}}}}}
stages: [{{stage: all, touchpoints: {{desk: {{needs: clerks, takes: {takes}{desk}}}}}}}]
"""


def known(key: str, figures: Mapping[str, Figure]) -> dict[str, Known]:
    """Join figures with their answers, by their names in truths.json."""
    return {name: Known(EXACT[key][name], figure) for name, figure in figures.items()}


def erlang_c(key: str, rate: float, people: int, minutes: float, span: float) -> dict[str, Truth]:
    """Give a queue of several clerks, and the same clerks without a line (Erlang B)."""
    takes = f"{{exponential: {minutes} min}}"
    loss = queue(f"{rate}/h", people, takes, team=", line: at most 0")
    lost, unit = known(key, {"ErlangB": turned_away}), minutes / 60
    plain = queue(f"{rate}/h", people, takes)
    return {
        key: Truth(plain, span * unit, known(key, CLERKS), 200 * unit, 10 * unit),
        f"{key} without a line": Truth(loss, span / 8 * unit, lost, 20 * unit, 10 * unit),
    }


def erlang_a(
    key: str, rate: float, people: int, minutes: float, patience: float, span: float
) -> Truth:
    """Give a queue whose customers have patience, both times in minutes."""
    takes, desk = f"{{exponential: {minutes} min}}", f", patience: {{exponential: {patience} min}}"
    journey = queue(f"{rate}/h", people, takes, desk)
    return Truth(journey, span, known(key, PATIENT), 30 * minutes / 60, 10 * minutes / 60)


def general(key: str, rate: float, takes: str, span: float, more: str = "") -> Truth:
    """Give a queue of one clerk, whose times are not exponential."""
    return Truth(queue(f"{rate}/h", 1, takes, more), span, known(key, GENERAL), 500, 20)


def two_classes(
    key: str, rate: float, people: int, first: float, rule: str, span: float, *, served_too: float
) -> Truth:
    """Give a queue with a segment that is served first; `served_too`: hours in the answers."""
    segments = f"segments: {{hasty: {{share: {first}}}, patient: {{share: {1 - first}}}}}\n"
    journey = segments + queue(f"{rate}/h", people, "{exponential: 1h}", team=rule)
    names = sorted(EXACT[key])
    figures = {
        name: Known(EXACT[key][name] - served_too, partial(segment_wait, segment))
        for segment, name in enumerate(names)
    }
    return Truth(journey, span, figures, 500 / people, 20)


JACKSON = (
    "Jackson 3 nodes gamma=(3,0,.5) R=[[0,.7,.2],[.15,0,.25],[.3,0,0]] mu=(2,1,1.25) c=(3,5,2)"
)
NETWORK = """
journey: network
arrivals: 3.5/h
starts: {one: 0.857142857142857, three: 0.142857142857143}
resources: {a: {hours: 3}, b: {hours: 5}, c: {hours: 2}}
completes: [three]
stages:
- stage: all
  touchpoints:
    one: {needs: a, takes: {exponential: 30 min}, next: {two: 70%, three: 20%, end: 10%}}
    two: {needs: b, takes: {exponential: 1h}, next: {one: 15%, three: 25%, end: 60%}}
    three: {needs: c, takes: {exponential: 48 min}, next: {one: 30%, end: 70%}}
"""


def network() -> Truth:
    """Give three teams that customers go round between."""
    figures: dict[str, Figure] = {"L_total": inside, "W_total": stay}
    for place, people in enumerate((3, 5, 2)):
        figures |= {
            f"lam{place + 1}": partial(came_at, place),
            f"rho{place + 1}": partial(busy_team, place, people),
            f"Wq{place + 1}": partial(team_wait, place),
            f"L{place + 1}": partial(present_at, place),
        }
    return Truth(NETWORK, 6000, known(JACKSON, figures), 300, 20)


def swinging() -> str:
    """Give a rate that swings like a sine over the day, with its mean in each piece."""
    ranges = []
    for minute in range(0, 1440, PIECE):
        turn, following = (2 * pi * m / 1440 for m in (minute, minute + PIECE))
        rate = 47 * (1 + 0.6 * (cos(turn) - cos(following)) / (following - turn))
        ends = minute + PIECE
        hour = f"daily {minute // 60:02}:{minute % 60:02}-{ends // 60:02}:{ends % 60:02}"
        ranges.append(f"{hour}: {rate:.9f}/h")
    return "{" + ", ".join(ranges) + "}"


def alone(arrivals: str, takes: str) -> str:
    """Give a journey in which nobody is in anybody's way."""
    return f"""
journey: alone
arrivals: {arrivals}
stages: [{{stage: all, touchpoints: {{walk: {{takes: {takes}}}}}}}]
"""


def swings() -> dict[str, Truth]:
    """Give what swings with the day: arrivals, who is there, and shifts."""
    key = "M(t)/M/inf lam(t)=47(1+.6 sin(2pi t/24)) mu=2.5 start empty"
    there = {f"m{at}": partial(present, at) for at in (1, 6, 12, 18, 24)}
    journey = alone(swinging(), "{exponential: 24 min}")
    return {
        "M(t)/M/inf": Truth(journey, 24, known(key, there), traced=True),
        "Poisson arrivals": arrivals_alone(),
        "M(t)/M/c(t)+M": shifts(),
    }


def arrivals_alone() -> Truth:
    """Give arrivals whose rate swings, and nothing else."""
    counts = EXACT["NHPP counts, same lam(t): mean = variance of arrivals in [0,t]"]
    figures: dict[str, Known] = {}
    for at in (6, 12, 18, 24):
        mean = counts[f"n{at}"]
        figures[f"n{at}"] = Known(mean, partial(arrived, at))
        figures[f"n{at} variance"] = Known(mean, partial(arrived_variance, at, mean))
    return Truth(alone(swinging(), "0s"), 20 * 24, figures, traced=True)


def shifts() -> Truth:
    """Give agents in shifts, and customers whose rate swings."""
    figures: dict[str, Known] = {}
    for at in (9, 17, 24):
        exact = EXACT[f"M(t)/M/c(t)+M shifts 14/24(9-17h)/14, theta=4, by hour {at}"]
        figures |= {
            f"EN {at}": Known(exact["EN"], partial(present, at)),
            f"abandoned {at}": Known(exact["abandoned"], partial(gave_up, at)),
            f"wait_area {at}": Known(exact["wait_area"], partial(line_area, at)),
        }
    people = "{daily 09:00-17:00: 24, otherwise: 14}"
    journey = queue(
        swinging(), people, "{exponential: 24 min}", ", patience: {exponential: 15 min}"
    )
    return Truth(journey, 24, figures, traced=True)


def uncrowded() -> Truth:
    """Give a service at which nobody waits, with times that are not exponential."""
    exact = EXACT["M/G/inf lam=47 E[S]=0.4: number present is Poisson"]
    figures = {
        "mean": Known(exact["mean"], present_on_average),
        "var": Known(exact["var"], partial(present_variance, exact["mean"])),
    }
    journey = alone("47/h", "{lognormal: {mean: 24 min, cv: 1.2}}")
    return Truth(journey, LOOKS[-1], figures, traced=True)


def contended() -> Truth:
    """Give the journey that engines are compared on, with agents for everybody."""
    text = CONTENDED.read_text("utf-8").replace("hours: 20", "hours: 1000000")
    everybody = EXACT["journey, infinite agents: mean"]
    names = ("discover", "evaluate", "buy", "access", "use", "support", "reengage")
    figures = {
        "time": Known(everybody["time"], stay),
        "exit_done": Known(everybody["exit_done"], content),
    }
    for place, name in enumerate(names):
        exact = everybody[f"visits_{name}"]
        figures[f"visits_{name}"] = Known(exact, partial(visits_a_customer, place))
    for segment, name in enumerate(("new", "returning", "business")):
        own = EXACT[f"journey segment {name}"]
        variance = partial(segment_variance, segment, own["time"])
        done = partial(segment_events, segment, What.DONE, None)
        support = partial(segment_events, segment, What.COMES, 5)
        figures |= {
            f"{name} time": Known(own["time"], partial(segment_time, segment)),
            f"{name} variance of the time": Known(own["sd_time"] ** 2, variance),
            f"{name} p_done": Known(own["p_done"], done),
            f"{name} visits_support": Known(own["visits_support"], support),
        }
    return Truth(text, 72, figures, traced=True)


MIXED = """segments: {quick: {share: 40%}, slow: {share: 60%}}
"""
TRUTHS: Mapping[str, Truth] = {
    **{
        f"M/M/1 lam={rate} mu=1.0": Truth(
            queue(f"{rate}/h", 1, "{exponential: 1h}"),
            span,
            known(f"M/M/1 lam={rate} mu=1.0", ONE_CLERK),
            warm_up,
            20,
        )
        for rate, span, warm_up in ((0.75, 24000, 1000), (0.9, 100000, 6000))
    },
    **erlang_c("M/M/c lam=18.0 mu=1.0 c=20", 18, 20, 60, 4000),
    **erlang_c("M/M/c lam=4.0 mu=1.0 c=5", 4, 5, 60, 8000),
    **erlang_c("M/M/c lam=45.0 mu=2.5 c=20", 45, 20, 24, 4000),
    **{
        key: erlang_a(key, *numbers)
        for key, numbers in {
            "Erlang-A lam=21 mu=1 c=20 theta=0.5": (21, 20, 60, 120, 1000),
            "Erlang-A lam=50 mu=1 c=50 theta=2": (50, 50, 60, 30, 400),
            "Erlang-A lam=49 mu=2.5 c=20 theta=4 (support-like)": (49, 20, 24, 15, 400),
            "Erlang-A lam=1.2 mu=1 c=1 theta=0.25": (1.2, 1, 60, 240, 10000),
        }.items()
    },
    "M/M/3/10 lam=4 mu=1": Truth(
        queue("4/h", 3, "{exponential: 1h}", team=", line: at most 7"),
        4000,
        known("M/M/3/10 lam=4 mu=1", FULL_LINE),
        100,
        10,
    ),
    "M/D/1 lam=0.8 S=1": general("M/D/1 lam=0.8 S=1", 0.8, "1h", 20000),
    "M/LogN/1 lam=0.8 mean=1 cv=1.2": general(
        "M/LogN/1 lam=0.8 mean=1 cv=1.2", 0.8, "{lognormal: {mean: 1h, cv: 1.2}}", 50000
    ),
    "M/E2/1 lam=0.8 mean=1 (cv2=0.5)": general(
        "M/E2/1 lam=0.8 mean=1 (cv2=0.5)", 0.8, "{gamma: {mean: 1h, cv: 0.7071067811865476}}", 20000
    ),
    "M/H2/1 lam=0.7 p=0.4 m1=0.5 m2=4/3 (mean 1)": Truth(
        MIXED
        + queue(
            "0.7/h", 1, "{exponential: 80 min}", ", for: {quick: {takes: {exponential: 30 min}}}"
        ),
        20000,
        known("M/H2/1 lam=0.7 p=0.4 m1=0.5 m2=4/3 (mean 1)", GENERAL),
        500,
        20,
    ),
    "M/M/1 priority": two_classes(
        "M/M/1 2-class non-preemptive priority lam1=0.3 lam2=0.5 mu=1",
        0.8,
        1,
        0.375,
        ", priority: [hasty]",
        40000,
        served_too=0.0,
    ),
    "M/M/1 priority, who has it interrupts": two_classes(
        "M/M/1 2-class preemptive-resume lam1=0.3 lam2=0.5 mu=1",
        0.8,
        1,
        0.375,
        ", priority: [hasty], preempts: true",
        40000,
        served_too=1.0,
    ),
    "M/M/5 priority": two_classes(
        "M/M/5 2-class non-preemptive lam1=2 lam2=2 mu=1",
        4,
        5,
        0.5,
        ", priority: [hasty]",
        10000,
        served_too=0.0,
    ),
    "Jackson network": network(),
    "M/G/inf": uncrowded(),
    **swings(),
    "journey without lines": contended(),
}
