"""The shop put together: its addresses, its pages for what goes wrong, its headers."""

from collections.abc import Set
from datetime import UTC, datetime

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from . import api, assets, chat_pages, help_pages, order_pages, phone, shelves, till
from .conduct import conduct
from .flaws import Flaw
from .mail import Postman
from .rendering import page
from .shop import Shop
from .texting import Texter
from .visitors import Visitors

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
HEADINGS = {404: "We cannot find this page", 405: "That does not work here"}

ROUTES = (
    Route("/", shelves.home),
    Route("/ads/boots", shelves.advertisement),
    Route("/boots/trailblazer", shelves.landing),
    Route("/c/{category}", shelves.category),
    Route("/p/{slug}", shelves.product),
    Route("/pictures/{slug}.svg", shelves.picture),
    Route("/cart", till.show_cart),
    Route("/cart", till.add, methods=["POST"]),
    Route("/cart/update", till.update, methods=["POST"]),
    Route("/checkout/contact", till.ask_contact),
    Route("/checkout/contact", till.tell_contact, methods=["POST"]),
    Route("/checkout/delivery", till.ask_delivery),
    Route("/checkout/delivery", till.place_order, methods=["POST"]),
    Route("/order/{number}", order_pages.placed),
    Route("/order/{number}/track", order_pages.track),
    Route("/order/{number}/invoice.pdf", order_pages.invoice),
    Route("/help", help_pages.show_help),
    Route("/help", help_pages.ask_call_back, methods=["POST"]),
    Route("/help/call-back", help_pages.call_back),
    Route("/help/size-guide", help_pages.size_guide),
    Route("/help/chat", chat_pages.show_chat),
    Route("/help/chat", chat_pages.say_without_script, methods=["POST"]),
    Route("/help/chat/messages", chat_pages.say, methods=["POST"]),
    Route("/phone/start", phone.start, methods=["POST"]),
    Route("/phone/choice", phone.choice, methods=["POST"]),
    Route("/phone/order", phone.ask_order, methods=["POST"]),
    Route("/phone/order/status", phone.order_status, methods=["POST"]),
    Route("/phone/delivery", phone.delivery, methods=["POST"]),
    Route("/phone/hours", phone.hours, methods=["POST"]),
    Route("/phone/person", phone.person, methods=["POST"]),
    Route("/terms", help_pages.terms),
    Route("/imprint", help_pages.imprint),
    Route("/api/products/{slug}", api.product),
    Route("/api/cart", api.show_cart),
    Route("/api/cart", api.change_cart, methods=["PATCH"]),
    Route("/api/orders/{number}", api.order),
    Route("/static/{name}", assets.asset),
    Route("/favicon.ico", assets.favicon),
)


def build_app(flaws: Set[Flaw], smtp: tuple[str, int] | None, sms: str | None = None) -> Starlette:
    """Build a shop with these flaws that mails to this server and texts by this provider."""
    app = Starlette(
        routes=ROUTES,
        middleware=[Middleware(Headers), Middleware(Visitors)],
        exception_handlers={HTTPException: went_wrong},
    )
    app.state.shop = Shop(
        says=conduct(flaws),
        postman=Postman(*smtp) if smtp else None,
        texter=Texter(sms) if sms else None,
        clock=lambda: datetime.now(UTC),
    )

    return app


async def went_wrong(request: Request, trouble: Exception) -> Response:
    """Tell what went wrong, to people in the shop's look and to machines in JSON."""
    status = trouble.status_code if isinstance(trouble, HTTPException) else 500
    if request.url.path.startswith("/api/"):
        detail = trouble.detail if isinstance(trouble, HTTPException) else ""
        return JSONResponse({"error": detail}, status_code=status)
    heading = HEADINGS.get(status, "Something went wrong")

    return page(request, "went-wrong.html", status=status, heading=heading)


class Headers:
    """An ASGI layer that adds the headers of a careful shop to each answer."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap the shop."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; add to the head of the answer."""

        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self.app(scope, receive, add)
