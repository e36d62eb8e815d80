"""An event log in XES, the XML that process-mining tools share (xes-standard.org, 1.0)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import TextIO
from xml.sax.saxutils import quoteattr

from .event_log import Case, Event
from .heading import Heading, moment_of
from .rows import plain

Value = str | bool | int | float | datetime
KINDS: dict[type, str] = {bool: "boolean", int: "int", float: "float", datetime: "date"}
HOME = "http://www.xes-standard.org/"
EXTENSIONS = {
    "Concept": "concept",
    "Time": "time",
    "Lifecycle": "lifecycle",
    "Organizational": "org",
}
NAME, WHEN, TRANSITION, RESOURCE = (
    "concept:name",
    "time:timestamp",
    "lifecycle:transition",
    "org:resource",
)


def write_xes(heading: Heading, cases: Iterable[Case], file: TextIO) -> int:
    """Write a log, case by case; give how many events it has."""
    count = 0
    file.writelines(_head(heading))
    for case in cases:
        file.writelines(_case(case, heading.starts))
        count += len(case.events)
    file.write("</log>\n")
    return count


def _head(heading: Heading) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<log xes.version="1.0" xes.features="" xmlns="{HOME}">\n'
    for name, prefix in EXTENSIONS.items():
        yield f'<extension name="{name}" prefix="{prefix}" uri="{HOME}{prefix}.xesext"/>\n'
    nobody = _of_case(Case(0, "", completed=False, events=()))
    yield f'<global scope="trace">{"".join(_attributes(nobody))}</global>\n'
    nothing: dict[str, Value] = {NAME: "", TRANSITION: "complete", WHEN: heading.starts}
    yield f'<global scope="event">{"".join(_attributes(nothing))}</global>\n'
    yield f'<classifier name="Activity" keys="{NAME}"/>\n'
    yield f'<classifier name="Transition" keys="{NAME} {TRANSITION}"/>\n'
    about: dict[str, Value] = {
        NAME: plain(heading.journey),
        "lifecycle:model": "standard",
        "seed": heading.seed,
        "replication": heading.replication,
        "days": float(heading.days),
        "warm_up_days": float(heading.warm_up_days),
    }
    yield from (f"{attribute}\n" for attribute in _attributes(about))


def _case(case: Case, starts: datetime) -> Iterator[str]:
    yield f"<trace>{''.join(_attributes(_of_case(case)))}\n"
    for event in case.events:
        yield f"<event>{''.join(_attributes(_of_event(event, starts)))}</event>\n"
    yield "</trace>\n"


def _of_case(case: Case) -> dict[str, Value | None]:
    return {NAME: str(case.customer), "segment": case.segment, "completed": case.completed}


def _of_event(event: Event, starts: datetime) -> dict[str, Value | None]:
    return {
        NAME: event.activity,
        TRANSITION: event.transition,
        WHEN: moment_of(starts, event.at),
        RESOURCE: event.team,
        "waited_seconds": event.waited_seconds,
        "served_seconds": event.served_seconds,
        "failed_tries": event.failed_tries,
    }


def _attributes(named: Mapping[str, Value | None]) -> Iterator[str]:
    for key, value in named.items():
        if value is not None:
            kind = KINDS.get(type(value), "string")
            yield f'<{kind} key="{key}" value={quoteattr(_written(value))}/>'


def _written(value: Value) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds")
    return str(value).lower() if isinstance(value, bool) else str(value)
