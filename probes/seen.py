"""What the shopper saw: plain records, stored as JSON, judged elsewhere.

None always means "not looked at"; an empty tuple means "looked, and found nothing".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Verdict = Literal["ok", "degraded", "failed", "flaky", "could not look", "not run"]


Kind = Literal[
    "told twice", "dead end", "no way to a human", "wrong message", "too much effort",
    "too slow", "not accessible", "fact contradicted", "brand lost", "switches on the way",
    "written in two ways", "not as specified",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Noticed:
    """Something that the shopper noticed without being told to look."""

    kind: Kind
    says: str
    datum: str = ""  # told twice: which of the shopper's data


@dataclass(frozen=True, slots=True)
class FieldSeen:
    """A form field that can be seen."""

    label: str
    kind: str  # the input's type, or select, textarea
    autocomplete: str = ""
    required: bool = False
    odd: str = ""  # what makes it harder to fill than it need be


@dataclass(frozen=True, slots=True)
class StepSeen:
    """One step, as it went."""

    verb: str
    says: str  # in words: click link “Shop boots”
    verdict: Verdict
    message: str = ""  # what was there instead, with the nearest names
    customer_ms: float | None = None  # by the page's clocks, not ours
    clicks: int = 0
    fields: int = 0
    keys: int = 0
    snapshot: str = ""  # what stood there when it failed: roles and names, at most 4,000 characters


@dataclass(frozen=True, slots=True)
class FactSeen:
    """A fact as some place showed it."""

    fact: str
    shown: str  # the words of the site; empty: looked, and it is not stated
    normal: str | None  # its normal form; None: can't be compared
    face: str = "page"  # page, JSON-LD, text part, HTML part
    why: str = ""  # what keeps it from being compared


@dataclass(frozen=True, slots=True)
class TouchpointSeen:
    """One touchpoint of a walk, as the shopper met it."""

    touchpoint: str
    verdict: Verdict
    message: str = ""
    url: str = ""
    title: str = ""
    steps: tuple[StepSeen, ...] = ()
    facts: tuple[FactSeen, ...] = ()
    loads_seconds: float | None = None  # the slowest page load here, by navigation timing
    answers_seconds: float | None = None  # until the first word of an answer
    arrives_seconds: float | None = None  # until the message was there
    turns_to_human: int | None = None  # asked so often until a person came
    human_came: bool | None = None
    clicks: int = 0
    fields: int = 0
    keys: int = 0
    told_again: tuple[str, ...] = ()  # the shopper's data that was asked for a second time
    words_missing: tuple[str, ...] | None = None  # promised words that can't be read here
    barriers: tuple[str, ...] | None = None  # accessibility: rule and element, serious or worse
    dead_links: tuple[str, ...] | None = None
    unseen: tuple[str, ...] = ()  # what could not be looked at, or not read whole, and why
    vitals: dict[str, float] = field(default_factory=dict)  # LCP, CLS, INP, TTFB: ms; CLS: score
    waits_seconds: float | None = None  # what the customer waited for the steps here, in all
    form: tuple[FieldSeen, ...] | None = None  # the fields of the pages here
    words: int | None = None  # to read, in the main content of the longest page
    steps_to_human: int | None = None  # 0: a number or address stands here; 1: behind one link
    third_parties: tuple[str, ...] = ()  # hosts outside the journey that the pages asked
    noticed: tuple[Noticed, ...] | None = None  # without being told to look
    console: tuple[str, ...] = ()
    failed_requests: tuple[str, ...] = ()
    text: str = ""  # what could be read, at most 20,000 characters
    picture: str | None = None  # file name of a screenshot, in the run's folder


@dataclass(frozen=True, slots=True)
class WalkSeen:
    """A whole walk."""

    walk: str
    persona: str  # in words
    started_at: str  # ISO 8601, UTC
    seconds: float
    verdict: Verdict
    message: str = ""
    browser: str = ""
    touchpoints: tuple[TouchpointSeen, ...] = ()
    after: tuple[StepSeen, ...] = ()  # what tidied up, or did not
    noticed: tuple[Noticed, ...] = ()  # of the walk as a whole
    first_try: WalkSeen | None = None  # a flaky walk keeps both
    files: tuple[str, ...] = ()  # trace, HAR and video, in the run's folder
    unkept: tuple[str, ...] = ()  # what is missing of them, and why
    beside_others: bool = False  # walked at the same time as others: no time here can be judged
    cpu_index: tuple[float, float] | None = None  # how fast the machine was, before and after


BUSY_SHARE = 0.15


def machine_was_busy(walk: WalkSeen) -> bool:
    """Say whether this machine's speed moved so much that times of the walk are doubtful."""
    if walk.cpu_index is None:
        return False
    slower, faster = sorted(walk.cpu_index)
    return slower < faster * (1 - BUSY_SHARE)
