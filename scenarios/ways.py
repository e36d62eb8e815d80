"""All the ways that customers of a segment can take, and where they may be done or gone.

Beside `next` these are the rules of `next-if`, giving up, coming back, and what is
otherwise for the segment.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .journey import END, Journey, Touchpoint, flow_of
from .route import NextIf, Return, Route, shares_of

ALL = 0.999  # as good as everybody, in spite of rounded shares


def seen_by(touchpoint: Touchpoint, segment: str) -> Touchpoint:
    """Give a touchpoint as it is for a segment."""
    rule = touchpoint.for_segments.get(segment)
    if rule is None:
        return touchpoint
    own = {name: value for name, value in rule if value is not None}
    return touchpoint.model_copy(update=own)


def ways_of(journey: Journey) -> dict[str, list[str]]:
    """Give where anybody can come to from each touchpoint, in the order of the file."""
    all_ways: dict[str, list[str]] = {name: [] for name, _, _ in journey.touchpoints()}
    for segment in journey.segments:
        for name, onwards in ways_for(journey, segment).items():
            all_ways[name] += [there for there in onwards if there not in all_ways[name]]
    return all_ways


def ways_for(journey: Journey, segment: str) -> dict[str, list[str]]:
    """Give where a segment's customers can come to from each touchpoint."""
    ways: dict[str, list[str]] = {}
    for name, here, onwards in _seen(journey, segment):
        taken = [*onwards, shares_of(here.on_abandon)]
        back = here.returns or journey.returns
        if back is not None and back.to is not None and back.share > 0:
            taken.append({back.to: back.share})
        there = [to for shares in taken for to, share in shares.items() if share > 0 and to != END]
        ways[name] = list(dict.fromkeys(there))
    return ways


def exits_for(journey: Journey, segment: str) -> list[str]:
    """Give the touchpoints at which a segment's customer may be done, or be gone."""
    return [
        name
        for name, here, onwards in _seen(journey, segment)
        if any(_onward(shares) <= ALL for shares in onwards) or _may_be_gone(journey, here)
    ]


def _onward(shares: Mapping[str, float]) -> float:
    return sum(share for there, share in shares.items() if there != END)


def _may_be_gone(journey: Journey, here: Touchpoint) -> bool:
    back: Return | None = here.returns or journey.returns
    if back is not None and back.share > ALL:
        return False
    given_up = gives_up(journey, here) and sum(shares_of(here.on_abandon).values()) <= ALL
    return here.leave_share > 0 or here.fail_share > 0 or given_up


def gives_up(journey: Journey, here: Touchpoint) -> bool:
    """Tell whether a customer may go from a queue without having been served."""
    teams = [journey.resources[name] for name in here.needs if name in journey.resources]
    turned_away = any(team.line is not None or team.closing == "send-away" for team in teams)
    return turned_away or here.patience is not None or here.balks is not None


def _seen(
    journey: Journey, segment: str
) -> Iterator[tuple[str, Touchpoint, list[dict[str, float]]]]:
    """Go through the touchpoints as a segment meets them, with the ways on that may hold."""
    flow = flow_of(journey)
    for name, _, touchpoint in journey.touchpoints():
        here = seen_by(touchpoint, segment)
        written = flow[name] if here.next is touchpoint.next else shares_of(here.next)
        yield name, here, list(_onwards(here, segment, written))


def _onwards(
    here: Touchpoint, segment: str, written: dict[str, float]
) -> Iterator[dict[str, float]]:
    for rule in here.next_if:
        if rule.segment in (None, segment):
            yield shares_of(rule.to)
        if rule.segment == segment and _asks_nothing_else(rule):
            return  # it always holds: what follows is never tried
    yield written


def _asks_nothing_else(rule: NextIf) -> bool:
    return (rule.came_here, rule.seen, rule.hours, rule.line) == (None, None, None, None)


def routes_at(touchpoint: Touchpoint) -> Iterator[tuple[tuple[str | int, ...], dict[str, Route]]]:
    """Go through all the routes written at a touchpoint, each with its path below it."""
    yield ("next",), touchpoint.next or {}
    yield ("on-abandon",), touchpoint.on_abandon
    for number, rule in enumerate(touchpoint.next_if):
        yield ("next-if", number, "to"), rule.to
    for segment, own in touchpoint.for_segments.items():
        yield ("for", segment, "next"), own.next or {}
        yield ("for", segment, "on-abandon"), own.on_abandon or {}
