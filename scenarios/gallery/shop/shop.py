"""The shop's back room: what every page may ask for, in one place."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from starlette.requests import Request

from .conduct import Conduct
from .mail import Postman
from .orders import OrderBook
from .texting import Texter


@dataclass(frozen=True, slots=True)
class Shop:
    """How the shop behaves, its orders, its postman, its texter and its clock."""

    says: Conduct
    postman: Postman | None
    texter: Texter | None
    clock: Callable[[], datetime]
    orders: OrderBook = field(default_factory=OrderBook)


def shop_of(request: Request) -> Shop:
    """Return the shop that a request came to."""
    shop: Shop = request.app.state.shop
    return shop
