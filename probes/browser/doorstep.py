"""Make a tab slow, or careful, before anything is loaded in it; also one that the site opens.

The driver tells of a new tab when its first page has come. So the browser itself is asked to
hold each new tab of a profile at the doorstep, by its debugging protocol; then the tab is told
what it is to be like, and let go.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

Wish = tuple[str, dict[str, Any]]  # a command of the protocol, and what it is told
Tell = Callable[[str, dict[str, Any]], None]
Hear = Callable[[dict[str, Any], Tell], None]
HELD: dict[str, Any] = {
    "autoAttach": True,
    "waitForDebuggerOnStart": True,
    "flatten": True,
    "filter": [{"type": "page"}],
}
LET_GO = HELD | {"autoAttach": False, "waitForDebuggerOnStart": False}


def prepare_tabs(first: Page, wishes: Sequence[Wish], hear: Hear) -> None:
    """Tell this tab, and each that its profile opens from now on, what it is to be like.

    `hear` is told what the tabs say to that, and what to answer with.
    """
    from playwright.sync_api import Error

    browser = first.context.browser
    if not wishes or browser is None:
        return
    session = browser.new_browser_cdp_session()
    own = first.context.new_cdp_session(first).send("Target.getTargetInfo")["targetInfo"]

    def tell(tab: str, method: str, params: dict[str, Any]) -> None:
        message = json.dumps({"id": 1, "method": method, "params": params})
        session.send("Target.sendMessageToTarget", {"sessionId": tab, "message": message})

    def prepare(number: str) -> None:
        wanted = {"targetId": number, "flatten": False}
        tab = session.send("Target.attachToTarget", wanted)["sessionId"]
        for method, params in wishes:
            tell(tab, method, params)

    def begin(event: dict[str, Any]) -> None:
        target = event["targetInfo"]
        if not event["waitingForDebugger"]:
            return
        with suppress(Error):  # it went away, or the browser did
            if target.get("browserContextId") == own.get("browserContextId"):
                prepare(target["targetId"])
        with suppress(Error):
            session.send("Target.setAutoAttach", LET_GO)
            session.send("Target.setAutoAttach", HELD)

    def listen(event: dict[str, Any]) -> None:
        with suppress(Error):
            tab = event["sessionId"]
            hear(json.loads(event["message"]), lambda method, params: tell(tab, method, params))

    def end() -> None:
        with suppress(Error):
            session.detach()

    session.on("Target.receivedMessageFromTarget", listen)
    session.on("Target.attachedToTarget", begin)
    prepare(own["targetId"])
    session.send("Target.setAutoAttach", HELD)
    first.context.on("close", lambda _: end())
