"""An event log as CSV, with the names of XES on its columns: tools find their way alone."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import TextIO

from .event_log import Case
from .heading import Heading, moment_of

COLUMNS = (
    "case:concept:name",
    "concept:name",
    "lifecycle:transition",
    "time:timestamp",
    "org:resource",
    "waited_seconds",
    "served_seconds",
    "failed_tries",
    "case:segment",
    "case:completed",
)


def write_csv(heading: Heading, cases: Iterable[Case], file: TextIO) -> int:
    """Write a log, case by case; give how many events it has."""
    count = 0
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for number, segment, completed, events in cases:
        of_case = segment, str(completed).lower()
        for activity, transition, at, *rest in events:
            time = moment_of(heading.starts, at).isoformat(timespec="microseconds")
            writer.writerow((number, activity, transition, time, *rest, *of_case))
        count += len(events)
    return count
