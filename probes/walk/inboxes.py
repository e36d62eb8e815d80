"""Open the shopper's mailbox and phone when a walk needs them.

What keeps one shut keeps only those walks from being walked that look into it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from desireline.scenarios.errors import CouldNotLook
from desireline.scenarios.journey import Journey
from desireline.scenarios.shape import Shape
from desireline.scenarios.walk import Walk

from ..channels.mail.mailbox import Mailbox, open_mailbox
from ..channels.phone.phone import Phone, open_phone
from ..safety.hosts import Hosts
from ..safety.secret import Secrets
from .route import uses

S = TypeVar("S", bound=Shape)


@dataclass(slots=True)
class Inboxes:
    """What is open, and why something is not, by the verb that needs it."""

    mailbox: Mailbox | None = None
    phone: Phone | None = None
    shut: dict[str, CouldNotLook] = field(default_factory=dict)

    def trouble(self, walk: Walk) -> CouldNotLook | None:
        """Give what keeps a walk from being walked."""
        return next((why for verb, why in self.shut.items() if uses(walk, verb)), None)


@contextmanager
def open_inboxes(
    journey: Journey, names: Sequence[str], secrets: Secrets, hosts: Hosts
) -> Iterator[Inboxes]:
    """Open what the walks of these names need, for the time of a block."""
    opened = Inboxes()

    def needed(verb: str) -> bool:
        return any(uses(journey.walks[name], verb) for name in names)

    with ExitStack() as stack:
        if journey.mailbox is not None and needed("inbox"):
            try:
                place = _resolved(journey.mailbox, secrets)
                opened.mailbox = stack.enter_context(open_mailbox(place, hosts))
            except CouldNotLook as why:
                opened.shut["inbox"] = why
        if journey.phone is not None and needed("sms"):
            try:
                phone = _resolved(journey.phone, secrets, besides="number")
                opened.phone = stack.enter_context(open_phone(phone, hosts))
            except CouldNotLook as why:
                opened.shut["sms"] = why
        yield opened


def _resolved(place: S, secrets: Secrets, *, besides: str = "") -> S:
    """Put the secrets in; a number may be the walk's own, and waits for it."""
    texts = {
        key: secrets.resolve(text, {}, {})
        for key, text in place
        if isinstance(text, str) and key != besides
    }
    return place.model_copy(update=texts)
