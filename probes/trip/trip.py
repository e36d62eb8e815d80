"""A walk under way: who walks, what is known so far, and how long we have patience."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal
from uuid import uuid4

from desireline.scenarios.journey import Journey
from desireline.scenarios.walk import Walk

from ..browser.clocks import Clock
from ..browser.session import Session
from ..browser.watch import Watch
from ..channels.document import Document
from ..channels.mail.letter import Letter
from ..channels.mail.mailbox import Mailbox
from ..channels.phone.phone import Phone
from ..page.aside import Aside
from ..page.focus import FocusPath
from ..safety.fence import Fence
from ..safety.hosts import Hosts
from ..safety.pace import Pace
from ..safety.secret import Secrets
from ..seen import FactSeen, Noticed
from .diary import Diary
from .popups import Popups

if TYPE_CHECKING:
    from playwright.sync_api import ElementHandle, Page


Evidence = Literal["none", "lite", "full"]  # full: also a film of what failed


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a shopper waits, and how much one page may weigh, before giving up."""

    load_seconds: float = 30.0
    page_bytes: int = 25_000_000
    response_seconds: float = 8.0  # for a page whose scripts are busy
    freeze_seconds: float = 20.0  # beyond what the step itself may take
    evidence_seconds: float = 20.0
    checks_seconds: float = 150.0  # barriers or links, per page
    pause_seconds: float = 0.0  # before each step, for who watches


def identity() -> dict[str, str]:
    """Make up by what one walk's shopper is told from all others: letters, and digits."""
    own = uuid4()
    return {"id": own.hex[:8], "digits": f"{own.int % 10**6:06d}"}


@dataclass(slots=True)
class Kept:
    """What is kept of a film: the files' names; and what is not, and why."""

    files: list[str] = field(default_factory=list)
    unkept: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Trip:
    """One walk under way; what it knows grows from stop to stop."""

    journey: Journey
    walk: Walk
    session: Session
    hosts: Hosts
    secrets: Secrets
    limits: Limits
    clock: Clock
    watch: Watch
    popups: Popups
    shopper: dict[str, str]
    started: float  # seconds since 1970
    mailbox: Mailbox | None = None
    phone: Phone | None = None
    run: dict[str, str] = field(default_factory=identity)  # by which this walk's shopper is told
    taken: dict[str, str] = field(default_factory=dict)  # values out of messages: secrets
    allow_danger: bool = False
    remembered: dict[str, str] = field(default_factory=dict)  # facts as they were shown
    normals: dict[str, str | None] = field(default_factory=dict)
    told: dict[str, int] = field(default_factory=dict)  # data and facts, and at which stop
    diary: Diary = field(default_factory=Diary)
    pace: Pace = field(default_factory=Pace)
    aside: Aside = field(init=False)  # what is asked for beside the walk
    focus: list[FocusPath] = field(default_factory=list)  # ways by keyboard at this stop
    stop: int = 0
    letter: Letter | None = None  # read at this stop
    document: Document | None = None  # that came last, and is read instead of the page
    secret_fields: list[ElementHandle] = field(default_factory=list)
    settled: float = 0.0  # when the last step was over by the page's clock, ms since 1970
    fence: Fence | None = None  # keeps things from being changed
    endangered: bool = False  # a dangerous step was begun
    endangered_at: float = 0.0  # when the customer did it, ms since 1970
    evidence: Evidence = "lite"
    filmed: bool = False  # trace and video are made of this walk
    secret_shown: bool = False  # so that no moving picture is kept
    kept: Kept = field(default_factory=Kept)  # of the film, when the walk is over

    def __post_init__(self) -> None:
        """Ask aside at the walk's own pace, and where it may go."""
        self.aside = Aside(self.hosts, self.pace)

    @property
    def page(self) -> Page:
        """The tab in front."""
        return self.watch.page

    @property
    def keyboard_only(self) -> bool:
        """Whether the shopper has no mouse."""
        return self.walk.persona.keyboard_only

    def front(self) -> Page:
        """The tab in front, for those who wait: it may change meanwhile."""
        return self.watch.page

    def resolve(self, text: str) -> str:
        """Put in the persona's data, what was remembered and taken, the run's own, and secrets."""
        return self.secrets.resolve(
            text, self.shopper, self.remembered, taken=self.taken, run=self.run
        )


@dataclass(frozen=True, slots=True)
class Done:
    """What a step did and found."""

    message: str = ""
    skipped: bool = False  # its target was not there, and it need not be
    clicks: int = 0
    fields: int = 0
    keys: int = 0
    facts: tuple[FactSeen, ...] = ()
    told_again: tuple[str, ...] = ()
    answers_seconds: float | None = None
    arrives_seconds: float | None = None
    human_came: bool | None = None
    turns_to_human: int | None = None
    transcript: str = ""
    unseen: tuple[str, ...] = ()  # what could not be read whole
    trouble: str = ""  # it went, and not as it should: the touchpoint is degraded
    noticed: tuple[Noticed, ...] = ()

    def noting(self, *words: str, clicks: int = 0) -> Done:
        """Give it with something more to say, and clicks that it cost."""
        message = "; ".join(filter(None, [self.message, *words]))
        return replace(self, message=message, clicks=self.clicks + clicks)
