"""The mystery shopper: walks a journey's routes and says what was met.

    for walk in walk_journey(journey, out=Path("pictures")):
        print(walk.walk, walk.verdict)

The walking is done in threads of its own, each with a browser: the caller may run an event
loop, and Ctrl-C reaches the caller at once. What walking needs of this program is imported
while the first browser starts. A walk that failed is walked again at once; when
it then passes it was flaky, and both are kept.
"""

from __future__ import annotations

import os
import queue
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path

from desireline.scenarios.errors import DesirelineError
from desireline.scenarios.journey import Journey
from desireline.scenarios.walks_spelled import spelled_out

from .browser.early import Early
from .browser.session import Session
from .safety.hosts import hosts_of
from .safety.secret import Secrets
from .seen import WalkSeen
from .trip.trip import Evidence, Limits
from .walk.route import chosen_walks, parties_of
from .walk.wish import Tell, Wish

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
    evidence: Evidence = "lite",
    trace: bool = False,
    jobs: int = 1,
    early: Early | None = None,
) -> tuple[WalkSeen, ...]:
    """Walk a journey's walks, one after the other or `jobs` at once, and give what was seen.

    Pictures go to the folder `out`. `walks` names some (none: all), `only` a touchpoint to
    walk up to. `environ` holds the secrets (none: this process's). `on_event` is told a
    line after each touchpoint. `evidence` says how much is kept; `trace` films each walk, not
    only the second try of one that failed. `early` is where the first browser's driver is
    starting already, made with the same `headed`, and for films where there may be some. Raises
    DL303, DL307 and DL310 to DL312 for a journey that can't be walked, `Interrupted` on Ctrl-C.
    That we could not look is a verdict, not raised.
    """
    journey = spelled_out(journey)
    names = chosen_walks(journey, walks, only)
    environ = os.environ if environ is None else environ
    parties = parties_of(journey, names) if jobs > 1 else (names,)
    wish = Wish(
        journey, names, only, out, allow_danger, environ, limits or Limits(), evidence, trace,
        beside_others=len(parties) > 1,
    )  # fmt: skip
    films, hosts = trace or evidence == "full", hosts_of(journey)
    workers = [early] if early else []
    for worker in workers:
        worker.session.hosts = hosts
    workers += [
        Early(Session(hosts, headed=headed, environ=environ, film=films))
        for _ in range(min(jobs, len(parties)) - len(workers))
    ]
    seen = _in_threads(workers, parties, wish, on_event or (lambda line: None))
    return tuple(sorted(seen, key=lambda walk: names.index(walk.walk)))


WALKING = "desireline.probes.walk.walking"
Told = str | BaseException | None  # a line, what went wrong, or that a worker has ended


def _in_threads(
    workers: Sequence[Early], parties: Sequence[tuple[str, ...]], wish: Wish, on_event: Tell
) -> list[WalkSeen]:
    seen: list[WalkSeen] = []
    told: queue.SimpleQueue[Told] = queue.SimpleQueue()
    waiting: queue.SimpleQueue[tuple[str, ...]] = queue.SimpleQueue()
    for party in parties:
        waiting.put(party)
    secrets = Secrets(wish.environ)
    for worker in workers:
        worker.give(partial(_work, worker.session, _turns(waiting), wish, secrets, seen, told))
    try:
        import_module(WALKING)  # here, since the workers wait for their browsers
        _listen(told, len(workers), on_event)
    except KeyboardInterrupt:
        _interrupt(workers)
        raise Interrupted(tuple(seen)) from None
    except BaseException:
        _interrupt(workers)
        raise
    finally:
        _end(workers)
    return seen


def _listen(told: queue.SimpleQueue[Told], workers: int, on_event: Tell) -> None:
    """Hand lines on until all workers have ended; raise what went wrong."""
    while workers:
        said = told.get()
        if isinstance(said, BaseException):
            raise said
        if said is None:
            workers -= 1
        else:
            on_event(said)


def _interrupt(workers: Sequence[Early]) -> None:
    """Stop walking, and wait for what was seen until then."""
    for worker in workers:
        worker.session.interrupt()
    _end(workers)


def _end(workers: Sequence[Early]) -> None:
    until = time.monotonic() + GRACE_SECONDS
    for worker in workers:
        worker.end(max(0.0, until - time.monotonic()))


def _turns(
    waiting: queue.SimpleQueue[tuple[str, ...]],
) -> Callable[[], tuple[str, ...] | None]:
    """Give what takes the next walks that nobody walks yet; None when there are none."""

    def take() -> tuple[str, ...] | None:
        try:
            return waiting.get_nowait()
        except queue.Empty:
            return None

    return take


def _work(
    session: Session,
    take: Callable[[], tuple[str, ...] | None],
    wish: Wish,
    secrets: Secrets,
    seen: list[WalkSeen],
    told: queue.SimpleQueue[Told],
) -> None:
    """Walk, in a worker's thread; what goes wrong is handed over to the caller's."""
    end: BaseException | None = None
    try:
        with suppress(DesirelineError):  # the walks will say so
            session.browser()
        from .walk.walking import walk_all

        while (names := take()) is not None and not session.interrupted:
            for walk in walk_all(session, replace(wish, names=names), told.put, secrets):
                seen.append(walk)
    except BaseException as trouble:
        end = trouble
    finally:
        session.close()
        told.put(end)
