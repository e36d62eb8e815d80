"""The verbs of other channels: mail and chat."""

from __future__ import annotations

from .shape import Shape
from .units import Seconds, Turns


class Mail(Shape):
    """A message to wait for in the shopper's mailbox."""

    subject: str
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
    chat: Chat | None = None
