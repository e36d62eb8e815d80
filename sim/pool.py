"""People or places that customers queue for.

SimPy's own Resource knows neither patience nor shifts; this one does, and is quicker: one
event per customer who waits, none for one who need not. Served first: the lower rank,
then who came first. When a shift ends, those in service are finished.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Generator
from math import inf

from simpy import Environment, Event

from .week_profile import Profile, stretches


class Pool:
    """A number of places that follows the hours of the week, and the lines before them."""

    __slots__ = ("_env", "_lines", "_ranks", "busy", "busy_seconds", "capacity", "number")

    def __init__(
        self, env: Environment, number: int, staffing: Profile, ranks: tuple[int, ...]
    ) -> None:
        """Open the places of Monday 00:00; `ranks` is by segment."""
        self._env = env
        self._ranks = ranks
        self._lines: list[deque[Event]] = [deque() for _ in range(max(ranks) + 1)]
        self.number = number  # its index
        self.busy = 0
        self.busy_seconds = 0.0
        self.capacity = round(staffing.values[0])
        if len(staffing.values) > 1:
            env.process(self._keep_hours(staffing))

    def ask(self, segment: int, patience_seconds: float) -> Event | None:
        """Take a place at once (None), or stand in line.

        The event's value tells how the wait ended: True with a place, False with none
        when patience had run out.
        """
        if self.busy < self.capacity:
            self.busy += 1
            return None
        turn = Event(self._env)
        self._lines[self._ranks[segment]].append(turn)
        if patience_seconds < inf:
            timer = self._env.timeout(patience_seconds)
            timer.callbacks.append(lambda _: self._give_up(turn))
        return turn

    @property
    def waiting(self) -> int:
        """How many stand in line."""
        return sum(not turn.triggered for line in self._lines for turn in line)

    def work(self, seconds: float, opens: float, closes: float) -> None:
        """Count a service that starts now, as far as it lies in the counted time."""
        now = self._env.now
        self.busy_seconds += max(0.0, min(now + seconds, closes) - max(now, opens))

    def give_back(self) -> None:
        """Free a place, for the next in line while the place is still staffed."""
        self.busy -= 1
        self._call_next()

    def _give_up(self, turn: Event) -> None:
        if not turn.triggered:
            turn.succeed(False)

    def _call_next(self) -> None:
        while self.busy < self.capacity and (turn := self._first()) is not None:
            self.busy += 1
            turn.succeed(True)

    def _first(self) -> Event | None:
        for line in self._lines:
            while line:
                turn = line.popleft()
                if not turn.triggered:
                    return turn
        return None

    def _keep_hours(self, staffing: Profile) -> Generator[Event, object, None]:
        for start, _, places in stretches(staffing):
            if start > self._env.now:
                yield self._env.timeout(start - self._env.now)
            self.capacity = round(places)
            self._call_next()
