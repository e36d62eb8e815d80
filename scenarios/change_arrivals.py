"""What a change does to the arrivals: their rate, growth, groups, seasons and promotions."""

from __future__ import annotations

from typing import Any

from .arrivals import MONTHS, Arrivals, Promotion
from .reckoning import (
    Change,
    new_factor,
    new_growth,
    new_rates,
    new_share,
    new_spread,
    rescaled,
)
from .spread import Spread
from .units import Unfit, nearest, shown

PATHS = (
    "arrivals",
    "arrivals.rate",
    "arrivals.growth",
    "arrivals.groups.SIZE",
    "arrivals.season.MONTH",
    "arrivals.promotions.NAME.rate",
    "arrivals.promotions.NAME.lasts",
)


def new_arrivals(now: Arrivals, below: str, change: Change, path: str) -> Arrivals:
    """Give the arrivals with one change; `below` is the path's part after `arrivals`."""
    key, _, rest = below.partition(".")
    if now.recorded is not None and key != "groups":
        what = f"{shown(path)} changes nothing: the recorded arrivals come as they were"
        raise Unfit("DL204", what)
    update: dict[str, Any]
    if below in ("", "rate"):
        update = {"rate": new_rates(now.rate, change, path)}
    elif below == "growth":
        update = {"growth": new_growth(now.growth, change, path)}
    elif key == "groups" and rest.isdigit():
        update = {"groups": _groups(now.groups, int(rest), change, path)}
    elif key == "season" and rest in MONTHS:
        factor = new_factor(now.season.get(rest, 1.0), change, path)
        update = {"season": now.season | {rest: factor}}
    elif key == "promotions":
        update = {"promotions": _promotions(now.promotions, rest, change, path)}
    else:
        raise _no_path(now, path)
    return now.model_copy(update=update)


def _groups(now: dict[int, float], size: int, change: Change, path: str) -> dict[int, float]:
    shares = {str(many): share for many, share in (now or {1: 1.0}).items()}
    if not 1 <= size <= 1000:
        raise Unfit("DL204", f"{shown(path)}: a group has from 1 to 1000 customers")
    share = new_share(shares.get(str(size), 0.0), change, path)
    return {int(many): part for many, part in rescaled(shares, str(size), share, path).items()}


def _promotions(
    now: dict[str, Promotion], rest: str, change: Change, path: str
) -> dict[str, Promotion]:
    name, _, key = rest.rpartition(".")
    if name not in now or key not in ("rate", "lasts"):
        paths = [f"{one}.{part}" for one in now for part in ("rate", "lasts")]
        meant = nearest(rest, paths)
        whole = f"{path.removesuffix(rest)}{meant}" if meant else ""
        raise Unfit("DL201", f"{shown(path)} is no path of a promotion", nearest=whole)
    found = now[name]
    if key == "rate":
        return now | {name: found.model_copy(update={"rate": new_factor(found.rate, change, path)})}
    return now | {name: found.model_copy(update={"lasts": _lasting(found.lasts, change, path)})}


def _lasting(now: float, change: Change, path: str) -> float:
    new = new_spread(Spread.of(now), change, path).constant or 0.0
    if new <= 0:
        raise Unfit("DL204", f"{shown(path)}: {change} leaves nothing of the promotion")
    return new


def _no_path(now: Arrivals, path: str) -> Unfit:
    paths = ["arrivals.rate", "arrivals.growth", *(f"arrivals.season.{month}" for month in MONTHS)]
    paths += [f"arrivals.groups.{size}" for size in now.groups]
    what = f"{shown(path)} is no path of the arrivals; there are {', '.join(PATHS)}"
    return Unfit("DL201", what, nearest=nearest(path, paths))
