"""Changes of a what-if: what a fix does to the numbers of a journey.

A change is a path and a few signs: `checkout.takes: x0.7`. `xN` multiplies, `+N` and
`-N` add (shares in percentage points: `-4pp`), `= N` sets. What a change does to a
number it does in every hour and to every parameter that is a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .errors import FileMistakes, Mistake
from .journey import END, Journey, Touchpoint, flow_of, names_of
from .reckoning import (
    Change,
    new_money,
    new_people,
    new_rates,
    new_share,
    new_spread,
    parsed,
    rescaled,
)
from .units import Unfit, money, money_per_hour, nearest, shown
from .whatif import Fix

OF_A_TOUCHPOINT = ("takes", "leaves", "fails", "patience", "next", "on-abandon")
OF_A_RESOURCE = ("hours", "capacity", "cost")
OF_A_SEGMENT = ("share", "value")


def apply(journey: Journey, changes: Mapping[str, str]) -> Journey:
    """Give the journey as the changes make it, one after the other.

    Changing one share of `next`, or of the segments, scales the others so that all add
    up to 100%. Raises FileMistakes when a path, a form or a result can't be.
    """
    mistakes: list[Mistake] = []
    for path, written in changes.items():
        try:
            journey = changed(journey, path, written)
        except Unfit as unfit:
            mistakes.append(Mistake(unfit.code, unfit.what, nearest=unfit.nearest))
    if mistakes:
        raise FileMistakes(mistakes)
    return journey


def compose(journey: Journey, fixes: Iterable[Fix]) -> Journey:
    """Apply several fixes, one after the other. Raises FileMistakes as `apply` does."""
    for fix in fixes:
        journey = apply(journey, fix.changes)
    return journey


def changed(journey: Journey, path: str, written: str) -> Journey:
    """Apply one change. Raises Unfit when its path, form, unit or result can't be."""
    change = parsed(written, path)
    if path == "arrivals":
        rates = new_rates(journey.arrivals, change, path)
        return journey.model_copy(update={"arrivals": rates})
    name, key, rest = _parts(journey, path)
    if key in OF_A_TOUCHPOINT:
        return _with_touchpoint(journey, name, key, rest, change, path)
    if key in OF_A_RESOURCE:
        return _with_resource(journey, name, key, change, path)
    return _with_segment(journey, name, key, change, path)


def _parts(journey: Journey, path: str) -> tuple[str, str, str]:
    """Split a path into a name, its key and what follows. Raises Unfit when there is none."""
    owners: list[tuple[str, Iterable[str]]] = []
    owners += [(name, OF_A_TOUCHPOINT) for name in names_of(journey)]
    owners += [(name, OF_A_RESOURCE) for name in journey.resources]
    owners += [(name, OF_A_SEGMENT) for name in journey.segments]
    for name, keys in owners:
        key, _, rest = path.removeprefix(f"{name}.").partition(".")
        mine = path.startswith(f"{name}.") and key in keys
        if mine and bool(rest) == (key in ("next", "on-abandon")):
            return name, key, rest
    raise _no_path(owners, path)


def _no_path(owners: list[tuple[str, Iterable[str]]], path: str) -> Unfit:
    keys = [key for name, own in owners if path.split(".")[0] == name for key in own]
    if keys:
        listed = ", ".join(f"{key}.NAME" if key in ("next", "on-abandon") else key for key in keys)
        what = f"`{path.split('.')[0]}` has nothing to change at {shown(path)}; it has {listed}"
    else:
        what = f"{shown(path)} is no path of the journey; write one like checkout.leaves"
    paths = ["arrivals", *(f"{name}.{key}" for name, own in owners for key in own)]
    return Unfit("DL201", what, nearest=nearest(path, paths))


def _with_touchpoint(
    journey: Journey, name: str, key: str, rest: str, change: Change, path: str
) -> Journey:
    found = journey.touchpoint(name)
    update: dict[str, Any]
    if key in ("takes", "patience"):
        update = {key: new_spread(found.takes if key == "takes" else found.patience, change, path)}
    elif key == "leaves":
        update = {"leave_share": new_share(found.leave_share, change, path)}
    elif key == "fails":
        update = {"fail_share": new_share(found.fail_share, change, path)}
    elif key == "next":
        ways = flow_of(journey)[name]
        _known(journey, rest, path, also=(END,))
        update = {"next": rescaled(ways, rest, new_share(ways.get(rest, 0.0), change, path), path)}
    else:
        _known(journey, rest, path)
        share = new_share(found.on_abandon.get(rest, 0.0), change, path)
        ways = found.on_abandon | {rest: share}
        if sum(ways.values()) > 1.001:
            raise Unfit("DL204", f"{shown(path)}: more than 100% of those who abandon go on")
        update = {"on_abandon": ways}
    return _replaced(journey, name, found.model_copy(update=update))


def _known(journey: Journey, name: str, path: str, *, also: tuple[str, ...] = ()) -> None:
    known = [*names_of(journey), *also]
    if name not in known:
        meant = nearest(name, known)
        whole = f"{path.removesuffix(name)}{meant}" if meant else ""
        what = f"{shown(name)} in {shown(path)} is not a touchpoint of the journey"
        raise Unfit("DL201", what, nearest=whole)


def _replaced(journey: Journey, name: str, touchpoint: Touchpoint) -> Journey:
    stages = tuple(
        stage.model_copy(update={"touchpoints": stage.touchpoints | {name: touchpoint}})
        if name in stage.touchpoints
        else stage
        for stage in journey.stages
    )
    return journey.model_copy(update={"stages": stages})


def _with_resource(journey: Journey, name: str, key: str, change: Change, path: str) -> Journey:
    found = journey.resources[name]
    if key == "cost":
        update: dict[str, Any] = {"cost": new_money(found.cost, change, path, money_per_hour)}
    else:
        update = {"hours": new_people(found.hours, change, path)}
    resources = journey.resources | {name: found.model_copy(update=update)}
    return journey.model_copy(update={"resources": resources})


def _with_segment(journey: Journey, name: str, key: str, change: Change, path: str) -> Journey:
    segments = dict(journey.segments)
    if key == "value":
        value = new_money(segments[name].value, change, path, money)
        segments[name] = segments[name].model_copy(update={"value": value})
    else:
        shares = {one: segment.share for one, segment in segments.items()}
        shares = rescaled(shares, name, new_share(shares[name], change, path), path)
        segments = {
            one: segment.model_copy(update={"share": shares[one]})
            for one, segment in segments.items()
        }
    return journey.model_copy(update={"segments": segments})
