"""What one customer felt: the visits of their records, walked again with the model's own steps.

Records don't say how hard a visit was; that follows from them and from the customer's luck.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from ..customer import Customer, Service, come_to, feel, serve, wait_in_vain
from ..randomness import customer_key, replication_key, spread_uniform
from ..record import Record, What
from ..spot import Spot, spots
from ..tally import empty_tally
from .walk import Trace

SERVED = (What.ENDS, What.FAILS)
IN_VAIN = (What.GIVES_UP, What.TURNED_AWAY)


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit to a touchpoint."""

    records: tuple[Record, ...]
    waited: int  # ticks
    failed: int  # tries
    repeated: int  # things told again
    effort: int  # millionths of a point, felt up to and at here


def visits(trace: Trace, records: Sequence[Record]) -> list[Visit]:
    """Give the visits of one customer, from their records."""
    return _Walk(trace, records[0]).again(records)


class _Walk:
    """A customer who walks again."""

    def __init__(self, trace: Trace, arrives: Record) -> None:
        flow, number = trace.flow, arrives.customer
        key = customer_key(replication_key(trace.seed, trace.replication), number)
        draw = partial(spread_uniform, trace.seed, trace.replication)
        self.spots = spots(flow, draw)
        self.who = Customer(
            number, key, arrives.value, arrives.place, arrives.at, empty_tally(flow)
        )

    def again(self, records: Sequence[Record]) -> list[Visit]:
        return [self.visit(own) for own in _by_visit(records)]

    def visit(self, records: tuple[Record, ...]) -> Visit:
        who, came = self.who, records[0]
        who.place = came.place
        spot = self.spots[came.place][who.segment]
        come_to(who, spot)
        over = next(record for record in records if record.what in (*SERVED, *IN_VAIN))
        served = _served(records)
        called = next((record for record in records if record.what == What.CALLED_BACK), None)
        waited = over.at - came.at - served - (called.value if called else 0)
        who.waited = called.at - came.at if called else waited
        failed = self.felt(spot, over, served)
        return Visit(records, waited, failed, who.repeated, who.effort)

    def felt(self, spot: Spot, over: Record, served: int) -> int:
        """Feel a visit that is over; give how many tries failed."""
        if over.what in IN_VAIN:
            wait_in_vain(self.who, spot)
            return 0
        failed = serve(self.who, spot, over.at).failed
        feel(self.who, spot, Service(served, failed, None))
        return failed


def _by_visit(records: Sequence[Record]) -> Iterator[tuple[Record, ...]]:
    """Cut where the customer comes to a touchpoint; before the first one they arrive."""
    comes = [number for number, record in enumerate(records) if record.what == What.COMES]
    for first, following in zip(comes, [*comes[1:], len(records)], strict=True):
        yield tuple(records[first:following])


def _served(records: Sequence[Record]) -> int:
    """Give for how many ticks the customer was served; where nobody serves, all the time."""
    starts = [record.at for record in records if record.what == What.STARTS]
    ends = [r.at for r in records if r.what in (What.INTERRUPTED, *SERVED)]
    if starts:
        return sum(ends) - sum(starts)
    return ends[0] - records[0].at if ends else 0
