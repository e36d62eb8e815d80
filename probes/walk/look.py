"""Look around at a touchpoint: where we are, what can be read, a picture, promised quality.

Done outside the timed part. It must not change a verdict, unless the page can't be looked
at at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from desireline.scenarios.errors import CouldNotLook
from desireline.scenarios.promise import Promises

from ..browser.clocks import look_at_clock, slowest_load, vitals_of
from ..page.focus import focus_troubles
from ..page.notice import PageLook, look_at_page
from ..page.text import fold
from ..seen import Noticed
from ..trip.arrive import steadily
from ..trip.fault import judge, patience
from ..trip.trip import Trip
from ..words import shortened
from .evidence import is_page, take_picture, text_of
from .notebook import Notebook
from .noticing import (
    notice_change,
    notice_page,
    notice_questions,
    notice_way_to_human,
    notice_writing,
)
from .waiting import settle, settle_by_last_look

LONGEST_TITLE = 200
LONGEST_SAID = 300
UNSLOWED = (
    "load times could not be looked at: the first page of a new tab came before the tab could be"
    " slowed down"
)


@dataclass(frozen=True, slots=True)
class Here:
    """One stop of a trip: its touchpoint and promises, and where its pictures go."""

    trip: Trip
    touchpoint: str
    promises: Promises
    out: Path
    picture: str  # its file's name, without ending
    first_document: int  # pages before this one belong to earlier stops
    notes: Notebook


def look_around(here: Here, *, stays: bool) -> None:
    """Note where we are, what can be read, and take its picture; `stays`: it is not left next."""
    seconds = here.trip.limits.evidence_seconds
    _carefully(here, lambda: _note_page(here, stays=stays), seconds)
    _examine(here, at_end=True)


def settle_carefully(here: Here) -> None:
    """Write down how long the customer waited for what was done so far."""
    if here.notes.waits:
        seconds = here.trip.limits.evidence_seconds
        _carefully(here, lambda: settle(here.trip, here.notes), seconds)


def examine_new_page(here: Here) -> None:
    """Look closer at a page of this stop before it is left, once."""
    documents = here.trip.clock.documents[here.first_document :]
    looks = here.trip.evidence != "none"
    if (
        looks
        and documents
        and documents[-1].born not in here.notes.glanced
        and is_page(here.trip.page)
    ):
        _carefully(here, lambda: glance(here, stays=False), here.trip.limits.evidence_seconds)
    _examine(here, at_end=False)


def glance(here: Here, *, stays: bool) -> tuple[PageLook | None, str]:
    """Note what a page gives away at a glance, and give its text; None where nothing is told.

    A page that is left next tells its clock as it is left; one that stays is waited for.
    """
    trip, notes = here.trip, here.notes
    look = look_at_page(trip.page, notes.leading, patient=stays)
    text = text_of(trip, look.text if look else None)
    if look is not None and look.clock is not None:
        trip.clock.look(look.clock)
        settle_by_last_look(trip, notes)
    documents = trip.clock.documents
    born = documents[-1].born if documents else 0.0
    if look is None or born in notes.glanced:
        return look, text
    notes.glanced.add(born)
    scrub = trip.secrets.scrub
    fields = [replace(field.seen, label=scrub(field.seen.label)) for field in look.fields]
    notes.fields = [*(notes.fields or ()), *fields]
    notes.words = max(look.words, notes.words or 0)
    _noticed(here, notice_page(trip, here.touchpoint, look, text))
    return look, text


def _note_surroundings(here: Here, look: PageLook, text: str) -> None:
    """Note how this stop fits the one before, and how far a person is."""
    trip, notes = here.trip, here.notes
    _noticed(here, notice_change(trip, here.touchpoint, look, text))
    if trip.journey.touchpoint(here.touchpoint).channel == "ad":
        return  # it stands in somebody else's medium
    way, found = notice_way_to_human(trip, look, text)
    notes.steps_to_human = way.steps
    notes.unseen += way.unseen
    _noticed(here, found)


def _noticed(here: Here, found: Iterable[Noticed]) -> None:
    scrub, notes = here.trip.secrets.scrub, here.notes
    clean = [replace(one, says=shortened(fold(scrub(one.says)))[:LONGEST_SAID]) for one in found]
    notes.noticed = [*(notes.noticed or ()), *clean]


def look_back(here: Here) -> None:
    """Note what a letter or a conversation gives away, when the stop is over."""
    trip, notes = here.trip, here.notes
    for done in notes.done:
        if done.noticed:
            _noticed(here, done.noticed)
        if done.transcript:
            _noticed(here, notice_questions(trip, done.transcript))
    troubles = [says for path in trip.focus for says in focus_troubles(path)]
    if troubles:
        _noticed(here, (Noticed("not accessible", f"by keyboard: {one}") for one in troubles))
    trip.focus.clear()
    if notes.letter and trip.letter is not None:
        _noticed(here, notice_writing(trip.letter.html or trip.letter.text))
        _noticed(here, notice_change(trip, here.touchpoint, None, notes.letter))


def note_times(here: Here, next_document: int) -> None:
    """Note how fast the pages of this stop came, as far as they told.

    Not where one of them was quicker than the persona: no number is better than a wrong one.
    """
    clock = here.trip.clock
    documents = clock.documents[here.first_document : next_document]
    if any(map(clock.came_unslowed, documents)):
        here.notes.unseen.append(UNSLOWED)
        return
    here.notes.loads_seconds = slowest_load(documents)
    if here.trip.evidence != "none":
        here.notes.vitals = vitals_of(documents)


def _note_page(here: Here, *, stays: bool) -> None:
    trip, notes = here.trip, here.notes
    if trip.watch.asked:
        trip.watch.stop_loading()
    reads_mail = trip.letter is not None and not trip.clock.documents[here.first_document :]
    if reads_mail or not is_page(trip.page):
        return
    notes.url = trip.secrets.scrub(trip.page.url)
    if trip.evidence == "none":
        settle(trip, notes)
        return
    look, text = glance(here, stays=stays)
    notes.texts.append(text)
    title = look.title if look is not None else steadily(trip, trip.page.title)
    notes.title = trip.secrets.scrub(title)[:LONGEST_TITLE]
    if look is not None:
        _note_surroundings(here, look, text)
    notes.picture = take_picture(trip, here.out, here.picture)


def _examine(here: Here, *, at_end: bool) -> None:
    """Look for what is promised: words, no barriers, no dead links.

    A page from before this stop is only looked at when the stop ends on it.
    """
    promises, notes, trip = here.promises, here.notes, here.trip
    if not (promises.says or promises.accessible or promises.links_work):
        return
    born = _page_in_front(here)
    new = [document.born for document in trip.clock.documents[here.first_document :]]
    if born is None or (not at_end and (born not in new or born in notes.examined)):
        return
    seconds = trip.limits.checks_seconds
    if promises.says and not at_end:
        _carefully(here, lambda: notes.texts.insert(0, text_of(trip)), seconds)
    if promises.accessible:
        _carefully(here, lambda: _look_for_barriers(here), seconds)
    if promises.links_work and born not in notes.examined:
        _carefully(here, lambda: _follow_links(here), seconds)
    notes.examined.add(born)


def _page_in_front(here: Here) -> float | None:
    """Give when the page in front began; None when there is none of the site's."""
    seen: list[float] = []

    def look() -> None:
        page = look_at_clock(here.trip.page, here.trip.clock) if is_page(here.trip.page) else None
        seen.extend([page.born] if page else [])

    _carefully(here, look, here.trip.limits.evidence_seconds)
    return seen[-1] if seen else None


def _look_for_barriers(here: Here) -> None:
    from ..page.barriers import find_barriers, template_of

    page, known = here.trip.page, here.trip.diary.templates
    template = template_of(page)
    scrub = here.trip.secrets.scrub  # they name elements by what stands in them
    found = known[template] if template in known else find_barriers(page, scrub)
    known[template] = found
    here.notes.barriers = [*(here.notes.barriers or ()), *map(scrub, found.found)]
    here.notes.unseen += map(scrub, found.unseen)


def _follow_links(here: Here) -> None:
    from ..page.links import find_dead_links

    notes = here.notes
    found = find_dead_links(here.trip.page, here.trip.aside, here.trip.secrets.scrub)
    if found.dead or not found.unseen:  # else nothing can be said of them
        notes.dead_links = [*(notes.dead_links or ()), *found.dead]
    notes.unseen += [*found.unseen, *filter(None, [found.left_out])]


def _carefully(here: Here, look: Callable[[], object], seconds: float) -> None:
    from playwright.sync_api import Error

    notes = here.notes
    if notes.stopped and not here.trip.session.alive:
        return
    try:
        with patience(here.trip, seconds):
            steadily(here.trip, look)
    except (Error, CouldNotLook) as trouble:
        verdict, message = judge(here.trip, trouble)
        message = shortened(here.trip.secrets.scrub(message))
        if notes.verdict in ("failed", "could not look"):
            return
        if here.trip.session.alive and not here.trip.watch.crashed:
            notes.message = notes.message or f"could not look around: {message}"
        else:
            notes.stop(verdict, message)
