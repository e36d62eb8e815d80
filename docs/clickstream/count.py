"""Count a clickstream into a journey: arrivals, routes, leave shares and times.

    python docs/clickstream/count.py CLICKSTREAM [--to FOLDER] [--halves]

CLICKSTREAM is a CSV (or .csv.gz) with the columns user_id, session_id, event and
timestamp. Written to FOLDER (this one, if not given): journey.yaml, the counted journey,
and recorded.yaml, how many sessions reached each step. With --halves, the journey is
counted from one half of the users and the record from the other: a fair trial.
README.md says what is counted how.
"""

from __future__ import annotations

import argparse
import csv
import gzip
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import fmean, pstdev
from typing import NamedTuple

STEPS = (
    "product-view", "add-to-cart", "cart", "shipping-details", "payment-details", "purchase",
)  # fmt: skip
TROUBLE = ("error-page", "payment-error", "checkout-bug", "support-chat")
STAGES = ("look", "choose", "basket", "review", "ship", "pay", "after")
END = "end"
DECIMALS = 4  # of a share


class Event(NamedTuple):
    """One line of the clickstream."""

    at: datetime
    name: str
    user: str


Session = list[Event]


class Visit(NamedTuple):
    """One visit of a touchpoint; no seconds where the session ends."""

    touchpoint: str
    seconds: float | None


@dataclass(frozen=True)
class Counts:
    """All that the journey is written from."""

    sessions: int
    days: int
    hours: tuple[int, int]  # from the first to after the last hour in which sessions begin
    starts: Counter[str]
    moves: Mapping[str, Counter[str]]
    seconds: Mapping[str, list[float]]


def read(path: Path) -> list[Session]:
    """Read the sessions, each in order of time."""
    opened = gzip.open if path.suffix == ".gz" else open
    sessions: defaultdict[str, list[Event]] = defaultdict(list)
    with opened(path, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            at = datetime.fromisoformat(row["timestamp"])
            sessions[row["session_id"]].append(
                Event(at, row["event"].replace("_", "-"), row["user_id"])
            )
    return [sorted(events, key=lambda event: event.at) for events in sessions.values()]


def visits(session: Session) -> list[Visit]:
    """Turn a session's events into visits of touchpoints.

    A step that is new to the session is a touchpoint of its own: the next one of the
    funnel, in the funnel's order. All else is split by how far the session has come:
    pages, a step once more, trouble.
    """
    names = [event.name for event in session]
    ahead = [step for step in STEPS if step in names]
    seen: set[str] = set()
    depth, found = 0, []
    gaps = [(b.at - a.at).total_seconds() for a, b in pairwise(session)]
    for name, gap in zip(names, [*gaps, None], strict=True):
        if name in STEPS and name not in seen:
            touchpoint = ahead[len(seen)]
            depth = STEPS.index(touchpoint) + 1
            seen.add(name)
        else:
            touchpoint = f"{_kind(name)}-{depth}"
        found.append(Visit(touchpoint, gap))
    return found


def _kind(name: str) -> str:
    return "again" if name in STEPS[1:] else "trouble" if name in TROUBLE else "pages"


def count(sessions: Sequence[Session]) -> Counts:
    """Count starts, moves and times over all sessions."""
    starts: Counter[str] = Counter()
    moves: defaultdict[str, Counter[str]] = defaultdict(Counter)
    seconds: defaultdict[str, list[float]] = defaultdict(list)
    for session in sessions:
        walked = visits(session)
        starts[walked[0].touchpoint] += 1
        for visit, after in zip(walked, [*walked[1:], None], strict=True):
            moves[visit.touchpoint][after.touchpoint if after else END] += 1
            if visit.seconds is not None:
                seconds[visit.touchpoint].append(visit.seconds)
    first = [session[0].at for session in sessions]
    days = (max(first).date() - min(first).date()) // timedelta(days=1) + 1
    hours = Counter(at.hour for at in first)
    busy = [hour for hour, n in hours.items() if n > len(sessions) / 1000]
    return Counts(len(sessions), days, (min(busy), max(busy) + 1), starts, moves, seconds)


def reached(sessions: Iterable[Session]) -> dict[str, int]:
    """Count the sessions in which each step occurs at least once, whenever."""
    have = [{event.name for event in session} for session in sessions]
    return {step: sum(step in names for names in have) for step in STEPS}


def shares(counts: Mapping[str, int]) -> dict[str, float]:
    """Turn counts into shares that are round and still add up to 1 (largest remainders)."""
    unit = 10**DECIMALS
    total = sum(counts.values())
    exact = {name: number * unit / total for name, number in counts.items()}
    floors = {name: int(value) for name, value in exact.items()}
    missing = unit - sum(floors.values())
    for name in sorted(exact, key=lambda name: floors[name] - exact[name])[:missing]:
        floors[name] += 1
    return {name: value / unit for name, value in floors.items() if value}


def journey_yaml(counts: Counts) -> str:
    """Write the journey."""
    first, last = counts.hours
    rate = counts.sessions / counts.days / (last - first)
    lines = [
        "# Counted by count.py from a clickstream; README.md says what is counted how.",
        "journey: clickstream",
        "title: A web shop, counted from its clickstream",
        f"arrivals: {{daily {first:02}:00-{last:02}:00: {rate:.4f}/h, otherwise: 0/h}}",
        f"starts: {_flow(shares(counts.starts))}",
        f"completes: [{STEPS[-1]}]",
        "stages:",
    ]
    for depth, stage in enumerate(STAGES):
        names = [STEPS[depth - 1]] if depth else []
        names += [f"{kind}-{depth}" for kind in ("pages", "again", "trouble")]
        visited = [name for name in names if name in counts.moves]
        lines += [f"  - stage: {stage}", "    touchpoints:"] if visited else []
        for name in visited:
            lines += _touchpoint(name, counts)
    return "\n".join(lines) + "\n"


def _touchpoint(name: str, counts: Counts) -> list[str]:
    """Write a touchpoint: who ends a session there leaves, but not after a purchase."""
    moves = counts.moves[name]
    every = [seconds for times in counts.seconds.values() for seconds in times]
    seconds = counts.seconds.get(name, every)  # where all sessions end: as long as any visit
    bought = name in (
        STEPS[-1],
        *(f"{kind}-{len(STEPS)}" for kind in ("pages", "again", "trouble")),
    )
    stay = {where: n for where, n in sorted(moves.items()) if bought or where != END}
    leaves = 0.0 if bought else moves[END] / sum(moves.values())
    lines = [f"      {name}:", f"        takes: {_time(seconds)}"]
    if leaves:
        lines.append(f"        leaves: {100 * leaves:.2f}%")
    return [*lines, f"        next: {_flow(shares(stay))}"]


def _time(seconds: Sequence[float]) -> str:
    mean = fmean(seconds)
    spread = pstdev(seconds)
    if not spread:
        return f"{mean:.1f}s"
    return f"{{lognormal: {{mean: {mean:.1f}s, cv: {spread / mean:.3f}}}}}"


def _flow(shared: Mapping[str, float]) -> str:
    return "{" + ", ".join(f"{name}: {100 * share:.2f}%" for name, share in shared.items()) + "}"


def recorded_yaml(sessions: Sequence[Session], counts: Counts) -> str:
    """Write what was recorded: the sessions that reached each step, and how long they took."""
    minutes = [(session[-1].at - session[0].at).total_seconds() / 60 for session in sessions]
    lines = [
        "# Counted by count.py: sessions in which the event occurs at least once.",
        f"sessions: {len(sessions)}",
        f"days: {counts.days}",
        f"minutes: {fmean(minutes):.2f}  # mean of sessions, from the first event to the last",
        f"events: {sum(map(len, sessions)) / len(sessions):.3f}  # mean of sessions",
        "reached:",
    ]
    lines += [f"  {step}: {number}" for step, number in reached(sessions).items()]
    return "\n".join(lines) + "\n"


def halves(sessions: Sequence[Session]) -> tuple[list[Session], list[Session]]:
    """Split the sessions by user: every other one."""
    users = sorted({session[0].user for session in sessions})
    even = set(users[::2])
    return (
        [session for session in sessions if session[0].user in even],
        [session for session in sessions if session[0].user not in even],
    )


def main() -> None:
    """Count, and write both files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("clickstream", type=Path)
    parser.add_argument("--to", type=Path, default=Path(__file__).parent)
    parser.add_argument("--halves", action="store_true")
    chosen = parser.parse_args()
    sessions = read(chosen.clickstream)
    counted, recorded = halves(sessions) if chosen.halves else (sessions, sessions)
    (chosen.to / "journey.yaml").write_text(journey_yaml(count(counted)), "utf-8")
    (chosen.to / "recorded.yaml").write_text(recorded_yaml(recorded, count(recorded)), "utf-8")


if __name__ == "__main__":
    main()
