"""What a visitor means to buy. Unit prices are those the cart asks, surcharge and all."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from .catalogue import Product

MOST = 20  # pieces of one article and size


@dataclass(frozen=True, slots=True)
class Line:
    """Some pieces of one article in one size."""

    product: Product
    size: str
    quantity: int
    unit_cents: int

    @property
    def key(self) -> str:
        """The name of the line in forms and in the API."""
        return f"{self.product.slug}:{self.size}"

    @property
    def sum_cents(self) -> int:
        """The price of all pieces."""
        return self.quantity * self.unit_cents


@dataclass(slots=True)
class Basket:
    """The lines, in the order in which they were put in."""

    _lines: dict[str, Line] = field(default_factory=dict)

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines; each has at least one piece."""
        return tuple(self._lines.values())

    def __contains__(self, key: str) -> bool:
        """Whether a line has this key."""
        return key in self._lines

    def add(self, line: Line) -> None:
        """Put pieces in, beside those of the same article and size."""
        here = self._lines.get(line.key)
        held = here.quantity if here else 0
        self._lines[line.key] = replace(line, quantity=min(held + line.quantity, MOST))

    def change(self, key: str, quantity: int) -> None:
        """Set the number of pieces; none takes the line out."""
        if quantity == 0:
            del self._lines[key]
        else:
            self._lines[key] = replace(self._lines[key], quantity=min(quantity, MOST))

    def empty(self) -> None:
        """Take everything out."""
        self._lines.clear()


def total_cents(lines: Iterable[Line]) -> int:
    """Add up; delivery is free, so this is what a customer pays."""
    return sum(line.sum_cents for line in lines)


def pieces(lines: Iterable[Line]) -> int:
    """Count all pieces."""
    return sum(line.quantity for line in lines)


def quantity(text: str, *, least: int = 1) -> int | None:
    """Read a number of pieces; None when it is not one that the shop sells."""
    if not (text.isascii() and text.isdigit() and len(text) < 4):
        return None
    number = int(text)

    return number if least <= number <= MOST else None
