"""All checks of a whole journey: what no single line shows."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

from . import (
    check_facts,
    check_groups,
    check_map,
    check_names,
    check_queues,
    check_shares,
    check_time,
    check_told,
    check_walks,
)
from .finding import Finding
from .journey import Journey

Check = Callable[[Journey], Iterator[Finding]]

MOST_FINDINGS = 200
NAMES: tuple[Check, ...] = (
    check_names.touchpoints,
    check_names.twice,
    check_names.resources,
    check_names.segments,
    check_names.priorities,
    check_names.facts,
    check_names.responses,
    check_names.remembered,
    check_groups.used,
    check_groups.inside,
    check_groups.personas,
    check_groups.returning,
)
REST: tuple[Check, ...] = (
    check_shares.segments,
    check_shares.starts,
    check_shares.onwards,
    check_shares.currencies,
    check_shares.groups,
    check_queues.waiting,
    check_queues.needed_twice,
    check_queues.priorities,
    check_queues.serving,
    check_time.calendar,
    check_time.promotions,
    check_time.replaced,
    check_told.known,
    check_told.asked,
    check_facts.promised,
    check_walks.site,
    check_walks.hosts,
    check_walks.mailbox,
    check_walks.places,
    check_walks.references,
)
# These follow the map, and would only repeat a name that leads nowhere.
ALONG_THE_MAP: tuple[Check, ...] = (
    check_map.reachable,
    check_map.completable,
    check_map.endless,
    check_walks.routes,
)
OFF_THE_MAP = ("DL103", "DL154", "DL155")


def check(journey: Journey) -> list[Finding]:
    """Check a journey, however it was made; an empty list means that it holds together."""
    found = _first(journey, (*NAMES, *REST))
    if not any(finding.code in OFF_THE_MAP for finding in found):
        found += _first(journey, ALONG_THE_MAP)
    return found


def _first(journey: Journey, checks: tuple[Check, ...]) -> list[Finding]:
    """Give the first findings: nobody reads thousands."""
    findings = (finding for one in checks for finding in one(journey))
    return list(dict.fromkeys(itertools.islice(findings, MOST_FINDINGS)))
