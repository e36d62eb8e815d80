"""The text message about an order: really handed over to a provider a moment after it.

A provider takes it as a form with `From`, `To`, `Body` and `MessageSid`, as Twilio posts what
comes in. A message that cannot be handed over is told on stderr; the order stands all the same.
"""

import asyncio
import secrets
import sys
import urllib.request
from dataclasses import dataclass, field
from urllib.parse import urlencode

from .conduct import Conduct, within
from .orders import Order

SENDER = "Summit"
DELAY_SECONDS = 0.4
TIMEOUT_SECONDS = 10.0


def order_text(order: Order, says: Conduct) -> str:
    """Write the message: when the parcel comes, and what its driver will ask for."""
    delivery = within(says.text_delivery_days or order.delivery_days)
    return (
        f"{SENDER}: your order {order.number} is on its way. Delivery: {delivery}. "
        f"Tell the driver the code {secrets.randbelow(900_000) + 100_000}."
    )


@dataclass(slots=True)
class Texter:
    """Hands messages to one provider, off the event loop."""

    provider: str  # its address
    under_way: set[asyncio.Task[None]] = field(default_factory=set)

    def text(self, order: Order, says: Conduct) -> None:
        """Send the message soon, and return at once."""
        form = {
            "MessageSid": f"SM{secrets.token_hex(16)}",
            "From": SENDER,
            "To": order.contact.phone,
            "Body": order_text(order, says),
        }
        task = asyncio.create_task(self._carry(form))
        self.under_way.add(task)  # the loop itself holds tasks only weakly
        task.add_done_callback(self.under_way.discard)

    async def _carry(self, form: dict[str, str]) -> None:
        await asyncio.sleep(DELAY_SECONDS)
        try:
            await asyncio.to_thread(self._hand_over, form)
        except OSError as trouble:
            print(f"text message: not sent to {self.provider}: {trouble}", file=sys.stderr)

    def _hand_over(self, form: dict[str, str]) -> None:
        content = urlencode(form).encode()
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        direct.open(self.provider, content, timeout=TIMEOUT_SECONDS).close()
