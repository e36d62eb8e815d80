"""What is counted while the crowd walks: plain sums of one replication."""

from __future__ import annotations

from dataclasses import dataclass

from .effort import effort_score, recommends
from .flow import Flow


@dataclass(slots=True)
class Tally:
    """Sums over the counted customers of one replication; seconds and points, not means."""

    visits: list[int]  # by touchpoint, like all up to `left`
    reached: list[int]
    served: list[int]
    service_seconds: list[float]
    wait_seconds: list[float]
    effort_points: list[float]
    left: list[list[int]]  # by touchpoint, then cause
    arrived: list[int]  # by segment
    completed: list[int]  # by segment
    segment_wait_seconds: list[float]  # by segment
    segment_score: list[float]  # effort scores, by segment
    asked: list[int]  # by resource
    gave_up: list[int]
    asked_seconds: list[float]  # waited by all who asked
    busy_seconds: list[float]
    ended: int = 0  # content, without leaving
    seconds: float = 0.0  # from arrival to the end
    points: float = 0.0  # effort at the end
    score: float = 0.0  # effort scores
    recommending: int = 0  # promoters less detractors

    def end(self, segment: int, seconds: float, points: float, *, content: bool) -> None:
        """Count a customer who is out: done and content, or lost."""
        self.ended += content
        score = effort_score(points)
        self.seconds += seconds
        self.points += points
        self.segment_score[segment] += score
        self.score += score
        self.recommending += recommends(score)


def empty_tally(flow: Flow) -> Tally:
    """Give a tally in which nothing has been counted."""
    places, segments, resources = len(flow.touchpoints), len(flow.segments), len(flow.resources)
    causes = len(flow.causes)
    return Tally(
        visits=[0] * places,
        reached=[0] * places,
        served=[0] * places,
        service_seconds=[0.0] * places,
        wait_seconds=[0.0] * places,
        effort_points=[0.0] * places,
        left=[[0] * causes for _ in range(places)],
        arrived=[0] * segments,
        completed=[0] * segments,
        segment_wait_seconds=[0.0] * segments,
        segment_score=[0.0] * segments,
        asked=[0] * resources,
        gave_up=[0] * resources,
        asked_seconds=[0.0] * resources,
        busy_seconds=[0.0] * resources,
    )
