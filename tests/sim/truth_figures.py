"""How figures are read off a walked crowd, in hours: from its tally, or from its records."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from desireline.sim.clock import TICKS_AN_HOUR
from desireline.sim.histogram import Histogram, edges_of, quantile
from desireline.sim.record import What
from desireline.sim.tally import Tally

LOOKS = range(30, 200, 5)  # hours at which is counted who is there


class Walked(NamedTuple):
    """One replication, and what it was counted over."""

    tally: Tally
    hours: float
    people: float
    records: NDArray[Any]  # empty without a trace


Figure = Callable[[Walked], float]


def hours(ticks: float) -> float:
    """Give ticks in hours."""
    return ticks / TICKS_AN_HOUR


def asked(seen: Walked) -> int:
    """Give how many came to the line."""
    return sum(seen.tally.asked)


def wait(seen: Walked) -> float:
    """Give the mean wait of all who came to the line."""
    return hours(sum(seen.tally.asked_ticks)) / asked(seen)


def stay(seen: Walked) -> float:
    """Give the mean time from arrival to the end."""
    return hours(seen.tally.ticks) / sum(seen.tally.arrived)


def in_line(seen: Walked) -> float:
    """Give how many wait, on average over time."""
    return hours(sum(seen.tally.asked_ticks)) / seen.hours


def inside(seen: Walked) -> float:
    """Give how many are in the journey, on average over time."""
    return hours(seen.tally.ticks) / seen.hours


def waiting_share(seen: Walked) -> float:
    """Give how many wait at all."""
    return 1 - seen.tally.waits[0].counts.get(0, 0) / asked(seen)


def given_up(seen: Walked) -> float:
    """Give how many lose patience."""
    return sum(seen.tally.gave_up) / asked(seen)


def given_up_of_waiting(seen: Walked) -> float:
    """Give how many lose patience, of those who wait at all."""
    return given_up(seen) / waiting_share(seen)


def turned_away(seen: Walked) -> float:
    """Give how many find the line full."""
    return sum(seen.tally.turned_away) / asked(seen)


def wait_of_accepted(seen: Walked) -> float:
    """Give the mean wait of those who don't find the line full."""
    return wait(seen) / (1 - turned_away(seen))


def busy(seen: Walked) -> float:
    """Give the share of the staffed time in which somebody is served."""
    return hours(sum(seen.tally.busy_ticks)) / seen.people / seen.hours


def served(seen: Walked) -> float:
    """Give how many are served an hour."""
    return sum(seen.tally.served) / seen.hours


def waits_up_to(limit: float, seen: Walked) -> float:
    """Give how many wait no longer than this."""
    return share_below(seen.tally.waits[0], round(limit * TICKS_AN_HOUR)) / asked(seen)


def share_below(histogram: Histogram, limit: int) -> float:
    """Count what lies below; straight inside a bin."""
    total = 0.0
    for place, count in histogram.counts.items():
        first, following = edges_of(place)
        total += count * min(1.0, max(0.0, (limit - first) / (following - first)))
    return total


def wait_quantile(share: float, seen: Walked) -> float:
    """Give the wait that so many don't reach."""
    return hours(quantile(seen.tally.waits[0], share))


def stay_quantile(share: float, seen: Walked) -> float:
    """Give the time from arrival to the end that so many don't reach."""
    return hours(quantile(seen.tally.stays, share))


def segment_wait(segment: int, seen: Walked) -> float:
    """Give the mean wait of a segment's customers."""
    return hours(seen.tally.segment_wait_ticks[segment]) / seen.tally.arrived[segment]


def team_wait(team: int, seen: Walked) -> float:
    """Give the mean wait for a team."""
    return hours(seen.tally.asked_ticks[team]) / seen.tally.asked[team]


def present_at(place: int, seen: Walked) -> float:
    """Give how many are at a touchpoint, on average over time."""
    return hours(seen.tally.wait_ticks[place] + seen.tally.service_ticks[place]) / seen.hours


def came_at(place: int, seen: Walked) -> float:
    """Give how many come to a touchpoint an hour."""
    return seen.tally.visits[place] / seen.hours


def busy_team(team: int, people: int, seen: Walked) -> float:
    """Give the share of a team's time in which somebody is served."""
    return hours(seen.tally.busy_ticks[team]) / people / seen.hours


def happened(seen: Walked, until: float, *what: What) -> int:
    """Count what happened up to an hour."""
    records = seen.records
    return int((np.isin(records["what"], what) & (records["at"] <= until * TICKS_AN_HOUR)).sum())


def present(at: float, seen: Walked) -> float:
    """Give how many are in the journey at an hour."""
    gone = happened(seen, at, What.LEAVES, What.DONE)
    return happened(seen, at, What.ARRIVES) - gone


def looked_at(seen: Walked) -> NDArray[np.int64]:
    """Give how many are in the journey, each few hours."""
    at, what = seen.records["at"], seen.records["what"]  # in the order of time
    looks = np.array(LOOKS) * TICKS_AN_HOUR
    came = np.searchsorted(at[what == What.ARRIVES], looks, side="right")
    gone = np.searchsorted(at[what == What.DONE], looks, side="right")
    return came - gone


def present_on_average(seen: Walked) -> float:
    """Give how many are in the journey, each few hours, on average."""
    return float(looked_at(seen).mean())


def present_variance(mean: float, seen: Walked) -> float:
    """Give the mean squared distance of that number from its known mean."""
    return float(((looked_at(seen) - mean) ** 2).mean())


def day_counts(until: int, seen: Walked) -> NDArray[np.float64]:
    """Give how many arrived each day up to an hour of it."""
    at = seen.records["at"][seen.records["what"] == What.ARRIVES]
    days, inside = np.divmod(at, 24 * TICKS_AN_HOUR)
    early = days[inside <= until * TICKS_AN_HOUR]
    return np.bincount(early, minlength=round(seen.hours / 24)).astype(float)


def arrived(until: int, seen: Walked) -> float:
    """Give how many arrive up to an hour of a day."""
    return float(day_counts(until, seen).mean())


def arrived_variance(until: int, mean: float, seen: Walked) -> float:
    """Give the mean squared distance of the days' counts from their known mean."""
    return float(((day_counts(until, seen) - mean) ** 2).mean())


def gave_up(until: float, seen: Walked) -> float:
    """Give how many lost patience up to an hour."""
    return happened(seen, until, What.GIVES_UP)


def line_area(until: float, seen: Walked) -> float:
    """Give the number in line, integrated up to an hour."""
    at, what = seen.records["at"], seen.records["what"]
    left = np.maximum(0.0, until - at / TICKS_AN_HOUR)
    came, over = what == What.COMES, np.isin(what, (What.STARTS, What.GIVES_UP))
    return float(left[came].sum() - left[over].sum())


def stays_of(segment: int, seen: Walked) -> NDArray[np.float64]:
    """Give how long each customer of a segment stays, in hours."""
    records = seen.records
    own = members(segment, seen)
    ends = np.isin(records["what"], (What.LEAVES, What.DONE)) & own
    begins = (records["what"] == What.ARRIVES) & own
    last, first = records[ends], records[begins]
    last, first = np.sort(last, order="customer"), np.sort(first, order="customer")
    return np.asarray((last["at"] - first["at"]) / TICKS_AN_HOUR)


def members(segment: int, seen: Walked) -> NDArray[np.bool_]:
    """Mark the records of a segment's customers."""
    records = seen.records
    begins = (records["what"] == What.ARRIVES) & (records["value"] == segment)
    return np.isin(records["customer"], records["customer"][begins])


def segment_time(segment: int, seen: Walked) -> float:
    """Give the mean stay of a segment's customers."""
    return float(stays_of(segment, seen).mean())


def segment_variance(segment: int, mean: float, seen: Walked) -> float:
    """Give the mean squared distance of a segment's stays from their known mean."""
    return float(((stays_of(segment, seen) - mean) ** 2).mean())


def segment_events(segment: int, what: What, place: int | None, seen: Walked) -> float:
    """Give how often something happens to one of a segment's customers; None: anywhere."""
    records = seen.records
    which = members(segment, seen) & (records["what"] == what)
    if place is not None:
        which &= records["place"] == place
    return float(which.sum()) / seen.tally.arrived[segment]


def visits_a_customer(place: int, seen: Walked) -> float:
    """Give how often a customer comes to a touchpoint."""
    return seen.tally.visits[place] / sum(seen.tally.arrived)


def content(seen: Walked) -> float:
    """Give how many are done and content."""
    return seen.tally.ended / sum(seen.tally.arrived)


MARKOV = {
    "Wq": wait,
    "W": stay,
    "Lq": in_line,
}
ONE_CLERK = MARKOV | {
    "L": inside,
    "P_wait": waiting_share,
    "W_p95": partial(stay_quantile, 0.95),
    "Wq_p95": partial(wait_quantile, 0.95),
}
CLERKS = MARKOV | {
    "ErlangC": waiting_share,
    "util": busy,
    "SL_0p1": partial(waits_up_to, 0.1),
}
PATIENT = {
    "P_wait": waiting_share,
    "P_abandon": given_up,
    "Wq_all": wait,
    "Lq": in_line,
    "P_ab_given_wait": given_up_of_waiting,
    "util": busy,
    "throughput": served,
}
FULL_LINE = {
    "P_block": turned_away,
    "Lq": in_line,
    "Wq_accepted": wait_of_accepted,
    "throughput": served,
}
GENERAL = MARKOV | {"rho": busy}
