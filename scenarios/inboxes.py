"""Where the shopper's messages arrive: the mailbox and the phone that a journey names.

Names and passwords are written as `$NAME` and looked up while walking. What it does not know:
how a mailbox or a phone is spoken to.
"""

from __future__ import annotations

import re
from typing import Any, Self

from pydantic import model_validator

from .shape import Shape
from .units import Unfit, shown

HOST = r"(?:\[[0-9a-fA-F:.]+\]|[\w.-]+)"
MAILBOX = re.compile(
    rf"smtp://{HOST}:\d{{1,5}}/?|imaps?://{HOST}(?::\d{{1,5}})?/?"
    rf"|mailpit\+https?://{HOST}(?::\d{{1,5}})?(?:/[\w./-]*)?"
)
ADDRESS = re.compile(rf"https?://{HOST}(?::\d{{1,5}})?(?:/[\w.~$/-]*)?")
LISTENING = re.compile(r"(?:127\.0\.0\.1|localhost|\[::1\]):\d{1,5}")


class MailboxPlace(Shape):
    """A mailbox; a text alone says where it is."""

    at: str  # a folder, smtp://, imaps://, imap://, mailpit+http://, mailpit+https://
    user: str | None = None
    password: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _a_place_alone(cls, given: Any) -> Any:
        return {"at": given} if isinstance(given, str) else given

    @property
    def is_known(self) -> bool:
        """Whether it is a folder, or an address of a kind that can be looked into."""
        return "://" not in self.at or MAILBOX.fullmatch(self.at) is not None


class Phone(Shape):
    """The phone that the shopper's text messages come to: a provider's webhook, or its API."""

    number: str | None = None  # none: the shopper's `phone`
    webhook: str | None = None  # HOST:PORT of this machine that the provider posts to
    messages: str | None = None  # the address of an API that is asked for messages
    account: str | None = None  # the API's user
    token: str | None = None  # the API's password; of a webhook, what signs its messages
    public: str | None = None  # the address by which the provider knows the webhook

    @model_validator(mode="after")
    def _one_way_in(self) -> Self:
        if (self.webhook is None) == (self.messages is None):
            raise Unfit("DL380", "a phone has a `webhook` or `messages`, one of them")
        if self.webhook is not None and not LISTENING.fullmatch(self.webhook):
            what = f"{shown(self.webhook)} is not a place to listen; write it like 127.0.0.1:8026"
            raise Unfit("DL380", what)
        for address in (self.messages, self.public):
            if address is not None and not ADDRESS.fullmatch(address):
                raise Unfit("DL380", f"{shown(address)} is not the address of a provider")
        if self.messages is not None and (self.account is None or self.token is None):
            raise Unfit("DL380", "`messages` needs an `account` and a `token`, like $SMS_TOKEN")
        return self
