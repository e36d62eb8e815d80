"""What each touchpoint of the shop says and does.

With no flaw every touchpoint says the same; each flaw bends one or a few lines of
this one table. No page, mail or bot asks about flaws itself.
"""

from collections.abc import Set
from dataclasses import dataclass
from typing import TypeVar

from .flaws import Flaw

PHONE = "+49 30 23125 142"  # Berlin's range that is reserved for fiction
OTHER_PHONE = "+49 30 23125 199"
OPENING_HOURS = ("Monday to Friday, 9:00 to 18:00", "Saturday, 10:00 to 16:00")
SPOKEN_HOURS = "Monday to Friday from 9:00 to 18:00, and Saturday from 10:00 to 16:00"
OTHER_SPOKEN_HOURS = "Monday to Friday from 10:00 to 17:00"

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Conduct:
    """How the shop behaves; the defaults are its word."""

    phone: str = PHONE
    help_phone: str = PHONE
    delivery_days: int = 3
    order_delivery_days: int = 3
    help_delivery: str = "within 3 days"
    returns_days: int = 30
    mail_text_returns_days: int = 30
    text_delivery_days: int = 0  # none: as the order says
    surcharge_cents: int = 0  # hidden in each unit price from the cart on
    ad_link: str = "/boots/trailblazer"
    size_guide_link: str = "/help/size-guide"
    asks_again: bool = False
    asks_before_person: int = 1
    category_seconds: float = 0.0
    callback_has_labels: bool = True
    phone_has_people: bool = True
    phone_hours: str = SPOKEN_HOURS

    @property
    def delivery(self) -> str:
        """The promise as pages word it before an order."""
        return within(self.delivery_days)

    @property
    def returns(self) -> str:
        """The time to send something back, as pages word it."""
        return within(self.returns_days)


def conduct(flaws: Set[Flaw]) -> Conduct:
    """Bend the shop's word by its flaws."""
    word = Conduct()

    def bent(flaw: Flaw, said: Value, otherwise: Value) -> Value:
        return said if flaw in flaws else otherwise

    return Conduct(
        help_phone=bent(Flaw.PHONE, OTHER_PHONE, word.help_phone),
        order_delivery_days=bent(Flaw.DELIVERY, 5, word.order_delivery_days),
        help_delivery=bent(Flaw.DELIVERY, "within a week", word.help_delivery),
        mail_text_returns_days=bent(Flaw.MAIL_PARTS, 14, word.mail_text_returns_days),
        text_delivery_days=bent(Flaw.TEXT_MESSAGE, 8, word.text_delivery_days),
        surcharge_cents=bent(Flaw.PRICE, 1000, word.surcharge_cents),
        ad_link=bent(Flaw.GENERIC_LANDING, "/", word.ad_link),
        size_guide_link=bent(Flaw.DEAD_LINK, "/help/sizes/boots", word.size_guide_link),
        asks_again=bent(Flaw.ASKS_AGAIN, True, word.asks_again),
        asks_before_person=bent(Flaw.BOT_LOOP, 3, word.asks_before_person),
        category_seconds=bent(Flaw.SLOW, 3.5, word.category_seconds),
        callback_has_labels=bent(Flaw.INACCESSIBLE, False, word.callback_has_labels),
        phone_has_people=bent(Flaw.MENU_WITHOUT_PEOPLE, False, word.phone_has_people),
        phone_hours=bent(Flaw.HOURS, OTHER_SPOKEN_HOURS, word.phone_hours),
    )


def within(days: int) -> str:
    """Word a number of days as the shop's pages do."""
    return f"within {days} days"
