"""What becomes of a customer who meets no lines: an absorbing chain, solved exactly.

Visits, their variance and the chances to get anywhere: Kemeny and Snell, Finite Markov
Chains, 1960, chapter 3 (the fundamental matrix, theorems 3.2.4, 3.3.3 and 3.3.7). Times are
rewards on the steps: a step's time and where it leads may hang together (who fails takes
longer), the steps themselves don't.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from .chain import Matrix
from .flow import DONE


class Step(NamedTuple):
    """One of the ways in which a visit can go, up to the next visit or to the end."""

    share: float
    where: int  # a touchpoint, DONE or LEFT
    cause: int  # of who left, else -1
    mean: float  # seconds that it takes when it goes so
    variance: float  # nan: not known
    served: bool  # the visit itself went well


class Moments(NamedTuple):
    """A mean, and the mean of the square."""

    mean: float
    square: float

    @property
    def variance(self) -> float:
        """Give the variance; nan when it is not known."""
        return max(self.square - self.mean * self.mean, 0.0)


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of one customer: chances, means and variances."""

    visits: tuple[Moments, ...]  # by touchpoint
    reached: tuple[float, ...]  # at least once, by touchpoint
    left: tuple[tuple[float, ...], ...]  # by touchpoint, then cause
    content: float  # done, without having left
    completion: float
    seconds: Moments  # from arrival to the end
    value: Moments  # money


@dataclass(frozen=True, slots=True)
class Walk:
    """The steps at each touchpoint that a customer can come to, from a start on."""

    steps: Mapping[int, Sequence[Step]]
    start: int
    completing: Sequence[bool]  # by touchpoint, like all places
    causes: int

    @property
    def row(self) -> dict[int, int]:
        """Where a touchpoint stands in the matrices."""
        return {place: number for number, place in enumerate(sorted(self.steps))}

    def sums(self, weight: Callable[[Step], float]) -> Matrix:
        """Sum something over each touchpoint's steps."""
        return np.array([sum(map(weight, self.steps[place])) for place in self.row])

    def moves(self, weight: Callable[[Step], float]) -> Matrix:
        """Sum something over the steps from one touchpoint to another."""
        row = self.row
        matrix = np.zeros((len(row), len(row)))
        for place, number in row.items():
            for step in self.steps[place]:
                if step.where >= 0:
                    matrix[number, row[step.where]] += weight(step)
        return matrix


def fate(walk: Walk, value: float) -> Fate | None:
    """Solve the chain; None when there is no way out. `value` is that of a completed journey."""
    visited = _fundamental(walk.moves(lambda step: step.share))
    if visited is None:
        return None
    row = walk.row
    often, again = visited[row[walk.start]], np.diag(visited)
    by_place: list[Moments] = [Moments(0.0, 0.0)] * len(walk.completing)
    reached = [0.0] * len(walk.completing)
    for place, number in row.items():
        mean = float(often[number])
        by_place[place] = Moments(mean, mean * float(2 * again[number] - 1))
        reached[place] = mean / float(again[number])
    completion = _completion(walk)
    return Fate(
        visits=tuple(by_place),
        reached=tuple(reached),
        left=_left(walk, often),
        content=float(often @ walk.sums(lambda step: step.share * (step.where == DONE))),
        completion=completion,
        seconds=_seconds(walk, visited),
        value=Moments(value * completion, value * value * completion),
    )


def _fundamental(moves: Matrix) -> Matrix | None:
    try:
        visited = np.asarray(np.linalg.inv(np.eye(len(moves)) - moves), np.float64)
    except np.linalg.LinAlgError:
        return None
    return visited if np.all(np.isfinite(visited)) and visited.min() > -1e-9 else None


def _left(walk: Walk, often: Matrix) -> tuple[tuple[float, ...], ...]:
    found = [[0.0] * walk.causes for _ in walk.completing]
    for place, number in walk.row.items():
        for step in walk.steps[place]:
            if step.cause >= 0:
                found[place][step.cause] += float(often[number]) * step.share
    return tuple(map(tuple, found))


def _completion(walk: Walk) -> float:
    """Give the chance ever to be served at a completing touchpoint: absorbed there."""
    completes = np.array([walk.completing[place] for place in walk.row])
    served = walk.sums(lambda step: step.share * step.served) * completes
    ahead = walk.moves(lambda step: step.share)
    not_served = walk.moves(lambda step: step.share * (not step.served))
    onward = np.where(completes[:, None], not_served, ahead)
    visited = np.linalg.solve(np.eye(len(onward)) - onward, served)
    return float(visited[walk.row[walk.start]])


def _seconds(walk: Walk, visited: Matrix) -> Moments:
    """Give the time to the end: T = X + T', and so T^2 = X^2 + 2 X T' + T'^2."""
    means = visited @ walk.sums(lambda step: step.share * step.mean)
    squares = walk.sums(lambda step: step.share * (step.variance + step.mean * step.mean))
    cross = walk.moves(lambda step: step.share * step.mean) @ means
    here = walk.row[walk.start]
    return Moments(float(means[here]), float((visited @ (squares + 2 * cross))[here]))


def mixed(shares: Sequence[float], fates: Sequence[Fate]) -> Fate:
    """Give what becomes of somebody who has each of several fates with a chance."""

    def over(values: Iterable[float]) -> float:
        return sum(share * value for share, value in zip(shares, values, strict=True))

    def moments(each: Sequence[Moments]) -> Moments:
        return Moments(over(m.mean for m in each), over(m.square for m in each))

    return Fate(
        visits=tuple(map(moments, zip(*(f.visits for f in fates), strict=True))),
        reached=tuple(map(over, zip(*(f.reached for f in fates), strict=True))),
        left=tuple(
            tuple(map(over, zip(*rows, strict=True)))
            for rows in zip(*(f.left for f in fates), strict=True)
        ),
        content=over(f.content for f in fates),
        completion=over(f.completion for f in fates),
        seconds=moments([f.seconds for f in fates]),
        value=moments([f.value for f in fates]),
    )
