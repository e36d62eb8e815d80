"""The keyboard's way over a page: where the focus can't be seen, jumps back, or is trapped.

Noted while somebody who uses the keyboard alone goes where they want to go; nothing more is
pressed for it. A focus counts as invisible when an element looks the same with and without it,
by its outline, shadow, border, colours and underline; rings that a neighbour draws are not known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from .text import fold

ROW = 24.0  # pixels that belong to one line
JUMP = 400.0  # pixels back up the page that nobody expects
LEAST_ROUND = 6  # keys in one place that tell a trap
MOST_SAID = 4


@dataclass(frozen=True, slots=True)
class FocusStop:
    """One thing that the focus came to."""

    name: str
    top: float
    left: float
    visible: bool | None  # none: it was not left again
    drawn: bool
    in_dialog: bool


@dataclass(frozen=True, slots=True)
class FocusPath:
    """A way by Tab keys: its stops, how many are different, and what it never came to."""

    stops: tuple[FocusStop, ...]
    different: int
    others: int


def focus_path(told: dict[str, Any]) -> FocusPath:
    """Read what focus.js tells."""
    stops = tuple(
        FocusStop(
            fold(str(each["name"])),
            float(each["top"]),
            float(each["left"]),
            each["visible"],
            bool(each["drawn"]),
            bool(each["fixed"]),
        )
        for each in told["stops"]
    )
    return FocusPath(stops, int(told["different"]), int(told["others"]))


def focus_troubles(path: FocusPath) -> tuple[str, ...]:
    """Say what is hard about a way by keyboard; empty when nothing is."""
    found = [*_unseen(path.stops), *_jumps(path.stops)]
    if _is_trap(path):
        names = _listed([stop.name for stop in path.stops][-path.different :])
        found.append(f"the keyboard is trapped among {names}")
    return tuple(found)


def _unseen(stops: Sequence[FocusStop]) -> list[str]:
    hidden = [stop.name for stop in stops if not stop.drawn]
    faint = [stop.name for stop in stops if stop.drawn and stop.visible is False]
    return [
        *([f"the focus can't be seen on {_listed(faint)}"] if faint else []),
        *([f"the focus goes to what is not drawn: {_listed(hidden)}"] if hidden else []),
    ]


def _jumps(stops: Sequence[FocusStop]) -> list[str]:
    """Find where the focus goes far back up, or back within a line, other than round the page."""
    top = min((stop.top for stop in stops), default=0.0)
    jumps = [
        f"“{now.name}” after “{before.name}”"
        for before, now in pairwise(stops)
        if now.top > top and _goes_back(before, now)
    ]
    return [f"the focus jumps back: {', '.join(jumps[:MOST_SAID])}"] if jumps else []


def _goes_back(before: FocusStop, now: FocusStop) -> bool:
    if before.in_dialog != now.in_dialog:
        return False
    same_line = abs(before.top - now.top) < ROW
    return before.top - now.top > JUMP or (same_line and before.left - now.left > JUMP)


def _is_trap(path: FocusPath) -> bool:
    """Tell whether the focus went round and round, and never left for the rest of the page."""
    stops = path.stops
    rounds = len(stops) >= max(LEAST_ROUND, 2 * path.different)
    return rounds and path.others > 0 and not any(stop.in_dialog for stop in stops)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"“{name}”" for name in list(dict.fromkeys(names))[:MOST_SAID])
