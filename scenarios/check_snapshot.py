"""Whether a snapshot fits its journey."""

from __future__ import annotations

from collections.abc import Iterator

from .finding import TOUCHPOINT, Finding, unknown
from .journey import Journey, Resource, names_of
from .snapshot import Now, Snapshot
from .units import shown


def check_snapshot(snapshot: Snapshot, journey: Journey) -> list[Finding]:
    """Check a snapshot against its journey; an empty list means that they fit."""
    return [*_name(snapshot, journey), *_places(snapshot, journey)]


def _name(snapshot: Snapshot, journey: Journey) -> Iterator[Finding]:
    if snapshot.of not in (journey.name, "?"):
        what = f"this snapshot is of {shown(snapshot.of)}, and the journey is `{journey.name}`"
        yield Finding(("snapshot",), "DL189", what, "name the journey that it was taken of")


def _places(snapshot: Snapshot, journey: Journey) -> Iterator[Finding]:
    known = names_of(journey)
    for name, now in snapshot.now.items():
        if name not in known:
            yield unknown(
                ("now", name), "DL103", "touchpoint", name, known,
                defined_at=TOUCHPOINT, at_key=True,
            )  # fmt: skip
        else:
            yield from _crowd(name, now, journey)


def _crowd(name: str, now: Now, journey: Journey) -> Iterator[Finding]:
    needs = journey.touchpoint(name).needs
    if now.waiting and not needs:
        what = f"{now.waiting} customers wait at `{name}`, and nobody waits there"
        yield Finding(("now", name, "waiting"), "DL190", what, "count them as `served`")
    most = sum(_most(journey.resources[team]) for team in needs)
    if needs and now.served > most:
        what = f"{now.served} customers are served at `{name}`, and at most {most} can be"
        yield Finding(("now", name, "served"), "DL191", what, "count the others as `waiting`")


def _most(resource: Resource) -> int:
    hours = resource.hours
    spans = (*hours.spans, *(hours.holiday or ()))
    people = max([hours.otherwise, *(span.value for span in spans)])
    return int(people) * resource.at_once
