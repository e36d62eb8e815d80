"""One customer in two worlds: told once as long as both are alike, and where they part.

Both share their luck, so what differs is what the other world does to this customer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..effort import POINT
from .story import Sentence, Story, comes_again, duration, story_of
from .walk import Trace, of_customer


@dataclass(frozen=True, slots=True)
class Fork:
    """Two stories of one customer: first as things are, then otherwise."""

    now: Story
    other: Story
    alike: int  # so many sentences at the start are the same

    @property
    def is_none(self) -> bool:
        """Tell whether all of it is the same."""
        return self.now == self.other

    @property
    def shared(self) -> tuple[Sentence, ...]:
        """Give the sentences up to where they part."""
        return self.now.sentences[: self.alike]

    @property
    def differs(self) -> str:
        """Say what the other world changes for this customer."""
        told = "; ".join(_differences(self.now, self.other))
        return f"What differs: {told}." if told else "What differs: the times of day only."


def fork_of(now: Trace, other: Trace, customer: int) -> Fork:
    """Tell one customer in two worlds.

    Raises DesirelineError DL225 or DL248 for who does not arrive in both.
    """
    own, others = of_customer(now, customer), of_customer(other, customer, " with the fixes")
    again = comes_again(own) | comes_again(others)
    one, two = story_of(now, own, again=again), story_of(other, others, again=again)
    pairs = zip(one.sentences, two.sentences, strict=False)
    alike = next((at for at, (a, b) in enumerate(pairs) if a != b), None)
    shortest = min(len(one.sentences), len(two.sentences))
    return Fork(one, two, shortest if alike is None else alike)


def _differences(now: Story, other: Story) -> Iterator[str]:
    if now.completed != other.completed:
        yield (
            "they complete the journey, which they would not"
            if other.completed
            else "they do not complete the journey, which they would"
        )
    if changed := _changed(now.took, other.took):
        yield f"it takes {changed}"
    if changed := _changed(now.waited, other.waited):
        yield f"they stand in line for {changed}"
    then, effort = (f"{story.effort / POINT:.2f}" for story in (now, other))
    if then != effort:
        yield f"they feel {effort} instead of {then} points of effort"


def _changed(now: int, other: int) -> str:
    """Say how much longer or shorter something is, in ticks."""
    if now == other:
        return ""
    return f"{duration(abs(other - now))} {'more' if other > now else 'less'}"
