"""What is counted while the crowd walks: plain sums of one replication, in whole numbers.

Times are in ticks, effort in millionths of a point: sums of whole numbers come out alike
in any order, so every engine counts the same to the last digit.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .effort import effort_score, recommends
from .flow import Flow
from .histogram import Histogram


@dataclass(slots=True)
class Tally:
    """Sums over the counted customers of one replication."""

    visits: list[int]  # by touchpoint, like all up to `left`
    reached: list[int]
    served: list[int]
    failed: list[int]  # tries
    service_ticks: list[int]
    wait_ticks: list[int]
    effort: list[int]  # felt up to and at here
    returned: list[int]  # left, and came back later
    left: list[list[int]]  # by touchpoint, then cause
    arrived: list[int]  # by segment
    completed: list[int]  # by segment
    segment_wait_ticks: list[int]  # by segment
    segment_score: list[int]  # effort scores, by segment
    asked: list[int]  # by team: whom its touchpoints sent there first
    gave_up: list[int]  # patience ran out
    turned_away: list[int]  # line full, closed, or too long to join
    called_back: list[int]
    asked_ticks: list[int]
    busy_ticks: list[int]
    waits: list[Histogram]  # by team, of all who asked
    stays: Histogram  # from arrival to the end
    ended: int = 0  # content, without leaving
    ticks: int = 0  # from arrival to the end
    effort_at_end: int = 0
    score: int = 0  # effort scores
    recommending: int = 0  # promoters less detractors
    events: int = field(default=0, compare=False)  # arrivals and visits, of the uncounted too

    def end(self, segment: int, stay: int, effort: int, *, content: bool) -> None:
        """Count a customer who is out: done and content, or lost."""
        self.ended += content
        score = effort_score(effort)
        self.ticks += stay
        self.stays.add(stay)
        self.effort_at_end += effort
        self.segment_score[segment] += score
        self.score += score
        self.recommending += recommends(score)


def empty_tally(flow: Flow) -> Tally:
    """Give a tally in which nothing has been counted."""
    places, segments, teams = len(flow.touchpoints), len(flow.segments), len(flow.teams)
    causes = len(flow.causes)
    parts: list[Any] = [
        *([0] * places for _ in range(8)),
        [[0] * causes for _ in range(places)],
        *([0] * segments for _ in range(4)),
        *([0] * teams for _ in range(6)),
        [Histogram() for _ in range(teams)],
        Histogram(),
    ]
    return Tally(*parts)
