"""Verbs of conversation: talk to a chat until what is waited for is said."""

from __future__ import annotations

from desireline.scenarios.walk_channels import Chat
from desireline.scenarios.walk_step import Step

from ..channels.chat import talk
from ..page.locate import NotThere
from ..trip.trip import Done, Trip
from .forms import tell
from .verb import Verb, within


def chat(trip: Trip, step: Step, wanted: Chat) -> Done:
    """Talk to the chat on the page; each turn is a click, and what is written are keys."""
    saying = wanted.model_copy(update={"say": trip.resolve(wanted.say)})
    seen = talk(trip.page, saying, **({"within": step.within} if within(step, 0.0) else {}))
    if seen.trouble:
        raise NotThere(seen.trouble)
    return Done(
        clicks=seen.turns,
        keys=len(saying.say) * seen.turns,
        told_again=tell(trip, wanted.say),
        answers_seconds=seen.answers_seconds,
        human_came=seen.human_came,
        turns_to_human=seen.turns if seen.human_came else None,
        transcript=seen.transcript,
    )


VERBS: dict[str, Verb] = {"chat": chat}
