"""Placed orders and their numbers.

Whoever knows a number may see the order: a shortcut for a shop on loopback, where
nobody's data is real.
"""

from dataclasses import dataclass, field
from datetime import datetime

from .basket import Line, total_cents
from .conduct import within

FIRST_NUMBER = 1001


@dataclass(frozen=True, slots=True)
class Contact:
    """Who orders, as told at the first step of the checkout."""

    first_name: str
    last_name: str
    email: str
    phone: str = ""

    @property
    def name(self) -> str:
        """The full name."""
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True, slots=True)
class Address:
    """Where the parcel goes."""

    street: str
    postcode: str
    city: str
    country: str


@dataclass(frozen=True, slots=True)
class Order:
    """What was bought, by whom, and what was promised for it."""

    number: str
    contact: Contact
    address: Address
    payment: str
    lines: tuple[Line, ...]
    delivery_days: int
    placed_at: datetime

    @property
    def total_cents(self) -> int:
        """What the customer pays."""
        return total_cents(self.lines)

    @property
    def delivery(self) -> str:
        """The promise that the order carries."""
        return within(self.delivery_days)


@dataclass(slots=True)
class OrderBook:
    """All orders of one evening: they live as long as the process."""

    _orders: dict[str, Order] = field(default_factory=dict)

    def next_number(self) -> str:
        """Return the number that the next order gets."""
        return f"SO-{FIRST_NUMBER + len(self._orders)}"

    def enter(self, order: Order) -> None:
        """Keep an order."""
        self._orders[order.number] = order

    def find(self, number: str) -> Order | None:
        """Look an order up by its number."""
        return self._orders.get(number)
