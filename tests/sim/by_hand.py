"""Small journeys on recorded arrivals, and what happens in them, told line by line.

A line is what happens to one customer at one instant: minutes since the start, the
customer (a is the first), and every record of the trace in words.
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from desireline.scenarios.reading import load_journey
from desireline.sim.clock import TICKS_A_DAY, TICKS_A_MINUTE
from desireline.sim.compiled.engine import walk_crowd as walk_compiled
from desireline.sim.crowd import walk_crowd
from desireline.sim.flatten import compile_flow
from desireline.sim.flow import Flow
from desireline.sim.record import Record, What, in_order
from desireline.sim.span import Span
from desireline.sim.tally import Tally

DAYS = 28


def flow_from(folder: Path, journey: str, arrivals: str) -> Flow:
    """Write a journey whose arrivals are recorded, and a row for each word; read and flatten it.

    A word is minutes, or minutes/segment.
    """
    rows = [word.split("/") for word in arrivals.split()]
    header = ("time", "segment")[: len(rows[0])]
    lines = [f"{float(row[0]) * 60},{','.join(row[1:])}".rstrip(",") for row in rows]
    (folder / "arrivals.csv").write_text("\n".join([",".join(header), *lines]), "utf-8")
    head = "journey: by-hand\narrivals: {recorded: arrivals.csv}\n"
    (folder / "journey.yaml").write_text(head + journey, "utf-8")
    return compile_flow(load_journey(folder / "journey.yaml"), days=DAYS)


def lived(folder: Path, journey: str, arrivals: str) -> tuple[list[str], Tally]:
    """Walk by both engines, which have to agree; give the lines, and what was counted."""
    flow = flow_from(folder, journey, arrivals)
    span = Span(0, DAYS * TICKS_A_DAY)
    trace: list[Record] = []
    twin: list[Record] = []
    tally = walk_crowd(flow, seed=1, replication=0, span=span, trace=trace)
    also = walk_compiled(flow, seed=1, replication=0, span=span, trace=twin)
    assert in_order(trace) == twin
    assert also == tally
    return lines(flow, twin), tally


def assert_lives(folder: Path, journey: str, arrivals: str, expected: str) -> Tally:
    """Hold every record against the lines; white space is free."""
    found, tally = lived(folder, journey, arrivals)
    wanted = [" ".join(line.split()) for line in expected.strip().splitlines()]
    assert found == wanted
    return tally


def lines(flow: Flow, records: list[Record]) -> list[str]:
    """Tell records in words, a line for each customer and instant."""
    told = []
    for (at, customer), same in groupby(records, key=lambda record: record[:2]):
        words = ", ".join(_words(flow, record) for record in same)
        told.append(f"{minutes(at)} {chr(ord('a') + customer)} {words}")
    return told


def minutes(ticks: int) -> str:
    """Give ticks in minutes."""
    return f"{ticks / TICKS_A_MINUTE:.12g}"


def _words(flow: Flow, record: Record) -> str:
    place, value = flow.touchpoints[record.place], record.value
    match What(record.what):
        case What.ARRIVES:
            return f"arrives as {flow.segments[value]}" if len(flow.segments) > 1 else "arrives"
        case What.COMES:
            return f"comes to {place}" + (f" ({value})" if value > 1 else "")
        case What.STARTS:
            return f"starts with {flow.resources[value]}"
        case What.ENDS:
            return f"ends after {minutes(value)}"
        case What.FAILS:
            return f"fails {value} times"
        case What.CALLED_BACK:
            return f"is called back in {minutes(value)}"
        case What.LEAVES:
            return f"leaves for {flow.causes[value]}"
        case What.RETURNS:
            return f"returns in {minutes(value)}"
        case what:
            return what.name.lower().replace("_", " ")
