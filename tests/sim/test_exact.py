"""Exact answers, against solved journeys and against the crowd."""

from __future__ import annotations

from collections import Counter
from functools import partial
from math import isnan, sqrt
from pathlib import Path
from statistics import fmean, variance

import pytest
import yaml

from desireline.scenarios.arrivals import Recorded, replaying
from desireline.scenarios.journey import Journey
from desireline.scenarios.response import Effect
from desireline.sim.chain import visits_a_customer
from desireline.sim.clock import DAYS_A_MONTH, TICKS_A_SECOND, days
from desireline.sim.crowd import walk_crowd
from desireline.sim.exact import Exact, Why, causes_of, exact, monthly
from desireline.sim.flatten import compile_flow
from desireline.sim.flow import Flow
from desireline.sim.randomness import spread_uniform
from desireline.sim.record import Record, What
from desireline.sim.shift import Shift
from desireline.sim.span import Span

CONTENDED = Path(__file__).parents[2] / "benchmarks" / "contended.yaml"
ERRORS = 4  # standard errors: one in 16,000 is further off

WINDING = """
journey: winding
arrivals: {rate: 60/h, groups: {1: 50%, 2: 30%, 4: 20%}}
completes: [pay, hike]
starts: {ad: 70%, shop: 30%}
returns: {share: 30%, after: {exponential: 5h}}
segments: {new: {share: 60%, value: 140 EUR}, old: {share: 40%, value: 90 EUR}}
stages:
- stage: buy
  touchpoints:
    ad:
      takes: 2 min
      leaves: 30%
      next: {shop: {share: 70%, after: {uniform: {low: 1h, high: 3h}}}, review: 30%}
    review: {takes: {exponential: 5 min}, leaves: 20%, next: {shop: 60%, review: 10%, end: 30%}}
    shop:
      takes: {lognormal: {mean: 4 min, cv: 1.5}}
      fails: 40%
      retries: 3
      leaves: 10%
      next: {pay: 80%, ad: 20%}
      for: {old: {takes: 90s, leaves: 2%, fails: 0%, next: {pay: 95%, ad: 5%}}}
    pay:
      takes: {gamma: {mean: 2 min, cv: 0.5}}
      fails: 30%
      retries: 1
      returns: {share: 50%, after: 1 day, to: shop}
      next: {hike: 100%}
- stage: use
  touchpoints:
    hike:
      takes: {triangular: {low: 1h, mode: 2h, high: 9h}}
      next: {support: 40%, hike: 25%, end: 35%}
    support: {takes: 5 min, leaves: 10%, next: {hike: 90%, review: 10%}}
"""
GAPS = [
    Shift("shop", "slow", Effect(0.4, -0.4, 1.2, "guess", "guess"), 2.0, seconds=45.0),
    Shift("shop", "broken", fail_share=0.2),
    Shift("review", "slow", Effect(0.4, -0.4, 1.2, "guess", "guess"), 1.0),
    Shift("review", "welcome", Effect(-0.5, -0.9, -0.1, "guess", "guess"), 1.0),
]


def flow_of(text: str, gaps: list[Shift] | None = None) -> Flow:
    """Compile a journey."""
    return compile_flow(Journey.model_validate(yaml.safe_load(text)), gaps or [])


def solved(flow: Flow, **how: object) -> Exact:
    """Give the exact answer that there is."""
    found = exact(flow, **how)  # type: ignore[arg-type]
    assert isinstance(found, Exact)
    return found


def stays(trace: list[Record]) -> list[float]:
    """Give each customer's seconds from arrival to the end."""
    ends = {r.customer: r.at for r in trace if r.what in (What.LEAVES, What.DONE)}
    arrives = {r.customer: r.at for r in trace if r.what == What.ARRIVES}
    return [(ends[who] - at) / TICKS_A_SECOND for who, at in arrives.items()]


def assert_near(found: float, known: float, spread: float, count: int) -> None:
    """Hold a mean of so many against its expectation; `spread` is the variance of one."""
    assert abs(found - known) <= ERRORS * sqrt(spread / count) + 1e-9 * abs(known)


@pytest.mark.parametrize(
    ("segment", "hours", "deviation", "content", "support"),
    [
        (0, 138.57044157318808, 188.2335964589981, 0.2389798218826446, 0.8528966258916886),
        (1, 142.77922345100865, 179.26259710423406, 0.31961874406102814, 1.115080439881951),
        (2, 279.2119130641246, 332.02096999405694, 0.39420072233381226, 1.3548688669399622),
    ],
)
def test_the_contended_journey_by_segment(
    segment: int, hours: float, deviation: float, content: float, support: float
) -> None:
    """Solved elsewhere, by another program."""
    flow = flow_of(CONTENDED.read_text("utf-8"))
    own = solved(flow, infinite=True).segments[segment]

    assert own is not None
    assert own.seconds.mean / 3600 == pytest.approx(hours, rel=1e-12)
    assert sqrt(own.seconds.variance) / 3600 == pytest.approx(deviation, rel=1e-12)
    assert own.content == pytest.approx(content, rel=1e-12)
    assert own.visits[flow.touchpoints.index("support")].mean == pytest.approx(support, rel=1e-12)


def test_the_contended_journey_of_everybody() -> None:
    own = solved(flow_of(CONTENDED.read_text("utf-8")), infinite=True).everybody
    visits = [1.203085230960619, 1.352828748706292, 0.9883481240083454, 0.8901677909016175]
    visits += [2.848508772472505, 1.031946218298422, 0.6559106696470272]

    assert own.seconds.mean / 3600 == pytest.approx(167.96137043472157, rel=1e-12)
    assert own.content == pytest.approx(0.2942156786263932, rel=1e-12)
    assert sum(map(sum, own.left)) == pytest.approx(0.705784321373607, rel=1e-12)
    assert [each.mean for each in own.visits] == pytest.approx(visits, rel=1e-12)


def test_a_crowd_is_as_the_chain_says() -> None:
    """Loops, tries, gaps, ways that take time, and customers who come back."""
    flow = flow_of(WINDING, GAPS)
    draw = partial(spread_uniform, 3, 1)
    own = solved(flow, draw=draw).everybody
    trace: list[Record] = []
    tally = walk_crowd(flow, seed=3, replication=1, span=Span(0, days(14)), trace=trace)
    count, times = sum(tally.arrived), stays(trace)

    assert count > 15_000
    assert_near(sum(tally.completed) / count, own.completion, 0.25, count)
    assert_near(tally.ended / count, own.content, 0.25, count)
    assert_near(fmean(times), own.seconds.mean, own.seconds.variance, count)
    assert variance(times) == pytest.approx(own.seconds.variance, rel=0.1)
    for place, visits in enumerate(own.visits):
        assert_near(tally.visits[place] / count, visits.mean, visits.variance, count)
        assert_near(tally.reached[place] / count, own.reached[place], 0.25, count)
        for cause, chance in enumerate(own.left[place]):
            assert_near(tally.left[place][cause] / count, chance, chance, count)


def test_visits_spread_as_the_chain_says() -> None:
    flow = flow_of(WINDING)
    own = solved(flow).everybody
    trace: list[Record] = []
    walk_crowd(flow, seed=3, replication=0, span=Span(0, days(14)), trace=trace)
    hike = flow.touchpoints.index("hike")
    everybody = {r.customer for r in trace}
    came = Counter(r.customer for r in trace if r.what == What.COMES and r.place == hike)

    found = variance([came[who] for who in everybody])

    assert own.visits[hike].mean > 1
    assert found == pytest.approx(own.visits[hike].variance, rel=0.05)


def test_segments_are_as_the_chain_says() -> None:
    flow = flow_of(WINDING)
    tally = walk_crowd(flow, seed=4, replication=0, span=Span(0, days(14)))

    for segment, own in enumerate(solved(flow).segments):
        assert own is not None
        count = tally.arrived[segment]
        assert_near(tally.completed[segment] / count, own.completion, 0.25, count)
        assert own.value.mean == pytest.approx(flow.values[segment] * own.completion)


def test_months_of_groups_scatter_as_known() -> None:
    """200 replications: a variance is then good to 10% (its standard error)."""
    flow = flow_of(WINDING)
    known, span = solved(flow), Span(0, days(0.25))
    crowds = [walk_crowd(flow, seed=1, replication=r, span=span) for r in range(200)]
    months = 0.25 / DAYS_A_MONTH
    counts = monthly(known, flow, span)
    pay = flow.touchpoints.index("pay")
    money = [sum(n * v for n, v in zip(c.completed, flow.values, strict=True)) for c in crowds]
    found = {
        "arrived": [sum(c.arrived) / months for c in crowds],
        "completed": [sum(c.completed) / months for c in crowds],
        "value": [each / months for each in money],
        "reached:pay": [c.reached[pay] / months for c in crowds],
        "visits:pay": [c.visits[pay] / months for c in crowds],
        "left": [sum(map(sum, c.left)) / months for c in crowds],
    }

    for figure, values in found.items():
        assert_near(fmean(values), counts[figure].mean, counts[figure].variance, 200)
        assert variance(values) == pytest.approx(counts[figure].variance, rel=ERRORS * 0.1)


RECORDED = """
journey: recorded
segments: {new: {share: 50%}, old: {share: 50%}}
stages:
- stage: all
  touchpoints: {a: {next: {b: 60%, end: 40%}, for: {old: {leaves: 100%}}}, b: {}}
"""


def test_recorded_arrivals_come_as_they_came() -> None:
    """Who was recorded is no luck: 30 newcomers who mostly complete, 10 who never do."""
    journey = Journey.model_validate(yaml.safe_load(RECORDED))
    times = tuple(float(60 * n) for n in range(50))
    recorded = Recorded(times, tuple("old" if n % 4 == 0 else "new" for n in range(50)))
    arrivals = replaying(journey.arrivals, recorded, "arrivals.csv")
    flow = compile_flow(journey.model_copy(update={"arrivals": arrivals}))
    span = Span(0, 40 * 60 * TICKS_A_SECOND)
    months = 40 * 60 / 86400 / DAYS_A_MONTH

    counts = monthly(solved(flow, span=span), flow, span)

    assert counts["arrived"] == pytest.approx((40 / months, 0.0))
    assert counts["completed"].mean == pytest.approx(30 * 0.6 / months)
    assert counts["completed"].variance == pytest.approx(30 * 0.6 * 0.4 / months**2)


def test_infinite_people_never_let_anybody_wait() -> None:
    """A crowd with a thousand clerks is the chain; three of them are not."""
    text = WINDING.replace(
        "support: {", "support: {needs: clerks, patience: 1 min, on-abandon: {shop: 50%}, "
    )
    crowded = flow_of(
        text.replace("returns: {s", "resources: {clerks: {hours: 1000}}\nreturns: {s", 1)
    )
    known = solved(crowded, infinite=True).everybody
    tally = walk_crowd(crowded, seed=2, replication=0, span=Span(0, days(7)))
    count = sum(tally.arrived)

    assert known == solved(flow_of(WINDING)).everybody
    assert_near(sum(tally.completed) / count, known.completion, 0.25, count)
    assert_near(
        tally.ticks / TICKS_A_SECOND / count, known.seconds.mean, known.seconds.variance, count
    )


def test_effects_are_at_their_medians_or_drawn_and_told() -> None:
    flow = flow_of(WINDING, GAPS)
    middle, drawn = solved(flow), solved(flow, draw=lambda cause: 0.9)

    assert [(each.touchpoint, each.cause) for each in middle.effects] == [
        ("review", "slow"),
        ("review", "welcome"),
        ("shop", "slow"),
    ]
    assert [each.log_odds for each in middle.effects] == pytest.approx([0.4, -0.5, 0.4])
    assert not middle.drawn
    assert drawn.drawn
    assert drawn.effects[0].log_odds > 0.4
    assert drawn.everybody.completion < middle.everybody.completion


def test_times_that_hang_together_have_a_mean_and_no_known_spread() -> None:
    """Long and short visits go together: the sum scatters more, its mean is the same."""
    text = "journey: t\nstages: [{stage: s, touchpoints: {a: {takes: %s}, b: {takes: %s}}}]"
    takes = "{exponential: 5 min, correlated: 80%}"
    own = solved(flow_of(text % (takes, takes))).everybody.seconds

    assert own.mean == pytest.approx(600)
    assert isnan(own.variance)


def test_causes_of_a_ladder_that_goes_down() -> None:
    """0.3 would leave anyway, a gap makes it 0.5, a welcome 0.4: the gap keeps 0.1."""
    assert dict(causes_of(((0.3, 0), (0.5, 7), (0.4, 8)))) == pytest.approx({0: 0.3, 7: 0.1, 8: 0})
    assert dict(causes_of(((0.3, 0), (0.2, 7)))) == pytest.approx({0: 0.2, 7: 0})
    back = ((0.3, 0), (0.5, 7), (0.4, 8), (0.45, 9))
    assert dict(causes_of(back)) == pytest.approx({0: 0.3, 7: 0.15, 8: 0, 9: 0})


def test_tries_make_times_scatter() -> None:
    """Of a minute each: one with 1/2, two with 1/4, three with 1/8, four with the rest."""
    text = (
        "journey: t\nstages: [{stage: s, touchpoints: {a: {takes: 60s, fails: 50%, retries: 3}}}]"
    )
    own = solved(flow_of(text)).everybody.seconds
    mean = 1 / 2 + 2 / 4 + 3 / 8 + 4 / 8
    square = 1 / 2 + 4 / 4 + 9 / 8 + 16 / 8

    assert own.mean == pytest.approx(60 * mean)
    assert own.variance == pytest.approx(3600 * (square - mean * mean))


def test_visits_of_a_simple_loop() -> None:
    """Geometric: mean 1 / (1 - p), variance p / (1 - p)^2."""
    text = "journey: t\nstages: [{stage: s, touchpoints: {a: {next: {a: 75%, end: 25%}}}}]"
    visits = solved(flow_of(text)).everybody.visits[0]

    assert visits.mean == pytest.approx(4)
    assert visits.variance == pytest.approx(12)


PLAIN = (
    "journey: t\n{more}\nstages: [{{stage: s, touchpoints: {{a: {{{a}}}, b: {{asks: [name]}}}}}}]"
)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("needs: clerks", "`a` needs `clerks`, whom customers share"),
        ("needs: [clerks, others]", "`a` needs `clerks` or `others`, whom customers share"),
        ("responds: {effort: x1.3 per point}", "who leaves at `a` hangs on the effort felt before"),
        ("responds: {again: x1.3 per visit}", "who leaves at `a` hangs on how often they came"),
        (
            "next-if: [{came-here: 2, to: {a: 100%}}]",
            "where customers go from `a` hangs on how often they came",
        ),
        (
            "next-if: [{seen: b, to: {a: 100%}}]",
            "where customers go from `a` hangs on what they have seen",
        ),
        ("next-if: [{hours: mon, to: {a: 100%}}]", "where customers go from `a` hangs on the hour"),
        (
            "takes: 60s, takes-by-hour: {mon: x2, otherwise: x1}",
            "how long `a` takes hangs on the hour",
        ),
    ],
)
def test_what_has_no_exact_answer_says_why(written: str, why: str) -> None:
    more = "resources: {clerks: {hours: 1}, others: {hours: 1}}"

    assert exact(flow_of(PLAIN.format(a=written, more=more))) == Why((why,))


@pytest.mark.parametrize(
    "written",
    [
        "responds: {wait: x1.3 per min}",
        "next-if: [{came-here: 1, to: {b: 100%}}, {seen: b, to: {end: 100%}}]",
        "next-if: [{line: {clerks: 3}, to: {end: 100%}}]",
        "takes: 60s, takes-by-hour: x1.5",
    ],
)
def test_what_changes_nothing_is_no_reason(written: str) -> None:
    more = "resources: {clerks: {hours: 1}}"
    own = solved(flow_of(PLAIN.format(a=written, more=more))).everybody

    assert own.completion == pytest.approx(1.0)
    assert own.seconds.mean == (90.0 if "takes" in written else 0.0)


def test_all_reasons_are_told_at_once() -> None:
    flow = flow_of(
        PLAIN.format(
            a="needs: clerks, responds: {effort: x1.3 per point}",
            more="resources: {clerks: {hours: 1}}",
        )
    )
    found = exact(flow)

    assert isinstance(found, Why)
    assert len(found.reasons) == 2


def test_what_nobody_comes_to_is_no_reason() -> None:
    text = PLAIN.format(a="next: {end: 100%}", more="resources: {clerks: {hours: 1}}")

    assert isinstance(exact(flow_of(text.replace("asks: [name]", "needs: clerks"))), Exact)


def test_the_quick_look_at_visits_agrees() -> None:
    """What loads are judged by is the same chain, where there is an exact answer."""
    flow = flow_of(WINDING, GAPS)

    known = [each.mean for each in solved(flow).everybody.visits]

    assert visits_a_customer(flow) == pytest.approx(known)
