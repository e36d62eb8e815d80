"""Journeys that a machine makes up: all that the language can say about a crowd.

Half of them live on a grid of whole minutes, so that a great deal happens at the same
instant; the others in continuous time.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from desireline.scenarios.arrivals import Recorded, replaying
from desireline.scenarios.journey import Journey

SEGMENTS = ("new", "old")
TEAMS = ("red", "blue")
THINGS = ("problem", "name")
HOURS = (4, {"daily 00:00-00:20": 1, "daily 00:20-00:40": 3, "daily 01:00-23:00": 2}, 1, 2)


def draws(draw: Any) -> Any:
    """Shorten the drawing of one value out of several."""
    return lambda *values: draw(st.sampled_from(values))


@st.composite
def journeys(draw: Any) -> Journey:
    """Make up a journey of one to four touchpoints."""
    one_of = draws(draw)
    on_grid = draw(st.booleans())
    names = [f"t{number}" for number in range(draw(st.integers(1, 4)))]
    written = {
        "journey": "made-up",
        "arrivals": draw(arrivals(on_grid)),
        "segments": {"new": {"share": "60%", "value": "10 EUR"}, "old": {"share": "40%"}},
        "resources": {name: draw(teams(names)) for name in TEAMS},
        "stages": [
            {
                "stage": "all",
                "touchpoints": {name: draw(touchpoints(names, on_grid)) for name in names},
            }
        ],
        "completes": [one_of(*names)],
        "starts": one_of({names[0]: "100%"}, dict.fromkeys(names, f"{100 / len(names)}%")),
    }
    if draw(st.booleans()):
        written["calendar"] = {
            "zone": one_of("Europe/Berlin", "UTC"),
            "starts": one_of("2026-03-28", "2026-10-24"),
            "holidays": ["2026-03-29"],
        }
        if isinstance(rate := written["arrivals"], str):
            written["arrivals"] = {"rate": rate, "season": {"mar": "x1.5", "oct": "x0.5"}}
    read = Journey.model_validate(written)
    return draw(recorded(read, names, on_grid)) if draw(st.booleans()) else read


@st.composite
def recorded(draw: Any, read: Journey, names: list[str], on_grid: bool) -> Journey:
    """Have the arrivals of a journey recorded: when, and maybe who and where."""
    minutes = st.integers(0, 150) if on_grid else st.floats(0.0, 150.0)
    drawn = draw(st.lists(minutes, max_size=60))
    times = sorted(60.0 * minute for minute in (10, 100, *drawn))  # somebody in each hour

    def one_each(*values: str) -> Any:
        each = st.sampled_from(values)
        return tuple(draw(each) for _ in times) if draw(st.booleans()) else None

    found = Recorded(tuple(times), one_each(*SEGMENTS), one_each(*names))
    return read.model_copy(update={"arrivals": replaying(read.arrivals, found, "arrivals.csv")})


@st.composite
def times(draw: Any, on_grid: bool, *, short: bool = False) -> Any:
    """Make up a distribution of minutes."""
    one_of = draws(draw)
    if on_grid:
        return one_of("0s", "1 min", "2 min", "5 min")
    scale = 1 if short else 5
    plain = one_of(
        f"{scale} min",
        {"exponential": f"{scale} min"},
        {"lognormal": {"mean": f"{2 * scale} min", "cv": 1.2}},
        {"gamma": {"mean": f"{scale} min", "cv": 0.7}},
        {"weibull": {"scale": f"{scale} min", "shape": 0.8}},
        {"triangular": {"low": "1 min", "mode": "2 min", "high": f"{9 * scale} min"}},
        {"uniform": {"low": "0s", "high": f"{scale} min"}},
        {"empirical": ["10s", "1 min", "7 min"]},
    )
    if isinstance(plain, dict) and draw(st.booleans()):
        return plain | one_of(
            {"at-most": "8 min"},
            {"at-least": "1s", "plus": "30s"},
            {"correlated": "60%"},
            {"at-most": "8 min", "correlated": "30%"},
        )
    return plain


@st.composite
def arrivals(draw: Any, on_grid: bool) -> Any:
    """Make up who arrives when."""
    one_of = draws(draw)
    if on_grid:
        return {"rate": "60/h", "groups": {1: "50%", 5: "50%"}}
    return one_of(
        "40/h",
        {"daily 00:00-01:00": "90/h", "otherwise": "10/h"},
        {
            "rate": "30/h",
            "groups": {1: "70%", 2: "30%"},
            "promotions": {"sale": {"starts": "30 min", "lasts": "20 min", "rate": "x4"}},
            "growth": "5% per month",
        },
    )


@st.composite
def teams(draw: Any, names: list[str]) -> Any:
    """Make up people who serve."""
    one_of = draws(draw)
    team: dict[str, Any] = {"hours": one_of(*HOURS)}
    if draw(st.booleans()):
        team["priority"] = one_of(["old"], ["new"])
        team["preempts"] = draw(st.booleans())
    if draw(st.booleans()):
        team["closing"] = one_of("finish", "hold", "send-away")
    if draw(st.booleans()):
        team |= {"at-once": 2, "slower": one_of("0%", "30%")}
    if draw(st.booleans()):
        team["line"] = one_of("at most 0", "at most 3")
    if draw(st.booleans()):
        team["breaks"] = {"daily 00:30-00:50": 1}
    return team


@st.composite
def touchpoints(draw: Any, names: list[str], on_grid: bool) -> Any:
    """Make up a touchpoint, from which there is always a way out."""
    one_of = draws(draw)
    found: dict[str, Any] = {
        "takes": draw(times(on_grid)),
        "leaves": one_of("10%", "30%"),
        "next": draw(ways(names, on_grid)),
    }
    if draw(st.booleans()):
        return found | {"next": draw(plain_ways(names)), "leaves": one_of("10%", "30%", "100%")}
    if draw(st.booleans()):
        found["needs"] = one_of("red", "blue", ["red", "blue"], ["blue", "red"])
        away = one_of("30%", {"share": "30%", "after": draw(times(on_grid))})
        found |= {"patience": draw(times(on_grid)), "on-abandon": {one_of(*names): away}}
        if draw(st.booleans()):
            found["balks"] = {"over": 1, "share": "50%"}
        if draw(st.booleans()):
            found["call-back"] = {"share": "60%", "after": draw(times(on_grid))}
    if draw(st.booleans()):
        found |= {"fails": "30%", "retries": one_of(0, 2)}
    if draw(st.booleans()):
        found["asks"] = one_of(["problem"], ["problem", "name"])
        found["knows"] = one_of([], ["name"])
    if draw(st.booleans()):
        found["responds"] = draw(responses())
    if draw(st.booleans()):
        found["returns"] = {"share": "20%", "after": draw(times(on_grid))}
    if draw(st.booleans()):
        found["takes-by-hour"] = {"daily 00:10-00:30": "x2"}
    if draw(st.booleans()):
        found["next-if"] = draw(rules(names, on_grid))
    if draw(st.booleans()):
        found["for"] = {"old": draw(manners(names, on_grid, waits="needs" in found))}
    return found


@st.composite
def manners(draw: Any, names: list[str], on_grid: bool, *, waits: bool) -> Any:
    """Make up how one segment meets a touchpoint."""
    one_of = draws(draw)
    found: dict[str, Any] = {"takes": draw(times(on_grid)), "leaves": "20%"}
    if draw(st.booleans()):
        found |= {"fails": "40%", "next": draw(ways(names, on_grid))}
    if waits and draw(st.booleans()):
        found["patience"] = one_of("0s", "1 min")
    return found


@st.composite
def plain_ways(draw: Any, names: list[str]) -> Any:
    """Make up where all go on to at once: many customers are walked over such touchpoints."""
    onwards = draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True))
    return dict.fromkeys(onwards, f"{60 / len(onwards)}%") | {"end": "40%"}


@st.composite
def ways(draw: Any, names: list[str], on_grid: bool) -> Any:
    """Make up where to go on to; a part is done."""
    where = draw(st.sampled_from(names))
    if draw(st.booleans()):
        return {where: {"share": "60%", "after": draw(times(on_grid))}, "end": "40%"}
    return {where: "70%", "end": "30%"}


@st.composite
def responses(draw: Any) -> Any:
    """Make up what customers respond to."""
    one_of = draws(draw)
    units = {"wait": "min", "effort": "point", "again": "visit", "repetition": "answer"}
    drivers = draw(st.lists(st.sampled_from(sorted(units)), min_size=1, unique=True))
    return {driver: f"{one_of('x1.4', 'x0.8')} per {units[driver]}" for driver in drivers}


@st.composite
def rules(draw: Any, names: list[str], on_grid: bool) -> Any:
    """Make up rules that hold now and then."""
    one_of = draws(draw)
    conditions = (
        {"segment": "old"},
        {"came-here": "at least 2"},
        {"seen": one_of(*names)},
        {"hours": "daily 00:10-00:40"},
        {"line": {"red": "over 1"}},
    )
    picked = draw(st.lists(st.sampled_from(range(5)), min_size=1, max_size=2, unique=True))
    return [{**conditions[number], "to": draw(ways(names, on_grid))} for number in picked]
