"""The mystery shopper: walks a journey's routes and says what was met.

    for walk in walk_journey(journey, out=Path("pictures")):
        print(walk.walk, walk.verdict)

The walking is done in a thread of its own: the caller may run an event loop, and Ctrl-C
reaches the caller at once. A walk that failed is walked again at once; when it then passes
it was flaky, and both are kept.
"""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from desireline.scenarios.journey import Journey
from desireline.scenarios.walks_spelled import spelled_out

from .browser.session import Session
from .safety.hosts import hosts_of
from .seen import WalkSeen
from .trip.trip import Limits
from .walk.route import chosen_walks
from .walk.walking import Tell, Wish, walk_all

GRACE_SECONDS = 10.0  # for a browser that was ended to be gone


class Interrupted(KeyboardInterrupt):
    """Ctrl-C while walking; `seen` holds the walks as far as they came."""

    def __init__(self, seen: tuple[WalkSeen, ...]) -> None:
        """Keep what was seen so far."""
        super().__init__()
        self.seen = seen


def walk_journey(
    journey: Journey,
    *,
    walks: Sequence[str] = (),
    only: str | None = None,
    headed: bool = False,
    out: Path,
    allow_danger: bool = False,
    environ: Mapping[str, str] | None = None,
    on_event: Tell | None = None,
    limits: Limits | None = None,
) -> tuple[WalkSeen, ...]:
    """Walk a journey's walks, one after the other, and give what was seen.

    Pictures go to the folder `out`. `walks` names some (none: all), `only` a touchpoint to
    walk up to. `environ` holds the secrets (none: this process's). `on_event` is told a
    line after each touchpoint. Raises DL303, DL307 and DL310 to DL312 for a journey that
    can't be walked, `Interrupted` on Ctrl-C. That we could not look is a verdict, not raised.
    """
    journey = spelled_out(journey)
    names = chosen_walks(journey, walks, only)
    environ = os.environ if environ is None else environ
    wish = Wish(journey, names, only, out, allow_danger, environ, limits or Limits())
    session = Session(hosts_of(journey), headed=headed, environ=environ)
    return _in_thread(session, wish, on_event or (lambda line: None))


def _in_thread(session: Session, wish: Wish, on_event: Tell) -> tuple[WalkSeen, ...]:
    seen: list[WalkSeen] = []
    told: queue.SimpleQueue[str | BaseException | None] = queue.SimpleQueue()
    worker = threading.Thread(
        target=_work, args=(session, wish, seen, told), name="desireline-shopper", daemon=True
    )
    worker.start()
    try:
        while (said := told.get()) is not None:
            if isinstance(said, BaseException):
                raise said
            on_event(said)
    except KeyboardInterrupt:
        session.interrupt()
        worker.join(GRACE_SECONDS)
        raise Interrupted(tuple(seen)) from None
    except BaseException:
        session.interrupt()
        raise
    finally:
        worker.join(GRACE_SECONDS)
    return tuple(seen)


def _work(
    session: Session,
    wish: Wish,
    seen: list[WalkSeen],
    told: queue.SimpleQueue[str | BaseException | None],
) -> None:
    """Walk, in the worker's thread; what goes wrong is handed over to the caller's."""
    end: BaseException | None = None
    try:
        for walk in walk_all(session, wish, told.put):
            seen.append(walk)
    except BaseException as trouble:
        end = trouble
    finally:
        session.close()
        told.put(end)
