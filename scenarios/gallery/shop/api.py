"""The shop for machines: products, the visitor's cart, orders. Speaks JSON only."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from .basket import MOST, Line, pieces, quantity, total_cents
from .money import CURRENCY, amount
from .order_pages import order_of
from .shelves import product_of
from .shop import shop_of
from .visitors import visitor_of


async def product(request: Request) -> Response:
    """Return a product with its price and promises."""
    found = product_of(request)
    says = shop_of(request).says

    return JSONResponse(
        {
            "slug": found.slug,
            "name": found.name,
            "price": price(found.price_cents),
            "sizes": list(found.sizes),
            "delivery": {"days": says.delivery_days},
            "returns": {"days": says.returns_days},
        }
    )


async def show_cart(request: Request) -> Response:
    """Return the visitor's cart."""
    return JSONResponse(cart(visitor_of(request).basket.lines))


async def change_cart(request: Request) -> Response:
    """Set the quantity of one line: {"line": "trailblazer-gtx:42", "quantity": 2}."""
    try:
        sent = await request.json()
    except ValueError:
        raise HTTPException(400, "send a JSON object with line and quantity") from None
    basket = visitor_of(request).basket
    key = sent.get("line") if isinstance(sent, dict) else None
    if not isinstance(key, str) or key not in basket:
        raise HTTPException(404, "no such line in the cart")
    number = quantity(str(sent.get("quantity", "")), least=0)
    if number is None:
        raise HTTPException(422, f"quantity must be a whole number from 0 to {MOST}")
    basket.change(key, number)

    return JSONResponse(cart(basket.lines))


async def order(request: Request) -> Response:
    """Return an order with its total and its promise."""
    found = order_of(request)
    return JSONResponse(
        {
            "number": found.number,
            "placed": found.placed_at.isoformat(),
            "lines": [line_of(line) for line in found.lines],
            "total": price(found.total_cents),
            "delivery": {"days": found.delivery_days},
        }
    )


def cart(lines: tuple[Line, ...]) -> dict[str, object]:
    """Describe a cart."""
    return {
        "lines": [line_of(line) for line in lines],
        "pieces": pieces(lines),
        "total": price(total_cents(lines)),
    }


def line_of(line: Line) -> dict[str, object]:
    """Describe one line."""
    return {
        "line": line.key,
        "name": line.product.name,
        "size": line.size,
        "quantity": line.quantity,
        "price": price(line.unit_cents),
        "sum": price(line.sum_cents),
    }


def price(cents: int) -> dict[str, str]:
    """Describe an amount of money."""
    return {"amount": amount(cents), "currency": CURRENCY}
