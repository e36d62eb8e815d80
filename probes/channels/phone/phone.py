"""The shopper's phone: messages that a provider posts to us, or that we ask it for.

    with open_phone(Phone(webhook="127.0.0.1:8026"), hosts) as phone:
        message = phone.wait(Sms(says="your code"), to="+44 7700 900123", since=time.time())

Nothing is sent. A message that does not come is an observation: None.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from desireline.scenarios import inboxes
from desireline.scenarios.walk_channels import Sms

from ...safety.hosts import Hosts
from ..server import allowed
from .message import TextMessage


class Phone(Protocol):
    """Where the shopper's text messages arrive."""

    where: str  # the webhook's address as it really listens, or the API's

    def wait(self, sms: Sms, *, to: str, since: float) -> TextMessage | None:
        """Wait until such a message to this number is there, at most `sms.within` seconds.

        `since` (seconds since 1970): older ones are not meant. The earliest one counts.
        """


@contextmanager
def open_phone(place: inboxes.Phone, hosts: Hosts) -> Iterator[Phone]:
    """Open the phone that a journey names, for the time of a walk.

    Raises CouldNotLook: DL335 cannot listen, DL330 to DL334 a provider that we may not or cannot
    ask.
    """
    if place.webhook is not None:
        from .webhook import listen

        with listen(place.webhook, token=place.token, public=place.public) as phone:
            yield phone
        return
    from .provider import look_into

    address = place.messages or ""
    allowed(address, hosts=hosts, safe=address.startswith("https:"))
    with look_into(address, place.account or "", place.token or "") as asked:
        yield asked
