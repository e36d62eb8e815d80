"""One replication by the compiled engine: from the flat model to a tally."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..bounds import seconds_until_next
from ..chain import visits_a_customer
from ..clock import TICKS_AN_HOUR, ticks
from ..customer import EndlessWalk
from ..flow import Flow
from ..histogram import BINS, Histogram
from ..presence import present
from ..randomness import replication_key, spread_uniform
from ..record import Record
from ..span import Span
from ..spot import spots
from ..tally import Tally
from ..timeline import mean_value
from .cache import note_compiled
from .growth import CARRY, make_room
from .layout import model_of
from .loop import NO_ROOM, run
from .memory import Memory
from .order import Taker, hand_over
from .state import A_CASE, CASES, Sizes, new_state
from .takers import Kept, Passed, Take
from .watch import Watch

MOST_THINGS = 64
FLOWS_KEPT = 8  # whose models are laid out: of the worlds that are walked in turn
RECORDS_A_VISIT = 2.6  # roughly; the trace grows when there are more
MOST_RECORDS = 1 << 26  # to begin with
FIRST_PEOPLE, FIRST_PAPER = 1 << 12, 1 << 19
LEAST_ASKS = 2.0**-36  # a tick; fewer are hardly worth longer days of the agenda
FEWEST_DAYS, MOST_DAYS = 1 << 10, 1 << 20


def walk_crowd(
    flow: Flow,
    *,
    seed: int,
    replication: int,
    span: Span,
    trace: list[Record] | None = None,
    watch: Watch | None = None,
) -> Tally:
    """Simulate one replication, and count, as the SimPy crowd does.

    Raises EndlessWalk when a customer came to MOST_VISITS touchpoints, or is under way for ever.
    """
    if trace is None:
        return _tally(flow, _walk(flow, seed, replication, span, watch or Watch(), None))
    tally, records = walk_traced(flow, seed=seed, replication=replication, span=span, watch=watch)
    trace += (Record(*row) for row in records.tolist())
    return tally


def walk_traced(
    flow: Flow, *, seed: int, replication: int, span: Span, watch: Watch | None = None
) -> tuple[Tally, NDArray[np.void]]:
    """Simulate one replication; give the records in order, as an array with named fields."""
    kept = Kept(_records_expected(flow, span))
    return _walk_and_tell(flow, seed, replication, span, watch or Watch(), kept), kept.records


def walk_telling(
    flow: Flow,
    *,
    seed: int,
    replication: int,
    span: Span,
    take: Take,
    watch: Watch | None = None,
) -> Tally:
    """Simulate one replication; have its records taken, in order, some at a time as it goes.

    They are handed over as an array with named fields, which is filled anew after that.
    """
    return _walk_and_tell(flow, seed, replication, span, watch or Watch(), Passed(take))


def _walk_and_tell(
    flow: Flow, seed: int, replication: int, span: Span, watch: Watch, taker: Taker
) -> Tally:
    state = _walk(flow, seed, replication, span, watch, taker)
    if not watch.is_stopped:
        hand_over(state, taker, whole=True)
    return _tally(flow, state)


def _walk(
    flow: Flow, seed: int, replication: int, span: Span, watch: Watch, taker: Taker | None
) -> Memory:
    key = replication_key(seed, replication)
    if _is_always_alike(flow):
        model = _model_of_all(flow, trace=taker is not None)
    else:
        ready = spots(flow, partial(spread_uniform, seed, replication))
        there = present(flow, ready, key) if flow.present else []
        model = model_of(flow, ready, there, trace=taker is not None)
    state = new_state(flow, model, _sizes(flow, trace=taker is not None), span)
    state.set(key=key, there=model.get("there_count") > 0, since=0 if flow.present else span.since)
    watch.closes = span.closes
    while run(model.record, state.record, watch.numbers) == NO_ROOM:
        if taker:
            hand_over(state, taker)
        make_room(state)
    note_compiled()
    if (place := state.get("endless")) >= 0:
        raise EndlessWalk(place)
    return state


def _is_always_alike(flow: Flow) -> bool:
    """Tell whether nothing of the model is drawn anew for each replication."""
    drawn = any(place.pulls or place.responds for place in flow.places)
    return not drawn and not flow.present


@lru_cache(maxsize=FLOWS_KEPT)
def _model_of_all(flow: Flow, *, trace: bool) -> Memory:
    """Lay out, once, what all replications have in common; they only read it."""
    return model_of(flow, spots(flow, partial(spread_uniform, 0, 0)), [], trace=trace)


def only_simpy(flow: Flow) -> str | None:
    """Tell in a sentence what of a flow only the SimPy engine can do; None: nothing."""
    things = max((place.asks | place.knows).bit_length() for place in flow.places)
    if things > MOST_THINGS:
        return f"customers are asked for more than {MOST_THINGS} different things"
    return None


@lru_cache(maxsize=FLOWS_KEPT)
def _sizes(flow: Flow, *, trace: bool) -> Sizes:
    """Give the room to begin with, and a day of the agenda that sees about one entry."""
    visits = visits_a_customer(flow) or [1.0]
    asks = sum(count for count, place in zip(visits, flow.places, strict=False) if place.needs)
    arriving = mean_value(flow.arrivals.rate) * flow.arrivals.mean_group / TICKS_AN_HOUR
    shift = int(1 / max(arriving * asks, LEAST_ASKS)).bit_length() - 1
    shift = max(0, shift)
    stay = sum(
        count * max(seconds_until_next(flow, place, segment) for segment in range(len(row)))
        for place, (count, row) in enumerate(zip(visits, flow.manners, strict=False))
    )
    at_once = int(min(MOST_DAYS, 4 * arriving * ticks(stay)))
    days = min(MOST_DAYS, max(FEWEST_DAYS, 1 << at_once.bit_length()))
    records = RECORDS_A_VISIT * arriving * (1 + sum(visits))  # a tick
    case = max(1.0, A_CASE / max(records, LEAST_ASKS), 2 * float(ticks(stay)) / CASES)
    return Sizes(FIRST_PEOPLE, days, shift, FIRST_PAPER if trace else 0, case)


def _records_expected(flow: Flow, span: Span) -> int:
    """Give about how many records there will be, no more than fit at first."""
    visits = 1 + sum(visits_a_customer(flow) or [1.0])
    arriving = mean_value(flow.arrivals.rate) * flow.arrivals.mean_group / TICKS_AN_HOUR
    records = RECORDS_A_VISIT * arriving * (span.closes - span.opens) * visits
    return int(min(MOST_RECORDS, records)) + 1


def _tally(flow: Flow, state: Memory) -> Tally:
    """Read the counts of the counted customers."""
    names = ("by_place", "by_segment", "by_team", "totals")
    first, columns = 0, []
    for name in names:
        counts = state.arrays[name]
        sums = counts.view(np.int64)
        more = state.arrays["carried"][first : first + sums.size]
        first += sums.size
        whole = sums.astype(object) + more.astype(object) * CARRY
        rows = whole.reshape(2, -1, len(counts.dtype.names))[1]
        columns.append([column.tolist() for column in rows.T])
    by_place, by_segment, by_team, totals = columns
    teams = len(flow.teams)
    shape = len(flow.places), len(flow.causes)
    waits, stays = (state.arrays[name].reshape(2, -1, BINS)[1] for name in ("waits", "stays"))
    parts: list[Any] = [
        *by_place,
        state.arrays["left"].reshape(2, *shape)[1].tolist(),
        *by_segment,
        *(counts[:teams] for counts in by_team),
        [int(team["busy_ticks"]) for team in state.arrays["teams"][:teams]],
        [_histogram(counts) for counts in waits[:teams]],
        _histogram(stays[0]),
        *(count[0] for count in totals),
        _events(state),
    ]
    return Tally(*parts)


def _events(state: Memory) -> int:
    visits = state.arrays["by_place"]["visits"].sum()
    return int(visits + state.arrays["by_segment"]["arrived"].sum())


def _histogram(counts: Any) -> Histogram:
    places = np.flatnonzero(counts)
    return Histogram(dict(zip(places.tolist(), counts[places].tolist(), strict=True)))
