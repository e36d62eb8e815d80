"""The verbs of other channels: mail, text messages and chat."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from .shape import Shape
from .units import Seconds, Turns, Unfit, shown


def _pattern(given: Any) -> str:
    """Take a pattern (`[0-9]{6}`) that some text can match."""
    try:
        pattern = re.compile(str(given))
    except re.error as trouble:
        what = f"{shown(given)} is not a pattern: {trouble}; write it like [0-9]{{6}}"
        raise Unfit("DL381", what) from None
    if pattern.groups > 1 or pattern.match("") is not None:
        what = f"{shown(given)} has several groups, or matches nothing at all"
        raise Unfit("DL381", what + "; write it like [0-9]{6}")
    return str(given)


Pattern = Annotated[
    str,
    BeforeValidator(_pattern),
    WithJsonSchema({"type": "string", "examples": ["[0-9]{6}"]}),
]


class Mail(Shape):
    """A message to wait for in the shopper's mailbox."""

    subject: str
    within: Seconds = 20.0


class Attachment(Shape):
    """A file that hangs on the mail; a text alone names it."""

    name: str = "*"  # with * and ? for what may vary

    @model_validator(mode="before")
    @classmethod
    def _a_name_alone(cls, given: Any) -> Any:
        return {"name": given} if isinstance(given, str) else given


class Sms(Shape):
    """A text message to wait for on the shopper's phone."""

    sender: str | None = Field(default=None, alias="from")
    says: str | None = None
    within: Seconds = 20.0


class Chat(Shape):
    """Say something until what is waited for appears, at most so many turns."""

    say: str
    until: str
    turns: Turns = 5
    label: str = "Message"  # the field to write in
    send: str = "Send"  # the button


class ChannelVerbs(Shape):
    """What can be done beside the page; a step has one verb."""

    inbox: Mail | None = None
    attachment: Attachment | None = None
    sms: Sms | None = None
    chat: Chat | None = None
