"""Who is in the journey when time begins, if a snapshot says so.

Each of those who are being served came some time before: as much of their service is over
as one uniform says; modelled, since a snapshot does not tell. Who waits came just now, in
the order of the touchpoints. What they all lived through before is not known.
"""

from __future__ import annotations

from collections.abc import Iterator

from .arrival import EARLIER, SEGMENT, Arrival
from .chance import choose
from .customer import Customer, serve
from .flow import Flow
from .randomness import MASK, NEXT_VISIT, Purpose, customer_key, offset, uniform
from .spot import Spot
from .tally import empty_tally

SINCE = offset(Purpose.ARRIVAL)


def present(flow: Flow, spots: list[list[Spot]], replication: int) -> list[Arrival]:
    """Give who is there at time 0, in the order in which they came."""
    numbered = enumerate(_places(flow), EARLIER)
    found = [_somebody(flow, spots, replication, number, *one) for number, one in numbered]
    return sorted(found, key=lambda arrival: (arrival.at, arrival.number))


def _places(flow: Flow) -> Iterator[tuple[int, bool]]:
    """Give the touchpoint of each, and whether they are being served: these first."""
    for place, served, _ in flow.present:
        yield from ((place, True) for _ in range(served))
    for place, _, waiting in flow.present:
        yield from ((place, False) for _ in range(waiting))


def _somebody(
    flow: Flow,
    spots: list[list[Spot]],
    replication: int,
    number: int,
    place: int,
    is_served: bool,
) -> Arrival:
    key = customer_key(replication, number)
    segment = choose(flow.segment, key, SEGMENT)
    at = 0
    if is_served:
        who = Customer(number, key, segment, place, 0, empty_tally(flow))
        who.luck = (key + NEXT_VISIT) & MASK
        service = serve(who, spots[place][segment], 0).ticks
        at = -int(service * uniform(key, SINCE))
    return Arrival(number, key, at, segment, place)
