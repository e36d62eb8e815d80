"""The interval bar of a gap: a mean as ◆, its range as a whisker, and the line of zero."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markupsafe import Markup

from desireline.sim.experiments.outcome import Estimate

from .page_numbers import count
from .svg import line, mark, path, picture, words

WIDTH, HEIGHT, EDGE, LABEL = 240.0, 22.0, 8.0, 56.0


def interval_bars(losses: Sequence[Estimate], says: Sequence[str]) -> list[Markup]:
    """Draw one bar for each loss, all on the same scale."""
    low = min([0.0, *(loss.low for loss in losses)])
    high = max([1e-9, *(loss.high for loss in losses)])
    scale = (WIDTH - 2 * EDGE - LABEL) / (high - low)
    return [
        _bar(loss, words_, lambda value: EDGE + (value - low) * scale)
        for loss, words_ in zip(losses, says, strict=True)
    ]


def _bar(loss: Estimate, says: str, at: Callable[[float], float]) -> Markup:
    middle, weak = HEIGHT / 2, " weak" if loss.could_be_chance else ""
    low, high = at(loss.low), at(loss.high)
    whisker = f"M{low:.1f} {middle}H{high:.1f}M{low:.1f} {middle - 4}v8M{high:.1f} {middle - 4}v8"
    return picture(
        WIDTH,
        HEIGHT,
        says,
        line(at(0), 1, at(0), HEIGHT - 1, "zero"),
        path(whisker, f"ci{weak}"),
        mark("assumed", at(loss.mean), middle, 4.4),
        words(WIDTH - 2, middle + 4, count(loss.mean), "val", "end"),
    )
