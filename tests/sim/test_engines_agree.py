"""Two engines, one truth: the compiled crowd has the SimPy crowd's records, all of them."""

from __future__ import annotations

from any_journey import journeys
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desireline.scenarios.journey import Journey
from desireline.scenarios.response import Effect
from desireline.scenarios.snapshot import Snapshot
from desireline.sim.clock import TICKS_AN_HOUR
from desireline.sim.compiled.engine import walk_crowd as walk_compiled
from desireline.sim.crowd import walk_crowd
from desireline.sim.flatten import compile_flow
from desireline.sim.record import Record, in_order
from desireline.sim.shift import Shift
from desireline.sim.span import Span

GAP = Shift("t0", "price", Effect(0.4, -0.1, 0.9, "guess", "guess"), 2.0, 30.0, 0.5, 0.1)
SPANS = (
    Span(0, 2 * TICKS_AN_HOUR),
    Span(TICKS_AN_HOUR // 2, TICKS_AN_HOUR),
    Span(0, TICKS_AN_HOUR, -TICKS_AN_HOUR),
)


@settings(
    max_examples=300,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(journeys(), st.integers(0, 3), st.sampled_from(SPANS), st.integers(0, 5), st.booleans())
def test_engines_give_the_same_records_and_counts(
    journey: Journey, replication: int, span: Span, there: int, gap: bool
) -> None:
    now = {"t0": {"served": there, "waiting": 2 * there}}
    snapshot = Snapshot.model_validate({"snapshot": "made-up", "now": now})
    shifts = [GAP] if gap else []
    flow = compile_flow(journey, shifts, snapshot=snapshot if there else None)
    specified: list[Record] = []
    compiled: list[Record] = []

    tally = walk_crowd(flow, seed=1, replication=replication, span=span, trace=specified)
    twin = walk_compiled(flow, seed=1, replication=replication, span=span, trace=compiled)
    untraced = walk_compiled(flow, seed=1, replication=replication, span=span)

    assert compiled == in_order(specified)
    assert twin == tally
    assert untraced == tally
