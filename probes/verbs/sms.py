"""Verbs of the phone: wait for a text message."""

from __future__ import annotations

from desireline.scenarios.errors import CouldNotLook
from desireline.scenarios.walk_channels import Sms
from desireline.scenarios.walk_step import Step

from ..channels.document import Document
from ..page.locate import NotThere
from ..page.text import fold_lines
from ..trip.trip import Done, Trip
from ..words import quoted
from .verb import Verb, lateness


def sms(trip: Trip, step: Step, wanted: Sms) -> Done:
    """Wait for a text message; its words are what is read next."""
    if trip.phone is None or trip.journey.phone is None:
        raise CouldNotLook("DL338", "the journey names no phone")
    number = trip.resolve(trip.journey.phone.number or trip.shopper.get("phone", ""))
    if not number:
        hint = "give the phone a `number`, or the persona's `shopper` a `phone`"
        raise CouldNotLook("DL339", "nobody knows the shopper's phone number", hint=hint)
    message = trip.phone.wait(wanted, to=number, since=trip.started)
    if message is None:
        raise NotThere(f"no {_in_words(wanted)} within {wanted.within:g} s")
    trip.document = Document("the text message", "text message", fold_lines(message.body))
    trip.letter = None
    return Done(arrives_seconds=lateness(trip, message.arrived_at))


def _in_words(wanted: Sms) -> str:
    whose = f" from {quoted(wanted.sender)}" if wanted.sender else ""
    says = f" with {quoted(wanted.says)}" if wanted.says else ""
    return f"text message{whose}{says}"


VERBS: dict[str, Verb] = {"sms": sms}
