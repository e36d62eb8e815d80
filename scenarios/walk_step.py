"""A step of a walk: one verb, and how it is meant.

Each family of verbs has a file of its own; this one puts them together.
"""

from __future__ import annotations

from typing import Any

from pydantic import Field, model_validator

from .shape import Shape
from .units import Seconds, Unfit
from .walk_channels import ChannelVerbs, Pattern
from .walk_direct import HARMLESS, DirectVerbs
from .walk_page import PageVerbs

TAKING = ("inbox", "attachment", "sms", "download", "call", "api")  # verbs to take values from
VERBS = (*PageVerbs.model_fields, *ChannelVerbs.model_fields, *DirectVerbs.model_fields, "use")


class Use(Shape):
    """A named group of steps to do here; a text alone names the group."""

    group: str
    put: dict[str, str] = Field(default={}, alias="with")  # values for what the group needs

    @model_validator(mode="before")
    @classmethod
    def _a_name_alone(cls, given: Any) -> Any:
        return {"group": given} if isinstance(given, str | int | float) else given


class Step(PageVerbs, ChannelVerbs, DirectVerbs):
    """One step: exactly one verb, and how it is meant."""

    use: Use | None = None

    within: Seconds = 5.0  # how long to look
    if_seen: bool = False  # pass over the step when its target is not there
    danger: str | None = None  # what it does for real ("places an order"): needs consent
    take: dict[str, Pattern] = {}  # from what came, for later steps: a secret from then on

    @model_validator(mode="after")
    def _exactly_one_verb(self) -> Step:
        written = [name for name in VERBS if name in self.model_fields_set]
        if len(written) > 1:
            raise Unfit("DL131", f"one step has several verbs: {', '.join(written)}; split it")
        if not written:
            raise Unfit("DL131", "a step has one verb: " + ", ".join(VERBS))
        if getattr(self, written[0]) is None:
            raise Unfit("DL136", f"`{written[0]}` has no value", at=written[0])
        if self.take and written[0] not in TAKING:
            what = f"`take` takes from what came: {', '.join(TAKING)}, not from `{written[0]}`"
            raise Unfit("DL382", what, at="take")
        if self.api and not (self.danger or self.api.safe or self.api.method in HARMLESS):
            what = f"`{self.api.method}` may change something: say `danger:` at the step, or "
            raise Unfit("DL233", f"{what}`safe: true` in `api` when it does not", at="api")
        return self

    @property
    def verb(self) -> str:
        """The verb's name."""
        return next(name for name in VERBS if name in self.model_fields_set)
