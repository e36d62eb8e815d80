"""What has an exact answer must come out: from fixed seeds, within four standard errors.

`benchmarks/coverage.py` asks more of the same journeys: that 95% intervals hold the answer
95 times out of 100.
"""

from __future__ import annotations

from math import sqrt
from statistics import fmean, stdev

import pytest
from truths import EXACT, TRUTHS, Truth, figures_of

from desireline.sim.clock import TICKS_AN_HOUR
from desireline.sim.compiled.engine import walk_crowd as walk_compiled
from desireline.sim.crowd import walk_crowd
from desireline.sim.span import Span
from desireline.sim.timeline import mean_value

REPLICATIONS = 20
ERRORS = 4  # standard errors: with 20 replications, one in 1,300 is further off
SHARP = 0.08  # a standard error is at most so much of the answer
CUSTOMERS = 400  # that both engines walk


@pytest.mark.parametrize("name", TRUTHS)
def test_the_exact_answer_comes_out(name: str) -> None:
    truth = TRUTHS[name]
    flow = truth.flow()
    rows = [figures_of(truth, flow, 11, number) for number in range(REPLICATIONS)]

    for figure, known in truth.figures.items():
        sample = [row[figure] for row in rows]
        error = stdev(sample) / sqrt(REPLICATIONS)
        assert error < SHARP * known.exact, figure
        assert abs(fmean(sample) - known.exact) < ERRORS * error, figure


@pytest.mark.parametrize("name", TRUTHS)
def test_both_engines_count_the_same(name: str) -> None:
    """On the first customers: filled and with a warm-up, as far as the truth has them."""
    truth = TRUTHS[name]
    flow = truth.flow()
    span = beginning(truth, CUSTOMERS / mean_value(flow.arrivals.rate))

    specified = walk_crowd(flow, seed=11, replication=0, span=span)
    compiled = walk_compiled(flow, seed=11, replication=0, span=span)

    assert specified == compiled
    assert sum(specified.arrived) > CUSTOMERS / 2


def beginning(truth: Truth, hours: float) -> Span:
    """Give a span that has all that the truth's has, but is short."""
    opens = round(min(truth.warm_up, hours / 4) * TICKS_AN_HOUR)
    return Span(opens, opens + round(hours * TICKS_AN_HOUR), truth.span.since)


def test_every_answer_is_asked_for() -> None:
    """By its number: no figure of truths.json stands there for nothing."""
    asked = {known.exact for truth in TRUTHS.values() for known in truth.figures.values()}
    squares = {sqrt(value) for value in asked}
    rest = {
        (key, name)
        for key, figures in EXACT.items()
        for name, value in figures.items()
        if value not in asked and not any(abs(value - one) < 1e-9 for one in squares)
    }

    assert {name for _, name in rest} == {"p_total", "visits_total", "W1", "W2", "exit_left"}
