"""What a change does at a touchpoint: its numbers, its routes, what is otherwise for a segment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .journey import END, Journey, Touchpoint, flow_of, names_of
from .reckoning import Change, new_count, new_factors, new_share, new_spread, rescaled
from .route import Route, SegmentRule, shares_of
from .shape import Shape
from .units import Unfit, nearest, shown
from .ways import seen_by

TIMES = ("takes", "patience")
SHARES = {"leaves": "leave_share", "fails": "fail_share"}
ROUTES = {"next": "next", "on-abandon": "on_abandon"}
# What gives up, turns away or comes back: a shape with a share and something beside.
PIECES = {
    "balks": ("over", "share"),
    "call-back": ("share", "after"),
    "returns": ("share", "after"),
}
FOR_A_SEGMENT = (*TIMES, *SHARES, *(f"{key}.NAME" for key in ROUTES))
PATHS = (
    *FOR_A_SEGMENT,
    "takes-by-hour",
    *(f"{key}.{part}" for key, parts in PIECES.items() for part in parts),
    *(f"for.SEGMENT.{key}" for key in FOR_A_SEGMENT),
)
LONGEST_LINE = 1_000_000


def new_touchpoint(
    journey: Journey, name: str, below: str, change: Change, path: str
) -> Touchpoint:
    """Give a touchpoint with one change; `below` is the path's part after its name."""
    found = journey.touchpoint(name)
    key, _, rest = below.partition(".")
    update: dict[str, Any]
    if key == "for":
        update = {"for_segments": _rules(journey, name, rest, change, path)}
    elif key == "takes-by-hour":
        update = {"pace": new_factors(found.pace, change, path)}
    elif key in PIECES:
        update = {_field(key): new_piece(getattr(found, _field(key)), rest, change, path)}
    else:
        update = _updated(journey, name, found, below, change, path)
    return found.model_copy(update=update)


def _field(key: str) -> str:
    return key.replace("-", "_")


def _updated(
    journey: Journey, name: str, here: Touchpoint, below: str, change: Change, path: str
) -> dict[str, Any]:
    """Give the fields of a touchpoint, or of a segment's rule, that a change makes anew."""
    key, _, rest = below.partition(".")
    if key in TIMES:
        return {key: new_spread(getattr(here, key), change, path)}
    if key in SHARES:
        return {SHARES[key]: new_share(getattr(here, SHARES[key]), change, path)}
    written = here.next or {} if key == "next" else here.on_abandon
    to, is_delay = _way(journey, rest, path, also=(END,) if key == "next" else ())
    if is_delay:
        return {ROUTES[key]: {**written, to: _later(written.get(to), change, path)}}
    if key == "on-abandon":
        return {"on_abandon": _abandoning(written, to, change, path)}
    shares = flow_of(journey)[name] if here.next is None else shares_of(here.next)
    moved = rescaled(shares, to, new_share(shares.get(to, 0.0), change, path), path)
    return {"next": _rerouted(written, moved)}


def _way(journey: Journey, rest: str, path: str, *, also: tuple[str, ...]) -> tuple[str, bool]:
    """Give the touchpoint that a path of a route names, and whether its delay is meant."""
    known = [*names_of(journey), *also]
    for to, is_delay in ((rest, False), (rest.removesuffix(".after"), True)):
        if to in known:
            return to, is_delay
    to = rest.removesuffix(".after")
    meant = nearest(to, known)
    whole = f"{path.removesuffix(rest)}{meant}{rest.removeprefix(to)}" if meant else ""
    what = f"{shown(to)} in {shown(path)} is not a touchpoint of the journey"
    raise Unfit("DL201", what, nearest=whole)


def _later(now: Route | None, change: Change, path: str) -> Route:
    if now is None:
        raise Unfit("DL204", f"nobody goes the way of `{path}`; give it a share first")
    return now.model_copy(update={"after": new_spread(now.after, change, path)})


def _abandoning(now: Mapping[str, Route], to: str, change: Change, path: str) -> dict[str, Route]:
    shares = shares_of(now)
    shares[to] = new_share(shares.get(to, 0.0), change, path)
    if sum(shares.values()) > 1.001:
        raise Unfit("DL204", f"{shown(path)}: more than 100% of those who abandon go on")
    return _rerouted(now, shares)


def _rerouted(now: Mapping[str, Route], shares: Mapping[str, float]) -> dict[str, Route]:
    """Give routes their new shares; those that were there keep their delays."""
    new = Route(share=0.0)
    return {to: now.get(to, new).model_copy(update={"share": shares[to]}) for to in shares}


def _rules(
    journey: Journey, name: str, rest: str, change: Change, path: str
) -> dict[str, SegmentRule]:
    """Change what holds for one segment, beginning with what holds for everybody."""
    segment, below = _segment(journey, rest, path)
    found = journey.touchpoint(name)
    rule = found.for_segments.get(segment, SegmentRule())
    update = _updated(journey, name, seen_by(found, segment), below, change, path)
    return found.for_segments | {segment: rule.model_copy(update=update)}


def _segment(journey: Journey, rest: str, path: str) -> tuple[str, str]:
    for segment in journey.segments:
        below = rest.removeprefix(f"{segment}.")
        key, _, further = below.partition(".")
        is_known = key in (*TIMES, *SHARES, *ROUTES) and bool(further) == (key in ROUTES)
        if rest.startswith(f"{segment}.") and is_known:
            return segment, below
    paths = [f"{segment}.{key}" for segment in journey.segments for key in FOR_A_SEGMENT]
    meant = nearest(rest, paths)
    whole = f"{path.removesuffix(rest)}{meant}" if meant and ".NAME" not in meant else ""
    what = f"{shown(path)} is no path; after `for` come a segment and {', '.join(FOR_A_SEGMENT)}"
    raise Unfit("DL201", what, nearest=whole)


def new_piece(now: Shape | None, key: str, change: Change, path: str) -> Shape:
    """Change a share, a time or a limit of what the touchpoint or the journey has written."""
    if now is None:
        what = f"`{path}` has no value to change, and one number alone would not do"
        raise Unfit("DL204", f"{what}; write it in the journey first")
    value = getattr(now, key)
    if key == "share":
        return now.model_copy(update={key: new_share(value, change, path)})
    if key == "over":
        most = LONGEST_LINE
        return now.model_copy(update={key: new_count(value, change, path, least=0, most=most)})
    return now.model_copy(update={key: new_spread(value, change, path)})
