"""What has been walked so far: tallies of several worlds on the same luck.

Replications are walked in their order, each in all worlds before the next. So whenever
the work is stopped, the first so many are there in every world, and can be paired. Only
these are used: the ones that are ready early beyond them are the quick ones.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from desireline.scenarios.errors import DesirelineError

from ..flow import Flow
from ..span import Span
from ..tally import Tally
from .progress import UnderWay, remaining_seconds
from .workers import Hands, Task, walk

Tell = Callable[[int, int, "float | None"], None]  # done, of total; seconds left, if known


@dataclass(frozen=True, slots=True)
class Setting:
    """What all replications of an experiment have in common."""

    seed: int
    span: Span
    engine: str
    jobs: int


@dataclass(slots=True)
class Replications:
    """The tallies of several worlds, by replication."""

    flows: Sequence[Flow]
    setting: Setting
    hands: Hands
    tell: Tell
    tallies: list[dict[int, Tally]] = field(default_factory=list)  # by world
    took: list[list[float]] = field(default_factory=list)  # likewise, seconds
    wanted: int = 0  # replications, when all is done

    def __post_init__(self) -> None:
        """Begin with none."""
        self.tallies = [{} for _ in self.flows]
        self.took = [[] for _ in self.flows]

    def walk_to(self, count: int, worlds: Collection[int] | None = None) -> None:
        """Walk what lacks to so many replications, in all worlds or in some.

        Raises DesirelineError DL225 when a replication saw no customer, NoWayOut when one
        of them went round without end.
        """
        chosen = range(len(self.flows)) if worlds is None else worlds
        self.wanted = count
        tasks = [
            self._task(world, replication)
            for replication in range(count)
            for world in chosen
            if replication not in self.tallies[world]
        ]
        self._walk(tasks)

    @property
    def complete(self) -> int:
        """Give how many of the first replications are there in every world."""
        count = 0
        while all(count in tallies for tallies in self.tallies):
            count += 1
        return count

    def first(self, world: int, count: int) -> list[Tally]:
        """Give the tallies of a world's first replications."""
        return [self.tallies[world][replication] for replication in range(count)]

    def _task(self, world: int, replication: int) -> Task:
        """Give the task of one replication; whom nobody meets need not be filled with others."""
        span = self.setting.span
        if self.flows[world].is_alone and not self.flows[world].present:
            span = span._replace(since=0)
        return Task(world, replication, self.setting.seed, span, self.setting.engine)

    def _walk(self, tasks: Sequence[Task]) -> None:
        left = [sum(task.world == world for task in tasks) for world in range(len(self.flows))]
        total = sum(map(len, self.tallies)) + len(tasks)

        def tell(under_way: UnderWay) -> None:
            jobs = self.setting.jobs
            rest = remaining_seconds(self.took, left, jobs=jobs, under_way=under_way)
            self.tell(total - sum(left), total, rest)

        results: Any = self.hands(walk, self.flows, tasks, look=tell)
        with closing(results):
            for index, tally, seconds in results:
                world = tasks[index].world
                self.tallies[world][tasks[index].replication] = _with_somebody(tally)
                self.took[world].append(seconds)
                left[world] -= 1
                tell(())


def _with_somebody(tally: Tally) -> Tally:
    if not sum(tally.arrived):
        raise DesirelineError(
            "DL225", "nobody arrived in one of the replications", hint="simulate more --days"
        )
    return tally
