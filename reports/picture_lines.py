"""The lines between cards: straight where they stand above each other, else curved.

What goes on goes from right edge to left edge; what goes back is dashed and goes from left
edge to right edge, a little lower, so that the two never lie on each other.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from .columns import GUTTER
from .svg import group, path, title

TIP = 7.0  # length of an arrow's tip


@dataclass(frozen=True, slots=True)
class Line:
    """A line: its path, its thickness, where it ends and in which direction, its middle."""

    d: str
    width: float
    end: tuple[float, float]
    heading: str  # right, left, down or up
    middle: tuple[float, float]

    def draw(self, says: str, *, back: bool) -> Markup:
        """Draw it with its tip and its words."""
        return group(
            path(self.d, "flow loop" if back else "flow", width=self.width),
            path(self._tip(), "tip"),
            title(says),
        )

    def _tip(self) -> str:
        x, y = self.end
        half = max(3.6, self.width * 0.62)
        turned = {
            "right": f"l{-TIP} {-half:.1f}v{2 * half:.1f}z",
            "left": f"l{TIP} {-half:.1f}v{2 * half:.1f}z",
            "down": f"l{-half:.1f} {-TIP}h{2 * half:.1f}z",
            "up": f"l{-half:.1f} {TIP}h{2 * half:.1f}z",
        }
        return f"M{x:.1f} {y:.1f}{turned[self.heading]}"


def line_between(
    start: tuple[float, float],
    end: tuple[float, float],
    card: tuple[float, float],
    width: float,
    free: bool,
) -> Line:
    """Find the way from one card's corner to another's; `free`: straight above each other."""
    (x1, y1), (x2, y2) = start, end
    if x1 == x2:
        return _upright(x1, y1, y2, card, width) if free else _around(x1, y1, y2, card, width)
    return _across(start, end, card, width)


def _upright(x: float, y1: float, y2: float, card: tuple[float, float], width: float) -> Line:
    down = y2 > y1
    # A way back beside the way on: both would be drawn in the middle.
    middle = x + card[0] * (0.44 if down else 0.56)
    first, last = (y1 + card[1], y2) if down else (y1, y2 + card[1])
    stop = last - TIP + 1 if down else last + TIP - 1
    return Line(
        f"M{middle:.1f} {first:.1f}V{stop:.1f}",
        width,
        (middle, last),
        "down" if down else "up",
        (middle, (first + last) / 2),
    )


def _around(x: float, y1: float, y2: float, card: tuple[float, float], width: float) -> Line:
    """Go around the cards between: on the right side downwards, on the left upwards."""
    down = y2 > y1
    edge = x + card[0] if down else x
    away = 9.0 if down else -9.0
    first, last = y1 + card[1] * 0.7, y2 + card[1] * (0.3 if down else 0.7)
    stop = edge + (TIP - 1 if down else 1 - TIP)
    bend = edge + 1.5 * away
    start = f"M{edge:.1f} {first:.1f}C{bend:.1f} {first:.1f}"
    d = f"{start} {bend:.1f} {last:.1f} {stop:.1f} {last:.1f}"
    return Line(d, min(width, 5.0), (edge, last), "left" if down else "right",
                (edge + away, (first + last) / 2))  # fmt: skip


def _across(
    start: tuple[float, float], end: tuple[float, float], card: tuple[float, float], width: float
) -> Line:
    onward = end[0] > start[0]
    place = 0.42 if onward else 0.72
    x1 = start[0] + card[0] if onward else start[0]
    x2 = end[0] if onward else end[0] + card[0]
    y1, y2 = start[1] + card[1] * place, end[1] + card[1] * place
    stop = x2 - TIP + 1 if onward else x2 + TIP - 1
    middle = (x1 + stop) / 2
    # The mark of a handoff stands before the last card: a long way has other cards in its middle.
    near = x2 - GUTTER if onward else x2 + GUTTER
    at = middle if abs(x2 - x1) <= 2 * GUTTER + 1 else near
    y = (y1 + y2) / 2 if at == middle else y2
    d = f"M{x1:.1f} {y1:.1f}C{middle:.1f} {y1:.1f} {middle:.1f} {y2:.1f} {stop:.1f} {y2:.1f}"
    return Line(d, width, (x2, y2), "right" if onward else "left", (at, y))
