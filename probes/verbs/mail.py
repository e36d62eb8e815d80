"""Verbs of mail: wait for a letter, read a file that hangs on it, follow a link in it."""

from __future__ import annotations

from fnmatch import fnmatchcase

from desireline.scenarios.errors import CouldNotLook
from desireline.scenarios.walk_channels import Attachment, Mail
from desireline.scenarios.walk_step import Step
from desireline.scenarios.walk_target import Target

from ..channels.document import read_document
from ..channels.mail.letter import Letter
from ..channels.mail.links import link_named
from ..facts.parts import parts_compared
from ..page.locate import NotThere
from ..trip.arrive import open_page
from ..trip.trip import Done, Trip
from ..words import quoted
from .verb import Verb, lateness, within


def inbox(trip: Trip, step: Step, mail: Mail) -> Done:
    """Wait for a mail; late by the time since the dangerous step, else since the last act."""
    if trip.mailbox is None:
        raise CouldNotLook("DL312", "the journey names no mailbox")
    letter = trip.mailbox.wait(mail, since=trip.started, to=_own_address(trip))
    if letter is None:
        raise NotThere(f"no mail {quoted(mail.subject)} within {mail.within:g} s")
    trip.letter = letter
    facts, notes = parts_compared(letter, trip.journey, besides=_read_here(trip))
    spam = f"found in the spam folder {quoted(letter.folder)}" if letter.spam else ""
    done = Done(
        arrives_seconds=lateness(trip, letter.arrived_at),
        facts=facts,
        trouble=spam,
        unseen=(_unread(letter),) if letter.unread else (),
    )
    return done.noting(spam, *notes)


def _unread(letter: Letter) -> str:
    return f"the mail {quoted(letter.subject)} could not be read whole: {letter.unread}"


def _own_address(trip: Trip) -> str | None:
    """Give the shopper's address where it is this walk's own; else others' mail may be meant."""
    address = trip.shopper.get("email")
    return address if address and trip.run["id"] in address else None


def _read_here(trip: Trip) -> frozenset[str]:
    """Give the facts that this stop's own steps read."""
    steps = trip.walk.route[trip.stop].do
    return frozenset(
        name for step in steps for name in {**(step.remember or {}), **(step.same or {})}
    )


def attachment(trip: Trip, step: Step, wanted: Attachment) -> Done:
    """Read a file that hangs on the letter; NotThere when there is none of that name."""
    letter = trip.letter
    if letter is None:
        hint = "`inbox` comes first, at the same stop"
        raise CouldNotLook("DL337", "no mail is open whose files could be read", hint=hint)
    name = wanted.name.casefold()
    found = next((one for one in letter.attached if fnmatchcase(one.name.casefold(), name)), None)
    if (letter.cut and found in letter.attached[-1:]) or (letter.unread and found is None):
        raise _cut(letter, wanted.name)
    if found is None:
        others = ", ".join(quoted(one.name) for one in letter.attached) or "nothing"
        raise NotThere(f"no file {quoted(wanted.name)} hangs on the mail, but {others}")
    trip.document = read_document(found.name, found.content)
    return Done(trouble=trip.document.trouble).noting(trip.document.name, trip.document.note)


def _cut(letter: Letter, name: str) -> CouldNotLook:
    """Give the error of a file that lies where nothing of its mail is read any more."""
    hint = "whether that is too much for customers can't be told from here"
    what = f"whether the file {quoted(name)} hangs on the mail can't be told: {letter.unread}"
    return CouldNotLook("DL395", what, hint=hint)


def follow(trip: Trip, step: Step, target: Target) -> Done | None:
    """Open a link of the letter that is being read; None when it has none of that name."""
    link = link_named(trip.letter, target) if isinstance(trip.letter, Letter) else None
    if link is None:
        return None
    if not trip.hosts.allow(link.href):
        raise CouldNotLook(
            "DL330",
            f"the mail's link {quoted(link.text)} leads to a host that the journey does not name",
            hint=f"add its host to the journey's `hosts`: {trip.secrets.scrub(link.href)[:100]}",
        )
    note = open_page(trip, link.href, within(step, trip.limits.load_seconds))
    trip.letter = None
    return Done(note, clicks=1)


VERBS: dict[str, Verb] = {"inbox": inbox, "attachment": attachment}
