"""Tell a tab what it is to be like, by the browser's debugging protocol: slow, or careful.

What it does not know: the first page of a tab that the site opens. The driver tells of such a
tab when that page has come, so it is as quick as this machine (its times are then nobody's,
`clocks.note_tab`), and what it asks for ahead of time is not held.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession

Manner = tuple[str, dict[str, Any]]  # a command of the protocol, and what it is told
Tell = Callable[[str, dict[str, Any]], None]
Hear = Callable[[dict[str, Any], Tell], None]


def prepare_tab(session: CDPSession, manners: Sequence[Manner], hear: Hear) -> None:
    """Tell a tab what it is to be like; each tab needs it anew.

    `hear` is told of each request that the tab then asks about, and what to answer with.
    """
    from playwright.sync_api import Error

    if not manners:
        return

    def tell(method: str, params: dict[str, Any]) -> None:
        with suppress(Error):  # the request, or the tab, went away
            session.send(method, params)

    session.on("Fetch.requestPaused", lambda told: hear(told, tell))
    for method, params in manners:
        session.send(method, params)
