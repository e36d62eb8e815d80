"""Walk in an open browser: each walk in a fresh profile, a failed one a second time.

Nothing here is judged against promises. Errors of ours become the verdict *could not look*.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from desireline.scenarios.errors import CouldNotLook

from ..browser.clocks import Clock, listen, note_tab, start_clock
from ..browser.machine import cpu_index
from ..browser.manner import Manner, prepare_tab
from ..browser.profile import door_of, mark_shopper, not_opened, open_profile, slowed_down
from ..browser.session import Session
from ..browser.watch import Watch, start_watch
from ..safety.ahead import STOP_PREFETCH, hear_fetch, is_dangerous, take_out_rules
from ..safety.fence import fence_by_route, prepare_fence
from ..safety.pace import MOST_REST, rest_asked
from ..safety.secret import Secrets
from ..seen import Noticed, StepSeen, TouchpointSeen, Verdict, WalkSeen
from ..trip.consent_banner import ConsentBanner
from ..trip.popups import Popups
from ..trip.trip import Kept, Trip, identity
from ..words import in_words, line_of, persona_in_words
from .after import tidy_up
from .evidence import keep_first_try
from .film import Film, keep_film, new_film
from .inboxes import Inboxes, open_inboxes
from .last_look import last_look
from .noticing import notice_whole_walk
from .route import part_of, uses
from .stop import visit
from .wish import Tell, Wish

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, CDPSession, Page

    from desireline.scenarios.walk import Stop, Walk

PAUSE_SECONDS = 0.1  # between two looks whether all is called off
LONGEST_SILENT_WAIT = 2.0
WORST: tuple[Verdict, ...] = ("failed", "could not look", "degraded", "ok", "not run")


def walk_all(
    session: Session, wish: Wish, tell: Tell, secrets: Secrets | None = None
) -> Iterator[WalkSeen]:
    """Walk what is asked for in an open session; gives each walk when it is over.

    `secrets` are those that others use at the same time (none: nobody does).
    """
    secrets = Secrets(wish.environ) if secrets is None else secrets
    kept: dict[str, Any] = {}
    before = cpu_index()
    with open_inboxes(wish.journey, wish.names, secrets, session.hosts) as inboxes:
        for name in wish.names:
            if session.interrupted:
                return
            walk = wish.journey.walks[name]
            said = _named(tell, name) if wish.beside_others else tell
            turn = _Round(session, wish, name, secrets, inboxes, said, kept)
            trouble = inboxes.trouble(walk)
            if trouble is not None:
                yield last_look(_not_walked(turn, trouble), wish.out, secrets)
                continue
            seen = _walk_twice(turn)
            after = cpu_index()
            seen = replace(seen, cpu_index=(round(before), round(after)))
            before = after
            yield last_look(seen, wish.out, secrets)


def _named(tell: Tell, name: str) -> Tell:
    """Begin each line with the walk's name, where several walks speak at once."""
    return lambda line: tell(line if line.startswith(f"{name}: ") else f"{name}: {line}")


@dataclass(frozen=True, slots=True)
class _Round:
    session: Session
    wish: Wish
    name: str
    secrets: Secrets
    inboxes: Inboxes
    tell: Tell
    kept: dict[str, Any]  # what walks left to those that return from them

    @property
    def walk(self) -> Walk:
        return self.wish.journey.walks[self.name]

    @property
    def site(self) -> str:
        return self.wish.journey.site or ""

    @property
    def route(self) -> tuple[Stop, ...]:
        return part_of(self.walk, self.wish.only)


def _walk_twice(turn: _Round) -> WalkSeen:
    """Walk; when that failed, walk again at once: it may have been a hiccup.

    Never after a dangerous step was done: nobody orders twice to be sure.
    """
    _wait_for_turn(turn)
    first, endangered = _walk_once(turn, filmed=turn.wish.trace)
    rest = turn.wish.pace.resting(turn.site)
    again = first.verdict == "failed" or (first.verdict == "could not look" and rest)
    if not again or endangered or turn.session.interrupted:
        return first
    if rest > MOST_REST:
        turn.tell(f"{turn.name}: the site asks to be left alone for {rest:.0f} s; not walked again")
        return first
    turn.tell(f"{turn.name}: {first.verdict}, walking it again")
    _wait_for_turn(turn)
    first = keep_first_try(first, turn.wish.out)
    second, _ = _walk_once(turn, filmed=turn.wish.trace or turn.wish.evidence == "full")
    if first.verdict == "could not look":  # it was asked too often, and is well now
        return second
    if second.verdict in ("ok", "degraded"):
        why = f"failed first: {first.message}"
        return replace(second, verdict="flaky", message=why, first_try=first)
    told, other = (second, first) if second.verdict == "failed" else (first, second)
    unkept = (*told.unkept, *other.unkept)
    return replace(told, files=(*told.files, *other.files), unkept=unkept)


def _wait_for_turn(turn: _Round) -> None:
    """Wait until the site may be walked to: outside of every walk's time."""
    seconds = min(turn.wish.pace.turn(turn.site), MOST_REST)
    if seconds > LONGEST_SILENT_WAIT:
        turn.tell(f"{turn.name}: waiting {seconds:.0f} s, as the site asks")
    until = time.monotonic() + seconds
    while not turn.session.interrupted and (left := until - time.monotonic()) > 0:
        time.sleep(min(left, PAUSE_SECONDS))


def _heed(turn: _Round, trip: Trip) -> None:
    """Leave the site alone for as long as it asked while it was walked."""
    if trip.watch.rest_asked is None:
        return
    url, header = trip.watch.rest_asked
    if (seconds := rest_asked(header)) is not None:
        turn.wish.pace.rest(url, seconds)


def _walk_once(turn: _Round, *, filmed: bool) -> tuple[WalkSeen, bool]:
    """Walk a route in a fresh profile; whether something dangerous was done is told too."""
    began = time.time()
    seen: list[TouchpointSeen] = []
    endangered = False
    after: tuple[StepSeen, ...] = ()
    kept = Kept()
    noticed: tuple[Noticed, ...] = ()
    try:
        with _trip(turn, began, filmed=filmed) as trip:
            kept = trip.kept
            try:
                for stop in _stops(turn, trip):
                    seen.append(stop)
                    turn.tell(line_of(stop))
            finally:
                _heed(turn, trip)
                endangered, noticed = trip.endangered, notice_whole_walk(trip)
                after = () if turn.session.interrupted else tidy_up(trip)
    except CouldNotLook as trouble:
        seen.append(_unseen(turn.route[len(seen)], trouble))
        turn.tell(line_of(seen[-1]))
    rest = [TouchpointSeen(stop.at, "not run") for stop in turn.route[len(seen) :]]
    whole = _walk_seen(turn, began, (*seen, *rest))
    files, unkept = tuple(kept.files), tuple(map(turn.secrets.scrub, kept.unkept))
    whole = replace(whole, after=after, noticed=noticed, files=files, unkept=unkept)
    return whole, endangered


def _unseen(stop: Stop, trouble: CouldNotLook) -> TouchpointSeen:
    return TouchpointSeen(stop.at, "could not look", in_words(trouble))


def _not_walked(turn: _Round, trouble: CouldNotLook) -> WalkSeen:
    """Give the record of a walk that could not even begin."""
    rest = (TouchpointSeen(stop.at, "not run") for stop in turn.route[1:])
    return _walk_seen(turn, time.time(), (_unseen(turn.route[0], trouble), *rest))


def _stops(turn: _Round, trip: Trip) -> Iterator[TouchpointSeen]:
    route = turn.route
    document = 0
    for number, stop in enumerate(route):
        trip.stop = number
        times = sum(1 for before in route[: number + 1] if before.at == stop.at)
        picture = f"{turn.name}-{stop.at}" + (f"-{times}" if times > 1 else "")
        follows = route[number + 1] if number + 1 < len(route) else None
        visited = visit(
            trip, stop, follows, out=turn.wish.out, picture=picture, first_document=document
        )
        document = visited.next_document
        yield visited.seen
        if not visited.goes_on or turn.session.interrupted:
            return


@contextmanager
def _trip(turn: _Round, began: float, *, filmed: bool) -> Iterator[Trip]:
    """Open a fresh profile and a tab; both are closed again, whatever happens."""
    run = identity()
    told = turn.walk.persona.shopper.items()
    shopper = {key: turn.secrets.resolve(text, {}, {}, run=run) for key, text in told}
    persona, site = turn.walk.persona, turn.wish.journey.site
    door = door_of(persona, site, lambda text: turn.secrets.resolve(text, {}, {}))
    downloads = uses(turn.walk, "download")
    film = new_film(turn.session) if filmed else None
    context = open_profile(
        turn.session,
        persona,
        door=door,
        kept=_left_by(turn),
        downloads=downloads,
        film=film.options if film else None,
    )
    kept = Kept()
    trip: Trip | None = None
    try:
        if film is not None:
            film.start(context)
        popups = Popups(
            turn.walk.dismiss, ConsentBanner(persona.consent), keyboard_only=persona.keyboard_only
        )
        clock, watch = _first_tab(turn, context, popups)
        trip = Trip(
            journey=turn.wish.journey,
            walk=turn.walk,
            session=turn.session,
            hosts=turn.session.hosts,
            secrets=turn.secrets,
            limits=turn.wish.limits,
            clock=clock,
            watch=watch,
            popups=popups,
            shopper=shopper,
            started=began,
            mailbox=turn.inboxes.mailbox,
            phone=turn.inboxes.phone,
            run=run,
            pace=turn.wish.pace,
            allow_danger=turn.wish.allow_danger,
            evidence=turn.wish.evidence,
            filmed=filmed,
            kept=kept,
        )
        yield trip
    finally:
        if film is not None:
            why = film.stop(turn.session, context)
            kept.unkept += filter(None, [why])
        _close(turn, context)
        if film is not None:
            _keep(turn, film, kept, shown=trip is not None and trip.secret_shown)


def _close(turn: _Round, context: BrowserContext) -> None:
    """Close a profile, once what a returning customer brings back is taken out of it."""
    from playwright.sync_api import Error

    with suppress(Error):
        if any(one.returning_from == turn.name for one in turn.wish.journey.walks.values()):
            turn.kept[turn.name] = context.storage_state(indexed_db=True)
    with suppress(Error):  # also where nothing could be kept
        context.close()


def _keep(turn: _Round, film: Film, kept: Kept, *, shown: bool) -> None:
    more = keep_film(film, turn.wish.out, turn.name, turn.secrets, shown=shown)
    kept.files += more.files
    kept.unkept += more.unkept


def _left_by(turn: _Round) -> Any:
    """Give what the walk left from which this one returns; None when it returns from nowhere."""
    name = turn.walk.returning_from
    if name is None:
        return None
    if name not in turn.kept:
        raise CouldNotLook(
            "DL320",
            f"the shopper returns from walk `{name}`, which left nothing to come back with: it was"
            " not walked before, or its browser had ended",
        )
    return turn.kept[name]


def _first_tab(turn: _Round, context: BrowserContext, popups: Popups) -> tuple[Clock, Watch]:
    """Open a tab that keeps time, is watched, and stays inside the allow-list."""
    from playwright.sync_api import Error

    session = turn.session
    mark_shopper(context, turn.wish.journey, session.hosts)
    if not session.fenced:
        fence_by_route(context, session.hosts)

    manners, slow = _manners(turn.walk), bool(slowed_down(turn.walk.persona))

    def attend(page: Page, told: CDPSession) -> None:
        listen(clock, told)
        prepare_tab(told, manners, hear_fetch)
        if len(context.pages) > 1:
            note_tab(clock, told, slow=slow)
        popups.attend(page)

    try:
        prepare_fence(context)
        if is_dangerous(turn.walk):
            take_out_rules(context)
        clock = start_clock(context)
        watch = start_watch(
            context,
            session.hosts,
            scrub=turn.secrets.scrub,
            most_bytes=turn.wish.limits.page_bytes,
            attend=attend,
        )
    except Error as trouble:
        raise not_opened(session, trouble) from trouble
    return clock, watch


def _manners(walk: Walk) -> list[Manner]:
    """Give what each tab is told: to be as slow as the persona's, and careful near danger."""
    return [*slowed_down(walk.persona), *(STOP_PREFETCH if is_dangerous(walk) else ())]


def _walk_seen(turn: _Round, began: float, stops: tuple[TouchpointSeen, ...]) -> WalkSeen:
    verdict = min((stop.verdict for stop in stops), key=WORST.index)
    message = next((s.message for s in stops if s.verdict == verdict and s.message), "")
    return WalkSeen(
        walk=turn.name,
        persona=persona_in_words(turn.walk.persona),
        started_at=datetime.fromtimestamp(began, UTC).isoformat(timespec="seconds"),
        seconds=round(time.time() - began, 3),
        verdict=verdict,
        message=message or next((s.message for s in stops if s.message), ""),
        browser=turn.session.version,
        touchpoints=stops,
        beside_others=turn.wish.beside_others,
    )
