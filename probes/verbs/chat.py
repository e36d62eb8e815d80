"""Verbs of conversation: talk to a chat until what is waited for is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.scenarios.walk_channels import Chat
from desireline.scenarios.walk_step import Step

from ..channels.chat import talk
from ..page.locate import NotThere
from ..trip.hands import go_to
from ..trip.trip import Done, Trip
from .forms import tell
from .verb import Verb, within

if TYPE_CHECKING:
    from ..channels.chat import Go


def chat(trip: Trip, step: Step, wanted: Chat) -> Done:
    """Talk to the chat on the page; each turn is a click, and what is written are keys.

    Who has no mouse goes to the field, and presses Enter in place of the click.
    """
    saying = wanted.model_copy(update={"say": trip.resolve(wanted.say)})
    patience = {"within": step.within} if within(step, 0.0) else {}
    seen = talk(trip.page, saying, go=_go(trip) if trip.keyboard_only else None, **patience)
    if seen.trouble:
        raise NotThere(seen.trouble)
    return Done(
        clicks=seen.clicks,
        keys=seen.keys,
        told_again=tell(trip, wanted.say),
        answers_seconds=seen.answers_seconds,
        human_came=seen.human_came,
        turns_to_human=seen.turns if seen.human_came else None,
        transcript=seen.transcript,
    )


def _go(trip: Trip) -> Go:
    return lambda thing, back: go_to(trip, thing, back=back)


VERBS: dict[str, Verb] = {"chat": chat}
