"""A visitor of the demo shop who speaks plain HTTP and keeps cookies."""

import json
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, ProxyHandler, Request, build_opener

CONTACT = {"first_name": "Ada", "last_name": "Lund", "email": "ada@example.org"}
DELIVERY = {
    "street": "Hauptstraße 1",
    "postcode": "10115",
    "city": "Berlin",
    "country": "Germany",
    "payment": "invoice",
    "terms": "yes",
}
AGAIN = {"email": "ada@example.org", "last_name": "Lund"}
BOOTS = {"product": "trailblazer-gtx", "size": "42", "quantity": "1"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, after all redirects."""

    status: int
    path: str
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    @property
    def main(self) -> str:
        """The page without header and footer."""
        return self.text.partition("<main")[2].partition("</main>")[0]

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    def links(self) -> list[str]:
        """Return the addresses of all links, pictures, sheets and scripts."""
        reader = _Links()
        reader.feed(self.text)
        return reader.found

    def link(self, name: str) -> str:
        """Return the address behind the words of a link."""
        reader = _Links()
        reader.feed(self.text)
        return reader.named[name]


class Visitor:
    """One browser without a screen."""

    def __init__(self, url: str) -> None:
        """Come in without cookies."""
        self.url = url
        self.browser = build_opener(ProxyHandler({}), HTTPCookieProcessor())

    def get(self, path: str) -> Answer:
        """Open a page."""
        return self._send(Request(self.url + path))  # noqa: S310 (always the test's own shop)

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        """Send a form."""
        body = urlencode(fields).encode()
        return self._send(Request(self.url + path, body, method="POST"))  # noqa: S310

    def send_json(self, path: str, body: object, *, method: str) -> Answer:
        """Send JSON."""
        request = Request(self.url + path, json.dumps(body).encode(), method=method)  # noqa: S310
        return self._send(request)

    def order(self, **more: str) -> Answer:
        """Buy a pair of boots and return the page of the order."""
        self.post("/cart", BOOTS)
        self.post("/checkout/contact", CONTACT)
        return self.post("/checkout/delivery", DELIVERY | more)

    def _send(self, request: Request) -> Answer:
        try:
            with self.browser.open(request, timeout=10) as answer:
                return Answer(answer.status, answer.url.removeprefix(self.url), answer.read())
        except HTTPError as error:
            with error:
                return Answer(error.code, error.url.removeprefix(self.url), error.read())


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.named: dict[str, str] = {}
        self._open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        address = dict(attrs).get("href") or dict(attrs).get("src")
        if address:
            self.found.append(address)
        self._open = address or "" if tag == "a" else self._open

    def handle_endtag(self, tag: str) -> None:
        self._open = "" if tag == "a" else self._open

    def handle_data(self, data: str) -> None:
        if self._open:
            self.named.setdefault(data.strip(), self._open)
