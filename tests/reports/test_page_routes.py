"""Flows add up: what flows in has visited, what flows out has not left."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest
from sample_record import consistent, large, make, shop, small
from sample_shop import SHOP

from desireline.reports.page_routes import ARRIVE, DONE, routes_of
from desireline.reports.record import Record
from desireline.sim.experiments.outcome import Estimate

RECORDS = [shop, consistent, small, large]


def shaken(record: Record) -> Record:
    """Shake every count by a few percent, as a simulation of some weeks would."""
    luck = random.Random(7)  # noqa: S311

    def shake(estimate: Estimate) -> Estimate:
        return Estimate(estimate.mean * luck.uniform(0.97, 1.03), estimate.low, estimate.high)

    found = tuple(
        replace(t, visits=shake(t.visits), left={cause: shake(n) for cause, n in t.left.items()})
        for t in record.as_seen.touchpoints
    )
    return replace(record, as_seen=replace(record.as_seen, touchpoints=found))


@pytest.mark.parametrize("build", RECORDS)
def test_into_each_touchpoint_flow_its_visits(build: Callable[[], Record]) -> None:
    """The ribbons that end at a touchpoint are as wide together as its bar."""
    routes = routes_of(build())

    for stop in routes.stops:
        into = sum(flow.number for flow in routes.flows if flow.end == stop.name)
        assert into == pytest.approx(stop.visits, rel=1e-6)


@pytest.mark.parametrize("build", RECORDS)
def test_out_of_each_touchpoint_flow_those_who_stay(build: Callable[[], Record]) -> None:
    """Visits are those who move on, those who would have left anyway, and those of a gap."""
    routes = routes_of(build())

    for stop in routes.stops:
        out = sum(flow.number for flow in routes.flows if flow.start == stop.name)
        assert out + stop.anyway + stop.because == pytest.approx(stop.visits, rel=1e-6)


@pytest.mark.parametrize("build", RECORDS)
def test_all_who_arrive_leave_or_are_done(build: Callable[[], Record]) -> None:
    """Nobody is lost on the picture."""
    record = build()
    routes = routes_of(record)
    done = sum(flow.number for flow in routes.flows if flow.end == DONE)

    assert sum(f.number for f in routes.flows if f.start == ARRIVE) == pytest.approx(
        record.as_seen.arrived.mean
    )
    assert done + routes.anyway + routes.because == pytest.approx(record.as_seen.arrived.mean)


def test_counts_of_a_short_simulation_are_fitted() -> None:
    """Real counts fluctuate about the map's shares: the flows still add up at each touchpoint."""
    routes = routes_of(shaken(shop()))

    for stop in routes.stops:
        out = sum(flow.number for flow in routes.flows if flow.start == stop.name)
        into = sum(flow.number for flow in routes.flows if flow.end == stop.name)
        assert out == pytest.approx(stop.stay, rel=1e-4)
        assert into == pytest.approx(stop.visits, rel=0.1)


def test_red_ribbons_are_the_gaps_leavers() -> None:
    """Who leaves because of a gap is counted once in the ribbons and once in the gap list."""
    record = shop()

    assert routes_of(record).because == pytest.approx(sum(g.leavers.mean for g in record.gaps))


def test_what_goes_back_is_a_loop() -> None:
    """From the boot page back to all boots, from help to the boot page, from chat to help."""
    loops = {(flow.start, flow.end) for flow in routes_of(shop()).flows if flow.loop}

    assert loops == {("product", "category"), ("help", "product"), ("chat", "help")}


def test_customers_arrive_where_the_record_says() -> None:
    """An ad is not the only way in."""
    record = replace(shop(), starts={"ad": 0.6, "landing": 0.4})
    arriving = {f.end: f.number for f in routes_of(record).flows if f.start == ARRIVE}

    assert arriving == pytest.approx({"ad": 8_700.0, "landing": 5_800.0})


@pytest.mark.parametrize("moving", [0.4, 1.0])
def test_who_gives_up_waiting_moves_on_where_the_map_says(moving: float) -> None:
    """`on-abandon` opens a way that `next` does not have."""
    spots = (
        replace(SHOP[-1], name="chat", leaves=0.0, waits=0.1, next={"end": 1.0}),
        replace(SHOP[-1], name="phone", leaves=0.1, waits=0.0, next={"end": 1.0}),
    )
    record = make(spots, (), "phone")
    first, second = record.as_seen.touchpoints
    calls = replace(second, visits=Estimate(900, 900, 900), left={})
    point = replace(record.stages[0].touchpoints[0], on_abandon={"phone": moving})
    stage = replace(record.stages[0], touchpoints=(point, record.stages[0].touchpoints[1]))
    record = replace(
        record,
        stages=(stage,),
        as_seen=replace(record.as_seen, touchpoints=(first, calls)),
    )

    flows = {(flow.start, flow.end): flow.number for flow in routes_of(record).flows}

    assert flows["chat", "phone"] == pytest.approx(900, rel=1e-3)


def test_an_empty_simulation_gives_no_flows() -> None:
    """Nothing arrives, nothing flows, nothing breaks."""
    record = shop()
    none = Estimate(0, 0, 0)
    found = tuple(replace(t, visits=none, left={}) for t in record.as_seen.touchpoints)
    record = replace(record, as_seen=replace(record.as_seen, arrived=none, touchpoints=found))

    assert routes_of(record).flows == ()
