"""The order mail: text, HTML and the invoice, really sent by SMTP a moment after the order.

A mail that cannot be delivered is told on stderr; the order stands all the same.
"""

import asyncio
import smtplib
import sys
from dataclasses import dataclass, field
from email.headerregistry import Address as Mailbox
from email.message import EmailMessage
from email.policy import SMTP

from .conduct import Conduct, within
from .orders import Order

SENDER = Mailbox("Summit Outfitters", "orders", "summit-outfitters.example")
DELAY_SECONDS = 0.3
TIMEOUT_SECONDS = 10.0


def order_mail(order: Order, says: Conduct, *, site: str) -> EmailMessage:
    """Write the mail that confirms an order; `site` is the shop's address without a slash."""
    from .invoice import invoice_pdf
    from .rendering import fill

    link = f"{site}/order/{order.number}"
    message = EmailMessage(policy=SMTP)
    message["From"] = SENDER
    message["To"] = order.contact.email
    message["Subject"] = f"Your order {order.number}"
    message["Date"] = order.placed_at
    message["Message-ID"] = f"<{order.number}.{order.placed_at:%Y%m%d%H%M%S}@{SENDER.domain}>"
    told = {"order": order, "says": says, "link": link}
    text = fill("order-mail.txt", returns=within(says.mail_text_returns_days), **told)
    message.set_content(text)
    message.add_alternative(fill("order-mail.html", **told), subtype="html")
    invoice = f"invoice-{order.number}.pdf"
    message.add_attachment(
        invoice_pdf(order, says), maintype="application", subtype="pdf", filename=invoice
    )

    return message


@dataclass(slots=True)
class Postman:
    """Carries mails to one SMTP server, off the event loop."""

    host: str
    port: int
    under_way: set[asyncio.Task[None]] = field(default_factory=set)

    def post(self, message: EmailMessage) -> None:
        """Send the mail soon, and return at once."""
        task = asyncio.create_task(self._carry(message))
        self.under_way.add(task)  # the loop itself holds tasks only weakly
        task.add_done_callback(self.under_way.discard)

    async def _carry(self, message: EmailMessage) -> None:
        await asyncio.sleep(DELAY_SECONDS)
        try:
            await asyncio.to_thread(self._hand_over, message)
        except (OSError, smtplib.SMTPException, UnicodeError) as trouble:
            where = f"{self.host}:{self.port}"
            print(f"{message['Subject']}: not sent to {where}: {trouble}", file=sys.stderr)

    def _hand_over(self, message: EmailMessage) -> None:
        with smtplib.SMTP(
            self.host, self.port, timeout=TIMEOUT_SECONDS, local_hostname="localhost"
        ) as server:
            server.send_message(message)
