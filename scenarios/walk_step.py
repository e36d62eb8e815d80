"""A step of a walk: one verb, and how it is meant.

Each family of verbs has a file of its own; this one puts them together.
"""

from __future__ import annotations

from pydantic import model_validator

from .units import Seconds, Unfit
from .walk_channels import ChannelVerbs
from .walk_page import PageVerbs

VERBS = (*PageVerbs.model_fields, *ChannelVerbs.model_fields)


class Step(PageVerbs, ChannelVerbs):
    """One step: exactly one verb, and how it is meant."""

    within: Seconds = 5.0  # how long to look
    if_seen: bool = False  # pass over the step when its target is not there
    danger: str | None = None  # what it does for real ("places an order"): needs consent

    @model_validator(mode="after")
    def _exactly_one_verb(self) -> Step:
        written = [name for name in VERBS if name in self.model_fields_set]
        if len(written) > 1:
            raise Unfit("DL131", f"one step has several verbs: {', '.join(written)}; split it")
        if not written:
            raise Unfit("DL131", "a step has one verb: " + ", ".join(VERBS))
        if getattr(self, written[0]) is None:
            raise Unfit("DL136", f"`{written[0]}` has no value", at=written[0])
        return self

    @property
    def verb(self) -> str:
        """The verb's name."""
        return next(name for name in VERBS if name in self.model_fields_set)
