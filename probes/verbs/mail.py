"""Verbs of mail: wait for a letter in the shopper's mailbox."""

from __future__ import annotations

from desireline.scenarios.errors import CouldNotLook
from desireline.scenarios.walk_channels import Mail
from desireline.scenarios.walk_step import Step

from ..page.locate import NotThere
from ..trip.trip import Done, Trip
from ..words import quoted
from .verb import Verb


def inbox(trip: Trip, step: Step, mail: Mail) -> Done:
    """Wait for a mail; late by the time since the dangerous step, else since the last act."""
    if trip.mailbox is None:
        raise CouldNotLook("DL312", "the journey names no mailbox")
    letter = trip.mailbox.wait(mail, since=trip.started)
    if letter is None:
        raise NotThere(f"no mail {quoted(mail.subject)} within {mail.within:g} s")
    trip.letter = letter
    caused = (trip.endangered_at or trip.clock.acted) / 1000 or trip.started
    return Done(arrives_seconds=round(max(0.0, letter.arrived_at - caused), 3))


VERBS: dict[str, Verb] = {"inbox": inbox}
