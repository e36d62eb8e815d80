"""Hold what a function asks the site for by itself, through Playwright and past the page.

`page.request` and `context.request` are one and the same; it is replaced, method by method, for
as long as a fence is up. Questions (GET, HEAD) go through.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

CHANGING = ("POST", "PUT", "PATCH", "DELETE")
Note = Callable[[str, str], None]


def hold_asking(context: BrowserContext, note: Note) -> Callable[[], None]:
    """Let nobody change anything by a request of this profile's; give what lets them again.

    `note` is told each method and address that was held back.
    """
    asking = context.request
    plain = asking.fetch

    def refuse(method: str, url: str) -> NoReturn:
        from playwright.sync_api import Error

        note(method, url)
        raise Error(f"held back: {method} {url}")

    def fetch(url_or_request: Any, *given: Any, **more: Any) -> Any:
        own = "GET" if isinstance(url_or_request, str) else url_or_request.method
        method = str(more.get("method") or own).upper()
        if method in CHANGING:
            url = url_or_request if isinstance(url_or_request, str) else url_or_request.url
            refuse(method, url)
        return plain(url_or_request, *given, **more)

    def refusing(method: str) -> Callable[..., NoReturn]:
        return lambda url, *_, **__: refuse(method, url)

    ours = {"fetch": fetch} | {method.lower(): refusing(method) for method in CHANGING}
    for name, held in ours.items():
        setattr(asking, name, held)

    def free() -> None:
        for name in ours:
            delattr(asking, name)

    return free
