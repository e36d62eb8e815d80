"""Changes of a what-if: what a fix does to the numbers of a journey.

A change is a path and a few signs: `checkout.takes: x0.7`. `xN` multiplies, `+N` and
`-N` add (shares in percentage points: `-4pp`), `= N` sets. What a change does to a
number it does in every hour and to every parameter that is a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .change_arrivals import new_arrivals
from .change_touchpoint import PATHS, PIECES, new_piece, new_touchpoint
from .errors import FileMistakes, Mistake
from .hours import MOST_PEOPLE
from .journey import Journey, Resource, Touchpoint, names_of
from .reckoning import Change, new_count, new_money, new_people, new_share, parsed, rescaled
from .units import Unfit, money, money_per_hour, nearest, shown
from .week import constant_week
from .whatif import Fix

OF_A_RESOURCE = ("hours", "capacity", "cost", "breaks", "line", "at-once", "slower")
OF_A_SEGMENT = ("share", "value")
OF_RETURNS = tuple(f"returns.{part}" for part in PIECES["returns"])


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
    if path == "arrivals" or path.startswith("arrivals."):
        arrivals = new_arrivals(journey.arrivals, path[len("arrivals.") :], change, path)
        return journey.model_copy(update={"arrivals": arrivals})
    name, below = _parts(journey, path)
    if not name:
        returns = new_piece(journey.returns, below, change, path)
        return journey.model_copy(update={"returns": returns})
    if name in journey.resources and below in OF_A_RESOURCE:
        return _with_resource(journey, name, below, change, path)
    if name in journey.segments and below in OF_A_SEGMENT:
        return _with_segment(journey, name, below, change, path)
    return _replaced(journey, name, new_touchpoint(journey, name, below, change, path))


def _parts(journey: Journey, path: str) -> tuple[str, str]:
    """Split a path into a name and what follows, without a name for the journey's own.

    Raises Unfit when there is no such path.
    """
    owners: list[tuple[str, Sequence[str]]] = []
    owners += [(name, PATHS) for name in names_of(journey)]
    owners += [(name, OF_A_RESOURCE) for name in journey.resources]
    owners += [(name, OF_A_SEGMENT) for name in journey.segments]
    for name, forms in owners:
        below = path.removeprefix(f"{name}.")
        if path.startswith(f"{name}.") and any(_has_form(below, form) for form in forms):
            return name, below
    if path in OF_RETURNS:
        return "", path.removeprefix("returns.")
    raise _no_path(owners, path)


def _has_form(below: str, form: str) -> bool:
    """Tell whether a path has a form such as `leaves`, `next.NAME` or `for.SEGMENT.takes`."""
    key, _, rest = form.partition(".")
    if not rest.isupper() and key != "for":
        return below == form
    return below.startswith(f"{key}.") and len(below) > len(key) + 1


def _no_path(owners: list[tuple[str, Sequence[str]]], path: str) -> Unfit:
    keys = [key for name, own in owners if path.split(".")[0] == name for key in own]
    if keys:
        listed = ", ".join(key for key in keys if not key.startswith("for."))
        listed += ", and for.SEGMENT with some of them" if keys[-1].startswith("for.") else ""
        what = f"`{path.split('.')[0]}` has nothing to change at {shown(path)}; it has {listed}"
    else:
        what = f"{shown(path)} is no path of the journey; write one like checkout.leaves"
    written = [f"{name}.{key}" for name, own in owners for key in own if not key.startswith("for.")]
    paths = ["arrivals", *OF_RETURNS, *(one.removesuffix(".NAME") for one in written)]
    return Unfit("DL201", what, nearest=nearest(path, paths))


def _replaced(journey: Journey, name: str, touchpoint: Touchpoint) -> Journey:
    stages = tuple(
        stage.model_copy(update={"touchpoints": stage.touchpoints | {name: touchpoint}})
        if name in stage.touchpoints
        else stage
        for stage in journey.stages
    )
    return journey.model_copy(update={"stages": stages})


def _with_resource(journey: Journey, name: str, key: str, change: Change, path: str) -> Journey:
    update = _resource_update(journey.resources[name], key, change, path)
    resources = journey.resources | {name: journey.resources[name].model_copy(update=update)}
    return journey.model_copy(update={"resources": resources})


def _resource_update(found: Resource, key: str, change: Change, path: str) -> dict[str, Any]:
    match key:
        case "cost":
            return {"cost": new_money(found.cost, change, path, money_per_hour)}
        case "breaks":
            return {"breaks": new_people(found.breaks or constant_week(0.0), change, path)}
        case "line":
            return {"line": new_count(found.line, change, path, least=0, most=MOST_PEOPLE)}
        case "at-once":
            return {"at_once": new_count(found.at_once, change, path, least=1, most=100)}
        case "slower":
            return {"slower": new_share(found.slower, change, path)}
    return {"hours": new_people(found.hours, change, path)}


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
