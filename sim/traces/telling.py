"""Stories as lines to be read: each sentence with its time, and two stories with their fork."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .fork import fork_of
from .rows import plain
from .story import Sentence, clocks, is_long, story_of
from .walk import Trace, of_customer
from .whom import whom_it_changes


def one_story(trace: Trace, customer: int) -> Iterator[str]:
    """Tell one customer; raises DesirelineError DL225 or DL248 for who is not there."""
    story = story_of(trace, of_customer(trace, customer))
    yield from _timed(trace, story.sentences, long=is_long(story.sentences))
    yield from ("", story.end)


def two_stories(now: Trace, other: Trace, customer: int, *, name: str) -> Iterator[str]:
    """Tell once what is alike in both worlds, then each of the two ways, then what differs.

    Raises what `one_story` does.
    """
    fork, called = fork_of(now, other, customer), f"With {plain(name)}"
    whom = whom_it_changes(now, other).told
    long = is_long((*fork.now.sentences, *fork.other.sentences))
    yield from _timed(now, fork.shared, long=long)
    if fork.is_none:
        yield from ("", fork.now.end, "", f"{called}, all of it is the same. {whom}")
        return
    for heading, trace, story in (("As it is", now, fork.now), (called, other, fork.other)):
        yield from ("", heading)
        yield from _timed(trace, story.sentences[fork.alike :], long=long)
        yield story.end
    yield from ("", fork.differs, whom)


def _timed(trace: Trace, sentences: Sequence[Sentence], *, long: bool) -> Iterator[str]:
    times = clocks(trace, sentences, dated=trace.dated, long=long)
    for time, sentence in zip(times, sentences, strict=True):
        yield f"{time}  {plain(sentence.text)}"
