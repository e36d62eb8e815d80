"""The best of several worlds, or one that is no more than a delta worse than the best.

Kim and Nelson's procedure KN (A fully sequential procedure for indifference-zone selection
in simulation, ACM Transactions on Modeling and Computer Simulation 11, 2001): worlds are
walked on the same luck, and whichever falls too far behind another is dropped. With the
confidence asked for, the one that is left is the best if it leads by the delta at least.
Looking only now and then drops nobody sooner than looking after each replication does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import ceil, inf
from statistics import fmean, variance

from desireline.scenarios.errors import DesirelineError

from ..plan import Plan
from .laboratory import World, opened
from .precision import FIRST
from .progress import Progress

Samples = Callable[[Sequence[str], int], Mapping[str, Sequence[float]]]
STEP = 1.1  # replications grow by a tenth from one look to the next


@dataclass(frozen=True, slots=True)
class Best:
    """Who is left, the best mean first: one, unless replications ran out."""

    names: tuple[str, ...]
    delta: float  # the differences that do not matter
    replications: int  # of those who are left
    confidence: float

    @property
    def is_decided(self) -> bool:
        """Tell whether one of the worlds is within delta of the best."""
        return len(self.names) == 1


def best_world(
    worlds: Mapping[str, World],
    *,
    plan: Plan = Plan(),  # noqa: B008 - frozen
    delta: float,
    smaller: bool = False,
    confidence: float = 0.95,
    progress: Progress | None = None,
) -> Best:
    """Find the world with the highest `plan.figure` (or the smallest), within delta.

    At most `plan.most` replications of each are walked. Raises what `compare` does, and
    DesirelineError DL229 for an unknown figure.
    """
    names = list(worlds)
    first = replace(plan, replications=max(FIRST, plan.replications), precision=None)
    with opened(worlds, first, progress, with_twins=False) as laboratory:

        def samples(wanted: Sequence[str], count: int) -> dict[str, tuple[float, ...]]:
            laboratory.replications.walk_to(count, [names.index(name) for name in wanted])
            return {name: laboratory.sample(names.index(name), count) for name in wanted}

        return best_of(
            samples,
            names,
            delta=delta,
            first=first.replications,
            most=plan.most,
            sign=-1 if smaller else 1,
            confidence=confidence,
        )


def best_of(
    samples: Samples,
    names: Sequence[str],
    *,
    delta: float,
    first: int = FIRST,
    most: int = 1000,
    sign: int = 1,
    confidence: float = 0.95,
) -> Best:
    """Drop one after the other; `samples` gives the first so many values of those named.

    Raises DesirelineError DL240 for a delta or a confidence that is none.
    """
    if not (0 < delta < inf and 0.5 <= confidence < 1):
        raise DesirelineError(
            "DL240",
            f"the best within {delta:g}, with a confidence of {confidence:.0%}, can't be found",
            hint="give a difference above 0 that does not matter, and a confidence like 95%",
        )
    left, count = list(names), first
    found = samples(left, count)
    reach = _reach(found, len(names), first, confidence)
    while True:
        means = {name: sign * fmean(found[name]) for name in left}
        left = [name for name in left if _keeps_up(name, means, reach, delta, count)]
        if all(reach[frozenset(pair)] <= delta * delta * count for pair in combinations(left, 2)):
            left = [max(left, key=lambda name: means[name])]  # who ties does so for good
        if len(left) == 1 or count >= most:
            ordered = sorted(left, key=lambda name: -means[name])
            return Best(tuple(ordered), delta, count, confidence)
        count = min(most, max(count + 1, ceil(count * STEP)))
        found = samples(left, count)


def _reach(
    found: Mapping[str, Sequence[float]], worlds: int, first: int, confidence: float
) -> dict[frozenset[str], float]:
    """Give h² S² of each pair: how long the first lot's scatter lets it stay open."""
    freedom = first - 1
    alpha = 2 * (1 - confidence) / max(1, worlds - 1)
    h_square = freedom * (alpha ** (-2 / freedom) - 1)
    return {
        frozenset((a, b)): h_square
        * variance([x - y for x, y in zip(found[a], found[b], strict=True)])
        for a, b in combinations(found, 2)
    }


def _keeps_up(
    name: str,
    means: Mapping[str, float],
    reach: Mapping[frozenset[str], float],
    delta: float,
    count: int,
) -> bool:
    """Tell whether a world is not too far behind any other."""
    return all(
        means[name]
        >= mean - max(0.0, (reach[frozenset((name, other))] / delta - delta * count)) / (2 * count)
        for other, mean in means.items()
        if other != name
    )
