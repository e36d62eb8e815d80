"""Rows that add up, on journeys that nobody chose; and the records behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from any_journey import journeys
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desireline.scenarios.journey import Journey
from desireline.scenarios.response import Effect
from desireline.sim.clock import TICKS_AN_HOUR
from desireline.sim.crowd import walk_crowd
from desireline.sim.flatten import compile_flow
from desireline.sim.flow import Flow, unhindered
from desireline.sim.record import Record, What
from desireline.sim.shift import Shift
from desireline.sim.span import Span
from desireline.sim.tally import Tally

SPAN = Span(TICKS_AN_HOUR // 2, 2 * TICKS_AN_HOUR)
GAP = Shift("t0", "price", Effect(0.4, -0.1, 0.9, "guess", "guess"), 2.0, 30.0, 0.5, 0.1)
OUT = (What.LEAVES, What.DONE)
VISIT_OVER = (What.ENDS, What.FAILS, What.GIVES_UP, What.TURNED_AWAY)
any_journeys = settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def walked(flow: Flow, seed: int) -> tuple[Tally, list[Record]]:
    """Walk, and give what was counted and recorded."""
    trace: list[Record] = []
    return walk_crowd(flow, seed=seed, replication=0, span=SPAN, trace=trace), trace


def count(flow: Flow, trace: list[Record], *what: What) -> list[int]:
    """Count records by touchpoint."""
    places = Counter(record.place for record in trace if record.what in what)
    return [places[place] for place in range(len(flow.places))]


@any_journeys
@given(journeys(), st.integers(0, 2**63), st.booleans())
def test_everybody_arrives_and_everybody_goes(journey: Journey, seed: int, gap: bool) -> None:
    """Arrived = ended + left by all causes: in total, and one by one in each segment."""
    tally, trace = walked(compile_flow(journey, [GAP] if gap else []), seed)
    segment_of = {r.customer: r.value for r in trace if r.what == What.ARRIVES}
    last = {record.customer: record.what for record in trace}
    outs = Counter(record.customer for record in trace if record.what in OUT)
    arrived = Counter(segment_of.values())

    assert sum(tally.arrived) == tally.ended + sum(map(sum, tally.left))
    assert [arrived[segment] for segment in range(len(tally.arrived))] == tally.arrived
    assert set(outs) == set(segment_of)
    assert set(outs.values()) <= {1}
    assert set(last.values()) <= set(OUT)


@any_journeys
@given(journeys(), st.integers(0, 2**63), st.booleans())
def test_what_is_counted_is_what_is_recorded(journey: Journey, seed: int, gap: bool) -> None:
    flow = compile_flow(journey, [GAP] if gap else [])
    tally, trace = walked(flow, seed)
    causes = Counter((r.place, r.value) for r in trace if r.what == What.LEAVES)
    firsts = [r for r in trace if r.what == What.COMES and r.value == 1]

    assert tally.visits == count(flow, trace, What.COMES)
    assert tally.reached == count(flow, firsts, What.COMES)
    assert tally.served == count(flow, trace, What.ENDS, What.FAILS)
    assert tally.returned == count(flow, trace, What.RETURNS)
    assert tally.ended == sum(count(flow, trace, What.DONE))
    assert sum(tally.completed) == sum(count(flow, trace, What.COMPLETES))
    assert sum(tally.gave_up) == sum(count(flow, trace, What.GIVES_UP))
    assert sum(tally.turned_away) == sum(count(flow, trace, What.TURNED_AWAY))
    assert sum(tally.called_back) == sum(count(flow, trace, What.CALLED_BACK))
    for place, row in enumerate(tally.left):
        assert row == [causes[place, cause] for cause in range(len(row))]


@any_journeys
@given(journeys(), st.integers(0, 2**63), st.booleans())
def test_rows_add_up(journey: Journey, seed: int, gap: bool) -> None:
    """Nobody is served without a visit, reaches twice, or completes without arriving."""
    tally, _ = walked(compile_flow(journey, [GAP] if gap else []), seed)

    for visits, reached, served in zip(tally.visits, tally.reached, tally.served, strict=True):
        assert visits >= reached
        assert visits >= served
    in_vain = sum(tally.gave_up) + sum(tally.turned_away)
    assert sum(tally.visits) == sum(tally.served) + in_vain
    assert all(c <= a for c, a in zip(tally.completed, tally.arrived, strict=True))
    assert all(ticks >= 0 for ticks in (*tally.wait_ticks, *tally.asked_ticks))
    assert sum(tally.wait_ticks) == sum(tally.asked_ticks) == sum(tally.segment_wait_ticks)
    assert sum(sum(waits.counts.values()) for waits in tally.waits) == sum(tally.asked)
    assert sum(tally.stays.counts.values()) == sum(tally.arrived)


@any_journeys
@given(journeys(), st.integers(0, 2**63))
def test_the_number_at_a_touchpoint_adds_up_to_the_time_spent_there(
    journey: Journey, seed: int
) -> None:
    """Little's law, to the last tick: the integral of who is in line or served is the sum of
    waits and services, but for work on those who are sent away before it is over."""
    flow = compile_flow(journey)
    tally, trace = walked(flow, seed)
    vain = worked_in_vain(trace)

    for place, waits in enumerate(tally.wait_ticks):
        spent = waits + tally.service_ticks[place] + vain[place]
        assert integral(steps(trace, place)) == spent


def worked_in_vain(trace: list[Record]) -> Counter[int]:
    """Give the ticks, by touchpoint, for which those were served who were then turned away."""
    began: dict[int, int] = {}
    worked: Counter[int] = Counter()  # by customer, at the visit that they are at
    vain: Counter[int] = Counter()
    for record in trace:
        who = record.customer
        if record.what == What.COMES:
            worked[who] = 0
        elif record.what == What.STARTS:
            began[who] = record.at
        elif record.what == What.INTERRUPTED:
            worked[who] += record.at - began[who]
        elif record.what == What.TURNED_AWAY:
            vain[record.place] += worked[who]
    return vain


def steps(trace: list[Record], place: int) -> Iterable[tuple[int, int]]:
    """Give (time, step) of the number in line or being served at a touchpoint."""
    for record in trace:
        if record.place != place:
            continue
        if record.what == What.COMES:
            yield record.at, 1
        elif record.what in VISIT_OVER:
            yield record.at, -1
        elif record.what == What.CALLED_BACK:  # away until then
            yield record.at, -1
            yield record.at + record.value, 1


def integral(changes: Iterable[tuple[int, int]]) -> int:
    """Integrate a number that changes by steps, and is nothing before and after them."""
    total = number = 0
    for (at, step), (following, _) in pairwise([*sorted(changes), (0, 0)]):
        number += step
        if number:
            total += number * (following - at)
    assert number == 0
    return total


@any_journeys
@given(journeys(), st.integers(0, 2**63), st.data())
def test_a_greater_share_that_leaves_never_lets_more_complete(
    journey: Journey, seed: int, data: st.DataObject
) -> None:
    """Where nobody is in anybody's way, and who leaves is gone: the same customers, one by one."""
    flow = for_good(compile_flow(journey))
    place = data.draw(st.integers(0, len(flow.places) - 1))
    more = data.draw(st.floats(0, 0.7))

    before = completing(flow, seed)
    after = completing(leaving_more(flow, place, more), seed)

    assert after <= before


def for_good(flow: Flow) -> Flow:
    """Give the journey without lines, from which nobody comes back."""
    alone = unhindered(flow)
    return replace(alone, places=tuple(place._replace(returns=None) for place in alone.places))


def leaving_more(flow: Flow, place: int, more: float) -> Flow:
    """Raise a touchpoint's own share that leaves, for all segments."""
    row = tuple(m._replace(leave_share=m.leave_share + more) for m in flow.manners[place])
    return replace(flow, manners=(*flow.manners[:place], row, *flow.manners[place + 1 :]))


def completing(flow: Flow, seed: int) -> set[int]:
    """Give the customers who complete."""
    return {record.customer for record in walked(flow, seed)[1] if record.what == What.COMPLETES}
