"""What the shopper writes down at one stop, and the record that comes of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import urlsplit

from desireline.scenarios.promise import Promises

from ..browser.clocks import Document
from ..browser.watch import Watch
from ..page.text import missing_words
from ..seen import FieldSeen, Noticed, StepSeen, TouchpointSeen, Verdict
from ..trip.trip import Done

LONGEST_TEXT = 20_000
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Wait:
    """What the customer waited for in a step, until the page's clock tells how long."""

    step: int  # its place among the steps
    acted: float | None = None  # when the customer did something, ms since 1970
    document: Document | None = None  # the page that it led to
    painted_ms: float | None = None  # from then until the page had painted


@dataclass(slots=True)
class Notebook:
    """Notes of one stop, in the order in which they were made."""

    steps: list[StepSeen] = field(default_factory=list)
    done: list[Done] = field(default_factory=list)
    waits: list[Wait] = field(default_factory=list)  # that are not told yet
    verdict: Verdict = "ok"
    message: str = ""
    stopped: bool = False  # the walk ends here
    url: str = ""
    title: str = ""
    texts: list[str] = field(default_factory=list)  # of the pages here, the last one last
    letter: str = ""
    document: str = ""  # the file that came last
    picture: str | None = None
    loads_seconds: float | None = None
    vitals: dict[str, float] = field(default_factory=dict)
    fields: list[FieldSeen] | None = None
    words: int | None = None
    steps_to_human: int | None = None
    noticed: list[Noticed] | None = None
    leading: str = ""  # what will be clicked to go on to the next stop
    glanced: set[float] = field(default_factory=set)  # pages, by when they began
    examined: set[float] = field(default_factory=set)  # pages, by when they began
    barriers: list[str] | None = None
    dead_links: list[str] | None = None
    unseen: list[str] = field(default_factory=list)  # what could not be looked at, and why
    console: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    blocked: list[str] = field(default_factory=list)
    broken: bool = False
    dialogs: int = 0
    downloads: int = 0

    def stop(self, verdict: Verdict, message: str) -> None:
        """End the walk here, with the reason."""
        self.verdict, self.message, self.stopped = verdict, message, True

    def take_over(self, watch: Watch) -> None:
        """Write down what happened on the side, and begin to watch anew."""
        self.console += watch.console
        self.failed += watch.failed
        self.blocked += watch.blocked
        self.broken |= watch.broken
        self.dialogs += watch.dialogs
        self.downloads += watch.downloads
        watch.clear()


def sum_up(notes: Notebook, touchpoint: str, promises: Promises) -> TouchpointSeen:
    """Give the record of a stop."""
    done = notes.done
    troubles = [d.trouble for d in done if d.trouble]
    degraded = notes.verdict == "ok" and bool(notes.broken or troubles)
    said = "\n".join([*notes.texts, notes.letter, notes.document])
    again = _each_once(name for d in done for name in d.told_again)
    return TouchpointSeen(
        touchpoint=touchpoint,
        verdict="degraded" if degraded else notes.verdict,
        message=notes.message or ("; ".join(troubles) or _first_trouble(notes) if degraded else ""),
        url=notes.url,
        title=notes.title,
        steps=tuple(notes.steps),
        facts=tuple(fact for d in done for fact in d.facts),
        loads_seconds=notes.loads_seconds,
        answers_seconds=_last(d.answers_seconds for d in done),
        arrives_seconds=_last(d.arrives_seconds for d in done),
        turns_to_human=_last(d.turns_to_human for d in done),
        human_came=_last(d.human_came for d in done),
        clicks=sum(step.clicks for step in notes.steps),
        fields=sum(step.fields for step in notes.steps),
        keys=sum(step.keys for step in notes.steps),
        told_again=again,
        words_missing=_missing(said, promises),
        barriers=None if notes.barriers is None else _each_once(notes.barriers),
        dead_links=None if notes.dead_links is None else _each_once(notes.dead_links),
        unseen=_each_once([*(one for d in done for one in d.unseen), *notes.unseen]),
        vitals=notes.vitals,
        waits_seconds=_waits(notes.steps),
        form=None if notes.fields is None else _each_once(notes.fields),
        words=notes.words,
        steps_to_human=notes.steps_to_human,
        third_parties=_third_parties(notes.blocked),
        noticed=_noticed(notes, again),
        console=_each_once([*notes.console, *_dialogs(notes)]),
        failed_requests=_each_once([*notes.failed, *notes.blocked]),
        text=_text(notes),
        picture=notes.picture,
    )


def _noticed(notes: Notebook, again: tuple[str, ...]) -> tuple[Noticed, ...] | None:
    """Give what was noticed, and what was told again though nothing that we know asked for it."""
    known = {one.datum for one in notes.noticed or () if one.kind == "told twice"}
    told = [Noticed("told twice", f"{n} is told again", n) for n in again if n not in known]
    return (
        _each_once([*(notes.noticed or ()), *told]) if told or notes.noticed is not None else None
    )


def _text(notes: Notebook) -> str:
    """Give what could be read: the letter, or the last page, and what was said in a chat."""
    read = notes.document or notes.letter or (notes.texts[-1] if notes.texts else "")
    talks = [d.transcript for d in notes.done if d.transcript]
    return "\n\n".join([*talks, read]).strip()[:LONGEST_TEXT]


def _missing(said: str, promises: Promises) -> tuple[str, ...] | None:
    return missing_words(said, promises.says) if promises.says and said.strip() else None


def _first_trouble(notes: Notebook) -> str:
    return next(iter([*notes.failed, *notes.console]), "")


def _dialogs(notes: Notebook) -> list[str]:
    return [f"{notes.dialogs} alert boxes opened and were dismissed"] if notes.dialogs else []


def _waits(steps: list[StepSeen]) -> float | None:
    waits = [step.customer_ms for step in steps if step.customer_ms is not None]
    return round(sum(waits) / 1000, 4) if waits else None


def _third_parties(blocked: list[str]) -> tuple[str, ...]:
    """Give the hosts that pages asked and the allow-list kept back."""
    hosts = (urlsplit("http" + note.rpartition("http")[2]).netloc for note in blocked)
    return _each_once(host for host in hosts if host)


def _each_once(items: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(items))


def _last(values: Iterable[T | None]) -> T | None:
    known = [value for value in values if value is not None]
    return known[-1] if known else None
