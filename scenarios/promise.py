"""What a touchpoint promises its customers."""

from __future__ import annotations

from pydantic import ConfigDict

from .shape import Shape
from .units import AtMost, Seconds, Turns


class Promises(Shape):
    """The promises of one touchpoint; what is not promised is None or empty."""

    model_config = ConfigDict(alias_generator=lambda name: name.replace("_", " "))

    loads_in: Seconds | None = None
    answers_in: Seconds | None = None  # the first answer in a queue or a conversation
    arrives_in: Seconds | None = None  # a message, after what caused it
    human_within: Turns | None = None  # a person, when asked for one
    fields: AtMost | None = None  # form fields to fill
    clicks: AtMost | None = None
    states: tuple[str, ...] = ()  # the facts that it tells
    says: tuple[str, ...] = ()  # words that must be read here, since they led here
    remembers: tuple[
        str, ...
    ] = ()  # what the customer need not tell again (names of the persona's data)
    accessible: bool = False  # no barrier that axe calls serious or critical
    links_work: bool = False  # every link of the page leads somewhere
