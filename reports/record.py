"""One run, whole: what was promised, assumed and seen, the gaps and their price.

The record is the one stored truth; page, terminal and feeds are made from it. It holds
plain values only, and `schema_version` says how to read it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from desireline.probes.seen import WalkSeen
from desireline.sim.experiments.outcome import Estimate, Outcome

SCHEMA_VERSION = 1

Standing = Literal["matches", "differs", "missing", "not stated", "not checked"]
Conclusion = Literal["Consistent", "Drifting", "Not consistent", "Could not check"]
GapKind = Literal[
    "promise broken",
    "fact contradicted",
    "told twice",
    "dead end",
    "no way to a human",
    "wrong message",
    "too much effort",
    "too slow",
    "not accessible",
    "assumption off",
    "not on the map",
]


@dataclass(frozen=True, slots=True)
class MapTouchpoint:
    """A touchpoint as the page draws it."""

    name: str
    title: str
    channel: str
    owner: str  # empty: nobody
    moment_of_truth: bool
    next: dict[str, float]  # of those who stay, by touchpoint (or `end`)
    on_abandon: dict[str, float]


@dataclass(frozen=True, slots=True)
class MapStage:
    """A stage and its touchpoints."""

    name: str
    owner: str
    touchpoints: tuple[MapTouchpoint, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One fact at one touchpoint: how it stands, and what is said there."""

    touchpoint: str
    standing: Standing
    shown: str = ""


@dataclass(frozen=True, slots=True)
class FactRow:
    """One fact across all touchpoints."""

    fact: str
    title: str
    promised: str  # empty: the plan names no value, all places must agree
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """One promise at one touchpoint, judged."""

    touchpoint: str
    what: str  # in words: loads in, states price, human within
    promised: str
    seen: str  # empty: not looked at
    assumed: str  # empty: the model has no such number
    standing: Standing
    gap: str = ""  # the name of the gap it belongs to


@dataclass(frozen=True, slots=True)
class Gap:
    """A disagreement between views, with its owners, its evidence and its price."""

    name: str  # stable across runs: kind, fact or promise, touchpoint
    kind: GapKind
    touchpoint: str  # where it costs customers; other places stand in `places`
    places: tuple[str, ...]  # every touchpoint that shows it
    what: str  # the fact or promise, in words
    promised: str
    seen: str
    assumed: str  # the model's own number, else the promise: drop-offs assume that it holds
    owners: tuple[str, ...]
    sentence: str  # computed: what is said where, against what
    evidence: tuple[str, ...]  # words of the site, steps, pictures' file names
    picture: str | None
    driver: str  # what customers respond to (response.DRIVERS), or "failure"
    units: float  # how much of it
    source: str  # of the effect size, or "guess"
    source_kind: Literal["measured", "survey", "guess"]
    leavers: Estimate  # customers a month who leave because of it, as seen
    lost: Estimate  # completed journeys a month that closing it alone would bring back
    money: Estimate  # their value a month


@dataclass(frozen=True, slots=True)
class Note:
    """Something that is no gap but must be said: not looked at, not on the map."""

    touchpoint: str
    says: str


@dataclass(frozen=True, slots=True)
class Input:
    """A number that the figures rest on, where it comes from, and how much hangs on it."""

    name: str
    value: str
    source: str  # or "guess"
    if_worse: str  # what changes if it were 20% worse, in words


@dataclass(frozen=True, slots=True)
class Record:
    """A run of `desireline run`."""

    schema_version: int
    desireline: str  # version
    made_at: str  # ISO 8601, UTC
    journey_file: str
    journey_sha256: str
    journey: str
    title: str
    currency: str
    site: str
    command: str  # what replays it
    conclusion: Conclusion
    headline: str
    stages: tuple[MapStage, ...]
    completes: tuple[str, ...]
    walks: tuple[WalkSeen, ...]
    facts: tuple[FactRow, ...]
    checks: tuple[Check, ...]
    gaps: tuple[Gap, ...]  # dearest first
    notes: tuple[Note, ...]
    inputs: tuple[Input, ...]
    as_promised: Outcome
    as_seen: Outcome
    lost: Estimate  # all gaps together: completed journeys a month
    money: Estimate  # likewise, in the journey's currency
    pictures: dict[str, str]  # touchpoint to file name, in the run's folder
    starts: dict[str, float] = field(default_factory=dict)  # where they arrive; empty: the first
