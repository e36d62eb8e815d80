"""Who is in the shop: a cookie in the browser, everything else on the server.

Whoever only looks gets no cookie; the first thing that is put in, asked or sent
makes a visitor worth remembering.
"""

import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from http.cookies import SimpleCookie

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .basket import Basket
from .chat import Talk
from .orders import Contact

COOKIE = "summit_visitor"
REMEMBERED = 10_000
LOOKING = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(slots=True)
class Visitor:
    """What the shop remembers of one browser."""

    basket: Basket = field(default_factory=Basket)
    contact: Contact | None = None
    last_order: str | None = None
    talk: Talk = field(default_factory=Talk)


class Visitors:
    """An ASGI layer that hands each request its visitor."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap the shop; nobody is in it yet."""
        self.app = app
        self.known: OrderedDict[str, Visitor] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Find the visitor by the cookie, or greet a new one."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        key = _key(scope)
        scope["visitor"] = self.known.get(key) or Visitor()
        if key in self.known or scope["method"] in LOOKING:
            return await self.app(scope, receive, send)

        return await self.app(scope, receive, self._greeting(scope["visitor"], send))

    def _greeting(self, visitor: Visitor, send: Send) -> Send:
        key = secrets.token_urlsafe(18)
        self.known[key] = visitor
        if len(self.known) > REMEMBERED:
            self.known.popitem(last=False)
        cookie = f"{COOKIE}={key}; Path=/; HttpOnly; SameSite=Lax".encode()

        async def greet(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"set-cookie", cookie)]
            await send(message)

        return greet


def visitor_of(request: Request) -> Visitor:
    """Return the visitor whom the request belongs to."""
    visitor: Visitor = request.scope["visitor"]
    return visitor


def _key(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"cookie":
            cookie = SimpleCookie(value.decode("latin-1")).get(COOKIE)
            return cookie.value if cookie else ""

    return ""
