"""Everything that changes while the crowd walks: people, lines, the agenda, and the counts."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..clock import FOR_EVER
from ..flow import Flow
from ..histogram import BINS, FINE
from ..span import Span
from .bits import bits_of
from .cache import inlined
from .layout import TEAM
from .memory import Memory, array, blank, table
from .tracks import MOST_TRACKS

ROOM = 2048  # customers in the company, at most; below 2^12
FIELDS = 4  # that each of them carries: luck, clock, effort, and who they are
ROW = ROOM + 40  # a power of two apart, rows would compete for the same lines of the cache
STRIDE = FIELDS * ROW  # from a track's numbers to the next one's
A_SHEET, A_CASE = 64, 1 << 12  # records; of a case about so many
CASES = 1 << 10  # as many sheets as are written on at once
AHEAD = 256  # customers whose arrival is drawn ahead
ROWS = 4  # of the desk
AT_ONCE = 4 * ROOM  # who come in ahead of time where others stand in line
DAYS_A_WEEK = 9  # bits: who rests is walked on with the others of 512 days of the agenda
WEEKS = 1 << 9

# What every ask touches stands first, in two lines of the processor's memory; in their middle
# is all that a newcomer brings along, and that is asked of whoever is out.
PERSON = np.dtype(
    [
        ("luck", "u8"), ("clock", "i8"), ("effort", "i8"), ("seen", "u8"),
        ("visits", "i4"), ("place", "i4"), ("spot", "i4"),
        ("failed", "i4"), ("failed_for", "i4"), ("repeated", "i4"), ("first", "i4"),
        ("completed", "?"), ("waiting", "?"), ("back", "?"), ("spare", "?"),
        ("segment", "i4"), ("counted", "i4"), ("arrived", "i8"), ("key", "u8"),
        ("number", "i8"), ("told", "u8"), ("asked_at", "i8"), ("remaining", "i8"),
        ("worked", "i8"), ("total", "i8"), ("waited", "i8"), ("service", "i8"),
        ("started_at", "i8"), ("stamp", "i4"), ("team", "i4"), ("before", "i4"), ("after", "i4"),
    ],
    align=True,
)  # fmt: skip
ITEM = np.dtype([("time", "i8"), ("key", "i8"), ("who", "i4"), ("stamp", "i4")], align=True)
LINE = np.dtype([("head", "i4"), ("tail", "i4")], align=True)
LINK = np.dtype([("before", "i4"), ("after", "i4"), ("rank", "i4"), ("standing", "?")], align=True)
RECORD = np.dtype(
    [("at", "i8"), ("customer", "i8"), ("what", "u1"), ("place", "i4"), ("value", "i8")]
)  # packed: a long trace waits for memory more than for anything else

OF_PLACE = ("visits", "reached", "served", "failed", "service", "wait", "effort", "returned")
OF_SEGMENT = ("arrived", "completed", "wait", "score")
OF_TEAM = ("asked", "gave_up", "turned_away", "called_back", "ticks")
OF_ALL = ("ended", "ticks", "effort", "score", "recommending")
BY_PLACE, BY_SEGMENT, BY_TEAM, IN_ALL = (
    np.dtype([(name, "i8") for name in names]) for names in (OF_PLACE, OF_SEGMENT, OF_TEAM, OF_ALL)
)


I4, I8 = np.dtype("i4"), np.dtype("i8")
AHEAD_OF_ALL = ("keys", "steps", "segments", "dues", "times")
ARRAYS = {
    "people": PERSON,
    "came": np.dtype("u2"),  # visits, by person and place
    "free": I4,  # people's numbers not in use
    "links": LINK,  # of lines, by person and need
    "lines": LINE,  # by team and rank
    "teams": TEAM,
    "frees": I8,  # when the places of resolved teams are free
    "items": ITEM,  # of the agenda: those of the day, as a heap
    "later": ITEM,  # of the agenda: the others
    "later_next": I4,
    "days": I4,  # the first item of each day
    "rests": I4,  # the first of those who rest, by week, uncounted and counted
    "walkers": I8,  # by track: what those on it carry, a row each (company.py)
    "on_track": I8,  # how many walk there
    "ahead_keys": np.dtype("u8"),  # of the next ones to arrive (door.py)
    "ahead_steps": np.dtype("f8"),
    "ahead_segments": I8,
    "ahead_dues": np.dtype("f8"),  # where the cumulated rate is when they come, from now on
    "ahead_times": I8,
    "starts": I8,  # where the tracks begin that lead on
    "desk": I8,  # rows of whole numbers, while a track is walked
    "rolls": np.dtype("f8"),  # rows of floats, likewise
    "away": I4,  # people who are sent away
    "trace": RECORD,  # sheets of a case, each (notes.py)
    "case_ends": I8,  # where the next record of a case goes
    "sheet_before": I4,  # the case's last sheet before this one
    "by_place": BY_PLACE,  # counts: first of the uncounted, then of the counted
    "by_segment": BY_SEGMENT,
    "by_team": BY_TEAM,
    "totals": IN_ALL,
    "carried": I8,  # of the sums in the four before: whole CARRYs
    "left": I8,  # by place and cause
    "waits": I8,
    "stays": I8,
}
NUMBERS = {
    "now": "i8", "inside": "i8", "free_count": "i8", "heap": "i8", "later_count": "i8",
    "later_free": "i8", "today": "i8", "shift": "i8", "traced": "i8", "handed": "i8",
    "sheets": "i8", "cases": "i8", "cases_from": "i8", "cases_a_tick": "f8",
    "free_sheet": "i8", "sheets_free": "i8", "cases_over": "i8", "opens": "i8",
    "closes": "i8", "since": "i8", "last": "i8", "endless": "i8", "keeps_trace": "?",
    "places": "i8", "one": "i8", "causes": "i8", "segments": "i8",
    "teams_count": "i8", "needs": "i8",
    "people_size": "i8", "agenda_size": "i8", "trace_size": "i8", "day_mask": "i8",
    "number": "i8", "arrives": "i8", "begins": "i8", "ends": "i8", "index": "i8",
    "companions": "i8", "early": "?", "there": "?", "due": "f8", "key": "u8",
    "passed": "f8", "passes": "f8", "pace": "f8", "opened": "?", "steps": "i8",
    "tracks": "i8", "walking": "i8", "company": "i8", "to_come": "i8", "until": "i8",
    "at_once": "i8", "ahead_from": "i8", "latest": "i8", "sweeps": "i8",
    "resting": "i8", "resting_counted": "i8", "week": "i8", "week_shift": "i8", "week_mask": "i8",
    "looked_on": "i8", "moving": "i8",
}  # fmt: skip
people, free, lines, teams = (array(n, ARRAYS[n]) for n in ("people", "free", "lines", "teams"))
frees, items, later, later_next = (
    array(n, ARRAYS[n]) for n in ("frees", "items", "later", "later_next")
)
days, away, trace, rests = (array(n, ARRAYS[n]) for n in ("days", "away", "trace", "rests"))
case_ends, sheet_before = (array(n, ARRAYS[n]) for n in ("case_ends", "sheet_before"))
walkers, on_track, starts, desk, rolls = (
    array(n, ARRAYS[n]) for n in ("walkers", "on_track", "starts", "desk", "rolls")
)
waits, stays, left, carried = (array(n, I8) for n in ("waits", "stays", "left", "carried"))
by_place, by_segment, by_team, totals = (
    table(name, ARRAYS[name], width)
    for name, width in (
        ("by_place", "places"),
        ("by_segment", "segments"),
        ("by_team", "teams_count"),
        ("totals", "one"),
    )
)
ahead_keys, ahead_steps, ahead_segments, ahead_dues, ahead_times = (
    array(f"ahead_{n}", ARRAYS[f"ahead_{n}"]) for n in AHEAD_OF_ALL
)
came, links = table("came", ARRAYS["came"], "places"), table("links", LINK, "needs")


class Sizes(NamedTuple):
    """How much room to begin with; all grow when they must."""

    people: int
    days: int  # a power of two
    shift: int  # a day of the agenda has 2^shift ticks
    trace: int
    case: float  # ticks


def new_state(flow: Flow, model: Memory, sizes: Sizes, span: Span) -> Memory:
    """Give the state at time 0."""
    state = Memory(ARRAYS, NUMBERS)
    cases = 1 + (CASES if sizes.trace else 0)
    places, segments, teams = len(flow.places), len(flow.segments), max(1, len(flow.teams))
    needs = max([1, *(len(place.needs) for place in flow.places)])
    state.set(
        opens=span.opens,
        closes=span.closes,
        since=span.since,
        last=span.closes if flow.is_alone else 2 * span.closes,
        shift=sizes.shift,
        day_mask=sizes.days - 1,
        keeps_trace=sizes.trace > 0,
        sheets=1,  # the first one is left out: 0 stands for none
        cases=cases,
        cases_from=span.opens,
        cases_a_tick=1 / sizes.case,
        later_free=-1,
        endless=-1,
        places=places,
        segments=segments,
        teams_count=teams,
        causes=len(flow.causes),
        needs=needs,
        one=1,
        ahead_from=FOR_EVER,
        at_once=AT_ONCE if _may_stay(flow) else FOR_EVER,
        tracks=places * segments,
        week_shift=sizes.shift + DAYS_A_WEEK,
        week_mask=WEEKS - 1,
    )
    _put_teams(state, flow, model)
    state.put(days=np.full(sizes.days, -1, I4), rests=np.full(2 * WEEKS, -1, I4))
    state.clear(
        walkers=(min(places * segments, MOST_TRACKS) + 2) * STRIDE,
        on_track=places * segments + 2,
        starts=64,
        case_ends=cases,
        **{f"ahead_{name}": AHEAD for name in AHEAD_OF_ALL},
        desk=ROWS * ROW,
        rolls=ROWS * ROW,
        by_place=2 * places,
        by_segment=2 * segments,
        by_team=2 * teams,
        totals=2,
        carried=2 * (8 * places + 4 * segments + 5 * teams + 5),
        left=2 * places * len(flow.causes),
        waits=2 * teams * BINS,
        stays=2 * BINS,
        free=0,
    )
    resize(state, people=sizes.people, agenda=2 * sizes.people, trace=sizes.trace)
    return state


def _may_stay(flow: Flow) -> bool:
    """Tell whether the agenda may hold somebody: at a line, or to look at one."""
    rules = (rule for row in flow.manners for manner in row for rule in manner.rules)
    return not flow.is_alone or any(rule.line >= 0 for rule in rules)


def _put_teams(state: Memory, flow: Flow, model: Memory) -> None:
    teams = model.arrays["first_teams"]
    ranks = sum(1 + max(map(max, plan.ranks)) for plan in flow.teams)
    places = sum(int(team["places"]) for team in teams if team["resolved"])
    state.put(
        teams=teams.copy(),
        lines=np.full(2 * max(1, ranks), -1, "i4").view(LINE),
        frees=np.zeros(max(1, places)),
    )


def resize(state: Memory, *, people: int, agenda: int, trace: int) -> None:
    """Give the arrays so much room, keeping what they hold."""
    before = state.arrays["free"].size
    places, needs = state.get("places"), state.get("needs")
    for name, size in {
        "people": people, "came": people * places, "links": people * needs, "away": people,
        "items": agenda, "later": agenda, "later_next": agenda, "trace": max(1, trace),
        "sheet_before": 1 + trace // A_SHEET,
    }.items():  # fmt: skip
        if name in state.arrays and state.arrays[name].size == size:
            continue
        longer = (blank if name == "trace" else np.zeros)(size, ARRAYS[name])
        kept = state.arrays.get(name, longer[:0])
        longer[: kept.size] = kept
        state.put(**{name: longer})
    free = np.zeros(people, np.int32)
    count = state.get("free_count")
    free[:count] = state.arrays["free"][:count]
    free[count : count + people - before] = np.arange(people - 1, before - 1, -1)
    state.put(free=free)
    state.set(
        free_count=count + people - before,
        people_size=people,
        agenda_size=agenda,
        trace_size=trace,
    )


@inlined
def bin_of(value: int) -> int:
    """Give the histogram's bin that a value falls into (histogram.py)."""
    rest = np.uint64(value) >> np.uint64(FINE + 1)
    if not rest:
        return value
    coarse = int(bits_of(np.float64(rest)) >> np.uint64(52)) - 1022  # bits of what is left
    return (coarse << FINE) + (value >> coarse)
