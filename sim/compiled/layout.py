"""The flat model as arrays: one record for each spot, way, rule, distribution and team."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..arrival import STEPS, Arrival
from ..flow import AGAIN, Choice, Flow, Replay
from ..leaving import Ladder
from ..pieces import pieces_of
from ..samplers import smooth
from ..spot import Spot, Times
from ..timeline import Timeline, is_constant
from ..timing import Timing
from .memory import Memory, array, table
from .tracks import MOST_TRACKS, TRACK, is_ordinary, tracks_of

KINDS = ("smooth", "triangular", "empirical")
MASK_BITS = 30  # beside the number of whoever carries it: company.py
CLOSINGS = ("finish", "hold", "send-away")
SPOT = np.dtype(
    [
        ("place", "i4"), ("takes", "i4"), ("teams", "i4"), ("team_count", "i4"),
        ("delay_rate", "f8"), ("extra_seconds", "f8"), ("extra_effort", "i8"),
        ("leaves", "i4"), ("leave_count", "i4"), ("leave_share", "f8"),
        ("next", "i4"), ("next_count", "i4"), ("rules", "i4"), ("rule_count", "i4"),
        ("fails", "i4"), ("fail_count", "i4"), ("tries", "i4"), ("pace", "i4"),
        ("answers", "i4"), ("answer_count", "i4"), ("pulls", "i4"), ("pull_count", "i4"),
        ("own_share", "f8"), ("asks", "u8"), ("knows", "u8"),
        ("patience", "i4"), ("balk_over", "i4"), ("balk_share", "f8"),
        ("back", "i4"), ("back_share", "f8"), ("wait_free", "f8"),
        ("abandon", "i4"), ("abandon_count", "i4"),
        ("returns", "i4"), ("return_where", "i4"), ("return_share", "f8"),
        ("ordinary", "?"), ("completing", "?"), ("looks", "?"), ("resolved", "?"),
    ],
    align=True,
)  # fmt: skip
WAY = np.dtype([("limit", "f8"), ("where", "i4"), ("after", "i4")], align=True)
RULE = np.dtype(
    [("came_here", "i4"), ("seen", "i4"), ("hours", "i4"), ("line", "i4"), ("over", "i4"),
     ("first", "i4"), ("count", "i4")],
    align=True,
)  # fmt: skip
STEP = np.dtype([("share", "f8"), ("cause", "i4")], align=True)
PULL = np.dtype([("log_odds", "f8"), ("cause", "i4")], align=True)
ANSWER = np.dtype(
    [("log_odds", "f8"), ("over", "f8"), ("cause", "i4"), ("driver", "i4")], align=True
)
TIMES = np.dtype(
    [("kind", "i4"), ("count", "i4"), ("first", "u8"), ("scale", "f8"), ("start", "f8"),
     ("low", "f8"), ("width", "f8"), ("correlated", "f8"), ("a", "f8"), ("b", "f8"), ("c", "f8")],
    align=True,
)  # fmt: skip
TIMELINE = np.dtype(
    [("first", "i4"), ("count", "i4"), ("repeats", "i4"), ("end", "i8")], align=True
)
NEED = np.dtype([("team", "i4"), ("rank", "i4")], align=True)
TEAM = np.dtype(
    [("people", "i8"), ("places", "i8"), ("busy", "i8"), ("in_line", "i8"), ("busy_ticks", "i8"),
     ("at_once", "i8"), ("limit", "i8"), ("slower", "f8"), ("hours", "i4"), ("closing", "i4"),
     ("preempts", "?"), ("resolved", "?"), ("first_rank", "i4"), ("ranks", "i4"),
     ("first_free", "i4"), ("serving", "i4")],
    align=True,
)  # fmt: skip
GROUP = np.dtype([("limit", "f8"), ("size", "i8")], align=True)


I4, I8, F8 = np.dtype("i4"), np.dtype("i8"), np.dtype("f8")
ARRAYS = {
    "spots": SPOT, "spot_at": I4, "tracks": TRACK, "first_teams": TEAM, "needs": NEED, "ways": WAY,
    "rules": RULE, "steps": STEP, "pulls": PULL, "answers": ANSWER, "times": TIMES,
    "tables": F8, "pieces": F8, "timelines": TIMELINE, "line_starts": I8, "line_values": F8,
    "starts": WAY, "segment": WAY, "groups": GROUP,
    "replay_times": I8, "replay_segments": I8, "replay_starts": I8,
    "there_at": I8, "there_number": I8, "there_segment": I8, "there_place": I8,
}  # fmt: skip
NUMBERS = {
    "rate": "i8", "segments": "i8", "group_count": "i8", "replayed": "?", "replay_count": "i8",
    "there_count": "i8", "knows_segments": "?", "knows_starts": "?", "masks": "?",
    "steps_between": "i8", "alike": "?",
}  # fmt: skip
spots, tracks, needs, ways = (array(n, ARRAYS[n]) for n in ("spots", "tracks", "needs", "ways"))
steps, pulls, answers, times = (array(n, ARRAYS[n]) for n in ("steps", "pulls", "answers", "times"))
rules = array("rules", RULE)
tables, pieces, timelines, line_starts, line_values = (
    array(n, ARRAYS[n]) for n in ("tables", "pieces", "timelines", "line_starts", "line_values")
)
starts, segment, groups = (array(n, ARRAYS[n]) for n in ("starts", "segment", "groups"))
replay_times, replay_segments, replay_starts = (
    array(n, ARRAYS[n]) for n in ("replay_times", "replay_segments", "replay_starts")
)
there_at, there_number, there_segment, there_place = (
    array(n, ARRAYS[n]) for n in ("there_at", "there_number", "there_segment", "there_place")
)
spot_at = table("spot_at", I4, "segments")


@dataclass
class Layout:
    """Arrays in the making: rows of records, by kind."""

    ways: list[tuple[float, int, int]] = field(default_factory=list)
    rules: list[tuple[int, ...]] = field(default_factory=list)
    steps: list[tuple[float, int]] = field(default_factory=list)
    pulls: list[tuple[float, int]] = field(default_factory=list)
    answers: list[tuple[float, float, int, int]] = field(default_factory=list)
    needs: list[tuple[int, int]] = field(default_factory=list)
    times: list[tuple[Any, ...]] = field(default_factory=list)
    tables: list[float] = field(default_factory=list)  # of empirical times
    pieces: list[NDArray[np.float64]] = field(default_factory=list)  # a table a shape
    timelines: list[tuple[int, int, int, int]] = field(default_factory=list)
    line_starts: list[int] = field(default_factory=list)
    line_values: list[float] = field(default_factory=list)
    known: dict[Any, int] = field(default_factory=dict)

    def timing(self, timing: Timing | None) -> int:
        """Add a distribution, once; give its index, -1 for none."""
        if timing is None:
            return -1
        if timing not in self.known:
            self.known[timing] = len(self.times)
            self.times.append(self._times(timing))
        return self.known[timing]

    def drawn(self, times: Times | None) -> int:
        """Add a distribution that a spot draws from."""
        return self.timing(times.timing if times else None)

    def timeline(self, timeline: Timeline | None) -> int:
        """Add a timeline, once; give its index, -1 for none."""
        if timeline is None:
            return -1
        if timeline not in self.known:
            self.known[timeline] = len(self.timelines)
            row = (len(self.line_starts), len(timeline.starts), timeline.repeats, timeline.end)
            self.timelines.append(row)
            self.line_starts += timeline.starts
            self.line_values += timeline.values
        return self.known[timeline]

    def choice(self, choice: Choice) -> tuple[int, int]:
        """Add the ways of a choice; give where they begin, and how many they are."""
        first = len(self.ways)
        self.ways += [(way.limit, way.where, self.timing(way.after)) for way in choice]
        return first, len(choice)

    def ladder(self, steps: Ladder) -> tuple[int, int]:
        """Add the steps of a ladder; give where they begin, and how many they are."""
        self.steps += steps
        return len(self.steps) - len(steps), len(steps)

    def spot(self, spot: Spot, alone: frozenset[int], *, ordinary: bool) -> tuple[Any, ...]:
        """Give a spot's record."""
        rules = [
            (rule.came_here, rule.seen, self.timeline(rule.hours), rule.line, rule.over,
             *self.choice(rule.choice))
            for rule in spot.rules
        ]  # fmt: skip
        first_rule, first_need = len(self.rules), len(self.needs)
        first_pull, first_answer = len(self.pulls), len(self.answers)
        self.rules += rules
        self.needs += zip(spot.teams, spot.ranks, strict=True)
        self.pulls += [(log_odds, cause) for cause, log_odds in spot.gap_pulls]
        self.answers += [(a.log_odds, a.over, a.cause, a.driver) for a in spot.responds]
        back, returns, balk = spot.call_back, spot.returns, spot.balk
        values = {
            "place": spot.place, "takes": self.drawn(spot.takes),
            "teams": first_need, "team_count": len(spot.teams),
            "delay_rate": spot.delay_rate, "extra_seconds": spot.extra_seconds,
            "extra_effort": spot.extra_effort, "leave_share": spot.leaves[-1][0],
            "rules": first_rule, "rule_count": len(rules), "tries": spot.tries,
            "pace": self.timeline(spot.pace),
            "answers": first_answer, "answer_count": len(spot.responds),
            "pulls": first_pull, "pull_count": len(spot.gap_pulls),
            "own_share": spot.own_share, "asks": spot.asks, "knows": spot.knows,
            "patience": self.drawn(spot.patience),
            "balk_over": balk.over if balk else -1, "balk_share": balk.share if balk else 0.0,
            "back": self.drawn(back.after if back else None),
            "back_share": back.share if back else 0.0, "wait_free": spot.wait_free_minutes,
            "returns": self.timing(returns.after if returns else None),
            "return_where": returns.where if returns else 0,
            "return_share": returns.share if returns else 0.0,
            "completing": spot.completing, "looks": spot.looks_at_lines,
            "resolved": bool(spot.teams) and spot.teams[0] in alone,
            "ordinary": ordinary,
        }  # fmt: skip
        values["leaves"], values["leave_count"] = self.ladder(spot.leaves)
        values["next"], values["next_count"] = self.choice(spot.next)
        values["fails"], values["fail_count"] = self.ladder(spot.fails)
        values["abandon"], values["abandon_count"] = self.choice(spot.on_abandon)
        return tuple(values[name] for name in SPOT.names or ())

    def _times(self, timing: Timing) -> tuple[Any, ...]:
        low, width, plus = timing.low, timing.high - timing.low, timing.plus
        known = smooth(timing)
        if known:
            first = self._shape(known.kind, known.shape)
            rest = (low, width, timing.correlated, 0.0, 0.0, 0.0)
            return KINDS.index("smooth"), 0, first, known.scale, known.start + plus, *rest
        kind, p = KINDS.index(timing.kind), timing.parameters
        first, count = len(self.tables), len(p)
        if timing.kind == "empirical":
            self.tables += p
        a, b, c = (*p, 0.0, 0.0)[:3]
        return kind, count, first, 0.0, plus, low, width, timing.correlated, a, b, c

    def _shape(self, kind: str, shape: float) -> int:
        """Add a shape's table, once; give where it begins."""
        if (kind, shape) not in self.known:
            self.known[kind, shape] = sum(table.size for table in self.pieces)
            self.pieces.append(_pieces(kind, shape))
        return int(self.known[kind, shape])


@cache
def _pieces(kind: str, shape: float) -> NDArray[np.float64]:
    return np.array(pieces_of(kind, shape)).ravel()


def model_of(
    flow: Flow, spots: list[list[Spot]], there: Sequence[Arrival], *, trace: bool
) -> Memory:
    """Lay a flow and its spots out; a trace needs to know how often customers came."""
    layout = Layout()
    alone = resolved(flow)
    few = len(spots) * len(flow.segments) <= MOST_TRACKS
    index: dict[int, int] = {}
    rows: list[tuple[Any, ...]] = []
    spot_at = np.zeros((len(spots), len(flow.segments)), np.int32)
    for place, row in enumerate(spots):
        for segment, spot in enumerate(row):
            if id(spot) not in index:
                index[id(spot)] = len(rows)
                ordinary = few and is_ordinary(spot)
                rows.append(layout.spot(spot, alone, ordinary=ordinary))
            spot_at[place, segment] = index[id(spot)]
    model = Memory(ARRAYS, NUMBERS)
    model.put(spots=np.array(rows, SPOT), spot_at=spot_at, tracks=tracks_of(spots, spot_at))
    model.set(masks=not trace and not _counts_visits(flow))
    model.set(steps_between=layout.timing(STEPS))
    model.set(rate=layout.timeline(flow.arrivals.rate), segments=len(flow.segments))
    model.put(first_teams=_teams(flow, layout, alone))
    _put_arrivals(model, flow)
    numbered = sorted(there, key=lambda one: one.number)
    model.put(
        there_at=np.array([*(one.at for one in there), 0]),
        there_number=np.array([*(one.number for one in there), 0]),
        there_segment=np.array([*(one.segment for one in numbered), 0]),
        there_place=np.array([*(one.place for one in numbered), 0]),
    )
    model.set(there_count=len(there), alike=_come_alike(flow, model))
    for name in ("needs", "ways", "rules", "steps", "pulls", "answers", "times", "timelines"):
        model.put(**{name: _rows(getattr(layout, name), ARRAYS[name])})
    model.put(pieces=np.concatenate(layout.pieces))
    for name in ("tables", "line_starts", "line_values"):
        model.put(**{name: np.array([*getattr(layout, name), 0])})
    return model


def _come_alike(flow: Flow, model: Memory) -> bool:
    """Tell whether all arrive one by one, at one touchpoint where they find company."""
    alone = [size for _, size in flow.arrivals.groups] == [1]
    if flow.arrivals.replay is not None or not alone or flow.starts[0].limit < 1:
        return False
    first = flow.starts[0].where * len(flow.segments)
    return bool(model.arrays["tracks"]["ordinary"][first : first + len(flow.segments)].all())


def _put_arrivals(model: Memory, flow: Flow) -> None:
    starts, segment = Layout(), Layout()
    starts.choice(flow.starts)
    segment.choice(flow.segment)
    replay = flow.arrivals.replay or Replay((), None, None)
    model.put(
        starts=np.array(starts.ways, WAY),
        segment=np.array(segment.ways, WAY),
        groups=np.array(list(flow.arrivals.groups), GROUP),
        replay_times=np.array([*replay.times, 0]),
        replay_segments=np.array([*(replay.segments or ()), 0]),
        replay_starts=np.array([*(replay.starts or ()), 0]),
    )
    model.set(
        group_count=len(flow.arrivals.groups),
        replayed=flow.arrivals.replay is not None,
        replay_count=len(replay.times),
        knows_segments=replay.segments is not None,
        knows_starts=replay.starts is not None,
    )


def _counts_visits(flow: Flow) -> bool:
    """Tell whether a rule or a response looks at visits; or there are too many for a mask."""
    rules = [rule for row in flow.manners for manner in row for rule in manner.rules]
    again = any(pull.cause == AGAIN for place in flow.places for pull in place.responds)
    looks = any(rule.came_here >= 0 or rule.seen >= 0 for rule in rules)
    return again or looks or len(flow.places) > MASK_BITS


def resolved(flow: Flow) -> frozenset[int]:
    """Give the teams whose lines can be worked out when a customer joins them.

    First come, first served, by people who are always there: then a customer's wait is
    known at once from when each of them will be free (Kiefer and Wolfowitz, 1955), and
    neither the end of a service nor of a patience need be waited for.
    """
    asked_with_others = {
        team for place in flow.places if len(place.needs) > 1 for team in place.needs
    }
    looked_at = {rule.line for row in flow.manners for manner in row for rule in manner.rules} | {
        team for place in flow.places if place.balk for team in place.needs
    }
    return frozenset(
        number
        for number, plan in enumerate(flow.teams)
        if is_constant(plan.people)
        and 0 < plan.people.values[0] * plan.at_once <= MOST_RESOLVED
        and not plan.slower
        and plan.line < 0
        and not plan.preempts
        and len({rank for row in plan.ranks for rank in row}) == 1
        and number not in asked_with_others | looked_at
    )


MOST_RESOLVED = 100_000  # places: as many are kept in order by when they are free


def _teams(flow: Flow, layout: Layout, alone: frozenset[int]) -> Any:
    """Give the teams' records, as they are at time 0."""
    rows: list[tuple[Any, ...]] = []
    first_rank = first_free = 0
    for number, plan in enumerate(flow.teams):
        ranks = 1 + max(map(max, plan.ranks))
        people = round(plan.people.values[0])
        places = people * plan.at_once
        rows.append(
            (people, places, 0, 0, 0, plan.at_once, plan.line, plan.slower,
             layout.timeline(plan.people), CLOSINGS.index(plan.closing), plan.preempts,
             number in alone, first_rank, ranks, first_free, -1)
        )  # fmt: skip
        first_rank += ranks
        first_free += places if number in alone else 0
    return _rows(rows, TEAM)


def _rows(rows: list[Any], dtype: Any) -> Any:
    """Make an array; at least one row, so that its type is known."""
    return np.array(rows, dtype) if rows else np.zeros(1, dtype)
