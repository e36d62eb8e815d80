"""A mailbox that is asked again and again: what IMAP and Mailpit have in common.

A letter arrived when its server says so, but never before the last look that did not see it,
nor after the one that did: clocks differ.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from desireline.scenarios.walk_channels import Mail

from .letter import Letter, earliest

LOOK_SECONDS = 0.5

Look = Callable[[float], list[Letter]]  # told when it was last looked; gives what is new


@dataclass(slots=True)
class PolledMailbox:
    """New letters of a server."""

    where: str
    _look: Look
    _letters: list[Letter] = field(default_factory=list)
    _looked: float = field(default_factory=time.time)

    def wait(self, mail: Mail, *, since: float, to: str | None = None) -> Letter | None:
        """Wait for a letter; see Mailbox."""
        deadline = time.monotonic() + mail.within
        while True:
            begun = time.time()
            self._letters += self._look(self._looked)
            self._looked = begun
            if found := earliest(self._letters, mail, since=since, to=to):
                return found
            left = deadline - time.monotonic()
            if left <= 0:
                return None
            threading.Event().wait(min(LOOK_SECONDS, left))


def arrival(stamp: float | None, *, looked: float, coarse: float = 0.0) -> float:
    """Give when a letter arrived; `coarse` is the step of the server's stamps, in seconds."""
    now = time.time()
    return now if stamp is None else min(now, max(looked, stamp + coarse))
