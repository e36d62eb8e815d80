"""The text message about an order is really handed over, as a form."""

from __future__ import annotations

import re
import threading
from collections.abc import Set
from http.server import BaseHTTPRequestHandler, HTTPServer
from queue import Queue
from urllib.parse import parse_qs

import pytest

from desireline.scenarios.gallery.shop.flaws import NONE, Flaw
from desireline.scenarios.gallery.shop.serve import open_shop, provider

from .visitor import AGAIN, BOOTS, CONTACT, DELIVERY, Visitor


def texted(flaws: Set[Flaw]) -> dict[str, str]:
    """Order in a shop with a phone number; give what its provider is told."""
    posts: Queue[str] = Queue()

    class Provider(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            posts.put(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Provider) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        with open_shop(flaws, sms=f"http://127.0.0.1:{server.server_address[1]}/in") as shop:
            visitor = Visitor(shop.url)
            visitor.post("/cart", BOOTS)
            visitor.post("/checkout/contact", CONTACT | {"phone": "+44 7700 900142"})
            visitor.post("/checkout/delivery", DELIVERY | AGAIN)
            form = parse_qs(posts.get(timeout=10))
        server.shutdown()
    return {key: values[0] for key, values in form.items()}


def test_the_message_says_what_the_order_says() -> None:
    said = texted(NONE)

    assert (said["From"], said["To"]) == ("Summit", "+44 7700 900142")
    assert "your order SO-1001 is on its way. Delivery: within 3 days." in said["Body"]
    assert re.search(r"the code [0-9]{6}\.$", said["Body"])


def test_the_flaw_promises_another_time() -> None:
    assert "Delivery: within 8 days" in texted({Flaw.TEXT_MESSAGE})["Body"]


def test_an_address_that_is_none() -> None:
    with pytest.raises(ValueError, match="is no address"):
        provider("127.0.0.1:8026")
