"""Where customers go, worked out from what the simulation counted: flows that add up.

The record holds visits and leavers of each touchpoint, and the shares of the map by which
those who stay move on. The flows between are those shares, fitted (row and column sums
by turns, after Deming and Stephan 1940) so that what flows into a touchpoint is what
visited it, and what flows out is what did not leave. Knows nothing of drawing.
"""

from __future__ import annotations

from dataclasses import dataclass

from .record import Record

ARRIVE, DONE = "\0arrive", "\0done"  # no touchpoint can bear these names
ROUNDS = 60


@dataclass(frozen=True, slots=True)
class Flow:
    """Customers a month from one place to another; a loop goes back on the map."""

    start: str
    end: str
    number: float
    loop: bool = False


@dataclass(frozen=True, slots=True)
class Stop:
    """A touchpoint's sums: visits, and who leaves there, anyway and because of gaps."""

    name: str
    visits: float
    anyway: float
    because: float

    @property
    def stay(self) -> float:
        """Who moves on or is done."""
        return max(0.0, self.visits - self.anyway - self.because)


@dataclass(frozen=True, slots=True)
class Routes:
    """All flows of a journey as seen."""

    stops: tuple[Stop, ...]
    flows: tuple[Flow, ...]  # arrivals and endings among them

    @property
    def anyway(self) -> float:
        """Who would have left without any gap, a month."""
        return sum(stop.anyway for stop in self.stops)

    @property
    def because(self) -> float:
        """Who leaves because of a gap, a month."""
        return sum(stop.because for stop in self.stops)

    def between(self) -> list[Flow]:
        """Give the flows from touchpoint to touchpoint."""
        return [flow for flow in self.flows if flow.start != ARRIVE and flow.end != DONE]


def routes_of(record: Record) -> Routes:
    """Work out the flows of a record."""
    stops = stops_of(record)
    order = {stop.name: at for at, stop in enumerate(stops)}
    arrivals = _arrivals(record, stops)
    moves = _fit(_moves(record, stops), stops, arrivals)
    flows = [Flow(ARRIVE, name, number) for name, number in arrivals.items() if number > 0]
    flows += [
        Flow(start, end, number, loop=end != DONE and order[end] <= order[start])
        for (start, end), number in moves.items()
        if number > 1e-6
    ]
    return Routes(stops, tuple(flows))


def stops_of(record: Record) -> tuple[Stop, ...]:
    """Sum up each touchpoint: a cause that bears a gap's name is a gap, all others are not."""
    gaps = {gap.name for gap in record.gaps}
    counted = {found.name: found for found in record.as_seen.touchpoints}
    stops = []
    for stage in record.stages:
        for point in stage.touchpoints:
            found = counted.get(point.name)
            left = found.left if found else {}
            because = sum(number.mean for cause, number in left.items() if cause in gaps)
            anyway = sum(number.mean for cause, number in left.items() if cause not in gaps)
            stops.append(Stop(point.name, found.visits.mean if found else 0.0, anyway, because))
    return tuple(stops)


def _arrivals(record: Record, stops: tuple[Stop, ...]) -> dict[str, float]:
    if not stops:
        return {}
    known = {stop.name for stop in stops}
    shares = {n: s for n, s in record.starts.items() if n in known} or {stops[0].name: 1.0}
    whole = sum(shares.values())
    return {n: record.as_seen.arrived.mean * share / whole for n, share in shares.items()}


def _moves(record: Record, stops: tuple[Stop, ...]) -> dict[tuple[str, str], float]:
    """Spread those who stay by the map's shares; those who gave up waiting by theirs."""
    by_name = {stop.name: stop for stop in stops}
    moves: dict[tuple[str, str], float] = {}
    for stage in record.stages:
        for point in stage.touchpoints:
            stop = by_name[point.name]
            shares = {n: s for n, s in point.next.items() if n in by_name}
            ending = 1 - sum(shares.values())
            gave_up = _gave_up(record, point.name, point.on_abandon)
            for name, share in [*shares.items(), (DONE, max(0.0, ending))]:
                moves[point.name, name] = max(0.0, stop.stay - sum(gave_up.values())) * share
            for name, number in gave_up.items():
                if name in by_name:
                    moves[point.name, name] = moves.get((point.name, name), 0.0) + number
    return moves


def _gave_up(record: Record, name: str, on_abandon: dict[str, float]) -> dict[str, float]:
    """Work out who moves on after giving up: `wait` holds only those who left for good."""
    moving = sum(on_abandon.values())
    found = next((t for t in record.as_seen.touchpoints if t.name == name), None)
    waited = found.left.get("wait") if found else None
    if waited is None or not 0 < moving < 1:
        # Nobody left, so nobody counted them: the fit finds how many of the few went where.
        few = found.visits.mean / 100 if found else 0.0
        return {to: few * share for to, share in on_abandon.items()}
    return {to: waited.mean / (1 - moving) * share for to, share in on_abandon.items()}


def _fit(
    moves: dict[tuple[str, str], float], stops: tuple[Stop, ...], arrivals: dict[str, float]
) -> dict[tuple[str, str], float]:
    """Scale rows and columns by turns; who ends the journey is what is left over."""
    stay = {s.name: s.stay for s in stops}
    into = {s.name: max(0.0, s.visits - arrivals.get(s.name, 0.0)) for s in stops}
    into[DONE] = max(0.0, sum(stay.values()) - sum(into.values()))
    for _ in range(ROUNDS):
        moves = _scale(moves, into, 1)
        moves = _scale(moves, stay, 0)
    return moves


def _scale(
    moves: dict[tuple[str, str], float], wanted: dict[str, float], side: int
) -> dict[tuple[str, str], float]:
    sums: dict[str, float] = {}
    for ends, number in moves.items():
        sums[ends[side]] = sums.get(ends[side], 0.0) + number
    return {
        ends: number * wanted[ends[side]] / sums[ends[side]] if sums[ends[side]] > 0 else 0.0
        for ends, number in moves.items()
    }
