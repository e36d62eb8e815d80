"""What a phone menu does, in one shape for all providers: says, waits, listens, hands over.

Two spellings are read into it, TwiML and NCCO. Knows nothing of calls or clocks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

WORDS_A_MINUTE = 150  # spoken; what announcers are trained to
LONGEST_SAID = 5_000  # characters of one announcement
MOST_ACTS = 500  # of one answer
RECORDING_SECONDS = 5.0  # of a sound file whose length nobody tells


class BadMenu(Exception):
    """An answer that a provider could not play to its caller, and why."""


@dataclass(frozen=True, slots=True)
class Say:
    """Words that are spoken."""

    words: str
    times: int = 1

    @property
    def seconds(self) -> float:
        """How long it takes to say."""
        return len(self.words.split()) * 60 / WORDS_A_MINUTE * self.times


@dataclass(frozen=True, slots=True)
class Sound:
    """A recording, or silence: it takes time and says nothing that we could read."""

    seconds: float
    name: str = ""  # of the recording; empty: silence
    endless: bool = False


@dataclass(frozen=True, slots=True)
class Listen:
    """Wait for keys or words, and send them to an address."""

    address: str
    prompt: tuple[Say | Sound, ...] = ()  # may be interrupted by a key
    keys: bool = True
    speech: bool = False
    digits: int | None = None  # as many keys, then it goes on; None: until time or a key is up
    finish: str = "#"
    seconds: float = 5.0  # of silence, until it goes on without
    method: str = "POST"
    empty_too: bool = False  # silence is sent as well


@dataclass(frozen=True, slots=True)
class Go:
    """Go on with what another address answers."""

    address: str
    method: str = "POST"


@dataclass(frozen=True, slots=True)
class End:
    """How a call ends, for the caller."""

    how: Literal["person", "message", "hang up", "machine", "for ever"]
    where: str = ""  # the number or queue, or why


Act = Say | Sound | Listen | Go | End
