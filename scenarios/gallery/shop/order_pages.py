"""What a customer sees of a placed order: the thanks, the invoice, the way of the parcel."""

import asyncio

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from .invoice import invoice_pdf
from .orders import Order
from .rendering import page
from .shop import shop_of


def order_of(request: Request) -> Order:
    """Return the order that the address names."""
    order = shop_of(request).orders.find(request.path_params["number"])
    if order is None:
        raise HTTPException(404)

    return order


async def placed(request: Request) -> Response:
    """Show the order as it was placed."""
    return page(request, "order.html", order=order_of(request))


async def track(request: Request) -> Response:
    """Show how far the parcel is; in this shop, never far."""
    return page(request, "track.html", order=order_of(request))


async def invoice(request: Request) -> Response:
    """Hand out the invoice."""
    order = order_of(request)
    pdf = await asyncio.to_thread(invoice_pdf, order, shop_of(request).says)
    name = f'inline; filename="invoice-{order.number}.pdf"'

    return Response(pdf, media_type="application/pdf", headers={"Content-Disposition": name})
