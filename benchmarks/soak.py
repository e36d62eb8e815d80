"""Walk the demo shop hundreds of times: memory, processes and files stay as they are.

    python benchmarks/soak.py [--walks 500] [--json]

One program walks all the time, as one that watches a site does. Every tenth walk is looked
at once it is over: the memory of Python, and of the driver and the browser; how many
processes there are; how many files lie in the temporary folder and how many are open. Flat is
what ends as it began: the median of the last fifth stands beside that of the first.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

import psutil  # type: ignore[import-untyped]
from walk_runs import family, memory_mb
from walk_ways import web_walk

from desireline.probes.browser.session import open_session
from desireline.probes.safety.hosts import hosts_of
from desireline.probes.trip.trip import Limits
from desireline.probes.walk.walking import walk_all
from desireline.probes.walk.wish import Wish
from desireline.scenarios.gallery.shop.flaws import NONE
from desireline.scenarios.gallery.shop.serve import open_shop

EVERY = 10


@dataclass(frozen=True, slots=True)
class Look:
    """What was there after a walk."""

    python_mb: float
    all_mb: float  # with driver and browser, what they share counted once
    processes: int
    files: int  # in the temporary folder
    open_files: int
    seconds: float  # of the walk


def main() -> int:
    """Walk, look, and say whether it is flat."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--walks", type=int, default=500)
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    wish = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, open_shop(NONE) as shop:
        tempfile.tempdir = os.environ["TMPDIR"] = folder
        looks = soak(shop.url, wish.walks, Path(folder))
        left = [path.name for path in Path(folder).iterdir()]
        tempfile.tempdir = None
    fifth = max(1, len(looks) // 5)
    first, last = middle(looks[:fifth]), middle(looks[-fifth:])
    for name, began in first.items():
        print(f"{name:<12}{began:>10.1f}{last[name]:>10.1f}{last[name] / (began or 1):>8.2f}")
    print(f"left in the temporary folder: {', '.join(left) or 'nothing'}")
    if wish.json:
        print(json.dumps({"walks": wish.walks, "first": first, "last": last, "left": left}))
    return 0


def soak(url: str, walks: int, folder: Path) -> list[Look]:
    """Walk so often, and look every tenth time."""
    journey, name = web_walk(url)
    looks: list[Look] = []
    out = folder / "out"
    with open_session(hosts_of(journey)) as session:
        wish = Wish(journey, (name,), None, out, True, {}, Limits())
        for number in range(1, walks + 1):
            began = perf_counter()
            (seen,) = walk_all(session, wish, lambda line: None)
            if seen.verdict not in ("ok", "degraded"):
                raise SystemExit(f"walk {number}: {seen.verdict}: {seen.message}")
            if number % EVERY == 0:
                looks.append(look(folder, perf_counter() - began))
                print(number, asdict(looks[-1]), file=sys.stderr, flush=True)
    return looks


def look(folder: Path, seconds: float) -> Look:
    """Look at what is there now; the shop is not counted."""
    here = psutil.Process()
    shops = {one.pid for one in family(here.pid) if "gallery.shop" in command_line(one)}
    ours = [one.pid for one in family(here.pid) if one.pid not in shops]
    return Look(
        python_mb=round(here.memory_full_info().pss / 1e6, 1),
        all_mb=round(memory_mb(here.pid, without=shops), 1),
        processes=len(ours),
        files=sum(1 for _ in folder.rglob("*")),
        open_files=here.num_fds(),
        seconds=round(seconds, 2),
    )


def command_line(process: psutil.Process) -> str:
    """Give how a process was started; nothing when it has ended meanwhile."""
    try:
        return " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return ""


def middle(looks: list[Look]) -> dict[str, float]:
    """Give the medians of some looks."""
    shapes = [asdict(one) for one in looks]
    return {name: float(median(shape[name] for shape in shapes)) for name in shapes[0]}


if __name__ == "__main__":
    sys.exit(main())
