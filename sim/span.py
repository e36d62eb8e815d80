"""From when to when is simulated, and what of it is counted; in ticks."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """Counted is who arrives from `opens` on and before `closes`.

    Who arrives from `since` on and before 0 meets no lines until 0: so the journey is
    filled at 0 with those who would be in it if nobody ever waited.
    """

    opens: int
    closes: int
    since: int = 0
